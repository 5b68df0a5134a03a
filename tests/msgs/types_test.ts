import assert from "#assert";
import { codecOf } from "../../msgs/cdr.ts";
import { layoutOf, type Struct } from "../../msgs/cdr/layout.ts";
import { definitionsOf } from "../../msgs/definitions.ts";
import type { MessageOf, TypeName } from "../../msgs/message.ts";
import { TYPE_NAMES } from "../../msgs/types.ts";

const header = { stamp: { sec: 1, nanosec: 2 }, frame_id: "f" };
const vector = { x: 1, y: 2, z: 3 };
const quaternion = { x: 1, y: 2, z: 3, w: 4 };
const nine = new Float64Array(9).fill(9);
const covariance = new Float64Array(36).fill(36);
const pose = { position: vector, orientation: quaternion };
const twist = { linear: vector, angular: vector };

/** The compiler holds these to the interfaces; the test below holds them to the definitions. */
const SAMPLES: { readonly [T in TypeName]: MessageOf<T> } = {
  "diagnostic_msgs/msg/DiagnosticArray": {
    header,
    status: [{
      level: 2,
      name: "n",
      message: "m",
      hardware_id: "h",
      values: [{ key: "k", value: "v" }],
    }],
  },
  "geometry_msgs/msg/PoseStamped": { header, pose },
  "geometry_msgs/msg/Twist": twist,
  "geometry_msgs/msg/TwistStamped": { header, twist },
  "geometry_msgs/msg/TwistWithCovarianceStamped": { header, twist: { twist, covariance } },
  "nav_msgs/msg/Odometry": {
    header,
    child_frame_id: "c",
    pose: { pose, covariance },
    twist: { twist, covariance },
  },
  "rosgraph_msgs/msg/Clock": { clock: header.stamp },
  "sensor_msgs/msg/Imu": {
    header,
    orientation: quaternion,
    orientation_covariance: nine,
    angular_velocity: vector,
    angular_velocity_covariance: nine,
    linear_acceleration: vector,
    linear_acceleration_covariance: nine,
  },
  "sensor_msgs/msg/JointState": {
    header,
    name: ["a"],
    position: new Float64Array([1]),
    velocity: new Float64Array([2]),
    effort: new Float64Array([3]),
  },
  "sensor_msgs/msg/MagneticField": {
    header,
    magnetic_field: vector,
    magnetic_field_covariance: nine,
  },
  "std_msgs/msg/Float64MultiArray": {
    layout: { dim: [{ label: "l", size: 1, stride: 2 }], data_offset: 3 },
    data: new Float64Array([4]),
  },
  "std_msgs/msg/String": { data: "d" },
  "tf2_msgs/msg/TFMessage": {
    transforms: [{
      header,
      child_frame_id: "c",
      transform: { translation: vector, rotation: quaternion },
    }],
  },
};

function agree(struct: Struct, value: unknown, where: string): void {
  const object = value as Record<string, unknown>;
  assert.deepEqual(Object.keys(object), struct.fields.map((field) => field.name), where);
  for (const { name, element, array } of struct.fields) {
    const held = array === "none" ? object[name] : (object[name] as unknown[])[0];
    if (element.kind === "struct") agree(element.struct, held, `${where}.${name}`);
  }
}

Deno.test("the interfaces have the definitions' fields, in the order of the wire", () => {
  for (const type of TYPE_NAMES) agree(layoutOf(type, definitionsOf(type)), SAMPLES[type], type);
});

Deno.test("the interfaces have the definitions' types: a sample survives the wire", () => {
  for (const type of TYPE_NAMES) {
    const codec = codecOf(type);
    assert.deepEqual(codec.decode(codec.encode(SAMPLES[type] as never)), SAMPLES[type], type);
  }
});

Deno.test("changing or removing any field of a sample is noticed, by its name", () => {
  for (const type of TYPE_NAMES) {
    const codec = codecOf(type);
    broken(SAMPLES[type], [], (message, path) => {
      const where = path.join(".").replaceAll(/\.(\d+)(?=\.|$)/g, "[$1]");
      assert.throws(
        () => codec.encode(message as never),
        (error: unknown) =>
          error instanceof TypeError && error.message.startsWith(`${type}.${where}`),
        `${type}.${where}`,
      );
    });
  }
});

/** Calls `see` with copies of a message in which one part, at `path`, is not there. */
function broken(
  value: unknown,
  path: string[],
  see: (message: unknown, path: string[]) => void,
): void {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return;
  for (const [key, part] of Object.entries(value)) {
    const copy: Record<string, unknown> = Array.isArray(value) ? [...value] as never : { ...value };
    copy[key] = undefined;
    see(copy, [...path, key]);
    broken(part, [...path, key], (inner, innerPath) => {
      const outer: Record<string, unknown> = Array.isArray(value)
        ? [...value] as never
        : { ...value };
      outer[key] = inner;
      see(outer, innerPath);
    });
  }
}

Deno.test("TYPE_NAMES is sorted, and each name is a package, msg and a type", () => {
  assert.deepEqual([...TYPE_NAMES].sort(), [...TYPE_NAMES]);
  for (const name of TYPE_NAMES) assert.match(name, /^[a-z]\w*\/msg\/[A-Z]\w*$/);
});
