import assert from "#assert";
import { Silence, silenceText } from "../../../harness/hil/silence.ts";

const S = 1_000_000_000;

Deno.test("who is silent for too long is named once, with its last word", () => {
  const silence = new Silence(new Map([["/imu", "imu"], ["/odom", "sut"]]), 2 * S);
  for (let at = 0; at <= 3 * S; at += S) silence.heard("/imu", at);
  silence.heard("/elsewhere", 0);
  assert.deepEqual(silence.look(2 * S), [], "at the limit is not beyond it");
  assert.deepEqual(silence.look(3 * S), ["sut: /odom never spoke (waited 3 s)"]);
  assert.deepEqual(silence.look(5.5 * S), ["imu: /imu is silent since 3 s (waited 2.5 s)"]);
  assert.deepEqual(silence.look(9 * S), []);
  silence.heard("/imu", 9.5 * S);
  assert.deepEqual(silence.results(), [
    { topic: "/imu", what: "imu", last_s: 3, for_s: 2.5, returned: true },
    { topic: "/odom", what: "sut", last_s: null, for_s: 3, returned: false },
  ]);
  assert.equal(silenceText(silence.results()[1]!), "sut: /odom never spoke (waited 3 s)");
});

Deno.test("nobody who speaks is named", () => {
  const silence = new Silence(new Map([["/imu", "imu"]]), S);
  for (let at = 0; at < 20 * S; at += S / 2) {
    silence.heard("/imu", at);
    assert.deepEqual(silence.look(at), []);
  }
  assert.deepEqual(silence.results(), []);
});
