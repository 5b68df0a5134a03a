/**
 * Algorithms that know no topics, clocks or files: numbers in, numbers out, the same on every
 * machine. Names that would collide, such as `multiply`, come as the namespaces of their files.
 *
 * @module
 */
/** What is kept by message stamp. */
export * from "./cache.ts";
/** Point clouds: reading any layout, filtering, thinning, ground, clusters. */
export * as cloud from "./cloud/mod.ts";
/** Judging estimates: pose errors, alignment, orientation error, consistency. */
export * as evaluation from "./evaluation/mod.ts";
export * from "./math/allan.ts";
export * from "./math/chi2.ts";
/** The update of a Kalman filter. */
export * as kalman from "./math/kalman.ts";
export * from "./math/low_pass.ts";
/** Small dense matrices. */
export * as matrix from "./math/matrix.ts";
/** Unit quaternions, w x y z. */
export * as quaternion from "./math/quaternion.ts";
export * from "./math/random.ts";
/** `sin`, `exp`, `pow` and their kin with the same bits everywhere. */
export * as scalar from "./math/scalar.ts";
/** Rigid transforms. */
export * as se3 from "./math/se3.ts";
/** The Jacobians of rotation vectors. */
export * as so3 from "./math/so3.ts";
export * from "./math/spline.ts";
/** 3-vectors. */
export * as vec3 from "./math/vec3.ts";
export type { MutableNumbers, Numbers } from "./math/vec3.ts";
export * from "./models/gravity.ts";
export * from "./models/wheels.ts";
export * from "./models/wmm.ts";
/** Living with faults: classes of error, back-off, health of inputs, speeds that are safe. */
export * as resilience from "./resilience/mod.ts";
/** Images to tensors, and what comes out of networks. */
export * as vision from "./vision/mod.ts";
