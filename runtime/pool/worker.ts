/** A worker of the pool for the tasks of `core`. */
import { TASKS } from "../../core/tasks.ts";
import { serve } from "./protocol.ts";

serve(TASKS);
