/** The right name next to a wrong one: what parameters of nodes use too. */
export { editDistance, nearest, suggestion } from "../../runtime/params/nearest.ts";
