// The preview adds this script to each page. It reloads the page when the portal changes, and shows the findings.
(() => {
  const script = document.currentScript;
  const base = new URL(".", script.src);
  let seen = new URL(script.src).search.slice(1);
  const memory = "shelfmark-preview:" + location.pathname;

  const remember = () => {
    const open = [...document.querySelectorAll("details")].map((details) => details.open);
    sessionStorage.setItem(memory, JSON.stringify({ x: scrollX, y: scrollY, open }));
  };
  const restore = () => {
    const kept = JSON.parse(sessionStorage.getItem(memory) || "null");
    sessionStorage.removeItem(memory);
    if (!kept) return;
    document.querySelectorAll("details").forEach((details, at) => {
      if (at in kept.open) details.open = kept.open[at];
    });
    scrollTo(kept.x, kept.y);
  };
  const reload = () => {
    remember();
    location.reload();
  };
  const restyle = (change) => {
    seen = change;
    for (const link of document.querySelectorAll('link[rel="stylesheet"]:not([data-old])')) {
      const fresh = link.cloneNode();
      link.dataset.old = "";
      const address = new URL(link.href);
      address.search = "?" + change;
      fresh.href = address.href;
      fresh.addEventListener("load", () => link.remove(), { once: true });
      link.after(fresh);
    }
  };

  let host = null;
  const show = (html) => {
    if (!html) {
      if (host) host.remove();
      host = null;
      return;
    }
    if (!host) {
      host = document.createElement("shelfmark-findings");
      const root = host.attachShadow({ mode: "open" });
      const style = document.createElement("link");
      style.rel = "stylesheet";
      style.href = new URL("overlay.css", base).href;
      root.append(style, document.createElement("div"));
      document.body.append(host);
    }
    const panel = host.shadowRoot.lastElementChild;
    panel.innerHTML = html;
    for (const button of panel.querySelectorAll("button")) button.addEventListener("click", () => show(""));
  };

  const STOPPED = '<section class="errors" role="alert"><h2>The preview has stopped; this page is not updated. Start it again with shelfmark serve.</h2><button type="button">Hide</button></section>';
  let stopping = null;
  let isStopped = false;

  // What is still to be written stands out. Only the preview shows drafts.
  const markGaps = () => {
    const walk = document.createTreeWalker(document.querySelector("main") || document.body, NodeFilter.SHOW_TEXT);
    const gaps = [];
    while (walk.nextNode()) if (/\bTODO\b/.test(walk.currentNode.data) && !walk.currentNode.parentElement.closest("svg, script, style")) gaps.push(walk.currentNode);
    for (const gap of gaps) {
      const mark = document.createElement("mark");
      gap.replaceWith(mark);
      mark.append(gap);
    }
  };
  markGaps();

  let events = null;
  const listen = () => {
    events = new EventSource(new URL("events?" + seen, base));
    events.addEventListener("open", () => {
      clearTimeout(stopping);
      stopping = null;
      if (isStopped) reload();
    });
    events.addEventListener("reload", reload);
    events.addEventListener("style", (event) => restyle(event.data));
    events.addEventListener("findings", (event) => show(JSON.parse(event.data)));
    events.addEventListener("error", () => {
      // A stopped server answers nothing, and the browser tries again and again.
      stopping = stopping || setTimeout(() => {
        isStopped = true;
        show(STOPPED);
      }, 3000);
      if (events.readyState !== EventSource.CLOSED) return;
      // The server has been restarted, and only its new pages know the new address.
      const wait = setInterval(() => {
        fetch(location.href, { method: "HEAD" }).then(() => {
          clearInterval(wait);
          reload();
        }, () => {});
      }, 1000);
    });
  };
  restore();
  if (!document.hidden) listen();
  // A browser allows six connections to a server. A hidden page uses none, and catches up when it becomes visible.
  document.addEventListener("visibilitychange", () => {
    events?.close();
    if (!document.hidden) listen();
  });
  addEventListener("pagehide", () => events?.close());
  addEventListener("pageshow", (event) => event.persisted && reload());
})();
