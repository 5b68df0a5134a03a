/**
 * What the parsed table lacks: the part of `vision_msgs` 4 (ROS 2 Humble and later) that says what
 * was seen in an image. Facts of ros-perception/vision_msgs; tests hold the files' own text.
 */
import type { Definition, DefinitionField } from "../definitions.ts";

function one(type: string, name: string): DefinitionField {
  return { type, name, isArray: false, isComplex: type.includes("/") };
}

function many(type: string, name: string): DefinitionField {
  return { type, name, isArray: true, isComplex: true };
}

function definition(name: string, ...definitions: DefinitionField[]): [string, Definition] {
  return [name, { name, definitions }];
}

/** By short name. */
export const VISION_DEFINITIONS: Readonly<Record<string, Definition | undefined>> = Object
  .fromEntries([
    definition(
      "vision_msgs/Detection2DArray",
      one("std_msgs/Header", "header"),
      many("vision_msgs/Detection2D", "detections"),
    ),
    definition(
      "vision_msgs/Detection2D",
      one("std_msgs/Header", "header"),
      many("vision_msgs/ObjectHypothesisWithPose", "results"),
      one("vision_msgs/BoundingBox2D", "bbox"),
      one("string", "id"),
    ),
    definition(
      "vision_msgs/ObjectHypothesisWithPose",
      one("vision_msgs/ObjectHypothesis", "hypothesis"),
      one("geometry_msgs/PoseWithCovariance", "pose"),
    ),
    definition(
      "vision_msgs/ObjectHypothesis",
      one("string", "class_id"),
      one("float64", "score"),
    ),
    definition(
      "vision_msgs/BoundingBox2D",
      one("vision_msgs/Pose2D", "center"),
      one("float64", "size_x"),
      one("float64", "size_y"),
    ),
    definition(
      "vision_msgs/Pose2D",
      one("vision_msgs/Point2D", "position"),
      one("float64", "theta"),
    ),
    definition("vision_msgs/Point2D", one("float64", "x"), one("float64", "y")),
  ]);
