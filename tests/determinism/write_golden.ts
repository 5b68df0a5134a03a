/** `deno task golden [NAME…]`: writes the golden digests of all scenarios, or those named, anew. */
import { GOLDEN, type Golden, goldenNames, goldenOf } from "./golden.ts";

const names = goldenNames();
const unknown = Deno.args.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`no scenario ${unknown.join(", ")}; there are ${names.join(", ")}`);
  Deno.exit(2);
}
const before: Record<string, Golden> = JSON.parse(
  await Deno.readTextFile(GOLDEN).catch(() => "{}"),
);
const golden: Record<string, Golden> = {};
for (const name of names) {
  const asked = Deno.args.length === 0 || Deno.args.includes(name);
  golden[name] = asked || before[name] === undefined ? await goldenOf(name) : before[name];
  const same = JSON.stringify(golden[name]) === JSON.stringify(before[name]);
  console.log(`${same ? "same   " : "changed"} ${name}`);
}
await Deno.writeTextFile(GOLDEN, `${JSON.stringify(golden, null, 2)}\n`);
