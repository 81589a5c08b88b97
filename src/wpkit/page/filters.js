// Search and filters: which cards are shown, and the words that were looked for marked in them.

import { deadlineWords, monthOf, ROLES } from "./chips.js";
import { $, h, icon } from "./dom.js";
import { folded, markText } from "./find.js";
import { findingsOf, sheet, state, tasks, when } from "./store.js";
import { monthWords, t } from "./words.js";

const NONE = "\u0000none";

export function filterBar() {
  const search = h("input", {
    type: "search", id: "search", placeholder: t("search"), "aria-label": t("search"), value: state.filter.words,
    oninput: typed,
  });
  // Letters appear at once; the list follows when the typing rests.
  function typed() {
    clearTimeout(typed.timer);
    typed.timer = setTimeout(() => set("words", search.value), 100);
  }
  return h(
    "div",
    { class: "filters", role: "search" },
    h("div", { class: "search-box" }, icon("search"), search),
    h(
      "details",
      { class: "more-filters", open: matchMedia("(min-width: 801px)").matches },
      h("summary", {}, t("filters")),
      h("div", { class: "selects", id: "selects" }, selects()),
    ),
    h("p", { class: "count", id: "count", "aria-live": "polite" }),
    h("button", { class: "small", type: "button", id: "clear", onclick: clearFilters }, t("clear")),
  );
}

function counted(values) {
  const counts = new Map();
  for (const of of values) for (const value of new Set(of)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

const byCount = (a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1);

/** Each filter: its options as [value, words, count], and whether a task passes. */
const FILTERS = {
  unit: {
    all: "all_units",
    options: () => [
      ...[...counted(tasks().map((task) => task.units.map((unit) => unit.canonical ?? unit.name)))].sort(byCount).map(([name, n]) => [name, name, n]),
      [NONE, t("no_unit"), tasks().filter((task) => !task.units.length).length],
    ],
    passes: (task, value) =>
      value === NONE
        ? !task.units.length
        : task.units.some((unit) => (unit.canonical ?? unit.name) === value && (!state.filter.role || unit.role === state.filter.role)),
  },
  role: {
    all: "all_roles",
    options: () => ROLES.map((role) => [role, t(role), tasks().filter((task) => task.units.some((unit) => unit.role === role)).length]),
    passes: (task, value) => task.units.some((unit) => unit.role === value),
  },
  month: {
    all: "all_months",
    options: () => [
      ...[...counted(tasks().map((task) => task.deadlines.map(monthOf).filter(Boolean)))].sort().map(([month, n]) => [month, monthWords(month), n]),
      ...["ongoing", "recurring"].map((kind) => [kind, t(kind), tasks().filter((task) => task.deadlines.some((d) => d.kind === kind)).length]),
      [NONE, t("no_deadline"), tasks().filter((task) => !task.deadlines.length).length],
    ],
    passes: (task, value) => {
      if (value === NONE) return !task.deadlines.length;
      return task.deadlines.some((deadline) => deadline.kind === value || monthOf(deadline) === value);
    },
  },
  topic: {
    all: "all_topics",
    options: () => [
      ...[...counted(tasks().map((task) => [task.category.topic].filter(Boolean)))].sort(byCount).map(([topic, n]) => [topic, topic, n]),
      [NONE, t("no_topic"), tasks().filter((task) => !task.category.topic).length],
    ],
    passes: (task, value) => (value === NONE ? !task.category.topic : task.category.topic === value),
  },
  finding: {
    all: "all_findings",
    options: () => [
      ["any", t("any_finding"), tasks().filter((task) => findingsOf(task.id).length).length],
      [NONE, t("no_finding"), tasks().filter((task) => !findingsOf(task.id).length).length],
      ...[...counted(tasks().map((task) => findingsOf(task.id).map((finding) => finding.code)))].sort().map(([code, n]) => [code, code, n]),
    ],
    passes: (task, value) => {
      const found = findingsOf(task.id);
      if (value === "any") return found.length > 0;
      return value === NONE ? !found.length : found.some((finding) => finding.code === value);
    },
  },
  state: {
    all: "all_states",
    options: () => [
      ["corrected", t("only_corrected"), tasks().filter((task) => task.corrected?.length).length],
      ["unchecked", t("only_unchecked"), tasks().filter((task) => !sheet().checked.has(task.id)).length],
      ["checked", t("only_checked"), sheet().checked.size],
      ["table", t("origin_table"), tasks().filter((task) => task.origin === "table").length],
      ["body", t("origin_body"), tasks().filter((task) => task.origin === "body").length],
    ],
    passes: (task, value) => {
      if (value === "corrected") return Boolean(task.corrected?.length);
      if (value === "table" || value === "body") return task.origin === value;
      return sheet().checked.has(task.id) === (value === "checked");
    },
  },
};

const LABELS = { unit: "units", role: "role", month: "deadlines", topic: "topic", finding: "findings", state: "state" };

function selects() {
  return Object.entries(FILTERS).map(([name, filter]) => {
    const chosen = state.filter[name];
    const options = filter.options().filter(([value, , n]) => n > 0 || value === chosen);
    const select = h(
      "select",
      { "aria-label": t(LABELS[name]), data: { filter: name }, class: chosen ? "is-set" : "", onchange: () => set(name, select.value) },
      h("option", { value: "" }, t(filter.all)),
      options.map(([value, words, n]) => h("option", { value }, `${words}  (${n})`)),
    );
    select.value = chosen;
    return select;
  });
}

/** Sets one filter and shows what passes. */
export function set(name, value) {
  state.filter[name] = value;
  sift();
}

export function clearFilters() {
  for (const name of Object.keys(state.filter)) state.filter[name] = "";
  if ($("search")) $("search").value = "";
  applyFilters();
}

const texts = new WeakMap();

/** All that a task says, folded. A task is never changed: a corrected one is another. */
function textOfTask(task) {
  if (!texts.has(task)) texts.set(task, folded(wordsOfTask(task)));
  return texts.get(task);
}

function wordsOfTask(task) {
  return (
    [
      task.number, task.title, task.content, ...task.category.path, task.category.topic,
      ...task.units.flatMap((unit) => [unit.name, unit.canonical]),
      ...task.deadlines.flatMap((deadline) => [deadline.text, deadlineWords(deadline)]),
    ].filter(Boolean).join("\n")
  );
}

/** Counts anew what can be chosen, and shows what passes. */
export function applyFilters() {
  $("selects").replaceChildren(...selects());
  sift();
}

function sift() {
  const { words, ...rest } = state.filter;
  const needles = words.split(/\s+/).map(folded).filter(Boolean);
  const set_ = Object.entries(rest).filter(([, value]) => value);
  let shown = 0;
  for (const task of tasks()) {
    const passes = set_.every(([name, value]) => FILTERS[name].passes(task, value)) && (!needles.length || holdsAll(task, needles));
    const element = $(`task-${task.id}`);
    if (element) element.hidden = !passes;
    shown += passes;
  }
  const all = tasks().length;
  const checked = sheet().checked.size;
  $("count").textContent = [
    shown || !all ? t("shown", { n: shown, all }) : t("none_shown"),
    checked ? t("progress", { n: checked, all }) : "",
  ].filter(Boolean).join(" · ");
  $("clear").hidden = !needles.length && !set_.length;
  for (const select of $("selects").children) {
    select.value = state.filter[select.dataset.filter];
    select.classList.toggle("is-set", select.value !== "");
  }
  clearTimeout(sift.timer);
  sift.timer = setTimeout(() => markFound(needles), needles.length ? 150 : 0);
}

/** Marks the words that are looked for, once nobody types any more. */
function markFound(needles) {
  const cards = needles.length ? [...document.querySelectorAll("#tasks > .item:not([hidden]) .card")] : [];
  markText("wpkit-search", cards, needles, { all: true });
}

function holdsAll(task, needles) {
  const text = textOfTask(task);
  return needles.every((needle) => text.includes(needle));
}

when("filter", applyFilters);
