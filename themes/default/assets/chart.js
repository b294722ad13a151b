// A chart can be read point by point: with the pointer, or with arrow keys once it has the focus. What is said is what the
// table of the page says; without this the chart is a picture with a description.
"use strict";

for (const figure of document.querySelectorAll("figure[data-chart]")) {
  const chart = figure.querySelector("svg.chart");
  const table = document.getElementById(figure.dataset.chart);
  const rows = [...table.tBodies[0].rows].reverse().filter((row) => row.dataset.at);
  if (!chart || rows.length < 2) continue;

  const headings = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
  const points = rows.map((row) => {
    const [x, y] = row.dataset.at.split(" ").map(Number);
    const cells = [...row.cells].map((cell) => cell.textContent);
    const more = cells.slice(2).map((text, at) => text && (/\d/.test(text) ? `${headings[at + 2].toLowerCase()} ${text}` : text));
    return { x, y, text: `${cells[0]}: ${[cells[1], ...more].filter(Boolean).join(", ")}` };
  });

  const slider = document.createElement("div");
  const readout = document.createElement("p");
  slider.setAttribute("role", "slider");
  slider.setAttribute("aria-label", figure.dataset.label);
  slider.setAttribute("aria-describedby", chart.querySelector("title").id);
  slider.setAttribute("aria-valuemin", "1");
  slider.setAttribute("aria-valuemax", String(points.length));
  slider.tabIndex = 0;
  readout.className = "readout";
  readout.setAttribute("aria-hidden", "true");
  // The slider lies over the chart and not around it: what is within a slider is not read.
  const frame = document.createElement("div");
  frame.className = "reading";
  chart.replaceWith(frame);
  frame.append(chart, slider);
  frame.after(readout);

  const draw = (name, attributes) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    return node;
  };
  let at = points.length - 1;
  let mark;
  const tell = () => {
    slider.setAttribute("aria-valuenow", String(at + 1));
    slider.setAttribute("aria-valuetext", points[at].text);
  };
  const show = (wanted) => {
    at = Math.max(0, Math.min(points.length - 1, wanted));
    const { x, y, text } = points[at];
    tell();
    readout.textContent = text;
    mark?.remove();
    mark = draw("g", { class: "reader" });
    mark.append(draw("line", { x1: `${x}%`, x2: `${x}%`, y1: "0", y2: "100%" }), draw("circle", { cx: `${x}%`, cy: `${y}%`, r: "6" }));
    chart.append(mark);
  };
  const hide = () => {
    if (document.activeElement === slider) return;
    mark?.remove();
    readout.textContent = "";
  };
  const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 12, PageDown: -12, Home: -Infinity, End: Infinity };
  slider.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    show(at + step);
  });
  slider.addEventListener("pointermove", (event) => {
    const box = chart.getBoundingClientRect();
    const share = ((event.clientX - box.left) / box.width) * 100;
    let nearest = 0;
    points.forEach(({ x }, index) => {
      if (Math.abs(x - share) < Math.abs(points[nearest].x - share)) nearest = index;
    });
    show(nearest);
  });
  slider.addEventListener("pointerleave", hide);
  slider.addEventListener("focus", () => show(at));
  slider.addEventListener("blur", () => { mark?.remove(); readout.textContent = ""; });
  tell();
}
