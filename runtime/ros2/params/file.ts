/** Parameter files in ROS 2's own format: `NODE: ros__parameters: …`, with `/**` and `/*`. */
import { parseDocument } from "yaml";
import { mergeParams, type RawParams } from "../../params.ts";

/** Parameters of one node from a file. */
export interface FileParams {
  readonly params: RawParams;
  /** `use_sim_time`, which belongs to the host. */
  readonly useSimTime: boolean | undefined;
}

/** A parameter file that can't be read; the message names file, line and what was expected. */
export class ParameterFileError extends Error {
  /** As printed before the message. */
  override readonly name = "ParameterFileError";
}

/**
 * What a file says of a node: every section whose name fits, later ones over earlier ones. Names
 * may be nested by namespace, and dotted.
 *
 * @param node absolute: `/robot1/fusion`
 * @throws {ParameterFileError} not YAML, not of this format, or no section for this node
 *
 * @example
 * ```ts
 * import { readParams } from "./file.ts";
 * const text = "/**:\n  ros__parameters:\n    use_sim_time: true\n    use_mag: false\n";
 * readParams(text, { node: "/fusion", file: "f.yaml" });
 * // { params: { use_mag: false }, useSimTime: true }
 * ```
 */
export function readParams(
  text: string,
  { node, file }: { node: string; file: string },
): FileParams {
  const document = parseDocument(text, { prettyErrors: true, logLevel: "silent" });
  const [error] = document.errors;
  if (error !== undefined) {
    throw new ParameterFileError(`${file}: ${error.message.split("\n", 1)[0]}`);
  }
  const sections = [...sectionsOf(document.toJS(), "", file)];
  if (sections.length === 0) {
    throw new ParameterFileError(`${file}: expected NODE: { ros__parameters: { … } }`);
  }
  const mine = sections.filter(({ name }) => fits(name, node));
  if (mine.length === 0) {
    const names = sections.map(({ name }) => name).join(", ");
    throw new ParameterFileError(`${file}: no section for ${node}; there are: ${names}`);
  }
  const merged = mine.reduce<RawParams>((all, { params }) => mergeParams(all, params), {});
  const { use_sim_time: useSimTime, ...params } = merged;
  if (useSimTime !== undefined && typeof useSimTime !== "boolean") {
    throw new ParameterFileError(`${file}: use_sim_time: expected true or false`);
  }
  return { params, useSimTime };
}

interface Section {
  readonly name: string;
  readonly params: RawParams;
}

function* sectionsOf(value: unknown, path: string, file: string): Generator<Section> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const place = path === "" ? "" : ` ${path}:`;
    throw new ParameterFileError(`${file}:${place} expected NODE: { ros__parameters: { … } }`);
  }
  for (const [key, inner] of Object.entries(value)) {
    if (key !== "ros__parameters") {
      yield* sectionsOf(inner, `${path}/${key.replace(/^\//, "")}`, file);
      continue;
    }
    if (inner === null) continue;
    if (typeof inner !== "object" || Array.isArray(inner)) {
      throw new ParameterFileError(`${file}: ${path}: ros__parameters: expected names with values`);
    }
    yield { name: path, params: undotted(inner as RawParams) };
  }
}

/** `{ "config.max_range": 5 }` is `{ config: { max_range: 5 } }`. */
function undotted(params: RawParams): RawParams {
  let result: RawParams = {};
  for (const [key, value] of Object.entries(params)) {
    const inner = typeof value === "object" && value !== null && !Array.isArray(value)
      ? undotted(value as RawParams)
      : value;
    const nested = key.split(".").reduceRight<unknown>((one, part) => ({ [part]: one }), inner);
    result = mergeParams(result, nested as object);
  }
  return result;
}

/** `*` stands for one token of a name, `**` for any number of them. */
function fits(pattern: string, node: string): boolean {
  const expression = pattern.split("/").slice(1)
    .map((token) => token === "**" ? "(/[^/]+)*" : `/${token === "*" ? "[^/]+" : token}`)
    .join("");
  return new RegExp(`^${expression}$`).test(node);
}
