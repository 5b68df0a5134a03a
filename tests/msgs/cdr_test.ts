import assert from "#assert";
import fc from "fast-check";
import { CdrScratch, codecFrom, codecOf } from "../../msgs/cdr.ts";
import { definitionOf, definitionsOf } from "../../msgs/definitions.ts";
import type { Message, TypeName } from "../../msgs/message.ts";
import { TYPE_NAMES } from "../../msgs/types.ts";
import { messages, peerReader, peerWriter, plainCdr } from "./arbitrary.ts";

/** Runs a property for every type: `runs` messages each. */
function everyType(
  alphabet: "ascii" | "unicode",
  runs: number,
  holds: (type: TypeName, message: Message) => void,
): void {
  for (const type of TYPE_NAMES) {
    const arbitrary = messages(definitionsOf(type), alphabet);
    fc.assert(
      fc.property(arbitrary, (message) => holds(type, message as unknown as Message)),
      { numRuns: runs },
    );
  }
}

Deno.test("encode() gives the bytes of foxglove's writer, for every type", () => {
  const writers = new Map(TYPE_NAMES.map((type) => [type, peerWriter(definitionsOf(type))]));
  everyType("ascii", 60, (type, message) => {
    const expected = writers.get(type)?.writeMessage(message);
    assert.deepEqual(codecOf(type).encode(message as never), expected, type);
  });
});

Deno.test("encode() is read by foxglove's reader as the same message, for every type", () => {
  const readers = new Map(TYPE_NAMES.map((type) => [type, peerReader(definitionsOf(type))]));
  everyType("unicode", 60, (type, message) => {
    const bytes = codecOf(type).encode(message as never);
    assert.deepEqual(readers.get(type)?.readMessage(bytes), message, type);
  });
});

Deno.test("decode() gives back what was encoded, for every type", () => {
  everyType("unicode", 60, (type, message) => {
    const codec = codecOf(type);
    assert.deepEqual(codec.decode(codec.encode(message as never)), message, type);
  });
});

Deno.test("decode() reads big endian", () => {
  everyType("unicode", 25, (type, message) => {
    const bytes = plainCdr(definitionsOf(type), message, true);
    assert.deepEqual(codecOf(type).decode(bytes), message, type);
  });
});

Deno.test("decode() reads bytes at any offset, and bytes behind the message do not matter", () => {
  everyType("unicode", 8, (type, message) => {
    const codec = codecOf(type);
    const bytes = codec.encode(message as never);
    for (let shift = 0; shift < 8; shift++) {
      const room = new Uint8Array(bytes.length + shift + 3).fill(255);
      room.set(bytes, shift);
      assert.deepEqual(codec.decode(room.subarray(shift)), message, type);
    }
  });
});

Deno.test("decode() owns what it returns", () => {
  everyType("unicode", 10, (type, message) => {
    const bytes = codecOf(type).encode(message as never);
    const decoded = codecOf(type).decode(bytes);
    bytes.fill(0xaa);
    assert.deepEqual(decoded, message, type);
  });
});

Deno.test("decode() of a message cut at any byte is a RangeError that names type and byte", () => {
  everyType("unicode", 4, (type, message) => {
    const bytes = codecOf(type).encode(message as never);
    for (let cut = 0; cut < bytes.length; cut++) {
      assert.throws(
        () => codecOf(type).decode(bytes.subarray(0, cut)),
        (error: unknown) =>
          error instanceof RangeError && error.message.startsWith(type) &&
          /byte/.test(error.message),
        `${type} cut at ${cut}`,
      );
    }
  });
});

Deno.test("decode() of any bytes is a message or a RangeError", () => {
  const header = fc.constantFrom([0, 1, 0, 0], [0, 0, 0, 0], [0, 7, 0, 0], [], [1]);
  const noise = fc.tuple(header, fc.uint8Array({ maxLength: 900, size: "max" }))
    .map(([head, body]) => new Uint8Array([...head, ...body]));
  for (const type of TYPE_NAMES) {
    fc.assert(
      fc.property(noise, (bytes) => messageOrRangeError(type, bytes)),
      { numRuns: 300 },
    );
  }
});

Deno.test("decode() of a message with one wrong word is a message or a RangeError", () => {
  everyType("unicode", 4, (type, message) => {
    const bytes = codecOf(type).encode(message as never);
    const view = new DataView(bytes.buffer);
    for (let at = 4; at + 4 <= bytes.length; at += 4) {
      const before = view.getUint32(at);
      for (const word of [0xffffffff, 0x7fffffff, 0x01000000, 0x00000001]) {
        view.setUint32(at, word);
        messageOrRangeError(type, bytes);
      }
      view.setUint32(at, before);
    }
  });
});

/** Whatever the bytes say: nothing else is thrown, nothing larger than they are is made. */
function messageOrRangeError(type: TypeName, bytes: Uint8Array): void {
  try {
    const length = codecOf(type).encode(codecOf(type).decode(bytes) as never).length;
    // Invalid UTF-8 becomes U+FFFD, three bytes for one; padding may come in.
    assert.ok(length <= 3 * bytes.length + 64, `${type}: ${length} from ${bytes.length}`);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
}

Deno.test("decode() refuses a count that the bytes can't hold before it allocates", () => {
  const bytes = codecOf("sensor_msgs/msg/JointState").encode({
    header: { stamp: { sec: 1, nanosec: 2 }, frame_id: "" },
    name: [],
    position: new Float64Array(0),
    velocity: new Float64Array(0),
    effort: new Float64Array(0),
  });
  new DataView(bytes.buffer).setUint32(24, 0x1fffffff, true);
  assert.throws(() => codecOf("sensor_msgs/msg/JointState").decode(bytes), {
    name: "RangeError",
    message: "sensor_msgs/msg/JointState.position: 536870911 at byte 24 is more than " +
      "the rest of the message holds",
  });
});

Deno.test("decode() names the field that is cut, and an unknown encapsulation", () => {
  const codec = codecOf("geometry_msgs/msg/Twist");
  assert.throws(() => codec.decode(new Uint8Array([0, 1, 0, 0, ...new Uint8Array(30)])), {
    name: "RangeError",
    message: "geometry_msgs/msg/Twist.angular.x: ends at byte 36, but the message at byte 34",
  });
  assert.throws(() => codec.decode(new Uint8Array([0, 7, 0, 0])), {
    name: "RangeError",
    message: "geometry_msgs/msg/Twist: encapsulation 0x0007 at byte 0 is not plain CDR (0 or 1)",
  });
});

Deno.test("encodeInto() gives encode()'s bytes in a scratch that is dirty or too small", () => {
  const scratch = new CdrScratch(8);
  everyType("unicode", 20, (type, message) => {
    const codec = codecOf(type);
    const expected = codec.encode(message as never);
    assert.deepEqual(codec.encodeInto(message as never, scratch), expected, type);
    scratch.u8.fill(0xee, CdrScratch.BODY);
    assert.deepEqual(codec.encodeInto(message as never, scratch), expected, type);
    assert.deepEqual(codec.encodeInto(message as never, new CdrScratch(1)), expected, type);
  });
});

Deno.test("encode() has one NaN, whatever bits a NaN has", () => {
  const codec = codecOf("std_msgs/msg/Float64MultiArray");
  const bits = new BigUint64Array([0xfff8000000000000n, 0x7ff8dead00000001n, 0x7ff0000000000001n]);
  const data = new Float64Array(bits.buffer);
  const bytes = codec.encode({ layout: { dim: [], data_offset: 0 }, data });
  const view = new DataView(bytes.buffer, bytes.length - 24);
  for (let i = 0; i < 3; i++) assert.equal(view.getBigUint64(8 * i, true), 0x7ff8000000000000n);

  const twist = codecOf("geometry_msgs/msg/Twist");
  const zero = { x: 0, y: 0, z: 0 };
  const single = twist.encode({ linear: { ...zero, y: data[0] as number }, angular: zero });
  assert.equal(new DataView(single.buffer).getBigUint64(12, true), 0x7ff8000000000000n);
});

Deno.test("encode() names the type and field of a wrong shape", () => {
  const codec = codecOf("sensor_msgs/msg/MagneticField");
  const right = {
    header: { stamp: { sec: 1, nanosec: 2 }, frame_id: "mag" },
    magnetic_field: { x: 0, y: 0, z: 0 },
    magnetic_field_covariance: new Float64Array(9),
  };
  const type = "sensor_msgs/msg/MagneticField";
  const cases: [unknown, string, string][] = [
    [undefined, "TypeError", `${type}: expected an object, got undefined`],
    [
      { ...right, magnetic_field_covariance: new Float64Array(8) },
      "TypeError",
      `${type}.magnetic_field_covariance: expected Float64Array of 9, got Float64Array of 8`,
    ],
    [
      { ...right, magnetic_field_covariance: [0, 0, 0, 0, 0, 0, 0, 0, 0] },
      "TypeError",
      `${type}.magnetic_field_covariance: expected Float64Array of 9, got Array of 9`,
    ],
    [
      { ...right, magnetic_field: { x: 0, z: 0 } },
      "TypeError",
      `${type}.magnetic_field.y: expected a number, got undefined`,
    ],
    [
      { ...right, header: { stamp: { sec: 1, nanosec: 2 } } },
      "TypeError",
      `${type}.header.frame_id: expected a string, got undefined`,
    ],
    [
      { ...right, header: { stamp: { sec: 1.5, nanosec: 2 }, frame_id: "" } },
      "RangeError",
      `${type}.header.stamp.sec: 1.5 is no int32`,
    ],
  ];
  for (const [message, name, text] of cases) {
    assert.throws(() => codec.encode(message as never), { name, message: text });
  }
  assert.doesNotThrow(() => codec.encode(right));
});

Deno.test("codecFrom() reads what a log says of itself, and agrees with codecOf()", () => {
  everyType("unicode", 8, (type, message) => {
    const foreign = codecFrom(type, definitionOf(type));
    const bytes = codecOf(type).encode(message as never);
    assert.deepEqual(foreign.encode(message), bytes, type);
    assert.deepEqual(foreign.decode(bytes), message, type);
  });
  const codec = codecFrom("foo/msg/Bar", "uint8 X=3\nstring<=5 s\nbyte[<=2] b\nfloat32[2] f\n");
  const message = { s: "häh", b: new Uint8Array([7]), f: new Float32Array([1, NaN]) };
  assert.deepEqual(codec.decode(codec.encode(message)), message);
  assert.equal(codec.type, "foo/msg/Bar");
});

Deno.test("codecFrom() refuses text that it can't compile, and says why", () => {
  const refused = (text: string) => () => codecFrom("foo/msg/Bar", text);
  assert.throws(
    refused("---\nstring x"),
    /^TypeError: foo\/msg\/Bar: its definition can't be read/,
  );
  assert.throws(refused("wstring x"), {
    name: "TypeError",
    message: 'foo/msg/Bar: field "x" of foo/msg/Bar: wstring has no common wire format',
  });
  assert.throws(refused("foo/Baz x"), /TypeError: foo\/msg\/Bar/);
});

Deno.test("codecFrom() of any text is a codec or a TypeError that names the type", () => {
  const word = fc.constantFrom(
    ..."int8 float64 string wstring time x/Foo Foo Header [] [3] [<=2] [0] [1e99] <=4 a b = 1 -1"
      .split(
        " ",
      ),
    ..."== MSG: x/Foo # --- __proto__ constructor 'q' \"q\" ` \\ ${x} */".split(" "),
    "\n",
    "\n".padEnd(80, "=") + "\nMSG: x/Foo\n",
  );
  const text = fc.array(word, { maxLength: 30, size: "max" }).map((words) => words.join(" "));
  const lines = fc.array(
    fc.tuple(fc.constantFrom("int8", "float64[3]", "x/Foo[]", "string", "time[2]"), word)
      .map(([type, name]) => `${type} ${name}`),
    { maxLength: 9 },
  ).map((all) => all.join("\n") + "\n".padEnd(80, "=") + "\nMSG: x/Foo\nint8 y\n");
  let codecs = 0;
  fc.assert(
    fc.property(fc.oneof(text, lines, fc.string()), (definition) => {
      try {
        const codec = codecFrom("foo/msg/Bar", definition);
        codecs++;
        messageOrRangeErrorOf(() => codec.decode(new Uint8Array([0, 1, ...new Uint8Array(200)])));
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        assert.match(error.message, /^foo\/msg\/Bar: /);
      }
    }),
    { numRuns: 2000 },
  );
  assert.ok(codecs > 200, `${codecs} codecs`);
});

function messageOrRangeErrorOf(decode: () => unknown): void {
  try {
    decode();
  } catch (error) {
    if (!(error instanceof RangeError)) throw new Error("decode failed", { cause: error });
  }
}
