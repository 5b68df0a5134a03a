/** What the set-up needs of this machine, each missing one with the Debian package that brings it. */
import type { Variables } from "../prefix.ts";
import { exists, run, SetupError } from "./steps.ts";

/** What was found. */
export interface Tools {
  /** A folder with node_api.h. */
  readonly nodeHeaders: string;
}

/** Asks the machine; tests ask a made-up one. */
export interface Machine {
  readonly variable: Variables;
  readonly exists: (path: string) => boolean;
  /** Resolves links. */
  readonly real: (path: string) => string;
  /** Whether a program runs without an error. */
  readonly works: (program: string, args: readonly string[]) => Promise<boolean>;
}

/** This machine. */
export const THIS_MACHINE: Machine = {
  variable: (name) => Deno.env.get(name),
  exists,
  real: (path) => Deno.realPathSync(path),
  works: (program, args) =>
    run(program, args).then(() => true, (error) => {
      if (error instanceof SetupError) return false;
      throw error;
    }),
};

/**
 * Finds the compilers and the headers of Node-API; `python`: a Python with venv too.
 *
 * @throws {SetupError} names every package that is missing, in one line
 */
export async function findTools(
  { python }: { python: boolean },
  machine: Machine = THIS_MACHINE,
): Promise<Tools> {
  const missing: string[] = [];
  if (python && !await machine.works("python3", ["-c", "import venv, ensurepip"])) {
    missing.push("python3-venv");
  }
  const compilers = await Promise.all([
    machine.works("gcc", ["--version"]),
    machine.works("g++", ["--version"]),
  ]);
  if (compilers.includes(false)) missing.push("g++");
  const nodeHeaders = nodeHeadersIn(machine);
  if (nodeHeaders === undefined) missing.push("libnode-dev");
  if (missing.length > 0 || nodeHeaders === undefined) {
    throw new SetupError(`missing: sudo apt-get install ${missing.join(" ")}`);
  }
  return { nodeHeaders };
}

/** The folder with node_api.h and uv.h: beside the node that is on PATH, or where Debian has it. */
export function nodeHeadersIn({ variable, exists, real }: Machine): string | undefined {
  const beside = (variable("PATH") ?? "").split(":").filter((folder) => exists(`${folder}/node`))
    .map((folder) => real(`${folder}/node`).replace(/\/[^/]+\/node$/, "/include/node"));
  const given = variable("npm_config_nodedir");
  const candidates = [
    ...(given ? [`${given}/include/node`] : []),
    ...[...beside, "/usr/include/node", "/usr/include/nodejs/src", "/usr/local/include/node"],
  ];
  return candidates.find((folder) =>
    exists(`${folder}/node_api.h`) && (exists(`${folder}/uv.h`) || exists("/usr/include/uv.h"))
  );
}
