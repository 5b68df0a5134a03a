/**
 * zod, for every file that says `from "zod"`: deno.json leads them here. Deno looks the whole of
 * node_modules through for each file of a program that names a package of its own accord, which for
 * the hundred files with a schema made a third of the time that a command needs to start.
 */
export { z } from "#zod";
