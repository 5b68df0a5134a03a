/** Reads a table of numbers out of a CSV, packed or not: truth and references of the real logs. */

/** Columns by name; empty cells and `nan` are NaN. */
export async function readTable(path: string): Promise<Map<string, Float64Array>> {
  const bytes = await Deno.readFile(path);
  const stream = new Blob([bytes]).stream();
  const plain = path.endsWith(".gz") ? stream.pipeThrough(new DecompressionStream("gzip")) : stream;
  const lines = (await new Response(plain).text()).trimEnd().split("\n");
  const names = lines[0]!.split(",");
  const columns = names.map(() => new Float64Array(lines.length - 1));
  for (let row = 1; row < lines.length; row++) {
    const cells = lines[row]!.split(",");
    for (let i = 0; i < names.length; i++) {
      columns[i]![row - 1] = cells[i] === "" || cells[i] === undefined ? NaN : Number(cells[i]);
    }
  }
  return new Map(names.map((name, i) => [name.trim(), columns[i]!]));
}
