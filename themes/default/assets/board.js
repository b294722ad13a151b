// The board of KPIs sorts and filters. It is a plain table without this.
"use strict";

for (const bar of document.querySelectorAll("[data-board]")) {
  const table = document.getElementById(bar.dataset.board);
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const status = bar.querySelector("[role=status]");
  const [find, variation, assurance, sort] = ["q", "variation", "assurance", "sort"].map((name) => bar.querySelector(`[name=${name}]`));
  const tiles = bar.querySelector("[value=tiles]");
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
    table.classList.toggle("tiles", tiles.checked);
    status.textContent = shown === rows.length ? bar.dataset.all : bar.dataset.some.replace("{n}", shown);
  };

  for (const heading of table.tHead.querySelectorAll("[data-sort]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = heading.textContent;
    button.addEventListener("click", () => {
      downward = sort.value === heading.dataset.sort && !downward;
      sort.value = heading.dataset.sort;
      show();
    });
    heading.replaceChildren(button);
  }
  bar.addEventListener("input", (event) => {
    if (event.target === sort) downward = false;
    show();
  });
  show();
}
