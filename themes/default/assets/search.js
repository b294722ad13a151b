// Search. Reads the index in search/ by classic scripts, so that it works under `default-src 'self'`, below any address and
// from a disk. docs/search.md describes the format.
(() => {
  'use strict';
  const { src, dataset } = document.currentScript;
  const root = new URL('../', src).href; // this file is assets/search.js
  const LETTERS = '-_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const STOP = /^(an|and|are|as|at|be|by|for|from|in|is|it|its|of|on|or|per|that|the|this|to|was|were|which|with)$/;
  const WORD = /[a-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u1fff\u2c00-\u2fff\u3040-\ud7ff\uf900-\uffff]+/g;
  const SMALL = 3100, BIG = 5200, BUDGET = 21500; // most bytes: a term file, a marked one, all that a query reads of them
  const TIERS = [[0, 8], [0, 3], [0, 1], [1, 1], [2, 1], [3, 4], [3, 1]]; // the lists of a term: kind, weight

  // Files: each calls shelfmark(name, data, print). Files of two prints, as when the site changes while this page is open, number
  // their documents differently: they are never read together, and nothing more is found until the page is loaded again.
  const files = {};
  let print, changed;
  window.shelfmark = (name, data, its) => {
    if (!print) print = its;
    if (print === its) files[name].resolve(data);
    else files[name].reject(changed = Object.assign(Error('the site has changed'), { stale: true }));
  };
  function load(name) {
    if (changed) return Promise.reject(changed);
    if (!files[name]) {
      const file = files[name] = {};
      file.data = new Promise((resolve, reject) => {
        const script = document.createElement('script');
        Object.assign(file, { resolve, reject });
        script.src = `${root}search/${name}.js${dataset.version ? '?v=' + dataset.version : ''}`;
        script.onload = script.onerror = () => {
          script.remove();
          reject(Error(`search/${name}.js is missing`)); // has no effect after resolve
        };
        document.head.append(script);
      });
      file.data.catch(() => delete files[name]);
    }
    return files[name].data;
  }

  // First keys of files: a capital for the letters kept of the key before (N to Z: a long file), then the rest.
  function keys(text) {
    let key = '';
    return (text.match(/[A-Z][^A-Z]*/g) || []).map((part) => {
      const mark = part.charCodeAt(0) - 65;
      key = key.slice(0, mark % 13) + part.slice(1);
      return { key, cost: mark < 13 ? SMALL : BIG };
    });
  }
  const fileOf = (list, key) => Math.max(0, list.filter((file) => file.key <= key).length - 1);

  // Packed numbers.
  const DIGITS = new Uint8Array(128);
  [...LETTERS].forEach((letter, i) => { DIGITS[letter.charCodeAt(0)] = i; });
  const digit = (text, i) => DIGITS[text.charCodeAt(i)];
  function numbers(text, at = 0) {
    const out = [];
    for (let n = 0; at < text.length; at++) {
      const d = digit(text, at);
      n = n * 32 + d % 32;
      if (d < 32) { out.push(n); n = 0; }
    }
    return out;
  }
  function fixed(text, width, count, each) { // from the second letter on
    for (let i = 0, at = 1, held = 0, have = 0; i < count; i++, held >>= width, have -= width) {
      for (; have < width; have += 6) held |= digit(text, at++) << have;
      each(i, held & (1 << width) - 1);
    }
  }
  function posting(text, count, each) {
    let doc = -1;
    if (text[0] === '.') fixed(text, 1, count, (i, bit) => bit && each(i));
    else for (const gap of numbers(text)) each(doc += gap + 1);
  }
  function column(text, count) {
    const out = [];
    if (text[0] !== '~') fixed(text, digit(text, 0), count, (i, value) => out.push(value));
    else for (let list = numbers(text, 1), at = 0, value = 0; at < list.length;) {
      const step = list[at] >> 2;
      let more = list[at++] % 4;
      if (more > 2) more += list[at++];
      value += step % 2 ? -(step + 1) / 2 : step / 2;
      for (; more >= 0; more--) out.push(value);
    }
    return out;
  }

  // Words.
  const fold = (text) => text.toLowerCase().replace(/['’]/g, '').replace(/[\u00c0-\u017f]/g, (c) => c.normalize('NFD')[0]);
  function wordsOf(query) {
    const out = new Set();
    for (const chunk of fold(query).split(/\s+/)) {
      const parts = chunk.match(WORD) || [], whole = parts.join('');
      const code = parts.length > 1 && whole.length < 13 && parts.some((part) => part.length < 2); // A&E
      for (const word of code ? [whole] : parts) if (word.length > 1) out.add(word.slice(0, 24));
    }
    return out.size > 1 ? [...out].filter((word) => !STOP.test(word)) : [...out];
  }
  const stem = (word) => word.replace(/^(.{5,})ies$|^(.{3,}[^siu])s$/, '$1$2'); // 'deaths' finds what begins with 'death'

  // The weight of each document for a word, by kind; nothing if the file has no such word.
  function match(word, text, kinds) {
    const begin = stem(word), weights = kinds.map((kind) => new Float32Array(kind.count));
    let entries = text.split(';').filter((entry) => entry.startsWith(begin)).map((entry) => entry.split('!'));
    if (entries.some(([term]) => term === begin + '*')) entries = entries.filter(([term]) => term === word || term === begin || term === begin + '*');
    for (const [term, packed] of entries) {
      const lists = packed.split(','), factor = term === word || term === begin ? 2 : 1;
      const set = (tier, doc) => {
        const [kind, weight] = TIERS[tier];
        weights[kind][doc] = Math.max(weights[kind][doc], weight * factor);
      };
      if (lists[0][0] === ':') fixed(lists.splice(0, 1, '')[0], 2, kinds[0].count, (doc, tier) => tier && set(tier - 1, doc));
      lists.forEach((list, tier) => posting(list, kinds[TIERS[tier][0]].count, (doc) => set(tier, doc)));
    }
    return entries.length && weights;
  }

  // Letters changed, added, left out or swapped from a to b, and from a to the nearest beginning of b.
  function edits(a, b) {
    let before, row = [...b, ''].map((_, j) => j);
    for (let i = 1; i <= a.length; i++) {
      const next = [i];
      for (let j = 1; j <= b.length; j++) {
        const swapped = i > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2] + 1 : 99;
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] !== b[j - 1]), swapped);
      }
      [before, row] = [row, next];
    }
    return [row[b.length], Math.min(...row)];
  }
  async function correct(word, index) {
    const most = word.length > 7 ? 2 : 1;
    let best, least = 9;
    for (const key of [word.slice(0, 2), '~' + word.slice(-2)]) {
      const groups = (await load('s/' + fileOf(index.spelling, key))).split(';').map((group) => group.split(' '));
      (groups.find((group) => group[0] === key) || []).slice(1).forEach((candidate, rank) => {
        const [whole, part] = edits(word, candidate);
        const cost = (whole <= most ? whole : part <= 1 && word.length > 4 ? part + 0.5 : 9) + rank / 1e5;
        if (cost < least) [least, best] = [cost, candidate];
      });
    }
    return best;
  }

  const open = () => load('index').then((index) => {
    if (!index.kinds[0].id) {
      index.kinds = index.kinds.map(([id, title, count, block]) => ({ id, title, count, block }));
      index.terms = keys(index.terms);
      index.spelling = keys(index.spelling);
    }
    return index;
  });

  // Documents by kind, best first. All words must match; if nothing has them all, as many as possible.
  async function search(query) {
    const index = await open(), { kinds } = index, words = wordsOf(query), notes = [], marks = [], missing = [];
    if (!words.length) return { docs: kinds.map((kind, k) => query.trim() || k ? [] : [...Array(kind.count).keys()]), marks, notes };
    const scores = kinds.map((kind) => new Float32Array(kind.count)); // 1,000 a word, and its weight by rarity
    let left = BUDGET, matched = 0;
    function plan(word) { // starts to load, if that is not too much
      const file = fileOf(index.terms, stem(word)), { cost } = index.terms[file];
      if (cost > left) return null;
      left -= cost;
      load('t/' + file).catch(() => {});
      return { word, file, cost };
    }
    async function add({ word, file, cost }) {
      const text = await load('t/' + file), weights = match(word, text, kinds);
      left += cost - text.length;
      if (!weights) return false;
      weights.forEach((weight, k) => {
        const rarity = Math.log(1 + weight.length / (1 + weight.filter(Boolean).length));
        weight.forEach((value, doc) => { if (value) scores[k][doc] += 1000 + value * rarity; });
      });
      matched++;
      return marks.push(stem(word));
    }
    let rest = words.sort((a, b) => b.length - a.length);
    for (let before = 0; rest.length !== before;) { // again while files were shorter than feared
      before = rest.length;
      const planned = rest.map(plan);
      rest = rest.filter((_, i) => !planned[i]);
      for (const one of planned) if (one && !await add(one)) missing.push(one.word);
    }
    for (const word of rest) notes.push(['unused', { word }]);
    for (const word of missing) {
      const may = word.length > 3 && !/\d/.test(word) && left >= 2 * SMALL + BIG;
      if (may) left -= 2 * SMALL;
      const better = may && await correct(word, index);
      const planned = better && plan(better);
      if (planned && await add(planned)) notes.push(['instead', { word: better }]);
      else notes.push(['missing', { word }]);
    }
    const most = Math.max(...scores.map((score) => score.reduce((a, b) => Math.max(a, Math.floor(b / 1000)), 0)), 1);
    if (most < matched) notes.push(['some']);
    const docs = scores.map((score) => [...score.keys()].filter((doc) => score[doc] >= most * 1000).sort((a, b) => score[b] - score[a] || a - b));
    return { docs, marks, notes };
  }

  async function records({ id, block }, docs) {
    const blocks = await Promise.all(docs.map((doc) => load(`${id}/${Math.floor(doc / block)}`)));
    return blocks.map((rows, i) => rows[docs[i] % block]);
  }

  // Datasets that pass every facet, and for each value how many there would be with it.
  function filter(docs, facets) {
    const counts = facets.map((facet) => facet.values.map(() => 0));
    const passed = docs.filter((doc) => {
      const failed = facets.filter(({ chosen, of }) => chosen.size && !of(doc).some((value) => chosen.has(value)));
      facets.forEach((facet, f) => {
        if (failed.every((other) => other === facet)) for (const value of facet.of(doc)) counts[f][value]++;
      });
      return !failed.length;
    });
    return [passed, counts];
  }

  // The page.
  const form = document.querySelector('form[data-search]'), { lang } = document.documentElement, plural = new Intl.PluralRules(lang);
  const say = (name, values) => form.getAttribute(`data-${name}`).replace(/{(\w+)}/g, (_, name) => values[name]); // the form has the words
  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const key in attributes) element.setAttribute(key, attributes[key]);
    element.append(...children);
    return element;
  }
  const amount = (n) => n.toLocaleString(lang);
  const counted = (n, { id }) => say(form.hasAttribute(`data-${id}-${plural.select(n)}`) ? `${id}-${plural.select(n)}` : `${id}-other`, { n: amount(n) });
  const marked = (text, marks) => text.split(/([\s_/-]+)/).map((piece) => {
    return marks.some((mark) => fold(piece).replace(/^\W+/, '').startsWith(mark)) ? make('mark', {}, piece) : piece;
  });
  const item = ([path, title, summary, note], marks) => make('li', {},
    make('h3', {}, make('a', { href: `${root}${path}index.html` }, ...marked(title, marks))),
    summary ? make('p', {}, ...marked(summary, marks)) : '', note ? make('p', { class: 'meta' }, note) : '');

  function enhance() {
    const part = (name) => document.querySelector(`[data-search-${name}]`);
    const input = form.elements.q, status = part('status'), results = part('results'), panel = part('facets'); // facets: only on the search page
    const live = make('p', { role: 'status', class: 'visually-hidden' });
    let facets = [], turn = 0, idle;
    const reloaded = (performance.getEntriesByType('navigation')[0] || {}).type === 'reload';
    form.after(live);

    async function update() {
      const mine = ++turn, query = input.value;
      try {
        if (panel || query.trim()) await answer(query, () => mine === turn);
        else show('', []);
      } catch (error) {
        if (mine !== turn) return;
        if (error.stale && !reloaded) {
          settle(); // the address keeps the query
          location.reload();
          return;
        }
        show(error.stale ? say('changed') : say('broken', { reason: error.message }), []);
      }
      if (mine !== turn) return;
      results.dataset.query = query;
      clearTimeout(idle);
      idle = setTimeout(settle, 500);
    }

    function show(said, sections) {
      const links = () => [...results.querySelectorAll('a')], at = links().indexOf(document.activeElement);
      status.textContent = said;
      results.replaceChildren(...sections);
      if (at >= 0) (links()[at] || input).focus();
    }

    async function answer(query, wanted) {
      const { kinds } = await open(), { docs, marks, notes } = await search(query), whole = docs[0].length;
      const narrowed = facets.some((facet) => facet.chosen.size), [passed, counts] = filter(docs[0], facets);
      docs.splice(0, narrowed ? 4 : 1, passed, ...(narrowed ? [[], [], []] : [])); // the other kinds have no facets
      const found = kinds.map((kind, k) => docs[k].length && counted(docs[k].length, kind)).filter(Boolean).join(', ');
      const sum = say((found ? narrowed ? 'narrowed' : 'found' : narrowed ? 'none-narrowed' : 'none'), { found, all: amount(whole) });
      const said = [...(found || narrowed || !notes.length ? [sum] : []), ...notes.map((note) => say(...note))].join(' ');
      const read = (few) => Promise.all(kinds.map((kind, k) => records(kind, docs[k].slice(0, few ? (k ? 0 : 5) : k || !panel ? 3 : 10))));
      const first = docs[0].length > 5 && wanted() ? read(true) : null, full = read(false);
      for (const reading of [first, full]) { // the first five datasets do not wait for the rest
        const shown = reading && await reading;
        if (!wanted()) return;
        if (!shown) continue;
        const sections = kinds.map((kind, k) => shown[k].length ? section(kind, docs[k], shown[k], marks) : '');
        if (!panel) sections.push(make('p', {}, make('a', { href: `${form.action}?q=${encodeURIComponent(query)}` }, say('all'))));
        show(said, sections);
      }
      facets.forEach((facet, f) => facet.boxes.forEach(({ box, label, number }, value) => {
        number.textContent = `(${amount(counts[f][value])})`;
        label.hidden = !counts[f][value] && !box.checked;
      }));
    }

    // Once typing has stopped: tell the screen reader, keep the address.
    function settle() {
      live.textContent = status.textContent;
      const words = new URLSearchParams(input.value ? { q: input.value } : {});
      for (const { key, values, chosen } of facets) for (const value of chosen) words.append(key, values[value][0]);
      try {
        if (panel) history.replaceState(null, '', `${location.pathname}${`?${words}`.replace(/^\?$/, '')}`);
      } catch (error) { /* not allowed on file:// */ }
    }

    function section(kind, docs, shown, marks) {
      const list = make('ul', { class: 'plain' }, ...shown.map((record) => item(record, marks)));
      const more = make('button', { type: 'button' }, say(`${kind.id}-more`));
      more.onclick = async () => {
        const at = list.children.length, next = await records(kind, docs.slice(at, at + 10));
        list.append(...next.map((record) => item(record, marks)));
        list.children[at].querySelector('a').focus();
        more.hidden = list.children.length === docs.length;
      };
      return make('section', { 'aria-labelledby': `search-${kind.id}` }, make('h2', { id: `search-${kind.id}` }, `${kind.title} (${amount(docs.length)})`),
        list, panel && docs.length > shown.length ? more : '');
    }

    async function build() {
      const [{ kinds }, data] = await Promise.all([open(), load('facets')]), asked = new URLSearchParams(location.search);
      facets = data.facets.map(([key, title, values], f) => {
        const stored = column(data.columns[f], kinds[0].count), list = numbers(data.sets[f] || ''), sets = [], chosen = new Set();
        for (let at = 0; at < list.length; at += list[at] + 1) sets.push(list.slice(at + 1, at + 1 + list[at]));
        const boxes = values.map(([slug, name], value) => {
          const box = make('input', { type: 'checkbox' }), number = make('span', { class: 'meta' });
          const change = () => chosen[box.checked ? 'add' : 'delete'](value);
          box.checked = asked.getAll(key).includes(slug);
          box.onchange = () => { change(); update(); };
          change();
          return { box, number, label: make('label', {}, box, ` ${name} `, number) };
        });
        const group = make('details', {}, make('summary', {}, title), make('fieldset', { 'aria-label': title }, ...boxes.map(({ label }) => label)));
        group.open = innerWidth > 768 || chosen.size;
        panel.append(group);
        return { key, values, chosen, boxes, of: (doc) => sets.length ? sets[stored[doc]] : [stored[doc]] };
      });
    }

    // Arrows move between the box and the links, Escape goes back to the box and then clears it.
    function move(event) {
      const stops = [input, ...results.querySelectorAll('a')], at = stops.indexOf(document.activeElement);
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && at >= 0 && stops[at + step]) stops[at + step].focus();
      else if (event.key !== 'Escape') return;
      else if (at) input.focus();
      else { input.value = ''; update(); }
      event.preventDefault();
    }

    input.addEventListener('input', update);
    input.addEventListener('keydown', move);
    results.addEventListener('keydown', move);
    if (panel) {
      input.value = input.value || new URLSearchParams(location.search).get('q') || '';
      form.addEventListener('submit', (event) => { event.preventDefault(); update(); });
      build().catch(() => {}).then(update);
    }
  }

  if (form) enhance();
})();
