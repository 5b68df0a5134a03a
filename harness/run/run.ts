/** Runs a scenario: simulator, nodes and checks on one bus in virtual time. */
import { Interrupted } from "../errors.ts";
import type { CheckSetup, Json } from "../contract.ts";
import { type Nanos, SECOND, SIMULATED_EPOCH } from "../../msgs/time.ts";
import { Executor } from "../../runtime/executor.ts";
import { MemoryBus } from "../../runtime/memory.ts";
import type { Recorder } from "../../runtime/bag/log.ts";
import type { Observer, TopicInfo } from "../../runtime/memory/topic.ts";
import type { Scenario } from "../schema/scenario.ts";
import { simConfigOf, simulationOf } from "../schema/sim_config.ts";
import { isSimulated } from "../hil/truth/source.ts";
import type { Ahead } from "../../sim/captures.ts";
import { Retakes } from "../../sim/retakes.ts";
import type { Simulation, Truth } from "../../sim/contract.ts";
import { VERSION } from "../version.ts";
import { type HostedNodes, hostNodes, type HostSpec, nodeStreams } from "./host_nodes.ts";
import { initialParameters } from "./initial.ts";
import { Bench } from "./judge.ts";
import { type CheckResult, type FaultResult, overall, type RunResult } from "./result.ts";
import type { Live } from "../hil/live.ts";
import { connectSimulator } from "./simulator.ts";
import { digestOf, Streams } from "./streams.ts";
import type { ClosableAhead, Threads } from "./threads.ts";
import { withoutSensors } from "./without.ts";

/** How to run a scenario. */
export interface RunOptions {
  /** Default: the scenario's. */
  readonly seed?: number | undefined;
  /** Default: the scenario's. */
  readonly durationNs?: Nanos | undefined;
  /** Sensors to leave out, and with them the checks that need them. */
  readonly without?: readonly string[] | undefined;
  /** Hash every topic; default true. Without, digests are empty and bytes are not counted. */
  readonly digests?: boolean | undefined;
  /** Called once all is connected: where to record, given what the recording says of the run. */
  readonly record?: ((metadata: Record<string, string>) => Recorder) | undefined;
  /** Asked once a topic for what is to be called with each of its messages; it may not write to them. */
  readonly observe?: ((topic: TopicInfo, setup: ObserveSetup) => Observer | undefined) | undefined;
  /** Raised: the run ends with {@linkcode Interrupted}. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each slice of simulated time, and awaited: progress, pacing. */
  readonly onSlice?: ((at: Nanos) => void | Promise<void>) | undefined;
  /** Length of a slice; default 1 s. */
  readonly sliceNs?: Nanos | undefined;
  /** Wall time in seconds, for how fast the run was; without it those numbers are 0. */
  readonly wall?: (() => number) | undefined;
  /** Joins the run to what is outside of it, such as ROS 2. */
  readonly outside?: Outside | undefined;
  /** Threads for what is heavy; absent: all is done in this one. No byte depends on it. */
  readonly threads?: Threads | undefined;
  /** Nodes publish their debug topics, whether or not a check asks for them. */
  readonly debug?: boolean | undefined;
  /** A run that has begun ends with an error: what it had come to, without verdicts. */
  readonly onBroken?: ((result: RunResult) => void) | undefined;
  /** Runs it by a clock that nobody can hold, beside real hardware. */
  readonly live?: Live | undefined;
}

/** What one who looks on may know, beside what checks do. */
export interface ObserveSetup extends CheckSetup {
  /** What cameras saw, to be taken once more; absent where pictures aren't the simulator's alone. */
  readonly retakes?: Retakes | undefined;
}

/** What is outside of a run. */
export interface Outside {
  /** The scenario's nodes run there, and not here. */
  readonly hostsNodes: boolean;
  /** Called once simulator and nodes are on the bus; the run begins when it is done. */
  join(joined: Joined): Promise<void>;
}

/** What is joined. */
export interface Joined {
  /** Where the run takes place. */
  readonly bus: MemoryBus;
  /** As the scenario sets them, start and debug topics included. */
  readonly nodes: Readonly<Record<string, HostSpec>>;
  /** When the run ends. */
  readonly durationNs: Nanos;
}

/** A run's result and what its checks need for a verdict over seeds. */
export interface Outcome {
  /** What `--json` prints. */
  readonly result: RunResult;
  /** By check, for {@linkcode judgeAcross}. */
  readonly summaries: ReadonlyMap<string, Json>;
}

/**
 * Runs a scenario and judges it.
 *
 * @throws {InputError} a sensor that is to be left out does not exist
 * @throws {Interrupted} the signal was raised; the recording is closed
 */
export async function runScenario(
  scenario: Scenario,
  options: RunOptions = {},
): Promise<RunResult> {
  return (await judgeScenario(scenario, options)).result;
}

/** The same, with the checks' summaries. */
export async function judgeScenario(
  given: Scenario,
  options: RunOptions = {},
): Promise<Outcome> {
  const scenario = withoutSensors(given, options.without ?? []);
  const run = {
    scenario,
    seed: options.seed ?? scenario.seed,
    durationNs: options.durationNs ?? scenario.durationNs,
  };
  const began = options.wall?.() ?? 0;
  const ahead = aheadOf(run, options);
  const leave = () => void ahead?.close();
  options.signal?.addEventListener("abort", leave);
  let stage: Stage | undefined;
  try {
    stage = await setUp({ ...run, ahead }, options);
    const { bus: { executor } } = stage, { live } = options;
    if (live) await live.drive(executor, run.durationNs);
    else await advance(executor, run.durationNs, options);
    const wall = (options.wall?.() ?? 0) - began;
    const result = resultOf(run, stage, { wall, checks: stage.bench.results() });
    return { result, summaries: stage.bench.summaries() };
  } catch (error) {
    if (stage !== undefined) {
      const durationNs = stage.bus.executor.now;
      options.onBroken?.(resultOf({ ...run, durationNs }, stage, { wall: 0, checks: [] }));
    }
    throw error;
  } finally {
    options.signal?.removeEventListener("abort", leave);
    stage?.recorder?.close();
    stage?.hosted.close();
    stage?.bus.close();
    await ahead?.close();
  }
}

/** Threads begin to render before anything else is set up. */
function aheadOf(
  { scenario, seed, durationNs }: Run,
  { threads }: RunOptions,
): ClosableAhead | undefined {
  const { files, meshes } = scenario, config = simConfigOf(scenario, durationNs);
  return threads?.ahead({ config, seed, files: { files, meshes } });
}

function retakesOf({ scenario, seed, durationNs }: Run): Retakes {
  const { files, meshes } = scenario;
  return new Retakes(simConfigOf(scenario, durationNs), seed, { files, meshes });
}

/** What a run comes to, as `run` says how long it was. */
function resultOf(
  { scenario, seed, durationNs }: Run,
  { streams, hosted, faults }: Stage,
  { wall, checks }: { wall: number; checks: readonly CheckResult[] },
): RunResult {
  const topics = streams.results();
  const simulated = durationNs / SECOND;
  return {
    scenario: scenario.name,
    seed,
    ...Object.keys(scenario.variant).length > 0 && { variant: scenario.variant },
    verdict: overall(checks, scenario.expect),
    digest: digestOf(topics),
    topics,
    checks,
    faults,
    nodes: hosted.results(),
    warnings: hosted.warnings(),
    simulated_s: simulated,
    wall_s: wall,
    realtime_factor: wall > 0 ? simulated / wall : 0,
  };
}

/** What is run. */
interface Run {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly durationNs: Nanos;
  readonly ahead?: Ahead | undefined;
}

/** What is at work during a run. */
interface Stage {
  readonly bus: MemoryBus;
  readonly hosted: HostedNodes;
  readonly bench: Bench;
  readonly streams: Streams;
  readonly recorder: Recorder | undefined;
  readonly faults: readonly FaultResult[];
}

/** Puts simulator, nodes, checks and streams on one bus. The recording begins when all fits. */
async function setUp(
  run: Run,
  { digests = true, record, outside, observe, threads, debug = false, live }: RunOptions,
): Promise<Stage> {
  const { scenario, seed, durationNs } = run;
  const retakes = observe && live === undefined ? retakesOf(run) : undefined;
  const simulation = live?.simulation ?? simulationOf(scenario, { ...run, retakes });
  const { epoch } = live ?? { epoch: SIMULATED_EPOCH };
  const executor = new Executor();
  const bus = new MemoryBus(executor, { epoch });
  connectSimulator(simulation, { scenario, bus, held: live && (() => live.heldUntil) });
  const nodes = specsOf(run, { truth: simulation.truth, debug });
  const hosted = await hostNodes(outside?.hostsNodes ? {} : nodes, {
    ...{ bus, seed, file: scenario.bytes, pool: threads?.pool, live: live?.services },
  });
  await outside?.join({ bus, nodes, durationNs });
  const topics = new Set(bus.topics().map(({ name }) => name));
  const truth = isSimulated(scenario.truth) ? simulation.truth : undefined;
  const { faults: spans } = simulation;
  const setup = { epoch, durationNs, truth, topics, faults: spans };
  const bench = new Bench(scenario.checks, setup, live && ((entry) => live.truthOf(entry)));
  bus.observe(({ name: topic, type }) => {
    const watch = bench.watcher(topic);
    const see = watch && (live?.watch(watch) ?? watch);
    return see && ((message, at) => see({ topic, type, message, at }));
  });
  if (observe) bus.observe((topic) => observe(topic, { ...setup, retakes }));
  bus.connect();
  const faults = spans.map((fault) => faultResult(fault, durationNs));
  const recorder = record?.(metadataOf(run, hosted, faults));
  const streams = new Streams({ digests, recorder });
  if (streams.wantsBytes) bus.observeBytes((topic) => streams.sink(topic));
  else bus.observe((topic) => streams.counter(topic));
  return { bus, hosted, bench, streams, recorder, faults };
}

/** The nodes with their start filled in, and with debug topics where they are asked for. */
function specsOf(
  { scenario, seed }: Run,
  { truth, debug: asked }: { truth: Truth; debug: boolean },
): Record<string, HostSpec> {
  const debug = asked || Object.values(scenario.checks).some(({ check }) => check.needsDebug);
  return Object.fromEntries(
    Object.entries(scenario.nodes).map(([name, { def, given, initial, ...rest }]) => {
      const parsed = def.params.parse(given) as Record<string, unknown>;
      const random = nodeStreams(seed, name);
      const started = initialParameters(initial, given, { truth, parsed, random, name });
      const watched = debug && "publish_debug" in parsed && { publish_debug: true };
      return [name, { ...rest, def, params: { ...started, ...watched } }];
    }),
  );
}

/** Runs in slices, so that progress, pacing and signals get their turn. */
async function advance(executor: Executor, until: Nanos, options: RunOptions): Promise<void> {
  const { signal, onSlice, sliceNs = SECOND } = options;
  for (let slice = 1; slice === 1 || executor.now < until; slice++) {
    const to = Math.min(slice * sliceNs, until);
    const state = await executor.run({ until: to, ...(signal && { signal }) });
    if (state === "aborted") throw new Interrupted();
    await onSlice?.(executor.now);
    if (signal?.aborted) throw new Interrupted();
  }
}

/** What a recording says of its run: enough to replay it as it was. */
function metadataOf(
  { scenario, seed, durationNs }: Run,
  hosted: HostedNodes,
  faults: readonly FaultResult[],
): Record<string, string> {
  return {
    duration_ns: String(durationNs),
    faults: JSON.stringify(faults),
    nodes: JSON.stringify(hosted.settings),
    scenario: scenario.name,
    seed: String(seed),
    version: VERSION,
  };
}

function faultResult(
  { name, type, kind, topics, span }: Simulation["faults"][number],
  durationNs: Nanos,
): FaultResult {
  const to_s = span.to >= durationNs ? null : span.to / SECOND;
  return { name, type, kind, topics, from_s: span.from / SECOND, to_s };
}
