/** Dryrun's version, as it stands in recordings; deno.json has the same (a test compares them). */
export const VERSION = "0.1.0";
