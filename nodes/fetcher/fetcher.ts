/**
 * The fetcher node: what an HTTP server has to say, once a minute on `fetched`, and for the stamp of
 * a message on request, from a cache where that stamp was asked for before. A network that fails is
 * an error in the log and on `/diagnostics`, never an exception; periodic loads, requests and the
 * clean-up are in groups of their own, so that none waits for another.
 */
import { StampCache } from "../../core/cache.ts";
import { statusOf } from "../../msgs/diagnostics.ts";
import type { DiagnosticArray, Header } from "../../msgs/types.ts";
import type { Time } from "../../msgs/time.ts";
import { defineNode, latched, reliable } from "../../runtime/node.ts";
import type { NodeDef } from "../../runtime/node.ts";
import { FetcherCounts } from "./diagnostics.ts";
import { type Loaded, Loader } from "./load.ts";
import { addressAt, type FetcherParams, fetcherParams } from "./params.ts";

/** Clean-ups of the cache. */
const CLEAN_UP_MS = 60_000;
/** From the start to the first load: a server that is slow doesn't keep the robot from starting. */
const FIRST_MS = 10;

/** The node `fetcher`. */
export const fetcher: NodeDef = defineNode({
  name: "fetcher",
  params: fetcherParams,
  groups: { periodic: "exclusive", requests: "exclusive" },
  inputs: {
    request: {
      topic: "fetch_request",
      type: "std_msgs/msg/Header",
      qos: reliable(10),
      group: "requests",
    },
  },
  outputs: {
    fetched: { topic: "fetched", type: "std_msgs/msg/String", qos: latched(1) },
    answer: {
      topic: "fetch_answer",
      type: "diagnostic_msgs/msg/DiagnosticArray",
      qos: reliable(10),
    },
  },
  create(initial: FetcherParams, io) {
    let params = initial;
    const cache = new StampCache<string>();
    const counts = new FetcherCounts(), loader = new Loader(params, io);
    io.every(CLEAN_UP_MS, () => void cache.cleanUp());
    const first = io.every(FIRST_MS, () => {
      first();
      return refresh();
    }, "periodic");
    let stop = periodic();
    io.diagnostics(() => [counts.status(loader.counts, cache, params.url)]);
    io.onParams((next) => {
      const before = params;
      loader.params = params = next as FetcherParams;
      if (params.url !== before.url) cache.clear();
      if (params.period_s !== before.period_s) {
        stop();
        stop = periodic();
      }
      if (params.seed !== before.seed) {
        io.log.warn("seed is read at the start only: the running stream goes on");
      }
    });

    function periodic(): () => void {
      return io.every(params.period_s * 1000, refresh, "periodic");
    }

    async function refresh(): Promise<void> {
      const stamp = io.stamp(io.now());
      const loaded = await load(stamp);
      if ("body" in loaded) io.publish.fetched({ data: loaded.body });
    }

    async function load(stamp: Time): Promise<Loaded> {
      const { url } = params;
      if (url === "") return { error: "no url is set" };
      const loaded = await loader.load(addressAt(url, stamp));
      counts.add(loaded);
      if ("error" in loaded) io.log.error(`nothing was fetched: ${loaded.error}`);
      else if (url === params.url) cache.set(stamp, loaded.body);
      return loaded;
    }

    return {
      request(header) {
        counts.requests++;
        const known = cache.get(header.stamp);
        if (known !== undefined) return io.publish.answer(answerTo(header, { body: known }, true));
        return load(header.stamp).then((loaded) => {
          io.publish.answer(answerTo(header, loaded, false));
        });
      },
    };
  },
});

/** What a request gets: its own header, and one status with the body. */
function answerTo({ stamp, frame_id }: Header, loaded: Loaded, cached: boolean): DiagnosticArray {
  const failed = "error" in loaded;
  const message = failed ? loaded.error : "ok";
  const status = statusOf({ level: failed ? 2 : 0, name: "fetcher: answer", message }, [
    ["body", failed ? "" : loaded.body],
    ["cached", cached],
  ]);
  return { header: { stamp, frame_id }, status: [status] };
}
