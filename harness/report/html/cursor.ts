/**
 * What a page does beyond being read: one cursor over all its charts of time. Charts are as wide as
 * each other, so that the same place is the same moment. It draws nothing that the page needs.
 */

import { BOTTOM, LEFT, RIGHT, TOP, WIDTH } from "./axes.ts";

/** Within the charts' own units, where time ends. */
const END = WIDTH - RIGHT;

/** The script, for browsers. */
export const CURSOR: string = `
"use strict";
const charts = [...document.querySelectorAll("svg.time")];
const cursors = charts.map((chart) => {
  const { height } = chart.viewBox.baseVal;
  const add = (name) => chart.appendChild(document.createElementNS(chart.namespaceURI, name));
  const line = add("path"), text = add("text");
  line.setAttribute("class", "cursor");
  text.setAttribute("class", "right");
  text.setAttribute("x", ${END});
  text.setAttribute("y", 15);
  return (at) => {
    const from = Number(chart.dataset.from), to = Number(chart.dataset.to);
    const x = ${LEFT} + (at - from) / (to - from) * ${END - LEFT};
    const inside = at >= from && at <= to;
    line.setAttribute("d", inside ? "M" + x.toFixed(1) + " ${TOP}V" + (height - ${BOTTOM}) : "");
    text.textContent = inside ? at.toFixed(2) + " s" : "";
  };
});
for (const chart of charts) {
  const move = (event) => {
    const { left, width } = chart.getBoundingClientRect();
    const x = (event.clientX - left) / width * chart.viewBox.baseVal.width;
    const from = Number(chart.dataset.from), to = Number(chart.dataset.to);
    const at = from + (x - ${LEFT}) / ${END - LEFT} * (to - from);
    for (const show of cursors) show(at);
  };
  chart.addEventListener("pointermove", move);
  chart.addEventListener("pointerleave", () => cursors.forEach((show) => show(NaN)));
}
`;
