/** Images to tensors, and what comes out of networks. */
export * from "./image.ts";
export * from "./preprocess.ts";
