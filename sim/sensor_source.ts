/**
 * A sensor as a source of its simulation: its captures are made here, or come from elsewhere, and
 * go through the faults of its streams to their topics. Those faults are always here: what they do
 * to a message depends on those before it.
 */
import type { Emit, Message } from "../msgs/message.ts";
import type { Nanos } from "../msgs/time.ts";
import type { Ahead } from "./captures.ts";
import type { CaptureName } from "./retakes.ts";
import { type SensorConfig, SENSORS } from "./sensors/mod.ts";
import type { Source } from "./sources.ts";
import type { Stage } from "./stage.ts";

/** Sensors go after clock, static transforms and truth. */
const PRIORITY = 3;

/** How a sensor is set into its simulation. */
export interface SensorPlace {
  readonly name: string;
  readonly stage: Stage;
  /** Where its captures come from; undefined: they are made here. */
  readonly ahead: Ahead | undefined;
  /** Told of each message as it was captured, before its faults. */
  readonly note?: ((message: Message, capture: CaptureName) => void) | undefined;
}

/** The source. @throws {RangeError} two of its streams are on one topic */
export function sensorSource(settings: SensorConfig, place: SensorPlace): Source {
  const { name, stage, ahead, note } = place;
  const sensor = SENSORS[settings.type]!, setup = stage.setupOf(name);
  const outputs = sensor.outputs(settings, name);
  const state = sensor.init(settings, setup);
  const topics: Record<string, Source["topics"][string]> = {};
  for (const { topic, type, qos, frame } of Object.values(outputs)) {
    if (topic in topics) throw new RangeError(`sensors.${name}: two streams on ${topic}`);
    topics[topic] = { type, qos, frame };
  }
  let emit: Emit;
  const end: Emit = (topic, message, deliverAt) => emit(topic, message, deliverAt);
  const ways = Object.fromEntries(
    Object.entries(outputs).map(([port, { topic, type }]) => {
      return [port, stage.faults.wrap(topic, type, end)];
    }),
  );
  const onward: Emit = (port, message, deliverAt) =>
    ways[port]!(outputs[port]!.topic, message, deliverAt);
  let capture: CaptureName, k = 0;
  const relay: Emit = note === undefined ? onward : (port, message, deliverAt) => {
    note(message, capture);
    onward(port, message, deliverAt);
  };
  const feed = ahead === undefined ? undefined : feedOf(name, ahead, sensor.next(state));
  let from = setup.start;
  return {
    priority: PRIORITY,
    name,
    topics,
    next: () => sensor.next(state),
    ...feed,
    run(truth, to, next) {
      emit = next;
      if (note !== undefined) capture = { sensor: name, k: k++ };
      if (feed !== undefined) feed.pass(relay);
      else sensor.sample(state, truth, from, to, relay);
      from = to;
    },
  };
}

/** Captures that come from elsewhere, one after the other. */
function feedOf(name: string, ahead: Ahead, first: Nanos) {
  let count = 0, next = first;
  return {
    next: () => next,
    awaits: () => !ahead.has(name, count),
    arrival: () => ahead.arrival(name, count),
    /** Hands the current capture on. */
    pass(relay: Emit): void {
      const capture = ahead.take(name, count);
      if (capture === undefined) throw new Error(`capture ${count} of ${name} is not here yet`);
      count++;
      next = capture.next;
      for (const { port, message, deliverAt } of capture.messages) relay(port, message, deliverAt);
    },
  };
}
