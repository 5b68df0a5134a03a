/** A worker with tasks that go wrong in every way. */
import { serve } from "../../../runtime/pool/protocol.ts";

const TASKS = {
  double: (n: number) => 2 * n,
  slow: ({ n, spins }: { n: number; spins: number }) => {
    let sum = 0;
    for (let i = 0; i < spins * 1000; i++) sum += Math.sqrt(i);
    return sum >= 0 ? n : -1;
  },
  refuse: (n: number) => {
    throw new RangeError(`${n} is refused`);
  },
  exit: () => Deno.exit(3),
  /** Ends the first worker that it meets, and is done by the next. */
  exitOnce: (flag: SharedArrayBuffer) => {
    if (Atomics.exchange(new Int32Array(flag), 0, 1) === 0) Deno.exit(3);
    return "done by another";
  },
};

serve(TASKS);
