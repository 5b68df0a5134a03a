/** `std_msgs`, `rosgraph_msgs` and `diagnostic_msgs`. */
import type { Time } from "../time.ts";

/** Stands first in every stamped message. */
export interface Header {
  /** When the data was true, not when it was sent. */
  stamp: Time;
  /** The frame that the data is expressed in. */
  frame_id: string;
}

/** `std_msgs/msg/String`. */
export interface StringMessage {
  /** The text. */
  data: string;
}

/** One dimension of a {@linkcode Float64MultiArray}. */
export interface MultiArrayDimension {
  /** What the dimension is. */
  label: string;
  /** Elements in it. */
  size: number;
  /** Elements of data that one step of the dimension before it passes over. */
  stride: number;
}

/** How the data of a {@linkcode Float64MultiArray} is laid out. */
export interface MultiArrayLayout {
  /** The dimensions, outermost first. */
  dim: MultiArrayDimension[];
  /** Elements before the first. */
  data_offset: number;
}

/** Any number of numbers. */
export interface Float64MultiArray {
  /** What they mean. */
  layout: MultiArrayLayout;
  /** The numbers. */
  data: Float64Array;
}

/** `rosgraph_msgs/msg/Clock`: simulated time. */
export interface Clock {
  /** Now. */
  clock: Time;
}

/** A line of a {@linkcode DiagnosticStatus}. */
export interface KeyValue {
  /** What was measured. */
  key: string;
  /** Its value, as text. */
  value: string;
}

/** The state of one component. */
export interface DiagnosticStatus {
  /** 0 ok, 1 warn, 2 error, 3 stale. */
  level: number;
  /** The component. */
  name: string;
  /** The state in words. */
  message: string;
  /** The hardware behind it; empty if none. */
  hardware_id: string;
  /** Details. */
  values: KeyValue[];
}

/** What stands on `/diagnostics`. */
export interface DiagnosticArray {
  /** When it was asked for; its frame is empty. */
  header: Header;
  /** One a component. */
  status: DiagnosticStatus[];
}
