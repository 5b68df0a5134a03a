import assert from "#assert";
import fc from "fast-check";
import { type ChannelMessage, LogChannel } from "../../../runtime/bag/channel.ts";
import { mergeSegments } from "../../../runtime/bag/merge.ts";
import type { ReadContext, Segment } from "../../../runtime/bag/part.ts";
import { splitTime } from "../../../runtime/bag/stamps.ts";

const CHANNEL = new LogChannel({
  topic: "/t",
  type: "std_msgs/msg/String",
  encoding: "cdr",
  definitionEncoding: "",
  definition: "",
  qos: undefined,
});

function context(warnings: string[] = []): ReadContext {
  return { epoch: splitTime(0n), topics: undefined, warn: (text) => warnings.push(text) };
}

interface Tracked extends Segment {
  begun: boolean;
}

/** A segment of sorted times, in batches of `size`; each message carries its place in the file. */
function segment(times: readonly number[], place: number, size: number): Tracked {
  return {
    start: BigInt(times[0] ?? 0),
    end: BigInt(times.at(-1) ?? 0),
    begun: false,
    *read() {
      this.begun = true;
      for (let i = 0; i < times.length; i += size) {
        yield times.slice(i, i + size).map((at, k): ChannelMessage => ({
          topic: "/t",
          type: CHANNEL.type,
          at,
          data: new Uint8Array([place, i + k]),
          channel: CHANNEL,
        }));
      }
    },
  };
}

Deno.test("mergeSegments() sorts by (log time, file order) whatever the overlap", () => {
  const times = fc.array(fc.nat(60), { minLength: 1, maxLength: 12 }).map((list) =>
    list.sort((a, b) => a - b)
  );
  fc.assert(fc.property(fc.array(times, { maxLength: 10 }), fc.integer({ min: 1, max: 5 }), (
    lists,
    size,
  ) => {
    const segments = lists.map((list, place) => segment(list, place, size));
    const merged = [...mergeSegments(segments, context())].flat();
    const expected = lists.flatMap((list, place) => list.map((at, i) => ({ at, place, i })))
      .sort((a, b) => a.at - b.at || a.place - b.place || a.i - b.i);
    assert.deepEqual(
      merged.map(({ at, data }) => [at, ...data]),
      expected.map(({ at, place, i }) => [at, place, i]),
    );
  }));
});

Deno.test("mergeSegments() begins a segment only when its time has come", () => {
  const segments = [segment([10, 11], 0, 2), segment([12, 13], 1, 2), segment([12, 20], 2, 2)];
  const merged = mergeSegments(segments, context());
  assert.equal(merged.next().value?.length, 2);
  assert.deepEqual(segments.map(({ begun }) => begun), [true, false, false]);
});

Deno.test("mergeSegments() never lets time go back, even where an index is wrong", () => {
  const lying: Segment = { ...segment([1, 2], 1, 2), start: 50n, end: 60n };
  const warnings: string[] = [];
  const merged = [...mergeSegments([segment([10, 40], 0, 2), lying], context(warnings))].flat();
  assert.deepEqual(merged.map(({ at }) => at), [10, 40, 40, 40]);
  assert.match(warnings.join(), /index says wrong log times/);
});
