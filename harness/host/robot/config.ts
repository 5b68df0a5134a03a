/**
 * The configuration of a robot by itself: a YAML file of `sensor_ranges`, `processing_parameters`
 * and `safety_limits`. A scenario names it with `params: { include: FILE }`; on the robot it is
 * given to `deno task node supervisor --params FILE`.
 */
import { type SupervisorParams, supervisorParams } from "../../../nodes/supervisor/params.ts";
import type { RawParams } from "../../../runtime/params.ts";
import { InputError } from "../../errors.ts";
import { checkParams } from "../../schema/entries.ts";
import { type Problem, refuse, show } from "../../schema/explain.ts";
import { Source } from "../../schema/source.ts";
import { readText, userPath } from "../files.ts";

/** The sections, in their order. */
const SECTIONS: readonly string[] = Object.keys(supervisorParams.shape);

/**
 * Reads and checks a configuration; what is not written has its default.
 *
 * @param path relative to where the user stands
 * @throws {InputError} a line for each thing that is wrong: `file:line:column: path: …`
 */
export async function loadRobotConfig(path: string): Promise<SupervisorParams> {
  return supervisorParams.parse(readRobotConfig(await readText(userPath(path), path), path));
}

/** The same of a text, as it is written. @throws {InputError} */
export function readRobotConfig(text: string, file: string): RawParams {
  const source = new Source(text, file), { data } = source;
  if (typeof data !== "object" || data === null || Array.isArray(data)) {
    const found = data === null ? "is empty" : `is ${show(data)}`;
    throw new InputError(`${file}: ${found}; expected the sections ${SECTIONS.join(", ")}`);
  }
  const problems: Problem[] = [];
  checkParams(supervisorParams, data as Record<string, unknown>, { at: [], problems });
  return problems.length > 0 ? refuse(problems, source) : data as RawParams;
}

/** Whether a text has a section of a configuration at its top, not a node's name. */
export function isRobotConfig(text: string): boolean {
  return new RegExp(`^(${SECTIONS.join("|")}):`, "m").test(text);
}
