/** A worker of captures that dies at one of them: once where it has a flag, else every time. */
import { workerData } from "#threads";
import type { AheadWork } from "../../../../harness/run/threads.ts";
import { serve } from "../../../../runtime/pool/protocol.ts";
import { CaptureMaker } from "../../../../sim/captures.ts";

interface Fragile extends AheadWork {
  readonly dies: { readonly at: number; readonly flag?: SharedArrayBuffer };
}

const { config, seed, files, dies } = workerData as Fragile;
const maker = new CaptureMaker(config, seed, files);

serve({
  capture({ sensor, k }: { sensor: string; k: number }) {
    if (k === dies.at) {
      const { flag } = dies;
      if (flag === undefined || Atomics.exchange(new Int32Array(flag), 0, 1) === 0) Deno.exit(3);
    }
    return maker.make(sensor, k);
  },
});
