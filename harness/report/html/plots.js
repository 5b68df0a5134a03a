// The charts of a page, made live where scripts run: a cursor with values, and zoom, over all of
// them at once. What is drawn before is left as it is where they don't.
"use strict";
(() => {
  const root = document.documentElement;
  const color = (name) => getComputedStyle(root).getPropertyValue(`--${name}`).trim();
  const powerText = (step) => step < 1e-3 ? step.toExponential() : text(step);
  const text = (value) => value == null ? "–" : String(Number(value.toPrecision(4)));
  const drawn = [...document.querySelectorAll("svg.time[data-plot]")];
  const still = [...document.querySelectorAll("svg.time:not([data-plot])")].map(cursorOf);
  const plots = [];
  /** What all of them show; undefined: the whole run. */
  let zoom;
  let busy = false;

  /** A line over a chart that stays as it is: the same place in each is the same moment. */
  function cursorOf(svg) {
    const { height } = svg.viewBox.baseVal, { left, right, top, bottom } = svg.dataset;
    const from = Number(svg.dataset.from), to = Number(svg.dataset.to);
    const line = svg.appendChild(document.createElementNS(svg.namespaceURI, "path"));
    line.setAttribute("class", "cursor");
    const x = (at) => Number(left) + (at - from) / (to - from) * (right - left);
    svg.addEventListener("pointermove", ({ clientX }) => {
      const box = svg.getBoundingClientRect();
      const place = (clientX - box.left) / box.width * svg.viewBox.baseVal.width;
      point(from + (place - left) / (right - left) * (to - from));
    });
    svg.addEventListener("pointerleave", () => point(undefined));
    return (at) => {
      const inside = at >= from && at <= to;
      line.setAttribute("d", inside ? `M${x(at).toFixed(1)} ${top}V${height - bottom}` : "");
    };
  }

  /** Shows a moment everywhere, from a chart that is no plot. */
  function point(at) {
    for (const show of still) show(at);
    for (const plot of plots) {
      const left = at === undefined ? -10 : plot.valToPos(at, "x");
      plot.setCursor({ left, top: at === undefined ? -10 : 10 }, false);
    }
  }

  function zoomTo(range) {
    if (busy) return;
    busy = true;
    zoom = range;
    for (const plot of plots) plot.setScale("x", { min: range[0], max: range[1] });
    busy = false;
  }

  /** Behind the lines: when something was wrong on purpose. Before them: bounds and the moment. */
  function marks({ faults, bounds, moment }) {
    const up = (plot, value) => plot.valToPos(value, "y", true);
    const over = (plot, at) => plot.valToPos(at, "x", true);
    const within = (plot, draw) => {
      const { ctx, bbox: { left, top, width, height } } = plot;
      ctx.save();
      ctx.beginPath();
      ctx.rect(left, top, width, height);
      ctx.clip();
      draw(ctx, { left, top, width, height });
      ctx.restore();
    };
    const line = (ctx, from, to) => {
      ctx.beginPath();
      ctx.moveTo(...from);
      ctx.lineTo(...to);
      ctx.stroke();
    };
    return {
      drawClear: [(plot) =>
        within(plot, (ctx, { top, height }) => {
          ctx.fillStyle = `${color("amber")}29`;
          for (const [from, to] of faults) {
            const x = over(plot, from);
            ctx.fillRect(x, top, Math.max(1, over(plot, to) - x), height);
          }
        })],
      draw: [(plot) =>
        within(plot, (ctx, { left, top, width, height }) => {
          ctx.lineWidth = devicePixelRatio;
          ctx.strokeStyle = color("dim");
          ctx.setLineDash([5, 4]);
          for (const bound of bounds) {
            line(ctx, [left, up(plot, bound)], [left + width, up(plot, bound)]);
          }
          if (moment === null) return;
          ctx.setLineDash([]);
          ctx.strokeStyle = color("red");
          const x = over(plot, moment);
          line(ctx, [x, top], [x, top + height]);
        })],
    };
  }

  const value = (_plot, given) => text(given);
  const lineOf = (label) => ({ label, stroke: () => color("blue"), width: 1.5, value });
  const dotsOf = (label, name, size) => {
    const paint = () => color(name);
    const points = { show: true, size, fill: paint, stroke: paint, width: 0 };
    return { label, stroke: paint, paths: () => null, points, value };
  };
  const edgeOf = (label) => ({ label, stroke: "transparent", width: 0, auto: false, value });

  /** Columns and what is drawn of them; what a claim allows is a band between two of them. */
  function seriesOf({ line, band, dots, bad, taken }) {
    const columns = [], series = [], bands = [];
    const add = (column, one) => {
      columns.push(column);
      series.push({ points: { show: false }, ...one });
    };
    if (band) {
      add(band, edgeOf("+3 σ"));
      add(band.map((one) => one === null ? null : -one), edgeOf("−3 σ"));
      bands.push({ series: [1, 2], fill: () => `${color("blue")}29` });
    }
    if (line) add(line, lineOf("value"));
    if (dots) add(dots, dotsOf(taken ? "taken" : "value", "blue", 4));
    if (bad) add(bad, dotsOf("rejected", "red", 6));
    return { columns, series, bands };
  }

  function make(svg) {
    const data = JSON.parse(svg.dataset.plot), box = document.createElement("div");
    const span = [data.from, data.to];
    const { columns, series, bands } = seriesOf(data);
    box.className = "plot";
    box.setAttribute("aria-label", data.title);
    svg.before(box);
    const whole = (plot) => plot.scales.x.min <= span[0] && plot.scales.x.max >= span[1];
    const range = (plot, low, high) => {
      if (data.log || low === null || whole(plot)) return [data.low, data.high];
      const margin = 0.1 * (high - low) || 0.1 * Math.abs(high) || 1;
      return [low - margin, high + margin];
    };
    const axis = { stroke: () => color("dim"), grid: { stroke: () => color("edge"), width: 1 } };
    const ticks = { stroke: () => color("edge"), width: 1, size: 4 };
    const powers = (_plot, _axis, low, high) => {
      const [from, to] = [Math.log10(low), Math.log10(high)].map(Math.round);
      const step = Math.ceil((to - from) / 6);
      const count = Math.floor((to - from) / step) + 1;
      return Array.from({ length: count }, (_, i) => Number(`1e${from + i * step}`));
    };
    const decades = data.log
      ? {
        splits: powers,
        filter: (_plot, steps) => steps,
        values: (_plot, steps) => steps.map(powerText),
      }
      : {};
    const seconds = (_plot, steps) => steps.map((step) => `${text(step)} s`);
    const plot = new uPlot(
      {
        title: data.title,
        width: svg.clientWidth || 800,
        height: 150,
        scales: {
          x: { time: false, range: (_plot, low, high) => [low, high] },
          y: {
            distr: data.log ? 3 : 1,
            range,
          },
        },
        axes: [{ ...axis, ticks, size: 26, values: seconds }, {
          ...axis,
          ticks,
          size: 58,
          ...decades,
        }],
        series: [
          { label: "at", value: (_plot, at) => at == null ? "–" : `${text(at)} s` },
          ...series,
        ],
        bands,
        cursor: {
          sync: { key: "run", scales: ["x", null] },
          drag: { x: true, y: false },
          bind: { dblclick: () => () => zoomTo(span) },
          points: { size: 6 },
        },
        hooks: {
          ...marks(data),
          setScale: [(own, name) => {
            if (name !== "x") return;
            const { min, max } = own.scales.x;
            box.dataset.from = min;
            box.dataset.to = max;
            zoomTo([min, max]);
          }],
          setCursor: [(own) => {
            const { left } = own.cursor;
            for (const show of still) show(left < 0 ? undefined : own.posToVal(left, "x"));
          }],
        },
      },
      [data.x, ...columns],
      box,
    );
    svg.style.display = "none";
    busy = true;
    const [min, max] = zoom ?? span;
    plot.setScale("x", { min, max });
    busy = false;
    plots.push(plot);
    new ResizeObserver(() => {
      const width = box.clientWidth;
      if (width > 0 && width !== plot.width) plot.setSize({ width, height: plot.height });
    }).observe(box);
  }

  // Only what is about to be seen is made: a page of many charts opens at once.
  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      watch.unobserve(target);
      make(target);
    }
  }, { rootMargin: "600px" });
  for (const svg of drawn) watch.observe(svg);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    for (const plot of plots) plot.redraw(false, true);
  });
  if (drawn.length > 0) {
    const hint = document.createElement("p");
    hint.className = "dim";
    hint.textContent =
      "Drag over a chart to zoom into all of them; a double click shows all again.";
    drawn[0].before(hint);
  }
})();
