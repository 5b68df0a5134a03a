/**
 * Pages that work from a folder, with no network and no script: one file, its style within. What
 * a page holds of a run is text to it, whatever stands in it.
 */

/** A cell: text, or what is HTML already. */
export type Cell = string | { readonly html: string };

/** Text as HTML. */
export function escape(text: string): string {
  return text.toWellFormed()
    // deno-lint-ignore no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "\ufffd")
    .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** A verdict with its colour. */
export function badge(verdict: string): Cell {
  const kind = /^(pass|fail|error|skipped)$/.test(verdict) ? verdict : "skipped";
  return { html: `<b class="${kind}">${escape(verdict)}</b>` };
}

/** A link to a file in the same folder. */
export function link(file: string, text: string): string {
  return `<a href="${escape(encodeURIComponent(file))}">${escape(text)}</a>`;
}

/** A table; columns whose head begins with `>` hold numbers. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const kinds = head.map((title) => title.startsWith(">") ? ' class="number"' : "");
  const cell = (of: Cell) => typeof of === "string" ? escape(of) : of.html;
  const titles = head.map((title, i) => `<th${kinds[i]}>${escape(title.replace(/^>/, ""))}</th>`);
  const lines = rows.map((row) =>
    `<tr>${row.map((of, i) => `<td${kinds[i] ?? ""}>${cell(of)}</td>`).join("")}</tr>`
  );
  return `<div class="wide"><table><thead><tr>${titles.join("")}</tr></thead><tbody>${
    lines.join("\n")
  }</tbody></table></div>`;
}

/** A section; nothing where it would be empty. */
export function section(title: string, body: string): string {
  return body === "" ? "" : `<section><h2>${escape(title)}</h2>\n${body}\n</section>`;
}

/** Refuses every address, so that a page can't reach out whatever it holds. */
const POLICY =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

const STYLE = `
:root { color-scheme: light dark; --ink: #1f2328; --dim: #57606a; --paper: #fff; --edge: #d0d7de;
 --soft: #f6f8fa; --blue: #0969da; --red: #cf222e; --green: #1a7f37; --amber: #bc6c00 }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --dim: #9da7b1; --paper: #0d1117;
 --edge: #30363d; --soft: #161b22; --blue: #58a6ff; --red: #ff7b72; --green: #56d364;
 --amber: #e3b341 } }
body { font: 14px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper);
 max-width: 1000px; margin: 0 auto; padding: 16px 20px 60px }
h1 { font-size: 22px; margin: 8px 0 } h2 { font-size: 16px; margin: 28px 0 8px;
 border-bottom: 1px solid var(--edge); padding-bottom: 4px }
p { margin: 6px 0 } .dim { color: var(--dim) } a { color: var(--blue) }
pre { background: var(--soft); border: 1px solid var(--edge); border-radius: 6px; padding: 8px 10px;
 white-space: pre-wrap; overflow-wrap: anywhere; margin: 8px 0 }
.wide { overflow-x: auto } table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: 4px 8px; border-bottom: 1px solid var(--edge);
 vertical-align: top } th { color: var(--dim); font-weight: 600 }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
.pass { color: var(--green) } .fail, .error { color: var(--red) } .skipped { color: var(--dim) }
.causes { border-left: 4px solid var(--red); padding: 2px 12px; margin: 10px 0 }
figure { display: inline-block; margin: 0 12px 12px 0; max-width: 100% }
img { max-width: 100%; width: 460px; display: block; border: 1px solid var(--edge) }
figcaption { color: var(--dim) }
svg { display: block; width: 100%; height: auto; margin: 6px 0 } .small { width: 120px; height: 20px;
 margin: 0 } text { font: 12px system-ui, sans-serif; fill: var(--dim) }
.title { fill: var(--ink); font-weight: 600 } .right { text-anchor: end }
.middle { text-anchor: middle } svg .number, .wide svg text { white-space: pre }
.grid { stroke: var(--edge); stroke-width: 1; fill: none } .line { fill: none; stroke: var(--blue);
 stroke-width: 1.5; stroke-linejoin: round } .band { fill: var(--blue); opacity: .16 }
.truth { fill: none; stroke: var(--dim); stroke-width: 5; opacity: .45; stroke-linejoin: round }
.fault { fill: var(--amber); opacity: .16 } .bar { fill: var(--amber); opacity: .75 }
.bound { fill: none; stroke: var(--dim); stroke-dasharray: 5 4 }
.moment { fill: none; stroke: var(--red); stroke-width: 1.2 }
.mark { fill: none; stroke: var(--red); stroke-width: 2.5 }
.dot, .bad { fill: none; stroke: var(--blue); stroke-width: 3.2; stroke-linecap: round }
.bad { stroke: var(--red); stroke-width: 4.5 }
.counts { stroke: var(--blue); stroke-width: 2; fill: none }
.cursor { stroke: var(--ink); stroke-width: .8; opacity: .7 }
`;

/** A whole page; `style` comes after that of every page, `script` last. */
export function page(
  title: string,
  body: readonly string[],
  { script = "", style = "" }: { readonly script?: string; readonly style?: string } = {},
): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${STYLE}${style}</style>
</head>
<body>
${body.filter((part) => part !== "").join("\n")}
${script === "" ? "" : `<script>${script}</script>\n`}</body>
</html>
`;
}
