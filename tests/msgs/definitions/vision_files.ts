/** The lines of vision_msgs 4.1's .msg files that reach the wire, comments left out. */
export const VISION_FILES: Readonly<Record<string, string>> = {
  "vision_msgs/Detection2DArray": "std_msgs/Header header\nDetection2D[] detections",
  "vision_msgs/Detection2D":
    "std_msgs/Header header\nObjectHypothesisWithPose[] results\nBoundingBox2D bbox\nstring id",
  "vision_msgs/ObjectHypothesisWithPose":
    "ObjectHypothesis hypothesis\ngeometry_msgs/PoseWithCovariance pose",
  "vision_msgs/ObjectHypothesis": "string class_id\nfloat64 score",
  "vision_msgs/BoundingBox2D": "vision_msgs/Pose2D center\nfloat64 size_x\nfloat64 size_y",
  "vision_msgs/Pose2D": "vision_msgs/Point2D position\nfloat64 theta",
  "vision_msgs/Point2D": "float64 x\nfloat64 y",
};
