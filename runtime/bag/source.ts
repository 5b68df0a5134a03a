/** Bytes to read from: a file or memory, at any offset, synchronously. */
import { LogError } from "./log.ts";

/** Random access to bytes that don't change while they are read. */
export interface ByteSource {
  /** What messages call it: a path. */
  readonly name: string;
  readonly size: number;
  /**
   * Bytes [offset, offset + length); the caller keeps them.
   *
   * @throws {RangeError} the range is not inside the source
   * @throws {LogError} the file became shorter or can't be read
   */
  read(offset: number, length: number): Uint8Array;
  close(): void;
}

/** The text of whatever was thrown. */
export function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** Says what the operating system refused, in one line. */
export function ioError(path: string, doing: string, cause: unknown): LogError {
  if (cause instanceof Deno.errors.NotFound) {
    return new LogError(`${path}: no such file or folder`);
  }
  if (cause instanceof Deno.errors.NotCapable) {
    const flag = doing === "read" ? "--allow-read" : "--allow-write";
    return new LogError(
      `${path}: may not be ${doing === "read" ? "read" : "written"}, ${flag} ` +
        "is not granted",
    );
  }
  if (cause instanceof Deno.errors.PermissionDenied) {
    return new LogError(`${path}: permission to ${doing} was denied by the system`);
  }
  const reason = reasonOf(cause);
  return new LogError(`${path}: can't ${doing} it: ${reason}`);
}

function checkRange(source: ByteSource, offset: number, length: number): void {
  if (!(offset >= 0 && length >= 0 && offset + length <= source.size)) {
    throw new RangeError(
      `${source.name}: bytes ${offset}..${offset + length} are outside of its ${source.size} bytes`,
    );
  }
}

/** Bytes in memory as a source; what it gives out shares that memory. */
export function memorySource(name: string, bytes: Uint8Array): ByteSource {
  const source: ByteSource = {
    name,
    size: bytes.length,
    read(offset, length) {
      checkRange(source, offset, length);
      return bytes.subarray(offset, offset + length);
    },
    close() {},
  };
  return source;
}

/** Opens a file. @throws {LogError} absent, a folder, or not readable */
export function fileSource(path: string): ByteSource {
  let file: Deno.FsFile;
  let info: Deno.FileInfo;
  try {
    file = Deno.openSync(path, { read: true });
    info = file.statSync();
  } catch (cause) {
    throw ioError(path, "read", cause);
  }
  if (!info.isFile) {
    file.close();
    throw new LogError(`${path}: is not a regular file`);
  }
  let open = true;
  const source: ByteSource = {
    name: path,
    size: info.size,
    read(offset, length) {
      checkRange(source, offset, length);
      const bytes = new Uint8Array(length);
      try {
        file.seekSync(offset, Deno.SeekMode.Start);
        for (let done = 0; done < length;) {
          const count = file.readSync(bytes.subarray(done));
          if (count === null) throw new Error(`it became shorter than ${info.size} bytes`);
          done += count;
        }
      } catch (cause) {
        throw ioError(path, "read", cause);
      }
      return bytes;
    },
    close() {
      if (open) file.close();
      open = false;
    },
  };
  return source;
}
