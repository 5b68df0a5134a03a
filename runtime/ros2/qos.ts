/** Quality of service in rmw's numbers, and back. */
import type { Qos } from "../../msgs/message.ts";
import type { QosTimes, RmwDuration, RmwEndpoint, RmwQos } from "./rcl.ts";

const KEEP_LAST = 1;
const RELIABLE = 1;
const BEST_EFFORT = 2;
const TRANSIENT_LOCAL = 1;
const VOLATILE = 2;
const AUTOMATIC = 1;

/** Durations of rmw from here on (292 years) mean: never. */
const INFINITE_S = 9_223_372_036n;

/** What rclnodejs takes. */
export function toRmw(qos: Qos): RmwQos {
  return {
    history: KEEP_LAST,
    depth: qos.depth,
    reliability: qos.reliability === "reliable" ? RELIABLE : BEST_EFFORT,
    durability: qos.durability === "transient_local" ? TRANSIENT_LOCAL : VOLATILE,
    liveliness: AUTOMATIC,
    avoidRosNameSpaceConventions: false,
  };
}

/** What it does not take, and our own C hands on. */
export function timesOf(qos: Qos): QosTimes {
  const nanoseconds = (ms: number | undefined) => BigInt(Math.round((ms ?? 0) * 1e6));
  return {
    deadline: nanoseconds(qos.deadlineMs),
    lifespan: nanoseconds(qos.lifespanMs),
    lease: nanoseconds(qos.livelinessLeaseMs),
  };
}

/** A profile as the graph tells it; depth is not on the wire, so that it is 0. */
export function fromRmw(profile: RmwEndpoint["qos_profile"]): Qos {
  const times = {
    deadlineMs: milliseconds(profile.deadline),
    lifespanMs: milliseconds(profile.lifespan),
    livelinessLeaseMs: milliseconds(profile.liveliness_lease_duration),
  };
  const finite = Object.entries(times).filter(([, ms]) => ms !== undefined);
  return {
    reliability: profile.reliability === BEST_EFFORT ? "best_effort" : "reliable",
    durability: profile.durability === TRANSIENT_LOCAL ? "transient_local" : "volatile",
    depth: profile.depth,
    ...Object.fromEntries(finite),
  };
}

function milliseconds({ seconds, nanoseconds }: RmwDuration): number | undefined {
  if (seconds >= INFINITE_S || (seconds === 0n && nanoseconds === 0)) return undefined;
  return Number(seconds) * 1000 + nanoseconds / 1e6;
}

/** A profile in words, for messages to users. */
export function describeQos(qos: Qos): string {
  const times = [
    ...(qos.deadlineMs === undefined ? [] : [`deadline ${qos.deadlineMs} ms`]),
    ...(qos.livelinessLeaseMs === undefined ? [] : [`lease ${qos.livelinessLeaseMs} ms`]),
  ];
  return [qos.reliability, qos.durability, ...times].join(", ");
}
