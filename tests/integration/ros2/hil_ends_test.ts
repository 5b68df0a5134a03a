/** How `hil` ends that does not come to a verdict: what can't be is told in one line, Ctrl-C is 130. */
import assert from "#assert";
import { openLog } from "../../../runtime/bag/open.ts";
import { inDomain } from "../../runtime/ros2/processes.ts";
import { rosTest } from "../../runtime/ros2/ros.ts";
import { hilTest, writeHardware } from "./hardware.ts";

const exists = (path: string) => Deno.stat(path).then(() => true, () => false);

rosTest("hardware that is not there, and what can't be, is one line and exit 2", async () => {
  const cases: readonly [string[], RegExp][] = [
    [
      ["hil_jackal", "--real", "imu", "--wait", "0.5"],
      /^error: imu: nobody publishes \/imu\/data/m,
    ],
    [["hil_jackal", "--real", "imx"], /^error: --real: hil_jackal has no sensor "imx"/m],
    [["warehouse_loop", "--real", "imu"], /^error: .*truth: where is the hardware\?/m],
    [["hil_jackal"], /^error: hil: expected --real STREAM,… or --sut external:TOPIC/m],
    [["hil_jackal", "--real", "imu", "--time", "noon"], /^error: --time: expected wall or clock/m],
    [["hil_jackal", "--real", "imu", "--pace", "stepped"], /^error: --pace stepped: needs --sut/m],
    [
      ["hil_jackal", "--real", "imu", "--pace", "stepped", "--sut", "external:odom"],
      /^error: --pace stepped: hardware can't wait; not with --real/m,
    ],
    [
      ["hil_jackal", "--real", "imu", "--accept", "rat"],
      /^error: --accept: .*did you mean "rate"/m,
    ],
    [[], /^error: hil: expected SCENARIO/m],
  ];
  for (const [args, said] of cases) {
    const { code, stdout, stderr } = await inDomain(53).dryrun("hil", ...args);
    assert.equal(code, 2, stderr);
    assert.match(stderr, said);
    assert.doesNotMatch(stderr, /internal error/);
    assert.equal(stdout, "");
  }
});

hilTest("Ctrl-C in the middle of a run ends with 130, and the recording has its end", async () => {
  const ros = inDomain(49);
  const folder = await Deno.makeTempDir();
  await writeHardware(`${folder}/robot.log`);
  const bag = `${folder}/run.mcap`;
  const hardware = ros.startPython("tests/integration/ros2/hardware.py", `${folder}/robot.log`);
  try {
    await hardware.says(/here/, 120);
    const hil = ros.startDryrun(
      ...["hil", "hil_jackal", "--real", "imu,wheel", "--wait", "120", "--record", bag],
      ...["--accept", "all", "--timeout", "60"],
    );
    await hardware.says(/drives/, 240);
    for (let i = 0; i < 2400 && !(await exists(bag)); i++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.equal(await hil.stop(), 130, hil.text);
    assert.match(hil.text, /^interrupted$/m);
    const log = await openLog(bag, { allowEmpty: true }); // so slow may a machine be
    assert.deepEqual(log.warnings, [], "closed with its footer");
    assert.ok(log.topics.has("/imu/data"));
    log.close();
  } finally {
    await hardware.stop("SIGKILL");
    await Deno.remove(folder, { recursive: true });
  }
});

rosTest("Ctrl-C while it waits ends with 130", async () => {
  const hil = inDomain(54).startDryrun("hil", "hil_jackal", "--real", "imu", "--wait", "600");
  await hil.says(/waiting for \/imu\/data/);
  assert.equal(await hil.stop(), 130, hil.text);
});
