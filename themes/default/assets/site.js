// What a page can do more than be read: badges tell the truth of today, code can be copied. Pages are complete without it.
"use strict";

// A site that stopped building still tells the truth: what was current at the build turns due, then overdue, by itself.
const words = document.currentScript.dataset;
const sign = { due: "M8 4.5V8l2.5 1.5M1.5 8a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0", overdue: "M8 1.5 15 14H1zM8 6v4M8 12v.1" };
for (const badge of document.querySelectorAll(".status[data-expected]")) {
  const days = Math.floor((Date.now() - Date.parse(badge.dataset.expected)) / 86400000);
  const word = days > 1 ? "overdue" : days >= 0 ? "due" : "";
  if (!word || badge.matches(".status-overdue, .status-behind")) continue;
  badge.className = `status status-${word}`;
  badge.lastChild.textContent = words[word];
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", sign[word]);
  badge.querySelector("svg").replaceChildren(path);
}

if (navigator.clipboard) {
  for (const snippet of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = words.copy;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(snippet.querySelector("pre").textContent);
      button.textContent = words.copied;
      setTimeout(() => { button.textContent = words.copy; }, 2000);
    });
    snippet.classList.add("copyable");
    snippet.append(button);
  }
}
