import assert from "#assert";
import { repeatCommand } from "../../../harness/run/repeat.ts";

Deno.test("repeatCommand() is what a shell takes as it stands", () => {
  assert.equal(
    repeatCommand({ file: "scenarios/dock.yaml", seed: 7 }),
    "deno task sim dock --seed 7",
  );
  assert.equal(
    repeatCommand({ file: "my robots/it's.yaml", seed: -1, variant: { "a.b[0]": "x y", c: 2 } }),
    `deno task sim 'my robots/it'\\''s.yaml' --seed -1 --set 'a.b[0]=x y' --set c=2`,
  );
  assert.equal(
    repeatCommand({ file: "a.yaml", seed: 1, duration_s: 2.5 }),
    "deno task sim a.yaml --seed 1 --duration 2.5",
  );
  assert.equal(repeatCommand({ file: "log.mcap", seed: null }), "deno task sim log.mcap");
});
