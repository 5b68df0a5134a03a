/** Changes of a node's parameters: validated when they come, applied between callbacks. */
import type { z } from "zod";
import { PRIORITY, type Target } from "../executor.ts";
import { mergeParams, ParameterError, parseParams, type RawParams } from "../params.ts";
import type { Callback } from "./callback.ts";
import type { Group } from "./groups/group.ts";
import { Unit, type UnitNode } from "./unit.ts";

/** What came of a change, as ROS 2's `SetParametersResult` has it. */
export type SetResult = { readonly ok: true } | { readonly ok: false; readonly reason: string };

interface Change {
  readonly params: unknown;
  readonly order: number;
}

/** The parameters of one node, and the callback in the default group that applies changes. */
export class Changes extends Unit implements Target {
  /** As they apply now, parsed. */
  params: unknown;
  /** What the node registered with `io.onParams`. */
  handler: ((next: unknown) => void) | undefined;
  readonly #schema: z.ZodType;
  readonly #waiting: Change[] = [];
  #raw: RawParams;

  /** The parameters that a node starts with. @throws {ParameterError} bad ones */
  constructor(
    node: UnitNode,
    { schema, raw, group }: { schema: z.ZodType; raw: RawParams; group: Group },
  ) {
    super(node, "change of parameters", group, () => 0);
    this.#schema = schema;
    this.#raw = raw;
    this.params = parseParams(schema, raw, node.name);
  }

  /** Accepts a change, which applies as soon as the default group is free, or says why not. */
  set(next: RawParams): SetResult {
    if (this.handler === undefined) {
      return { ok: false, reason: `${this.node.name} takes no parameters while it runs` };
    }
    const raw = mergeParams(this.#raw, next);
    try {
      const params = parseParams(this.#schema, raw, this.node.name);
      this.#raw = raw;
      const { executor } = this.node;
      executor.schedule(executor.now, PRIORITY.outside, this, params);
      return { ok: true };
    } catch (error) {
      if (error instanceof ParameterError) return { ok: false, reason: error.message };
      throw error;
    }
  }

  /** Takes them at once: there is no configuration that they would apply to. */
  replace(next: RawParams): SetResult {
    const raw = mergeParams(this.#raw, next);
    try {
      this.params = parseParams(this.#schema, raw, this.node.name);
    } catch (error) {
      if (error instanceof ParameterError) return { ok: false, reason: error.message };
      throw error;
    }
    this.#raw = raw;
    return { ok: true };
  }

  fire(params: unknown): Callback | undefined {
    if (this.node.closed) return undefined;
    if (this.free) return this.invoke(params, 0);
    this.#waiting.push({ params, order: this.node.arrival() });
    return undefined;
  }

  get order(): number {
    return this.#waiting[0]?.order ?? Infinity;
  }

  start(): Callback | undefined {
    const change = this.#waiting.shift();
    return this.node.closed ? undefined : this.invoke(change?.params, 0);
  }

  protected call(params: unknown): void {
    this.handler?.(params);
    this.params = params;
  }
}
