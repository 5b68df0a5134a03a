// Ray casting, and what lidar and camera make of it: see raycast/.
export { batch, free, rows, scene, tree } from "./raycast/state";
export { aim } from "./raycast/aim";
export { build } from "./raycast/build";
export { cast, occluded } from "./raycast/packet";
export { incidence, scenery, seenInto, sunlight, surfaces } from "./raycast/shade";
export { develop, pixelTables, seedDark, seedShot } from "./raycast/pixels";
