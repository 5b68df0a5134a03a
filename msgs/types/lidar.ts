/** `sensor_msgs`: what a lidar says. */
import type { Header } from "./std.ts";

/** Where a number lies in a point. */
export interface PointField {
  /** `x`, `y`, `z`, `intensity`, `ring`, `time`, … */
  name: string;
  /** Bytes from the point's start. */
  offset: number;
  /** 1 int8, 2 uint8, 3 int16, 4 uint16, 5 int32, 6 uint32, 7 float32, 8 float64. */
  datatype: number;
  /** Numbers in it. */
  count: number;
}

/** Points of any layout. */
export interface PointCloud2 {
  /** The start of the sweep, and the frame of x, y, z. */
  header: Header;
  /** Rows; 1 of a cloud that has no order. */
  height: number;
  /** Points a row. */
  width: number;
  /** What a point holds. */
  fields: PointField[];
  /** Byte order of the data. */
  is_bigendian: boolean;
  /** Bytes of a point. */
  point_step: number;
  /** Bytes of a row. */
  row_step: number;
  /** `row_step · height` bytes. */
  data: Uint8Array;
  /** No point is NaN or infinite. */
  is_dense: boolean;
}

/** Ranges in one plane. */
export interface LaserScan {
  /** When the first ray was sent, and the frame: angles turn about its z. */
  header: Header;
  /** Of the first ray, radians. */
  angle_min: number;
  /** Of the last ray, radians. */
  angle_max: number;
  /** From ray to ray, radians. */
  angle_increment: number;
  /** From ray to ray, seconds. */
  time_increment: number;
  /** From scan to scan, seconds. */
  scan_time: number;
  /** Metres; what is nearer is no range. */
  range_min: number;
  /** Metres; what is farther is no range. */
  range_max: number;
  /** Metres. REP 117: -Infinity too near, +Infinity no return, NaN erroneous. */
  ranges: Float32Array;
  /** In the device's own scale; empty: none. */
  intensities: Float32Array;
}
