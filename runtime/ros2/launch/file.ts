/** Launch files: several nodes with namespaces, remaps, parameters and what to do when one ends. */
import { parseDocument } from "yaml";
import { z } from "zod";

/** When a node that ended is started again. */
export const RESTARTS = ["never", "on_failure", "always"] as const;

const nodeSchema = z.strictObject({
  node: z.string().describe("Its name in the table of nodes"),
  namespace: z.string().default("/").transform((name) => name.startsWith("/") ? name : `/${name}`),
  params: z.string().optional().describe("Parameter file, relative to the launch file"),
  managed: z.boolean().default(false).describe("It begins unconfigured, if it has a lifecycle"),
  remap: z.record(z.string(), z.string()).default({}),
  restart: z.enum(RESTARTS).default("never"),
  restart_delay_s: z.number().min(0).default(1),
  restarts_max: z.int().min(0).default(5),
});

const fileSchema = z.strictObject({
  use_sim_time: z.boolean().default(false),
  process: z.enum(["own", "shared"]).default("own").describe("One process a node, or one for all"),
  nodes: z.array(nodeSchema).min(1),
});

/** One node to launch. */
export type LaunchNode = z.output<typeof nodeSchema>;

/** What a launch file says. */
export type Launch = z.output<typeof fileSchema>;

/** A launch file that can't be used; each line names file, place and what was expected. */
export class LaunchError extends Error {
  /** As printed before the message. */
  override readonly name = "LaunchError";
}

/**
 * Reads a launch file.
 *
 * @throws {LaunchError} not YAML, an unknown key, two nodes of one name and namespace, a restart
 * policy for nodes that share a process
 *
 * @example
 * ```ts
 * import { readLaunch } from "./file.ts";
 * const { nodes } = readLaunch("nodes: [{ node: fusion, restart: on_failure }]", "two.yaml");
 * nodes[0]?.restarts_max; // 5
 * ```
 */
export function readLaunch(text: string, file: string): Launch {
  const document = parseDocument(text, { prettyErrors: true, logLevel: "silent" });
  const [error] = document.errors;
  if (error !== undefined) throw new LaunchError(`${file}: ${error.message.split("\n", 1)[0]}`);
  const result = fileSchema.safeParse(document.toJS() ?? {});
  if (!result.success) {
    const [issue] = result.error.issues;
    const place = issue?.path.join(".") ?? "";
    throw new LaunchError(`${file}:${place === "" ? "" : ` ${place}:`} ${issue?.message}`);
  }
  const launch = result.data;
  const names = launch.nodes.map(({ node, namespace }) =>
    `${namespace.replace(/\/$/, "")}/${node}`
  );
  const twin = names.find((name, index) => names.indexOf(name) < index);
  if (twin !== undefined) throw new LaunchError(`${file}: two nodes are ${twin}`);
  if (launch.process === "shared" && launch.nodes.some(({ restart }) => restart !== "never")) {
    throw new LaunchError(
      `${file}: restart: a node that shares its process can't be restarted alone`,
    );
  }
  return launch;
}
