/** Strings to UTF-8 and back, fast for what most are: short ASCII, the same as the last time. */

const encoder = new TextEncoder();
// A byte order mark is a character like any other here.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Above this many characters the engine's own encoder wins. */
const SHORT = 48;

/**
 * Writes a string as UTF-8 at `at` and returns its end; a lone surrogate becomes U+FFFD.
 * `out` must have room for three bytes a character.
 */
export function writeText(out: Uint8Array, at: number, text: string): number {
  const length = text.length;
  if (length <= SHORT) {
    let i = 0;
    for (; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code > 127) break;
      out[at + i] = code;
    }
    if (i === length) return at + length;
  }
  return at + encoder.encodeInto(text, out.subarray(at)).written;
}

/**
 * Reads UTF-8; what is not UTF-8 becomes U+FFFD. `last`, what the same field held in the message
 * before, is returned when the bytes say the same: frame names hardly ever change.
 */
export function readText(bytes: Uint8Array, at: number, end: number, last: string): string {
  const length = end - at;
  if (length === last.length) {
    let i = 0;
    for (; i < length; i++) {
      const code = bytes[at + i] as number;
      if (code > 127 || code !== last.charCodeAt(i)) break;
    }
    if (i === length) return last;
  }
  return decoder.decode(bytes.subarray(at, end));
}
