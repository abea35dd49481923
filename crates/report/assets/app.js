// What the pages can do beyond plain HTML: filter the facts, narrow lists, light up evidence that stands in pieces.
// Everything from documents is set as text, never as mark-up.
"use strict";

(() => {
  const find = (selector) => document.querySelector(selector);

  // An element with attributes and children; strings become text.
  function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) if (value) made.setAttribute(name, value);
    made.append(...children.filter((child) => child !== null && child !== ""));
    return made;
  }

  const script = (text) => (/[\u0400-\u052f]/.test(text) ? "ru" : "en");
  const fold = (text) => text.toLowerCase().replaceAll("ё", "е");

  // --- Evidence: the pieces behind the first light up with it ---

  function light() {
    document.querySelectorAll(".lit").forEach((piece) => piece.classList.remove("lit"));
    const id = decodeURIComponent(location.hash.slice(1));
    if (id) document.querySelectorAll(`[data-of="${CSS.escape(id)}"]`).forEach((piece) => piece.classList.add("lit"));
    const target = id && document.getElementById(id);
    const folded = target && target.closest("details:not([open])");
    if (folded) folded.open = true;
  }
  addEventListener("hashchange", light);
  light();

  // --- Lists: narrow the rows, parts or cards of the element behind the field ---

  const PARTS = ".rows:not(.part *) > tbody > tr, .part, .card";
  for (const form of document.querySelectorAll(".narrow")) {
    const rows = [...form.nextElementSibling.querySelectorAll(PARTS)].map((row) => [row, fold(row.textContent)]);
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => {
      const words = fold(form.elements.narrow.value).split(/\s+/);
      for (const [row, text] of rows) row.hidden = !words.every((word) => text.includes(word));
    });
  }

  // --- Facts ---

  const table = find("#facts");
  const filters = find("#filters");
  if (!table || !filters) return;

  const PAGE = 100;
  const facts = [];
  let entities = [];
  let shown = PAGE;
  let drawn = false;

  // Loads data files one after another; each sets one property of the global `svodka`.
  function load(name, then) {
    const loaded = element("script", { src: `data/${name}.js` });
    loaded.addEventListener("load", () => then(globalThis.svodka[name.replaceAll("-", "_")]));
    loaded.addEventListener("error", () => { find("#shown").textContent = `data/${name}.js could not be loaded.`; });
    document.head.append(loaded);
  }

  function loadFrom(number) {
    if (number > Number(table.dataset.chunks)) return;
    load(`facts-${number}`, (chunk) => {
      facts.push(...chunk.map(prepare));
      draw();
      loadFrom(number + 1);
    });
  }

  // Adds what the filters compare.
  function prepare(fact) {
    const names = fact.w.filter(Array.isArray).map((slot) => (typeof slot[0] === "number" ? entities[slot[0]].slice(1).join(" ") : slot[0]));
    const glue = fact.w.filter((part) => typeof part === "string").join(" ");
    fact.names = fold(names.join(" "));
    fact.text = fold([fact.n, glue, fact.e ? fact.e[0] : "", fact.e ? fact.e[3] : ""].join(" ")) + " " + fact.names;
    return fact;
  }

  function wanted(filter) {
    const entity = fold(filter.entity).split(/\s+/);
    const words = fold(filter.text).split(/\s+/);
    return (fact) =>
      (!filter.relation || fact.r === filter.relation) &&
      (!filter.status || fact.s === filter.status) &&
      (!filter.language || fact.l.includes(filter.language)) &&
      (!filter.disputed || fact.x) &&
      (!filter.from || (fact.d && fact.d[2] >= filter.from)) &&
      (!filter.to || (fact.d && fact.d[1] && fact.d[1] <= filter.to)) &&
      entity.every((word) => fact.names.includes(word)) &&
      words.every((word) => fact.text.includes(word));
  }

  // The facts that the filters let through, in the order that the reader wants.
  function wantedFacts(filter) {
    const found = facts.filter(wanted(filter));
    if (filter.order !== "earliest") return found;
    const dated = (fact) => fact.d && fact.d[1];
    return [...found.filter(dated).reverse(), ...found.filter((fact) => !dated(fact))];
  }

  // What the reader has chosen; "any" is no choice.
  function choice() {
    const filter = Object.fromEntries(new FormData(filters));
    for (const name of Object.keys(filter)) if (filter[name] === "any") filter[name] = "";
    return filter;
  }

  function cell(label, ...children) {
    return element("td", { "data-label": label }, ...children);
  }

  function phrase(part) {
    if (typeof part === "string") return part;
    const [filler, hint] = part;
    if (typeof filler !== "number") return element("span", { class: "filler", lang: script(filler), title: hint }, filler);
    const [page, name] = entities[filler];
    return element("a", { href: page, lang: script(name), title: hint }, name);
  }

  function marks(fact) {
    if (!fact.a && !fact.m && !fact.x) return null;
    const tags = element("div", { class: "marks" });
    for (const name of fact.a || []) tags.append(element("span", { class: "tag" }, "says ", element("span", { lang: script(name) }, name)), " ");
    for (const note of fact.m || []) tags.append(element("span", { class: "tag" }, note), " ");
    for (const [href, title] of fact.x || []) tags.append(element("a", { class: "tag disputed", href, title }, "contradicted"), " ");
    return tags;
  }

  function evidence(fact) {
    if (!fact.e) return ["—"];
    const [text, lang, href, title] = fact.e;
    return [element("q", { class: "evidence", lang }, text), " ", element("a", { class: "source", href }, title)];
  }

  function sources(fact) {
    if (!fact.o) return [fact.c];
    const list = element("ul", { class: "plain" }, ...fact.o.map(([href, name]) => element("li", {}, element("a", { href }, name))));
    return [fact.c, element("details", {}, element("summary", {}, "list"), list)];
  }

  // The same row as the page has without scripts.
  function row(fact) {
    const date = fact.d ? [element("span", { class: "date" }, fact.d[0])] : ["—"];
    if (fact.d && fact.d[3]) date.push(element("span", { class: "tag" }, "reported"));
    return element("tr", {},
      cell("Date", ...date),
      cell("Relation", element("span", { class: "relation" }, fact.n), ...(fact.h ? [] : [" ", element("span", { class: `badge ${fact.s}` }, fact.s)])),
      cell("Fact", ...fact.w.map(phrase), marks(fact)),
      cell("Evidence", ...evidence(fact)),
      cell("Sources", ...sources(fact)));
  }

  function draw() {
    const filter = choice();
    const active = Object.values(filter).some((value) => value);
    // The page already shows the first facts: they are replaced only when a reader asks for others.
    if (!active && !drawn && shown === PAGE) return label(Math.min(PAGE, Number(table.dataset.total)), Number(table.dataset.total), false);
    drawn = true;
    const found = wantedFacts(filter);
    table.querySelector("tbody").replaceChildren(...found.slice(0, shown).map(row));
    label(Math.min(shown, found.length), found.length, active);
  }

  function label(rows, found, active) {
    const total = Number(table.dataset.total);
    const loading = facts.length < total ? `, ${facts.length} of ${total} loaded so far` : "";
    find("#shown").textContent = active
      ? `${rows} of ${found} matching ${found === 1 ? "fact" : "facts"}, out of ${total}${loading}.`
      : `${rows} of ${total} facts, latest first${loading}.`;
    find("#more").hidden = rows >= found;
    find("#save").hidden = found === 0 || facts.length < total;
  }

  // --- The facts of the table as a CSV file, as the exports write theirs ---

  function quoted(text) {
    const safe = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
    return `"${safe.replaceAll('"', '""')}"`;
  }

  function words(part) {
    if (typeof part === "string") return part;
    return typeof part[0] === "number" ? entities[part[0]][1] : part[0];
  }

  function record(fact) {
    const [text, , href, title] = fact.e || ["", "", "", ""];
    const [when, basis] = fact.d ? [fact.d[0], fact.d[3] ? "reported" : "told"] : ["", ""];
    const remarks = [...(fact.a || []).map((name) => `says ${name}`), ...(fact.m || []), ...(fact.x ? ["contradicted"] : [])];
    return [when, basis, fact.r, fact.s, fact.w.map(words).join(""), remarks.join("; "), text, title, href, fact.c];
  }

  function save() {
    const head = ["date", "date_basis", "relation", "status", "fact", "remarks", "evidence", "document", "page", "sources"];
    const lines = [head, ...wantedFacts(choice()).map(record)].map((row) => row.map(quoted).join(",") + "\r\n");
    const url = URL.createObjectURL(new Blob(["\ufeff", ...lines], { type: "text/csv" }));
    element("a", { href: url, download: "facts.csv" }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }

  function changed() {
    shown = PAGE;
    draw();
    const query = new URLSearchParams([...new FormData(filters)].filter(([, value]) => value && value !== "any"));
    try {
      history.replaceState(null, "", query.size ? `?${query}` : location.pathname);
    } catch {
      // Pages from disk may not be allowed to change their address; the filters work all the same.
    }
  }

  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = filters.elements[name];
    if (field && field.type === "checkbox") field.checked = value === field.value;
    else if (field) field.value = value;
  }
  filters.hidden = false;
  filters.addEventListener("input", changed);
  filters.addEventListener("reset", () => setTimeout(changed));
  filters.addEventListener("submit", (event) => event.preventDefault());
  find("#save").addEventListener("click", save);
  find("#more").addEventListener("click", () => { shown += PAGE; draw(); });
  load("entities", (loaded) => {
    entities = loaded;
    loadFrom(1);
  });
})();
