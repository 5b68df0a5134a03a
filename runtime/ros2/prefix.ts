/**
 * Where ROS 2 is: the one that the user sourced, else the one that `deno task ros:setup` put into
 * `.ros/`. Its environment is set here, in this process, before anything of ROS is loaded.
 */

/** The project's folder, without a slash at its end. */
export const ROOT: string = decodeURIComponent(new URL("../..", import.meta.url).pathname)
  .replace(/\/$/, "");

/** Everything that `deno task ros:setup` makes outside of node_modules. */
export const ROS_FOLDER = `${ROOT}/.ros`;

/** Written last by the set-up: without it `.ros/` is not finished. */
export const READY = `${ROS_FOLDER}/ready.json`;

/** A ROS 2 on this machine. */
export interface RosPrefix {
  /** `sourced`: the user's own; `wheels`: `.ros/`. */
  readonly kind: "sourced" | "wheels";
  /** Ament prefixes: `include/`, `lib/` and `share/` lie in each. */
  readonly folders: readonly string[];
  /** Such as `jazzy`. */
  readonly distro: string;
}

/** There is no ROS 2 that could be used; the message says what to do. */
export class RosMissingError extends Error {
  /** As printed before the message. */
  override readonly name = "RosMissingError";
}

/** What the set-up wrote. */
interface Ready {
  readonly kind: RosPrefix["kind"];
  readonly folders: readonly string[];
  readonly distro: string;
}

/** Fast DDS on the loopback device alone; `SYSTEM_DEFAULT` leaves everything to this profile. */
export const LOOPBACK: Readonly<Record<string, string>> = {
  ROS_AUTOMATIC_DISCOVERY_RANGE: "SYSTEM_DEFAULT",
  FASTDDS_DEFAULT_PROFILES_FILE: `${ROOT}/runtime/ros2/loopback.xml`,
  FASTRTPS_DEFAULT_PROFILES_FILE: `${ROOT}/runtime/ros2/loopback.xml`,
};

/** Reads a variable; what may not be read is not set. */
export type Variables = (name: string) => string | undefined;

/** The ROS 2 that the user sourced. */
export function sourcedPrefix(variable: Variables): RosPrefix | undefined {
  const folders = (variable("AMENT_PREFIX_PATH") ?? "").split(":").filter((path) => path !== "");
  if (folders.length === 0 || folders[0] === wheelsPrefix().folders[0]) return undefined;
  return { kind: "sourced", folders, distro: variable("ROS_DISTRO") ?? "jazzy" };
}

/** The one in `.ros/`, whether it is there or not. */
export function wheelsPrefix(): RosPrefix {
  return { kind: "wheels", folders: [`${ROS_FOLDER}/prefix`], distro: "jazzy" };
}

/**
 * The environment that a prefix needs, over what the user set. The wheels' own default is to stay
 * on this machine; ROS_AUTOMATIC_DISCOVERY_RANGE=SUBNET opens it, as where ROS 2 is installed, and
 * a profile of the user's own is left alone.
 */
export function variablesOf(prefix: RosPrefix, variable: Variables): Record<string, string> {
  if (prefix.kind === "sourced") return {};
  const wanted: Record<string, string> = {
    AMENT_PREFIX_PATH: prefix.folders.join(":"),
    ROS_DISTRO: prefix.distro,
    ROS_VERSION: "2",
    RMW_IMPLEMENTATION: "rmw_fastrtps_cpp",
  };
  const range = variable("ROS_AUTOMATIC_DISCOVERY_RANGE") ?? "LOCALHOST";
  const reaches = [...Object.keys(LOOPBACK).slice(1), "ROS_STATIC_PEERS"];
  if (range === "LOCALHOST" && !reaches.some(variable)) Object.assign(wanted, LOOPBACK);
  if (!variable("ROS_LOG_DIR")) wanted.ROS_LOG_DIR = `${ROS_FOLDER}/log`;
  const before = variable("LD_LIBRARY_PATH");
  wanted.LD_LIBRARY_PATH = [`${prefix.folders[0]}/lib`, ...(before ? [before] : [])].join(":");
  return wanted;
}

/**
 * The ROS 2 that is ready for use.
 *
 * @throws {RosMissingError} none is, or another one was set up than the user sourced
 */
export function readyPrefix(
  variable: Variables,
  readReady: () => string | undefined = () => textOf(READY),
): RosPrefix {
  const text = readReady();
  const sourced = sourcedPrefix(variable);
  if (text === undefined) {
    throw new RosMissingError(
      sourced === undefined
        ? "ROS 2 is not set up here: deno task ros:setup does it (ROS 2 need not be installed)"
        : `ROS 2 ${sourced.distro} is sourced, but its binding for Deno is not built yet: ` +
          "deno task ros:setup does it",
    );
  }
  const ready = JSON.parse(text) as Ready;
  const wanted = sourced ?? wheelsPrefix();
  if (ready.kind === wanted.kind && ready.folders.join(":") === wanted.folders.join(":")) {
    return wanted;
  }
  throw new RosMissingError(
    `the binding in .ros/ was built for ${ready.folders.join(":")}, but ` +
      `${wanted.folders.join(":")} is to be used: deno task ros:setup builds it anew`,
  );
}

/** A file's text; undefined: it is not there. */
export function textOf(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
