// What a page can do more than be read: the board sorts and filters, code can be copied. Pages are complete without it.
"use strict";

for (const form of document.querySelectorAll("form[data-board]")) {
  const table = document.getElementById(form.dataset.board);
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const status = form.querySelector("[role=status]");
  const ranks = {
    variation: ["concern_high", "concern_low", "improvement_high", "improvement_low", "neutral_high", "neutral_low", "common_cause", "none"],
    assurance: ["consistent_fail", "inconsistent", "consistent_pass", "none"],
  };
  const title = (row) => row.cells[0].querySelector("a").textContent;
  const order = {
    name: (a, b) => title(a).localeCompare(title(b)),
    variation: (a, b) => ranks.variation.indexOf(a.dataset.variation) - ranks.variation.indexOf(b.dataset.variation),
    assurance: (a, b) => ranks.assurance.indexOf(a.dataset.assurance) - ranks.assurance.indexOf(b.dataset.assurance),
  };
  let downward = false;

  const show = () => {
    const { find, variation, assurance, sort, view } = form.elements;
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const text = row.cells[0].textContent.toLowerCase();
      const fits = words.every((word) => text.includes(word)) && row.dataset.variation.startsWith(variation.value)
        && (!assurance.value || row.dataset.assurance === assurance.value);
      row.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    const sorted = sort.value ? [...rows].sort(order[sort.value]) : [...rows];
    if (downward) sorted.reverse();
    body.append(...sorted);
    for (const heading of table.tHead.rows[0].cells) {
      if (heading.dataset.sort === sort.value && sort.value) heading.setAttribute("aria-sort", downward ? "descending" : "ascending");
      else heading.removeAttribute("aria-sort");
    }
    table.classList.toggle("tiles", view.value === "tiles");
    status.textContent = shown === rows.length ? `${shown} KPIs` : `${shown} of ${rows.length} KPIs`;
  };

  for (const heading of table.tHead.querySelectorAll("[data-sort]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = heading.textContent;
    button.addEventListener("click", () => {
      const { sort } = form.elements;
      downward = sort.value === heading.dataset.sort && !downward;
      sort.value = heading.dataset.sort;
      show();
    });
    heading.replaceChildren(button);
  }
  form.addEventListener("input", (event) => {
    if (event.target.name === "sort") downward = false;
    show();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  show();
}

// A site that stopped building still tells the truth: what was current at the build turns due, then overdue, by itself.
const label = { due: "Due", overdue: "Overdue" };
const sign = { due: "M8 4.5V8l2.5 1.5M1.5 8a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0", overdue: "M8 1.5 15 14H1zM8 6v4M8 12v.1" };
for (const badge of document.querySelectorAll(".status[data-expected]")) {
  const days = Math.floor((Date.now() - Date.parse(badge.dataset.expected)) / 86400000);
  const word = days > 1 ? "overdue" : days >= 0 ? "due" : "";
  if (!word || badge.classList.contains("status-overdue")) continue;
  badge.className = `status status-${word}`;
  badge.lastChild.textContent = label[word];
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", sign[word]);
  badge.querySelector("svg").replaceChildren(path);
}

if (navigator.clipboard) {
  for (const snippet of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(snippet.querySelector("pre").textContent);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
    snippet.classList.add("copyable");
    snippet.append(button);
  }
}
