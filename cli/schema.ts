/** `schema`: writes the JSON Schema that scenario files name in their first line. */
import { CATALOGUE } from "../harness/catalogue.ts";
import { writeText } from "../harness/host/files.ts";
import { scenarioJsonSchema } from "../harness/schema/json_schema.ts";
import type { Command } from "./command.ts";

/** The command. */
export const command: Command = {
  usage: {
    positionals: "",
    positionalsMax: 0,
    about: "Writes docs/scenario.schema.json, which editors use to check and complete scenarios.",
    flags: {},
  },

  async run() {
    const text = JSON.stringify(scenarioJsonSchema(CATALOGUE), undefined, 2);
    await writeText(new URL("../docs/scenario.schema.json", import.meta.url), `${text}\n`);
    console.log("wrote docs/scenario.schema.json");
    return 0;
  },
};
