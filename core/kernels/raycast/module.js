// @ts-self-types="./module.d.ts"
// The compiled module, not an instance: every caster has a memory of its own. TypeScript does not
// know source phase imports yet, hence three lines of JavaScript.
import source module from "../raycast.wasm";
export default module;
