/** The JSON Schema of scenarios, so that editors complete and check them. */
import { z } from "zod";
import { type Catalogue, strict } from "./catalogue.ts";
import { outlineOf } from "./outline.ts";

type JsonSchema = { [key: string]: unknown };

/** The schema as plain data; the file in docs/ is this. */
export function scenarioJsonSchema(catalogue: Catalogue): JsonSchema {
  const schema = jsonSchema(outlineOf(catalogue));
  const properties = schema.properties as Record<string, JsonSchema>;
  properties.sensors = mapOf(
    Object.entries(catalogue.sensors).map(([type, { config, presets }]) =>
      typed(type, jsonSchema(strict(config)), Object.keys(presets))
    ),
  );
  properties.checks = mapOf(
    Object.entries(catalogue.checks).map(([type, { config }]) =>
      typed(type, jsonSchema(strict(config)))
    ),
  );
  properties.faults = mapOf(
    Object.values(catalogue.faults).map(({ config }) => jsonSchema(config)),
  );
  for (const part of ["world", "robot"]) properties[part] = includable(properties[part]!);
  const entry = properties.nodes!.additionalProperties as JsonSchema;
  properties.nodes = {
    type: "object",
    additionalProperties: {
      ...entry,
      allOf: Object.entries(catalogue.nodes).map(([name, { params }]) => ({
        if: { properties: { node: { const: name } }, required: ["node"] },
        then: { properties: { params: jsonSchema(strict(params)) } },
      })),
    },
  };
  (entry.properties as Record<string, JsonSchema>).node = {
    anyOf: [{ enum: Object.keys(catalogue.nodes) }, { pattern: "^\\.{1,2}/" }],
  };
  return { title: "Dryrun scenario", ...schema };
}

function jsonSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return rest;
}

/** As it stands, or a file that has it with whatever is written over that. */
function includable(schema: JsonSchema): JsonSchema {
  const file = { type: "string", description: "a YAML file in this folder that has the rest" };
  const including = { type: "object", required: ["include"], properties: { include: file } };
  const { default: _, ...plain } = schema;
  return { anyOf: [plain, including] };
}

/** Entries by name, each of one of these kinds. */
function mapOf(kinds: JsonSchema[]): JsonSchema {
  return {
    type: "object",
    propertyNames: { pattern: "^[a-z][a-z0-9_]*$" },
    additionalProperties: { oneOf: kinds },
  };
}

/** The schema of one kind of entry, with `type` and maybe `preset` in front. */
function typed(type: string, schema: JsonSchema, presets: string[] = []): JsonSchema {
  const properties = {
    type: { const: type },
    ...(presets.length > 0 && { preset: { enum: presets } }),
    ...schema.properties as JsonSchema | undefined,
  };
  const required = ["type", ...presets.length > 0 ? [] : schema.required as string[] ?? []];
  return { ...schema, properties, required };
}
