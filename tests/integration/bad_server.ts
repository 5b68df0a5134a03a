/** A server on the loopback that does what servers do wrong, by path. */

/** One that runs. */
export interface BadServer {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  /** Paths that were asked for, in order. */
  readonly asked: readonly string[];
  /** Resolves when a client has gone from a path that keeps it waiting. */
  left(path: string): Promise<void>;
  close(): Promise<void>;
}

const text = new TextEncoder();
const reply = (head: string, body = "") => text.encode(`HTTP/1.1 ${head}\r\n\r\n${body}`);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What a path does; `call` counts from 1. */
type Answer = (conn: Deno.Conn, at: { host: string; call: number }) => Promise<unknown>;

/** Writes without end, until the client has gone. */
async function forever(conn: Deno.Conn, part: Uint8Array, everyMs: number): Promise<void> {
  for (;;) {
    await all(conn, part);
    if (everyMs > 0) await pause(everyMs);
  }
}

async function all(conn: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let sent = 0; sent < bytes.length;) sent += await conn.write(bytes.subarray(sent));
}

async function zipped(bytes: number): Promise<Uint8Array> {
  const zip = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(zip).arrayBuffer());
}

/** Waits until the client goes. */
async function hang(conn: Deno.Conn): Promise<void> {
  while (await conn.read(new Uint8Array(64)) !== null);
}

const ANSWERS: Readonly<Record<string, Answer>> = {
  "/ok": (conn) => all(conn, reply("200 OK\r\nContent-Length: 5", "hello")),
  "/moved": (conn) => all(conn, reply("302 Found\r\nLocation: ok\r\nContent-Length: 0")),
  "/hangs": hang,
  "/hangs_later": async (conn) => {
    await all(conn, reply("200 OK\r\nContent-Length: 100", "half a "));
    await hang(conn);
  },
  "/resets": async () => {},
  "/too_short": (conn) => all(conn, reply("200 OK\r\nContent-Length: 100", "only this")),
  "/too_long": (conn) => all(conn, reply("200 OK\r\nContent-Length: 5", "hello, and more")),
  "/negative": (conn) => all(conn, reply("200 OK\r\nContent-Length: -1", "hello")),
  "/two_lengths": (conn) =>
    all(conn, reply("200 OK\r\nContent-Length: 5\r\nContent-Length: 2", "hello")),
  "/circle": (conn) => all(conn, reply("302 Found\r\nLocation: /circle\r\nContent-Length: 0")),
  "/away": (conn, { host }) =>
    all(conn, reply(`302 Found\r\nLocation: http://localhost:${host.split(":")[1]}/ok`)),
  "/to_file": (conn) => all(conn, reply("302 Found\r\nLocation: file:///etc/passwd")),
  "/endless": async (conn) => {
    await all(conn, reply("200 OK"));
    await forever(conn, new Uint8Array(65536).fill(97), 0);
  },
  "/huge_claim": async (conn) => {
    await all(conn, reply("200 OK\r\nContent-Length: 1000000000000"));
    await forever(conn, new Uint8Array(65536).fill(97), 0);
  },
  "/bomb": async (conn) => {
    await all(conn, reply("200 OK\r\nContent-Encoding: gzip"));
    await all(conn, await zipped(8 << 20));
  },
  "/broken_zip": (conn) =>
    all(conn, reply("200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 9", "no gzip…")),
  "/drips": async (conn) => {
    await all(conn, reply("200 OK"));
    await forever(conn, text.encode("a"), 20);
  },
  "/endless_head": async (conn) => {
    await all(conn, text.encode("HTTP/1.1 200 OK\r\n"));
    await forever(conn, text.encode(`X-More: ${"a".repeat(1000)}\r\n`), 0);
  },
  "/garbage": (conn) =>
    all(conn, Uint8Array.from({ length: 4096 }, (_, i) => (i * 197 + 13) & 255)),
  "/binary": (conn) =>
    all(conn, Uint8Array.of(...reply("200 OK\r\nContent-Length: 4"), 0xc3, 0x28, 0, 0xff)),
  "/fails": (conn) => all(conn, reply("500 Internal Server Error\r\nContent-Length: 0")),
  "/recovers": async (conn, { call }) => {
    if (call > 2) await all(conn, reply("200 OK\r\nContent-Length: 4", "back"));
    else if (call > 1) await all(conn, reply("503 Service Unavailable\r\nContent-Length: 0"));
  },
};

/** Every path that it knows. */
export const PATHS: readonly string[] = Object.keys(ANSWERS);

/** Starts one. */
export function badServer(): BadServer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const host = `127.0.0.1:${(listener.addr as Deno.NetAddr).port}`;
  const asked: string[] = [], open = new Set<Deno.Conn>();
  const gone = new Map<string, PromiseWithResolvers<void>>();
  const leaving = (path: string) => {
    const known = gone.get(path) ?? Promise.withResolvers<void>();
    gone.set(path, known);
    return known;
  };
  async function serve(conn: Deno.Conn): Promise<void> {
    open.add(conn);
    let path = "";
    try {
      const buffer = new Uint8Array(4096), count = await conn.read(buffer) ?? 0;
      path = /^GET (\S+) HTTP/.exec(new TextDecoder().decode(buffer.subarray(0, count)))?.[1] ?? "";
      asked.push(path);
      const call = asked.filter((one) => one === path).length;
      await ANSWERS[path]?.(conn, { host, call });
    } catch {
      // the client has gone
    } finally {
      open.delete(conn);
      try {
        conn.close();
      } catch {
        // closed with the server
      }
      leaving(path).resolve();
    }
  }
  let closed = false;
  const serving: Promise<void>[] = [];
  const accepting = (async () => {
    for await (const conn of listener) serving.push(serve(conn));
  })();
  return {
    host,
    asked,
    left: (path) => leaving(path).promise,
    async close() {
      if (closed) return;
      closed = true;
      listener.close();
      for (const conn of open) conn.close();
      await Promise.all([accepting.catch(() => {}), ...serving]);
    },
  };
}
