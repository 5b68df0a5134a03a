/** `sensor_msgs`: what a camera says. */
import type { Header } from "./std.ts";

/** A picture, row by row from the top. */
export interface Image {
  /** Mid-exposure of the first row, and the optical frame: x right, y down, z forward. */
  header: Header;
  /** Rows. */
  height: number;
  /** Columns. */
  width: number;
  /** What a pixel is, such as `rgb8`, `bgr8`, `mono8`, `32FC1` (metres of depth). */
  encoding: string;
  /** 0 or 1: byte order of pixels wider than a byte. */
  is_bigendian: number;
  /** Bytes from one row's start to the next one's. */
  step: number;
  /** `step · height` bytes. */
  data: Uint8Array;
}

/** A picture in a file's form. */
export interface CompressedImage {
  /** As that of an {@linkcode Image}. */
  header: Header;
  /** `jpeg` or `png`, maybe with more words. */
  format: string;
  /** The file. */
  data: Uint8Array;
}

/** The part of the sensor that a picture shows; all 0: the whole. */
export interface RegionOfInterest {
  /** Columns left of it. */
  x_offset: number;
  /** Rows above it. */
  y_offset: number;
  /** Rows. */
  height: number;
  /** Columns. */
  width: number;
  /** The picture is cut to it, and is to be rectified as such. */
  do_rectify: boolean;
}

/** How a camera's pixels follow from directions. */
export interface CameraInfo {
  /** That of the picture it belongs to. */
  header: Header;
  /** Rows of the calibration. */
  height: number;
  /** Columns of the calibration. */
  width: number;
  /** `plumb_bob` is Brown–Conrady with five numbers. */
  distortion_model: string;
  /** k1 k2 p1 p2 k3 of `plumb_bob`; empty: none. */
  d: Float64Array;
  /** fx 0 cx, 0 fy cy, 0 0 1 of the distorted picture, pixels. */
  k: Float64Array;
  /** Rectification, 3 × 3 row-major. */
  r: Float64Array;
  /** Projection of the rectified picture, 3 × 4 row-major. */
  p: Float64Array;
  /** Pixels of the sensor that are one column. 0: 1. */
  binning_x: number;
  /** Pixels of the sensor that are one row. 0: 1. */
  binning_y: number;
  /** The part that is shown. */
  roi: RegionOfInterest;
}
