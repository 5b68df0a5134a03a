/** Point clouds: reading any layout, filtering, thinning, ground, clusters. */
export * from "./lidar/beam_rows.ts";
export * from "./clusters.ts";
export * from "./column.ts";
export * from "./coordinates.ts";
export * from "./filter.ts";
export type { FilterOptions } from "./filter/settings.ts";
export * from "./ground.ts";
export * from "./layout.ts";
export * from "./lidar/low_parts.ts";
export * from "./voxel_grid.ts";
export * from "./stream/chunks.ts";
export * from "./stream/kitti.ts";
export * from "./stream/pcd.ts";
export type { ByteStream } from "./stream/records.ts";
