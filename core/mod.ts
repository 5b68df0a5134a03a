/**
 * Algorithms that know no topics, clocks or files: numbers in, numbers out, the same on every
 * machine. Names that would collide, such as `multiply`, come as the namespaces of their files.
 *
 * @module
 */
export * from "./math/allan.ts";
export * from "./math/chi2.ts";
export * as kalman from "./math/kalman.ts";
export * as matrix from "./math/matrix.ts";
export * as quaternion from "./math/quaternion.ts";
export * from "./math/random.ts";
export * as scalar from "./math/scalar.ts";
export * as se3 from "./math/se3.ts";
export * as so3 from "./math/so3.ts";
export * from "./math/spline.ts";
export * as vec3 from "./math/vec3.ts";
export type { MutableNumbers, Numbers } from "./math/vec3.ts";
export * from "./models/gravity.ts";
export * from "./models/wheels.ts";
export * from "./models/wmm.ts";
