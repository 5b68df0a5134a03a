/** Images to tensors, and what comes out of networks. */
export * from "./boxes.ts";
export * from "./decode.ts";
export * from "./image.ts";
export * from "./preprocess.ts";
export * from "./recognise.ts";
