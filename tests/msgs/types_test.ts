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
const bytes = new Uint8Array([1, 2, 3]);
const compressed = { header, format: "png", data: bytes };
const color = { r: 0.25, g: 0.5, b: 0.75, a: 1 };

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
  "sensor_msgs/msg/CameraInfo": {
    header,
    height: 1,
    width: 2,
    distortion_model: "plumb_bob",
    d: new Float64Array(5).fill(5),
    k: nine,
    r: nine,
    p: new Float64Array(12).fill(12),
    binning_x: 3,
    binning_y: 4,
    roi: { x_offset: 5, y_offset: 6, height: 7, width: 8, do_rectify: true },
  },
  "sensor_msgs/msg/CompressedImage": compressed,
  "sensor_msgs/msg/Image": {
    header,
    height: 1,
    width: 1,
    encoding: "rgb8",
    is_bigendian: 0,
    step: 3,
    data: bytes,
  },
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
  "sensor_msgs/msg/LaserScan": {
    header,
    angle_min: -1,
    angle_max: 1,
    angle_increment: 0.5,
    time_increment: 0.25,
    scan_time: 0.125,
    range_min: 0.5,
    range_max: 8,
    ranges: new Float32Array([1, 2]),
    intensities: new Float32Array([3, 4]),
  },
  "sensor_msgs/msg/MagneticField": {
    header,
    magnetic_field: vector,
    magnetic_field_covariance: nine,
  },
  "sensor_msgs/msg/PointCloud2": {
    header,
    height: 1,
    width: 3,
    fields: [{ name: "i", offset: 0, datatype: 2, count: 1 }],
    is_bigendian: false,
    point_step: 1,
    row_step: 3,
    data: bytes,
    is_dense: true,
  },
  "std_msgs/msg/Float64MultiArray": {
    layout: { dim: [{ label: "l", size: 1, stride: 2 }], data_offset: 3 },
    data: new Float64Array([4]),
  },
  "std_msgs/msg/Header": header,
  "std_msgs/msg/String": { data: "d" },
  "tf2_msgs/msg/TFMessage": {
    transforms: [{
      header,
      child_frame_id: "c",
      transform: { translation: vector, rotation: quaternion },
    }],
  },
  "vision_msgs/msg/Detection2DArray": {
    header,
    detections: [{
      header,
      results: [{ hypothesis: { class_id: "c", score: 0.5 }, pose: { pose, covariance } }],
      bbox: { center: { position: { x: 1, y: 2 }, theta: 3 }, size_x: 4, size_y: 5 },
      id: "i",
    }],
  },
  "visualization_msgs/msg/MarkerArray": {
    markers: [{
      header,
      ns: "n",
      id: 1,
      type: 2,
      action: 3,
      pose,
      scale: vector,
      color,
      lifetime: { sec: 1, nanosec: 2 },
      frame_locked: true,
      points: [vector],
      colors: [color],
      texture_resource: "t",
      texture: compressed,
      uv_coordinates: [{ u: 0.5, v: 0.25 }],
      text: "t",
      mesh_resource: "m",
      mesh_file: { filename: "f", data: bytes },
      mesh_use_embedded_materials: true,
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
