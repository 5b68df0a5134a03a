/** The JSON Schema of scenarios, so that editors complete and check them. */
import { z } from "zod";
import { type Catalogue, strict } from "./catalogue.ts";
import { outlineOf } from "./outline.ts";

type JsonSchema = { [key: string]: unknown };

/** The dialect that editors' YAML modes know best: later ones write tuples differently. */
const DIALECT = "http://json-schema.org/draft-07/schema#";

/** A module of the user's own, relative to the scenario. */
const MODULE = { type: "string", pattern: "^\\.{1,2}/" };

const OWN_CHECK = {
  description: "a check of your own: ./FILE.ts, or ./FILE.ts#export",
  type: "object",
  properties: { type: { ...MODULE, description: "the module that exports it" } },
  required: ["type"],
};

/** The schema as plain data; the file in docs/ is this. */
export function scenarioJsonSchema(catalogue: Catalogue): JsonSchema {
  const outline = jsonSchema(outlineOf(catalogue));
  const { sensors, nodes, faults, checks, ...others } = outline.properties as {
    [key: string]: JsonSchema;
  };
  const kinds = {
    sensors: Object.entries(catalogue.sensors).map(([type, { config, presets }]) =>
      typed(type, config, Object.keys(presets))
    ),
    faults: Object.entries(catalogue.faults).map(([type, { config }]) => typed(type, config)),
    checks: Object.entries(catalogue.checks).map(([type, { config }]) => typed(type, config)),
  };
  const properties = {
    ...others,
    world: includable(others.world!),
    robot: includable(others.robot!),
    sensors: { ...sensors, ...INCLUDE, additionalProperties: { oneOf: kinds.sensors } },
    nodes: {
      ...nodes,
      ...INCLUDE,
      additionalProperties: nodeEntry(nodes!.additionalProperties as JsonSchema, catalogue),
    },
    faults: { ...faults, ...INCLUDE, additionalProperties: { oneOf: kinds.faults } },
    checks: {
      ...checks,
      ...INCLUDE,
      additionalProperties: { oneOf: [...kinds.checks, OWN_CHECK] },
    },
  };
  return { $schema: DIALECT, title: "Dryrun scenario", ...outline, properties };
}

/** What stands in a file: defaults may be left out, and are told. */
function jsonSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io: "input",
    target: "draft-07",
    unrepresentable: "any",
    override({ zodSchema, jsonSchema }) {
      // zod drops the default of what is transformed, since it is a result; many can be written too.
      if (!(zodSchema instanceof z.ZodDefault) || "default" in jsonSchema) return;
      const { defaultValue, innerType } = zodSchema.def;
      if (z.safeParse(innerType, defaultValue).success) jsonSchema.default = defaultValue as never;
    },
  });
  return rest;
}

/** One kind of entry, with `type` and maybe `preset` in front. */
function typed(type: string, config: z.ZodType, presets: string[] = []): JsonSchema {
  const { properties = {}, required = [], ...schema } = jsonSchema(strict(config));
  const { type: _, preset, ...others } = properties as { [key: string]: JsonSchema };
  const named = presets.length > 0;
  return {
    description: config.description ?? type,
    ...schema,
    properties: {
      type: { const: type },
      ...(named && { preset: { ...preset, enum: presets } }),
      ...others,
    },
    // A preset may give what is needed else.
    required: [
      "type",
      ...(named ? [] : required as string[]).filter((key) => key !== "type"),
    ],
  };
}

/** Groups of parameters refuse names that they do not know, whether or not zod does. */
function closed(schema: JsonSchema): JsonSchema {
  if (schema.properties === undefined) return schema;
  const inner = Object.entries(schema.properties as { [key: string]: JsonSchema });
  const properties = Object.fromEntries(inner.map(([key, part]) => [key, closed(part)]));
  return { additionalProperties: false, ...schema, properties };
}

/** A file that has the values or entries under those that are written. */
const INCLUDE = {
  properties: {
    include: { type: "string", description: "a YAML file in this folder that has the rest" },
  },
};

/** As it stands, or a file that has it with whatever is written over that. */
function includable(schema: JsonSchema): JsonSchema {
  const including = { type: "object", required: ["include"], ...INCLUDE };
  const { default: _, description, ...plain } = schema;
  return { description, anyOf: [plain, including] };
}

/** Parameters, of which a file may have some. */
function includableParams(description: string, schema: JsonSchema): JsonSchema {
  const properties = { ...INCLUDE.properties, ...schema.properties as object };
  return { description, ...schema, properties };
}

/** A node's entry: its parameters are those of the module that it names. */
function nodeEntry(entry: JsonSchema, { nodes }: Catalogue): JsonSchema {
  const { node, ...others } = entry.properties as { [key: string]: JsonSchema };
  return {
    ...entry,
    properties: { node: { ...node, anyOf: [{ enum: Object.keys(nodes) }, MODULE] }, ...others },
    allOf: Object.entries(nodes).map(([name, { params }]) => ({
      if: { properties: { node: { const: name } }, required: ["node"] },
      then: {
        properties: {
          params: includableParams(`parameters of ${name}`, closed(jsonSchema(params))),
        },
      },
    })),
  };
}
