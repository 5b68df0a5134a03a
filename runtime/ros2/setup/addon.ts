/**
 * Steps that build rclnodejs for Deno: its own sources with `native/` linked in (prebuilt binaries
 * ask the executable for libuv, which Deno only imitates), then its JavaScript messages.
 */
import {
  ROOT,
  ROS_FOLDER,
  type RosPrefix,
  textOf,
  type Variables,
  variablesOf,
} from "../prefix.ts";
import { exists, removeIfThere, run, SetupError, type Step } from "./steps.ts";

const NATIVE = `${ROOT}/runtime/ros2/native`;
const BUILD = `${ROS_FOLDER}/build/addon`;

/** Our own sources, and the functions of others that they stand in front of. */
const OWN = ["uv", "rcl", "thread"];
const WRAPPED = [
  "napi_set_instance_data",
  "rcl_publisher_init",
  "rcl_subscription_init",
  "rcl_take_serialized_message",
];

const LIBRARIES = [
  ...["rcl", "rcl_action", "rcl_lifecycle", "rcutils", "rcl_logging_interface"],
  ...["rcl_yaml_param_parser", "rcpputils", "rmw", "rosidl_runtime_c"],
];

/** The numbers by which rclnodejs tells the distributions that Dryrun supports. */
const DISTROS: Readonly<Record<string, number>> = { jazzy: 2405, kilted: 2505, rolling: 5000 };

/** What the addon is built for. */
export interface AddonOptions {
  /** Of rclnodejs, links resolved. */
  readonly package_: string;
  readonly prefix: RosPrefix;
  readonly nodeHeaders: string;
  readonly variable: Variables;
}

/** The steps, in order. @throws {SetupError} an unknown distribution */
export function addonSteps(
  { package_, prefix, nodeHeaders, variable }: AddonOptions,
): Step[] {
  const version = DISTROS[prefix.distro];
  if (version === undefined) {
    const known = Object.keys(DISTROS).join(", ");
    throw new SetupError(`ROS 2 ${prefix.distro} is not supported; expected one of ${known}`);
  }
  const sources = OWN.map((name) => textOf(`${NATIVE}/${name}.c`) ?? "").join("\n");
  const inputs = [package_, ...prefix.folders, nodeHeaders, version, sources].join("\n");
  const target = `${package_}/build/Release/rclnodejs.node`;
  return [
    {
      name: "addon",
      about: "rclnodejs for Deno, compiled and linked with runtime/ros2/native",
      undo: "rm -rf .ros/build/addon node_modules/rclnodejs/build",
      inputs,
      makes: [target],
      run: () =>
        build(target, {
          ...{ prefix, package_, key: inputs },
          flags: flagsOf(prefix, { package_, nodeHeaders, version }),
        }),
    },
    {
      name: "messages",
      about: "its JavaScript messages, of every package of this ROS 2",
      undo: "rm -rf node_modules/rclnodejs/generated",
      inputs: `${package_}\n${prefix.folders.join(":")}`,
      makes: [`${package_}/generated/rcl_interfaces`, `${package_}/generated/tf2_msgs`],
      run: () => generate(package_, { prefix, variable }),
    },
  ];
}

/** Where rclnodejs lies, installed if it is not yet. @throws {SetupError} it can't be */
export async function packageFolder(): Promise<string> {
  const link = `${ROOT}/node_modules/rclnodejs`;
  if (!exists(link)) await run(Deno.execPath(), ["install", "--frozen"], { cwd: ROOT });
  return Deno.realPathSync(link);
}

function flagsOf(
  prefix: RosPrefix,
  { package_, nodeHeaders, version }: { package_: string; nodeHeaders: string; version: number },
): string[] {
  const folders = [nodeHeaders, package_, `${package_}/third_party/ref-napi/src`];
  folders.push(Deno.realPathSync(`${package_}/../node-addon-api`));
  for (const root of prefix.folders.map((folder) => `${folder}/include`).filter(exists)) {
    const inner = [...Deno.readDirSync(root)].filter(({ isDirectory }) => isDirectory);
    folders.push(root, ...inner.map(({ name }) => `${root}/${name}`).sort());
  }
  return [
    ...folders.map((folder) => `-I${folder}`),
    ...["-O2", "-fPIC", "-fvisibility=hidden", `-DROS_VERSION=${version}`, "-DOS_LINUX"],
    ...["-DBUILDING_NODE_EXTENSION", "-DNODE_GYP_MODULE_NAME=rclnodejs"],
  ];
}

/** One file to compile. */
interface Unit {
  readonly source: string;
  readonly object: string;
  readonly compiler: "gcc" | "g++";
  readonly standard: string;
}

async function build(
  target: string,
  { prefix, package_, key, flags }: {
    prefix: RosPrefix;
    package_: string;
    key: string;
    flags: readonly string[];
  },
): Promise<void> {
  removeIfThere(`${package_}/build`);
  // Where the system matches, rclnodejs prefers these to what is built here.
  removeIfThere(`${package_}/prebuilds`);
  const units = unitsOf(package_, flags.includes("-DROS_VERSION=5000") ? "c++20" : "c++17");
  // Objects of a build that broke off are good if it was the same build.
  if (textOf(`${BUILD}/key`) !== key) removeIfThere(BUILD);
  Deno.mkdirSync(BUILD, { recursive: true });
  Deno.writeTextFileSync(`${BUILD}/key`, key);
  await compile(units.filter(({ object }) => !exists(object)), flags);
  const libraries = prefix.folders.map((folder) => `${folder}/lib`);
  const linked = `${BUILD}/rclnodejs.node`;
  await run("g++", [
    ...["-shared", "-o", linked, ...units.map(({ object }) => object)],
    ...libraries.flatMap((folder) => [`-L${folder}`, `-Wl,-rpath,${folder}`]),
    ...[...LIBRARIES, "dl"].map((library) => `-l${library}`),
    ...["-pthread", ...WRAPPED.map((name) => `-Wl,--wrap=${name}`)],
    ...["-Wl,--disable-new-dtags", "-Wl,--allow-shlib-undefined"],
  ]);
  Deno.mkdirSync(target.replace(/\/[^/]*$/, ""), { recursive: true });
  Deno.copyFileSync(linked, target);
}

function unitsOf(package_: string, standard: string): Unit[] {
  const theirs = [...Deno.readDirSync(`${package_}/src`)].map(({ name }) => name)
    .filter((name) => name.endsWith(".cpp")).sort().map((name) => `${package_}/src/${name}`);
  theirs.push(`${package_}/third_party/ref-napi/src/ref_napi_bindings.cpp`);
  const object = (source: string) =>
    `${BUILD}/${source.split("/").at(-1)!.replace(/\.\w+$/, "")}.o`;
  return [
    ...theirs.map((source) => ({
      ...{ source, object: object(source), compiler: "g++" as const, standard },
    })),
    ...OWN.map((name) => ({
      ...{ source: `${NATIVE}/${name}.c`, object: `${BUILD}/dryrun_${name}.o` },
      ...{ compiler: "gcc" as const, standard: "gnu11" },
    })),
  ];
}

/** As many at a time as there are cores; an object appears under its name once it is whole. */
async function compile(units: readonly Unit[], flags: readonly string[]): Promise<void> {
  const waiting = [...units];
  const work = async () => {
    for (let unit = waiting.shift(); unit !== undefined; unit = waiting.shift()) {
      const part = `${unit.object}.part`;
      await run(unit.compiler, [
        ...[`-std=${unit.standard}`, "-w", "-fexceptions", ...flags],
        ...["-c", unit.source, "-o", part],
      ]);
      Deno.renameSync(part, unit.object);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, navigator.hardwareConcurrency) }, work));
}

/** rclnodejs reads message definitions with Python, and runs its generator in a process. */
async function generate(
  package_: string,
  { prefix, variable }: { prefix: RosPrefix; variable: Variables },
): Promise<void> {
  removeIfThere(`${package_}/generated`);
  const path = prefix.kind === "wheels" ? [`${prefix.folders[0]}/bin`] : [];
  const env = {
    ...variablesOf(prefix, variable),
    PATH: [...path, variable("PATH") ?? ""].join(":"),
  };
  const script = `${package_}/scripts/generate_messages.cjs`;
  const said = await run(Deno.execPath(), ["run", "--allow-all", script], { cwd: ROOT, env });
  if (!said.includes("Generation complete")) {
    throw new SetupError(`messages: the generator ended with\n  ${said.trim().split("\n").at(-1)}`);
  }
}
