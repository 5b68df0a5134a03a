/** The fusion node's parameters, each changed by itself to another value that it may have. */
import { type FusionParams, fusionParams } from "../../../nodes/fusion/params.ts";
import { describeParams, type ParameterDescription } from "../../../runtime/params.ts";

/** Each as its schema says it. */
export const DESCRIPTIONS: readonly ParameterDescription[] = describeParams(fusionParams);

export const NAMES: readonly string[] = DESCRIPTIONS.map(({ name }) => name);

/** Those whose schema doesn't say what else they could be. */
const OTHERS: Readonly<Record<string, unknown>> = {
  odom_frame: "map",
  base_frame: "robot",
  initial_time: 1,
  gyro_bias_level_sd: 0.01,
  gyro_bias_free_sd: 0.01,
  initial_orientation: [1, 0, 0, 0],
};

function another({ name, type, default: value, choices, maximum }: ParameterDescription): unknown {
  if (name in OTHERS) return OTHERS[name];
  if (choices !== undefined) return choices.find((choice) => choice !== value);
  if (type === "boolean") return !value;
  if (type === "array") return (value as number[]).map((x) => x + 0.25);
  const more = Number(value) === 0 ? 0.25 : Number(value) * 1.01;
  return more > (maximum ?? Infinity) || more >= 1 && Number(value) < 1 ? Number(value) / 2 : more;
}

/** All defaults but one. */
export function changed(name: string): FusionParams {
  const description = DESCRIPTIONS.find((found) => found.name === name)!;
  return fusionParams.parse({ [name]: another(description) });
}
