/**
 * The resilience scenarios judge: the nodes as they are pass, and each planted bug is found by the
 * checks that are about it.
 */
import assert from "#assert";
import { CATALOGUE } from "../../harness/catalogue.ts";
import { findScenario, insideFolder, readText } from "../../harness/host/files.ts";
import { runScenario } from "../../harness/run/run.ts";
import { parseScenario } from "../../harness/schema/scenario.ts";
import type { Message } from "../../msgs/message.ts";
import { detection, supervisor } from "../../nodes/mod.ts";
import type { SupervisorParams } from "../../nodes/supervisor/params.ts";
import type { ErasedHandlers, Io, NodeDef } from "../../runtime/node.ts";

/** The checks that fail in a shipped scenario whose node is another; `edit` changes its text. */
async function failures(
  name: string,
  nodes: Readonly<Record<string, NodeDef>> = {},
  edit: (text: string) => string = (text) => text,
): Promise<string[]> {
  const { path } = findScenario(name);
  const scenario = await parseScenario(edit(await readText(path)), {
    file: path,
    catalogue: { ...CATALOGUE, nodes: { ...CATALOGUE.nodes, ...nodes } },
    read: async (file) => readText(await insideFolder(path, file), file),
  });
  const { checks } = await runScenario(scenario, { digests: false });
  assert.ok(checks.every(({ verdict }) => verdict !== "skipped"), JSON.stringify(checks));
  return checks.filter(({ verdict }) => verdict === "fail").map(({ name }) => name);
}

type Plain = { [key: string]: unknown };

/** A supervisor with other values than it was given. */
function mistuned(change: (params: SupervisorParams) => Plain): NodeDef {
  return {
    ...supervisor,
    create: (params, io) => {
      const given = params as SupervisorParams, changed = change(given) as Plain;
      const merged = { ...given } as Plain;
      for (const [section, values] of Object.entries(changed)) {
        merged[section] = { ...merged[section] as Plain, ...values as Plain };
      }
      return supervisor.create(merged, io);
    },
  };
}

type Publish = Readonly<Record<string, (message: Message) => void>>;

/** A node whose messages pass through a bug; `handlers` are its own once it is made. */
function tampered(
  def: NodeDef,
  tamper: (publish: Publish, io: Io, handlers: () => ErasedHandlers) => Publish,
): NodeDef {
  return {
    ...def,
    async create(params, io) {
      let own: ErasedHandlers = {};
      const publish = io.publish as unknown as Publish;
      const changed = { ...publish, ...tamper(publish, io, () => own) };
      own = await def.create(params, { ...io, publish: changed as unknown as Io["publish"] });
      return own;
    },
  };
}

const textOf = (message: Message) => (message as unknown as { data: string }).data;

const forward = { linear: { x: 0.2, y: 0, z: 0 }, angular: { x: 0, y: 0, z: 0 } };

const BLACKOUT: [bug: string, NodeDef, found: string[]][] = [
  [
    "never switches",
    mistuned(({ sensor_ranges: { primary } }) => ({
      sensor_ranges: { primary: { ...primary, max_age_ms: 1e6, min_rate_hz: 1e-3 } },
    })),
    ["switched", "switched_again", "stood", "slow", "asked"],
  ],
  [
    "switches late",
    mistuned(({ sensor_ranges: { primary } }) => ({
      sensor_ranges: { primary: { ...primary, max_age_ms: 900, min_rate_hz: 1 } },
    })),
    ["switched", "switched_again"],
  ],
  [
    "flaps back at once",
    mistuned(() => ({ processing_parameters: { return_after_s: 0 } })),
    ["returned", "returned_again", "drove_again"],
  ],
  [
    "never returns",
    mistuned(() => ({ processing_parameters: { return_after_s: 1e6 } })),
    ["returned", "returned_again", "drove_again"],
  ],
  [
    "is as fast on the backup",
    mistuned(() => ({
      processing_parameters: { degraded: { speed_factor: 1, extra_distance_m: 0 } },
    })),
    ["slow"],
  ],
  [
    "limits nothing",
    mistuned(() => ({ safety_limits: { max_speed_m_s: 9 } })),
    ["fast"],
  ],
  [
    "never drives",
    tampered(supervisor, (publish) => ({
      command: () =>
        publish.command!({ ...forward, linear: { x: 0, y: 0, z: 0 } } as unknown as Message),
    })),
    ["fast", "slow"],
  ],
  [
    "creeps on when it sees nothing",
    tampered(supervisor, (publish) => {
      let mode = "";
      return {
        mode: (message) => publish.mode!((mode = textOf(message), message)),
        command: (message) => {
          publish.command!(mode === "fallback" ? forward as unknown as Message : message);
        },
      };
    }),
    ["standing"],
  ],
];

Deno.test("lidar_blackout_backup passes with the supervisor as it is", async () => {
  assert.deepEqual(await failures("lidar_blackout_backup"), []);
});

for (const [bug, broken, found] of BLACKOUT) {
  Deno.test(`lidar_blackout_backup finds a supervisor that ${bug}`, async () => {
    const failed = await failures("lidar_blackout_backup", { supervisor: broken });
    for (const check of found) assert.ok(failed.includes(check), `${check} of ${failed}`);
  });
}

const SAFE: [bug: string, NodeDef, found: string[]][] = [
  [
    "never latches",
    tampered(supervisor, (publish, io, handlers) => ({
      mode(message) {
        publish.mode!(message);
        if (textOf(message) !== "safe") return;
        const stop = io.every(100, () => {
          stop();
          handlers().reset!({ data: "reset" } as never, io.now());
        });
      },
    })),
    ["gave_up", "asked", "told"],
  ],
  [
    "asks for ever",
    mistuned(({ processing_parameters: { recovery } }) => ({
      processing_parameters: { recovery: { ...recovery, limit: 1000 } },
    })),
    ["gave_up", "asked", "told"],
  ],
  [
    "asks for nothing and gives up",
    tampered(supervisor, () => ({ recovery: () => {} })),
    ["asked"],
  ],
  [
    "has no back-off",
    mistuned(({ processing_parameters: { recovery } }) => ({
      processing_parameters: { recovery: { ...recovery, first_ms: 20, most_ms: 20 } },
    })),
    ["gave_up"],
  ],
  [
    "drives on in the safe state",
    tampered(supervisor, (publish) => {
      let mode = "";
      return {
        mode: (message) => publish.mode!((mode = textOf(message), message)),
        command: (message) => {
          publish.command!(mode === "safe" ? forward as unknown as Message : message);
        },
      };
    }),
    ["standing"],
  ],
  [
    "falls silent in the safe state",
    tampered(supervisor, (publish) => {
      let mode = "";
      return {
        mode: (message) => publish.mode!((mode = textOf(message), message)),
        command: (message) => mode === "safe" ? undefined : publish.command!(message),
      };
    }),
    ["commands"],
  ],
];

Deno.test("safe_state passes with the supervisor as it is", async () => {
  assert.deepEqual(await failures("safe_state"), []);
});

for (const [bug, broken, found] of SAFE) {
  Deno.test(`safe_state finds a supervisor that ${bug}`, async () => {
    const failed = await failures("safe_state", { supervisor: broken });
    for (const check of found) assert.ok(failed.includes(check), `${check} of ${failed}`);
  });
}

Deno.test("a supervisor without its backup stands where it would have gone on", async () => {
  const failed = await failures(
    "lidar_blackout_backup",
    {},
    (text) => text.replace("{ include: parts/supervised.yaml }", SUPERVISED),
  );
  assert.deepEqual(
    ["switched", "switched_again", "slow"].filter((check) => !failed.includes(check)),
    [],
  );
  assert.ok(!failed.includes("standing") && !failed.includes("fast"), failed.join());
});

/** The scan of a scanner that is not there. */
const SUPERVISED = `{
    supervisor: {
      node: supervisor,
      params: { include: parts/robot.yaml },
      remap: { scan: no/such/scan, cmd_vel_raw: wheel_velocity },
    },
  }`;

interface Boxes {
  readonly header: { readonly stamp: { readonly sec: number } };
  readonly detections: readonly unknown[];
}

const GLARE: [bug: string, change: (boxes: Boxes) => Boxes, found: string[]][] = [
  [
    "stays blind after the glare",
    (boxes) => boxes.header.stamp.sec < 6 ? boxes : { ...boxes, detections: [] },
    ["found_after"],
  ],
  [
    "sees things in the glare",
    (boxes) => {
      const glare = boxes.header.stamp.sec >= 6 && boxes.header.stamp.sec < 8;
      const ghosts = boxes.detections.map((box) => ({
        ...box as object,
        bbox: { center: { position: { x: 320, y: 100 }, theta: 0 }, size_x: 60, size_y: 60 },
      }));
      return glare ? { ...boxes, detections: [...boxes.detections, ...ghosts] } : boxes;
    },
    ["right_in_glare"],
  ],
];

for (const [bug, change, found] of GLARE) {
  Deno.test(`camera_glare finds a detector that ${bug}`, async () => {
    const broken = tampered(detection, (publish) => ({
      detections: (message) =>
        publish.detections!(change(message as unknown as Boxes) as unknown as Message),
    }));
    const failed = await failures("camera_glare", { detection: broken });
    for (const check of found) assert.ok(failed.includes(check), `${check} of ${failed}`);
  });
}

Deno.test("camera_glare: without the glare more than it allows for is found", async () => {
  const clear = (text: string) =>
    text.replace("veil: 0.02", "veil: 0, spot: 0").replace("during, min: 0.2", "during, min: 0.8");
  assert.deepEqual(await failures("camera_glare", {}, clear), []);
});
