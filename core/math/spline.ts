/** Curves with two continuous derivatives, for truth that a sensor may sample at any time. */
export * from "./spline/cubic.ts";
export * from "./spline/orientation.ts";
export * from "./spline/quintic.ts";
