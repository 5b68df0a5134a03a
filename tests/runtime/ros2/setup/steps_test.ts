import assert from "#assert";
import {
  exists,
  removeIfThere,
  run,
  runSteps,
  SetupError,
  type Step,
} from "../../../../runtime/ros2/setup/steps.ts";

/** Steps that write one file each; `broken` throws instead. */
function steps(folder: string, done: string[], broken?: string, inputs = "1"): Step[] {
  return ["a", "b", "c"].map((name) => ({
    name,
    about: `makes ${name}`,
    undo: `rm ${name}`,
    inputs: name === "b" ? inputs : "1",
    makes: [`${folder}/${name}`],
    run() {
      if (name === broken) throw new SetupError(`${name} broke`);
      done.push(name);
      Deno.writeTextFileSync(`${folder}/${name}`, name);
    },
  }));
}

async function inTemporary(fn: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await fn(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("runSteps goes on where it broke, and does nothing once all is done", async () => {
  await inTemporary(async (folder) => {
    const said: string[] = [];
    const options = { say: (line: string) => void said.push(line), stamps: `${folder}/stamps` };
    const done: string[] = [];
    await assert.rejects(runSteps(steps(folder, done, "b"), options), /b broke/);
    assert.deepEqual(done, ["a"]);
    await runSteps(steps(folder, done), options);
    assert.deepEqual(done, ["a", "b", "c"]);
    assert.ok(said.includes("[1/3] makes a: done already"));
    assert.ok(said.includes("[2/3] makes b (undo: rm b)"));
    said.length = 0;
    await runSteps(steps(folder, done), options);
    assert.deepEqual(done, ["a", "b", "c"]);
    assert.equal(said.length, 3);
    assert.ok(said.every((line) => line.endsWith("done already")));
  });
});

Deno.test("a step is done again with all after it when its inputs changed or its product is gone", async () => {
  await inTemporary(async (folder) => {
    const options = { say: () => {}, stamps: `${folder}/stamps` };
    const done: string[] = [];
    await runSteps(steps(folder, done), options);
    await runSteps(steps(folder, done, undefined, "2"), options);
    assert.deepEqual(done.splice(0), ["a", "b", "c", "b", "c"]);
    Deno.removeSync(`${folder}/c`);
    await runSteps(steps(folder, done, undefined, "2"), options);
    assert.deepEqual(done, ["c"]);
  });
});

Deno.test("a step that made nothing is an error, and is not taken for done", async () => {
  await inTemporary(async (folder) => {
    const step = { ...steps(folder, [])[0]!, run: () => {} };
    const options = { say: () => {}, stamps: `${folder}/stamps` };
    await assert.rejects(runSteps([step], options), /a: ran, but .*\/a is not there/);
    assert.equal(exists(`${folder}/stamps/a`), false);
  });
});

Deno.test("run gives what a program printed, or an error with its last lines", async () => {
  assert.equal(await run("sh", ["-c", "echo $X; pwd"], { cwd: "/", env: { X: "x" } }), "x\n/\n");
  await assert.rejects(run("sh", ["-c", "echo why >&2; exit 3"]), (error: Error) => {
    return error instanceof SetupError && /sh -c .* failed:\n {2}why/s.test(error.message);
  });
  await assert.rejects(run("no_such_program", []), /there is no no_such_program/);
});

Deno.test("exists and removeIfThere take what is and what is not", async () => {
  await inTemporary((folder) => {
    Deno.mkdirSync(`${folder}/x/y`, { recursive: true });
    assert.equal(exists(`${folder}/x/y`), true);
    removeIfThere(`${folder}/x`);
    removeIfThere(`${folder}/x`);
    assert.equal(exists(`${folder}/x`), false);
    return Promise.resolve();
  });
});
