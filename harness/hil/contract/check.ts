/** The contract check: listens to hardware that stands, and holds it to what simulation does. */
import type { Message } from "../../../msgs/message.ts";
import { topicsOf } from "../../../runtime/memory/node_topics.ts";
import { suggestion } from "../../../runtime/params/nearest.ts";
import type { RealTopic } from "../../../runtime/ros2/live/real_topic.ts";
import { InputError } from "../../errors.ts";
import type { HilPlan, RealStream } from "../plan.ts";
import type { HilSession } from "../session.ts";
import { accepted, compareStream, type ContractRow, type StreamContract, WHAT } from "./compare.ts";
import { Profiler } from "./profile.ts";
import { simulatedProfiles } from "./reference.ts";

/** `--accept`. @throws {InputError} a word that names nothing */
export function parseAccept(words: readonly string[], { real }: HilPlan): ReadonlySet<string> {
  const names = [...real].flatMap((sensor) => WHAT.map((what) => `${sensor}.${what}`));
  const known = ["all", ...WHAT, ...names];
  for (const word of words) {
    if (known.includes(word)) continue;
    throw new InputError(`--accept: nothing is called "${word}"; ${suggestion(word, known)}`);
  }
  return new Set(words);
}

/** Compares every stream that is real, after listening for some seconds. */
export async function checkContract(
  session: HilSession,
  { listenS, accept }: { listenS: number; accept: ReadonlySet<string> },
): Promise<ContractRow[]> {
  const { plan, scenario } = session.options;
  const simulated = simulatedProfiles(scenario, plan.real);
  const profilers = session.real.map((topic) => listen(topic, session));
  await session.wait(listenS, () => false);
  for (const topic of session.real) topic.onMessage = undefined;
  const rows = plan.streams.flatMap((stream, i) => {
    const topic = session.real[i]!;
    return compareStream({
      ...{ sensor: stream.sensor, topic: stream.topic, type: stream.type, qos: stream.qos },
      ...{ publishers: topic.publishers(), readers: readersOf(plan, stream, topic) },
      hardware: profilers[i]!.profile(),
      simulation: simulated.get(stream.topic)!,
    });
  });
  return accepted(rows, accept);
}

function listen(topic: RealTopic, { options: { time } }: HilSession): Profiler {
  const profiler = new Profiler(topic.type, time.base);
  topic.onMessage = (message: Message) => profiler.see(message, time.now());
  return profiler;
}

/** Who reads a stream: nodes of the scenario, or whoever is on ROS 2 where those are not run. */
function readersOf(
  { scenario, sut }: HilPlan,
  { topic }: RealStream,
  real: RealTopic,
): StreamContract["readers"] {
  if (sut.kind === "external") {
    return real.readers().map(({ node, qos }) => ({ name: node, qos }));
  }
  return Object.entries(scenario.nodes).flatMap(([name, { def, namespace, remap }]) =>
    Object.values(topicsOf(def, { name, namespace, remaps: remap }).inputs)
      .filter((input) => input.topic === topic).map(({ qos }) => ({ name, qos }))
  );
}
