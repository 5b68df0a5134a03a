/** `vision_msgs`: what was seen in an image. Pixels, x right, y down. */
import type { PoseWithCovariance } from "./geometry.ts";
import type { Header } from "./std.ts";

/** A point of an image. */
export interface Point2D {
  /** Pixels from the left edge. */
  x: number;
  /** Pixels from the upper edge. */
  y: number;
}

/** `vision_msgs/msg/Pose2D`. */
export interface Pose2D {
  /** Where. */
  position: Point2D;
  /** Radians. */
  theta: number;
}

/** A box about its centre. */
export interface BoundingBox2D {
  /** Its centre, and how it is turned. */
  center: Pose2D;
  /** Pixels. */
  size_x: number;
  /** Pixels. */
  size_y: number;
}

/** What something may be. */
export interface ObjectHypothesis {
  /** The class. */
  class_id: string;
  /** Confidence, 0 to 1. */
  score: number;
}

/** What something may be, and where in space. */
export interface ObjectHypothesisWithPose {
  /** What. */
  hypothesis: ObjectHypothesis;
  /** Where; all 0 if that is not known. */
  pose: PoseWithCovariance;
}

/** One thing in an image. */
export interface Detection2D {
  /** That of the image. */
  header: Header;
  /** What it may be, best first. */
  results: ObjectHypothesisWithPose[];
  /** Where it is. */
  bbox: BoundingBox2D;
  /** The same in other images: the same thing. Empty: not known. */
  id: string;
}

/** All that was seen in an image. */
export interface Detection2DArray {
  /** That of the image. */
  header: Header;
  /** Any number of things. */
  detections: Detection2D[];
}
