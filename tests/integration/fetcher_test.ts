/** The fetcher over real HTTP, on the loopback, against a server that does everything wrong. */
import assert from "#assert";
import { fetcher } from "../../nodes/fetcher/fetcher.ts";
import { Executor } from "../../runtime/executor.ts";
import { type HostedNode, hostNode } from "../../runtime/host.ts";
import { MemoryBus } from "../../runtime/memory.ts";
import { liveServices } from "../../runtime/ros2/host/live.ts";
import { type BadServer, badServer, PATHS } from "./bad_server.ts";

const MS = 1e6;
/** Longer than any machine needs; only what hangs would meet it. */
const PATIENCE_MS = 60_000;

/** A fetcher on a bus whose network is real and whose clock is the test's. */
class Bench {
  readonly #executor = new Executor();
  readonly #bus = new MemoryBus(this.#executor);
  readonly bodies: string[] = [];
  node!: HostedNode;

  static async start(params: Record<string, unknown>): Promise<Bench> {
    const bench = new Bench();
    bench.node = await hostNode(fetcher, bench.#bus, { params, live: liveServices(() => {}) });
    bench.#bus.observe(({ name }) =>
      name === "/fetched"
        ? (message) => void bench.bodies.push((message as { data: string }).data)
        : undefined
    );
    bench.#bus.connect();
    await bench.advance(20); // the first load has begun
    return bench;
  }

  async advance(ms: number): Promise<void> {
    await this.#executor.run({ until: this.#executor.now + ms * MS });
  }

  get values(): Record<string, number> {
    return Object.fromEntries(this.#status.values.map(({ key, value }) => [key, Number(value)]));
  }

  get said(): string {
    return this.#status.message;
  }

  get #status() {
    return this.node.diagnostics().find(({ name }) => name === "fetcher: network")!;
  }

  /** Waits in real time until it is so; the node's clock takes a millisecond a look. */
  async until(what: string, so: () => boolean): Promise<void> {
    const began = performance.now();
    while (!so()) {
      assert.ok(performance.now() - began < PATIENCE_MS, `waited in vain until ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      await this.advance(1);
    }
  }

  async done(): Promise<void> {
    const before = this.values.loaded! + this.values.failed!;
    await this.until("a load ends", () => this.values.loaded! + this.values.failed! > before);
  }
}

async function withServer(run: (server: BadServer) => Promise<void>): Promise<void> {
  const server = badServer();
  try {
    await run(server);
  } finally {
    await server.close();
  }
}

const paramsFor = ({ host }: BadServer, path: string, more: Record<string, unknown> = {}) => ({
  ...{ url: `http://${host}${path}`, hosts: [host], retries: 0, body_bytes_max: 1 << 20 },
  ...more,
});

/** What each does to a load. */
const EXPECTED: Readonly<Record<string, string | RegExp>> = {
  "/ok": "hello",
  "/moved": "hello",
  "/hangs": /^no answer within \d+ ms$/,
  "/hangs_later": /^no answer within \d+ ms$/,
  "/resets": /failed: ./,
  "/too_short": /failed: ./,
  "/too_long": "hello",
  "/negative": /failed: ./,
  "/two_lengths": /failed: ./,
  "/circle": /^more than 3 redirects$/,
  "/away": /^localhost:\d+ is not on the list of hosts/,
  "/to_file": /^only http and https are asked, not file:$/,
  "/endless": /a body of more than 1048576 bytes$/,
  "/huge_claim": /a body of more than 1048576 bytes$/,
  "/bomb": /a body of more than 1048576 bytes$/,
  "/broken_zip": /failed: ./,
  "/drips": /^no answer within \d+ ms$/,
  "/endless_head": /failed: ./,
  "/garbage": /failed: ./,
  "/binary": /answered with what is no UTF-8 text$/,
  "/fails": /answered 500$/,
  "/recovers": /failed: ./,
};

Deno.test("fetcher: every fault of the server has its outcome here", () => {
  assert.deepEqual(Object.keys(EXPECTED), PATHS);
});

for (const [path, expected] of Object.entries(EXPECTED)) {
  Deno.test(`fetcher over HTTP: ${path.slice(1)}`, () =>
    withServer(async (server) => {
      // What hangs is waited out; all else must end by itself, however slow the machine is.
      const timeout_ms = String(expected).includes("within") ? 500 : PATIENCE_MS;
      const bench = await Bench.start(paramsFor(server, path, { timeout_ms }));
      await bench.done();
      if (typeof expected === "string") {
        assert.deepEqual([bench.said, ...bench.bodies], ["ok", expected]);
      } else {
        assert.match(bench.said, expected);
        assert.deepEqual(bench.bodies, []);
      }
      assert.deepEqual(bench.node.errors, [], "it is no exception of the node");
      await bench.node.setParams({
        ...{ url: `http://${server.host}/ok`, timeout_ms: PATIENCE_MS },
      });
      await bench.advance(60_000);
      await bench.done();
      assert.equal(bench.bodies.at(-1), "hello", "the node lives, and its next load is a good one");
      bench.node.close();
    }));
}

Deno.test("fetcher over HTTP: nobody listens: as many tries as asked for, with the node's own waits", () =>
  withServer(async (server) => {
    const params = paramsFor(server, "/ok", { retries: 2, backoff_ms: 10 });
    await server.close();
    const bench = await Bench.start(params);
    await bench.done();
    assert.match(bench.said, /failed: .* \(3 tries\)$/);
    assert.deepEqual([bench.values.attempts, bench.values.retries], [3, 2]);
    bench.node.close();
  }));

Deno.test("fetcher over HTTP: a server that recovers is asked until it does, and no more", () =>
  withServer(async (server) => {
    const bench = await Bench.start(paramsFor(server, "/recovers", { retries: 5, backoff_ms: 10 }));
    await bench.done();
    assert.deepEqual([bench.said, ...bench.bodies], ["ok", "back"]);
    assert.deepEqual(server.asked, ["/recovers", "/recovers", "/recovers"]);
    assert.equal(bench.values.retries, 2);
    bench.node.close();
  }));

Deno.test("fetcher over HTTP: its end cancels what is on its way", () =>
  withServer(async (server) => {
    const bench = await Bench.start(paramsFor(server, "/hangs", { timeout_ms: 600_000 }));
    await bench.until("it was asked", () => server.asked.length === 1);
    bench.node.close();
    await server.left("/hangs"); // without the cancellation: ten minutes
    await bench.advance(120_000);
    assert.deepEqual(server.asked, ["/hangs"]);
  }));

Deno.test("only what reaches a network may: the tasks of deno.json", async () => {
  const { tasks } = JSON.parse(await Deno.readTextFile("deno.json")) as {
    tasks: Record<string, { command: string }>;
  };
  const net = Object.entries(tasks).flatMap(([name, { command }]) =>
    [...command.matchAll(/--allow-net(=\S+)?|-A\b/g)].map(([flag]) => `${name} ${flag}`)
  );
  assert.deepEqual(net.sort(), [
    "hil --allow-net",
    "launch --allow-net",
    "node --allow-net",
    "test --allow-net=127.0.0.1",
  ]);
});
