import type { Log, OpenOptions } from "./log.ts";

/** Opens a log of any format that Dryrun reads. @throws {LogError} it can't be read */
export declare function openLog(path: string | Uint8Array, options?: OpenOptions): Promise<Log>;
