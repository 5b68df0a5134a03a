/** A worker of the pool: answers orders until it is ended. */
import { parentPort } from "#threads";
import { TASKS } from "../../core/tasks.ts";
import { answer, type Order } from "./protocol.ts";

parentPort?.on("message", (order: Order) => parentPort?.postMessage(answer(TASKS, order)));
