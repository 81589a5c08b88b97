// The summary tab: how many tasks each unit, month and topic has, and a timeline of the deadlines.

import { KINDS, monthOf, ROLES } from "./chips.js";
import { h, svg } from "./dom.js";
import { set, clearFilters } from "./filters.js";
import { nameOf, sheet, state, tasks, tell } from "./store.js";
import { choose } from "./tasks.js";
import { monthWords, t } from "./words.js";

const FIRST = 10;

export function summaryTab() {
  const { now, findings } = sheet();
  const units = new Set(now.tasks.flatMap((task) => task.units.map((unit) => unit.canonical ?? unit.name)));
  const deadlines = now.tasks.reduce((sum, task) => sum + task.deadlines.length, 0);
  const figures = [["n_tasks", now.tasks.length], ["n_units", units.size], ["n_deadlines", deadlines], ["n_findings", findings.length]];
  return h(
    "div",
    { class: "summary" },
    h("h3", { class: "notice-title" }, now.title ?? now.source.name),
    h("p", { class: "faint" }, [now.issuer, now.document_number, now.issued_on].filter(Boolean).join(" · ")),
    h("ul", { class: "figures" }, figures.map(([name, n]) => h("li", {}, figureWords(name, n)))),
    timeline(),
    chart("by_month", monthRows(), "month"),
    chart("by_unit", unitRows(), "unit"),
    chart("by_topic", topicRows(), "topic"),
    chart("by_role", roleRows(), "role"),
  );
}

function figureWords(name, n) {
  const [before, after] = t(name, { n: "\u0000" }).split("\u0000");
  return [before, h("strong", {}, String(n)), after];
}

function count(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

const most = (counts) => [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));

function unitRows() {
  const roles = new Map();
  for (const task of tasks()) {
    const seen = new Set();
    for (const unit of task.units) {
      const name = unit.canonical ?? unit.name;
      if (seen.has(name)) continue;
      seen.add(name);
      const parts = roles.get(name) ?? { lead: 0, responsible: 0, support: 0 };
      parts[unit.role] += 1;
      roles.set(name, parts);
    }
  }
  const rows = [...roles].map(([name, parts]) => ({ value: name, words: name, parts, n: parts.lead + parts.responsible + parts.support }));
  return rows.sort((a, b) => b.n - a.n || (a.value < b.value ? -1 : 1));
}

function monthRows() {
  const counts = count(tasks().flatMap((task) => [...new Set(task.deadlines.map(monthOf).filter(Boolean))]));
  return [...counts].sort().map(([month, n]) => ({ value: month, words: monthWords(month), n }));
}

function topicRows() {
  return most(count(tasks().map((task) => task.category.topic).filter(Boolean))).map(([value, n]) => ({ value, words: value, n }));
}

function roleRows() {
  return ROLES.map((role) => ({ value: role, words: t(role), n: tasks().filter((task) => task.units.some((unit) => unit.role === role)).length, parts: { [role]: 1 } })).filter(
    (row) => row.n,
  );
}

/** Rows of bars; each is a button that shows its tasks. */
function chart(name, rows, filter) {
  if (!rows.length) return null;
  const top = Math.max(...rows.map((row) => row.n));
  const bars = rows.map((row, at) =>
    h(
      "li",
      { hidden: at >= FIRST && filter !== "month", class: "bar-row" },
      h(
        "button",
        { type: "button", title: t("tasks_of", { name: row.words }), onclick: () => only(filter, row.value) },
        h("span", { class: "bar-name" }, row.words),
        h("span", { class: "bar-room", "aria-hidden": "true" }, bar(row, top)),
        h("span", { class: "bar-n" }, String(row.n)),
      ),
    ),
  );
  const hidden = bars.filter((one) => one.hidden);
  const more = h(
    "button",
    {
      class: "small", type: "button", "aria-expanded": "false",
      onclick: () => {
        const open = more.getAttribute("aria-expanded") === "true";
        for (const one of hidden) one.hidden = open;
        more.setAttribute("aria-expanded", String(!open));
        more.textContent = open ? t("more", { n: rows.length }) : t("less");
      },
    },
    t("more", { n: rows.length }),
  );
  return h("section", { class: "chart" }, h("h3", {}, t(name)), h("ol", {}, bars), hidden.length ? more : null);
}

function bar(row, top) {
  const parts = row.parts ?? { plain: row.n };
  const all = Object.values(parts).reduce((sum, n) => sum + n, 0) || 1;
  return Object.entries(parts)
    .filter(([, n]) => n)
    .map(([part, n]) => h("span", { class: `bar is-${part}`, vars: { "--part": `${(100 * row.n * n) / all / top}%` } }));
}

function only(filter, value) {
  clearFilters();
  set(filter, value);
  tell("tab", "tasks");
  tell("pane", "tasks");
}

// The timeline ---------------------------------------------------------------------------------------------

const DAY = 86400000;
const dayOf = (text) => Date.parse(`${text}T00:00:00Z`);
const [WIDE, HIGH_MOST, DOT] = [640, 150, 7];

function timeline() {
  const dated = tasks().flatMap((task) => task.deadlines.filter((d) => d.end).map((deadline) => ({ task, deadline })));
  const undated = KINDS.map((kind) => [kind, tasks().filter((task) => task.deadlines.some((d) => !d.end && d.kind === kind))]).filter(([, of]) => of.length);
  if (!dated.length && !undated.length) return null;
  return h(
    "section",
    { class: "chart timeline" },
    h("h3", {}, t("timeline")),
    dated.length ? drawing(dated) : null,
    undated.length
      ? h(
          "p",
          { class: "undated" },
          h("span", { class: "faint" }, t("undated")),
          undated.map(([kind, of]) =>
            h(
              "button",
              { class: "small", type: "button", onclick: () => (["ongoing", "recurring"].includes(kind) ? only("month", kind) : choose({ task: of[0].id, from: "summary" })) },
              `${t(kind)} ${of.length}`,
            ),
          ),
        )
      : null,
  );
}

function drawing(dated) {
  const [from, to] = range(dated);
  const x = (day) => 8 + ((day - from) / (to - from)) * (WIDE - 16);
  const stacks = new Map();
  const step = (WIDE - 16) / Math.max(24, Math.min(80, (to - from) / DAY / 7));
  for (const one of dated) {
    const slot = Math.round(x(dayOf(one.deadline.end)) / Math.max(step, DOT + 1));
    if (!stacks.has(slot)) stacks.set(slot, []);
    stacks.get(slot).push(one);
  }
  const tallest = Math.max(...[...stacks.values()].map((stack) => stack.length));
  const pitch = Math.min(DOT + 1.5, HIGH_MOST / tallest);
  const high = Math.max(36, tallest * pitch + 6);
  const view = svg("svg", {
    viewBox: `0 0 ${WIDE} ${high + 34}`, role: "img",
    "aria-label": t("timeline_label", { first: iso(from), last: dated.map((d) => d.deadline.end).sort().at(-1), n: dated.length }),
  });
  view.append(...axis(from, to, x, high));
  for (const stack of stacks.values()) {
    stack.sort((a, b) => (a.deadline.end < b.deadline.end ? -1 : 1));
    stack.forEach(({ task, deadline }, at) => {
      const cx = x(dayOf(deadline.end));
      const dot = svg(
        "rect",
        {
          x: cx - DOT / 2, y: high - (at + 1) * pitch, width: DOT, height: Math.max(pitch - 1.5, 0.8), rx: Math.min(2, pitch / 3),
          class: `dot is-${deadline.kind}${state.task === task.id ? " is-chosen" : ""}`,
          onclick: () => choose({ task: task.id, field: "deadlines", words: deadline.text, from: "summary" }),
        },
        svg("title", {}, `${nameOf(task)} · ${deadline.text} · ${deadline.end}`),
      );
      view.append(dot);
    });
  }
  return h("div", { class: "frame" }, view);
}

const iso = (day) => new Date(day).toISOString().slice(0, 10);

/** Whole months around all days, a whole year where they are within one. */
function range(dated) {
  const days = dated.flatMap(({ deadline }) => [deadline.end, deadline.start].filter(Boolean)).sort();
  const year = sheet().now.year;
  const within = days.filter((day) => !year || Math.abs(Number(day.slice(0, 4)) - year) <= 6);
  let [first, last] = [within[0] ?? days[0], within.at(-1) ?? days.at(-1)];
  if (year && first >= `${year}` && last <= `${year}-12-31`) [first, last] = [`${year}-01-01`, `${year}-12-31`];
  const end = new Date(dayOf(last));
  return [dayOf(`${first.slice(0, 7)}-01`), Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 1)];
}

function axis(from, to, x, high) {
  const marks = [svg("line", { x1: 0, x2: WIDE, y1: high, y2: high, class: "axis" })];
  const months = Math.round((to - from) / DAY / 30.4);
  const every = months <= 14 ? 1 : months <= 30 ? 3 : 12;
  const start = new Date(from);
  for (let n = 0; ; n++) {
    const day = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + n, 1);
    if (day > to) break;
    const month = new Date(day).getUTCMonth();
    if (n && month % every) continue;
    marks.push(svg("line", { x1: x(day), x2: x(day), y1: high, y2: high + (month ? 5 : 9), class: "axis" }));
    if (day === to) break;
    const words = every === 12 ? "" : String(month + 1);
    const next = Math.min(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + n + every, 1), to);
    marks.push(svg("text", { x: (x(day) + x(next)) / 2, y: high + 15, class: "month" }, words));
    if (!month || !n) marks.push(svg("text", { x: x(day) + 2, y: high + 29, class: "year" }, String(new Date(day).getUTCFullYear())));
  }
  const now = Date.now();
  if (now > from && now < to) {
    marks.push(svg("line", { x1: x(now), x2: x(now), y1: 2, y2: high, class: "today" }, svg("title", {}, t("today"))));
  }
  return marks;
}
