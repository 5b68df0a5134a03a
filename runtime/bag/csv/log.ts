import { type Log, LogError, type OpenOptions } from "../log.ts";
export function openCsv(path: string, _o: OpenOptions): Promise<Log> {
  throw new LogError(path);
}
