/**
 * Writes small ONNX models for tests: the fields of onnx.proto3 that they need, in protobuf's wire
 * format.
 */

type Part = number[];

function varint(value: number): Part {
  const bytes: Part = [];
  while (value > 127) {
    bytes.push((value & 127) | 128);
    value = Math.floor(value / 128);
  }
  return [...bytes, value];
}

const int = (field: number, value: number): Part => [...varint(field * 8), ...varint(value)];
const bytes = (field: number, value: ArrayLike<number>): Part => [
  ...varint(field * 8 + 2),
  ...varint(value.length),
  ...Array.from(value),
];
const text = (field: number, value: string): Part => bytes(field, new TextEncoder().encode(value));

/** A float32 tensor of a name. */
export interface Constant {
  readonly name: string;
  readonly dims: readonly number[];
  readonly data: readonly number[];
}

const FLOAT = 1;

function tensor({ name, dims, data }: Constant): Part {
  const raw = new Uint8Array(Float32Array.from(data).buffer);
  return [...dims.flatMap((d) => int(1, d)), ...int(2, FLOAT), ...text(8, name), ...bytes(9, raw)];
}

function valueInfo(name: string, dims: readonly (number | string)[]): Part {
  const shape = dims.flatMap((d) => bytes(1, typeof d === "number" ? int(1, d) : text(2, d)));
  return [...text(1, name), ...bytes(2, bytes(1, [...int(1, FLOAT), ...bytes(2, shape)]))];
}

function node(operator: string, inputs: readonly string[], outputs: readonly string[]): Part {
  const names = [...inputs.flatMap((n) => text(1, n)), ...outputs.flatMap((n) => text(2, n))];
  return [...names, ...text(4, operator)];
}

/** A model: its input, operators in order, constants, outputs. */
export interface ModelSpec {
  readonly input?: { readonly name: string; readonly dims: readonly (number | string)[] };
  readonly nodes: readonly (readonly [operator: string, inputs: string[], outputs: string[]])[];
  readonly constants: readonly Constant[];
  readonly outputs: readonly {
    readonly name: string;
    readonly dims: readonly (number | string)[];
  }[];
}

/** The bytes of an ONNX file, opset 17. */
export function onnxFile(spec: ModelSpec): Uint8Array<ArrayBuffer> {
  const { input = { name: "image", dims: [1, 3, 224, 224] } } = spec;
  const graph = [
    ...spec.nodes.flatMap((parts) => bytes(1, node(...parts))),
    ...text(2, "graph"),
    ...spec.constants.flatMap((constant) => bytes(5, tensor(constant))),
    ...bytes(11, valueInfo(input.name, input.dims)),
    ...spec.outputs.flatMap(({ name, dims }) => bytes(12, valueInfo(name, dims))),
  ];
  const opset = int(2, 17);
  return Uint8Array.from([...int(1, 9), ...bytes(7, graph), ...bytes(8, opset)]);
}

/** A model whose outputs are these constants, whatever it sees. */
export function constantModel(outputs: readonly Constant[]): Uint8Array<ArrayBuffer> {
  return onnxFile({
    nodes: outputs.map(({ name }) => ["Identity", [`${name}_held`], [name]] as const),
    constants: outputs.map((one) => ({ ...one, name: `${one.name}_held` })),
    outputs,
  });
}

/** A classifier: the logits are a linear function of the mean of each channel. */
export function colourClassifier(weights: readonly (readonly number[])[]): Uint8Array<ArrayBuffer> {
  const classes = weights.length;
  return onnxFile({
    nodes: [
      ["GlobalAveragePool", ["image"], ["mean"]],
      ["Conv", ["mean", "weights"], ["convolved"]],
      ["Flatten", ["convolved"], ["logits"]],
    ],
    constants: [{ name: "weights", dims: [classes, 3, 1, 1], data: weights.flat() }],
    outputs: [{ name: "logits", dims: [1, classes] }],
  });
}
