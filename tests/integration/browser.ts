/** A real Chromium without a window, spoken to over its own protocol on the loopback. */

const CHROMIUM = "/usr/bin/chromium";
/** Longer than any machine needs; only what hangs would meet it. */
const PATIENCE_MS = 60_000;

/** Whether there is one on this machine. */
export async function hasChromium(): Promise<boolean> {
  return await Deno.stat(CHROMIUM).then(() => true, () => false);
}

/** How a page is looked at. */
export interface View {
  readonly scripts?: boolean;
  readonly dark?: boolean;
}

interface Reply {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/** A page that is open. */
export class Page {
  /** Errors, warnings, refused requests: all that it had to say. */
  readonly console: string[] = [];
  readonly #send: (method: string, params?: object) => Promise<Record<string, unknown>>;

  constructor(send: Page["send"]) {
    this.#send = send;
  }

  /** A command of the protocol. */
  send(method: string, params: object = {}): Promise<Record<string, unknown>> {
    return this.#send(method, params);
  }

  /** What an expression comes to in the page, as JSON. */
  async evaluate<R>(expression: string): Promise<R> {
    const { result, exceptionDetails } = await this.#send("Runtime.evaluate", {
      ...{ expression: `JSON.stringify(${expression})`, awaitPromise: true },
    }) as { result: { value: string }; exceptionDetails?: { text: string } };
    if (exceptionDetails !== undefined) throw new Error(`${expression}: ${exceptionDetails.text}`);
    return JSON.parse(result.value);
  }

  /** Waits until an expression is true; `again` is done before each look. */
  async until(expression: string, again?: (turn: number) => Promise<void>): Promise<void> {
    const began = performance.now();
    for (let turn = 0;; turn++) {
      await again?.(turn);
      if (await this.evaluate<boolean>(`Boolean(${expression})`)) return;
      if (performance.now() - began > PATIENCE_MS) throw new Error(`in vain: ${expression}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** The mouse, in pixels of the view; pressed or not. */
  async mouse(type: "Moved" | "Pressed" | "Released", x: number, y: number, clickCount = 1) {
    const button = type === "Moved" ? {} : { button: "left", clickCount };
    await this.#send("Input.dispatchMouseEvent", { type: `mouse${type}`, x, y, ...button });
  }
}

/** Starts a browser, has it used, and ends it. */
export async function withBrowser(use: (open: Open) => Promise<void>): Promise<void> {
  const profile = await Deno.makeTempDir();
  const child = new Deno.Command(CHROMIUM, {
    args: [
      ...["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"],
      ...["--remote-debugging-port=0", "--remote-debugging-address=127.0.0.1"],
      ...[`--user-data-dir=${profile}`, "--window-size=1040,900", "about:blank"],
    ],
    ...{ stdin: "null", stdout: "null", stderr: "piped" },
  }).spawn();
  try {
    const lines = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
    let said = "", address: string | undefined;
    while (address === undefined) {
      const { value, done } = await lines.read();
      if (done) throw new Error(`Chromium ended: ${said}`);
      said += value;
      address = /listening on (ws:\S+)/.exec(said)?.[1];
    }
    const draining = (async () => {
      while (!(await lines.read()).done);
    })();
    const link = await connect(address);
    try {
      await use((path, view) => open(link, path, view));
      await link.call("Browser.close").catch(() => {});
    } finally {
      await link.close();
    }
    await draining;
  } finally {
    try {
      child.kill("SIGKILL");
    } catch {
      // it has ended by itself
    }
    await child.status;
    await Deno.remove(profile, { recursive: true });
  }
}

/** Opens a file in a tab of its own, and waits until it is loaded. */
export type Open = (path: string, view?: View) => Promise<Page>;

interface Link {
  call(method: string, params?: object, session?: string): Promise<Record<string, unknown>>;
  readonly heard: Map<string, (event: Reply) => void>;
  close(): Promise<void>;
}

async function connect(address: string): Promise<Link> {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = reject;
  });
  const waiting = new Map<number, PromiseWithResolvers<Record<string, unknown>>>();
  const heard = new Map<string, (event: Reply) => void>();
  const closed = Promise.withResolvers<void>();
  let last = 0;
  socket.onclose = () => {
    for (const { reject } of waiting.values()) reject(new Error("Chromium has gone"));
    closed.resolve();
  };
  socket.onmessage = ({ data }) => {
    const reply = JSON.parse(data) as Reply & { sessionId?: string };
    if (reply.id === undefined) return heard.get(reply.sessionId ?? "")?.(reply);
    const { resolve, reject } = waiting.get(reply.id)!;
    waiting.delete(reply.id);
    if (reply.error) reject(new Error(reply.error.message));
    else resolve(reply.result ?? {});
  };
  return {
    heard,
    call(method, params = {}, sessionId) {
      const id = ++last, answer = Promise.withResolvers<Record<string, unknown>>();
      waiting.set(id, answer);
      socket.send(JSON.stringify({ id, method, params, ...sessionId && { sessionId } }));
      return answer.promise;
    },
    async close() {
      socket.close();
      await closed.promise;
    },
  };
}

async function open(
  link: Link,
  path: string,
  { scripts = true, dark = false }: View = {},
): Promise<Page> {
  const { targetId } = await link.call("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await link.call("Target.attachToTarget", { targetId, flatten: true });
  const session = sessionId as string;
  const page = new Page((method, params) => link.call(method, params, session));
  const loaded = Promise.withResolvers<void>();
  link.heard.set(session, ({ method, params }) => {
    if (method === "Page.loadEventFired") loaded.resolve();
    if (method === "Runtime.consoleAPICalled" || method === "Runtime.exceptionThrown") {
      page.console.push(JSON.stringify(params));
    }
    if (method === "Log.entryAdded") page.console.push(JSON.stringify(params!.entry));
  });
  for (const domain of ["Page", "Runtime", "Log"]) await page.send(`${domain}.enable`);
  await page.send("Page.bringToFront"); // what is behind is not laid out
  await page.send("Emulation.setScriptExecutionDisabled", { value: !scripts });
  const features = [{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }];
  await page.send("Emulation.setEmulatedMedia", { features });
  await page.send("Page.navigate", { url: `file://${path}` });
  await loaded.promise;
  return page;
}
