/** Places in plain data, and copies with one of them changed: for tests of what takes any data. */

/** Every place in plain data. */
export function* places(
  value: unknown,
  path: (string | number)[] = [],
): Generator<(string | number)[]> {
  yield path;
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    yield* places(inner, [...path, Array.isArray(value) ? Number(key) : key]);
  }
}

/** A copy with the value at a path changed. */
export function changed(
  data: unknown,
  path: readonly (string | number)[],
  by: (old: unknown) => unknown,
) {
  const [step, ...rest] = path;
  if (step === undefined) return by(data);
  const copy = structuredClone(data) as Record<string | number, unknown>;
  copy[step] = changed(copy[step], rest, by);
  return copy;
}
