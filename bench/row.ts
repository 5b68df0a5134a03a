/** What a benchmark reports. */

/** One measured number, with the peer's of the same run where there is one. */
export interface Row {
  /** What was measured. */
  name: string;
  /** Ours. */
  value: number;
  /** Of both. */
  unit: string;
  /** Who does the same. */
  peer?: string;
  /** Theirs. */
  peerValue?: number;
  /** What ours must reach, such as `<= 4`. */
  target?: string;
  /** Worth knowing beside the number. */
  note?: string;
}

/** Called with each row as it is measured. */
export type Report = (row: Row) => void;

/** Whether a value keeps a target of the form `<= 4`, `>= 300`, `< 1`; undefined: another form. */
export function keeps(value: number, target: string | undefined): boolean | undefined {
  const found = /^([<>]=?) ?([\d.e+-]+)/.exec(target ?? "");
  if (!found) return undefined;
  const bound = Number(found[2]);
  switch (found[1]) {
    case "<":
      return value < bound;
    case "<=":
      return value <= bound;
    case ">":
      return value > bound;
    default:
      return value >= bound;
  }
}
