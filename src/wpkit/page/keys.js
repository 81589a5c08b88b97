// The keyboard. Letters count only where nothing is typed.

import { add, cancel, edit, undo } from "./edit.js";
import { $ } from "./dom.js";
import { clearFilters } from "./filters.js";
import { show } from "./findings.js";
import { help } from "./help.js";
import { savePatch } from "./changes.js";
import { sheet, state, tell } from "./store.js";
import { check, choose, shownTasks } from "./tasks.js";

const TABS = { 1: "tasks", 2: "findings", 3: "summary", 4: "changes" };

function step(by) {
  const list = shownTasks();
  if (!list.length) return;
  const at = list.findIndex((task) => task.id === state.task);
  const next = at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(list.length - 1, Math.max(0, at + by));
  choose({ task: list[next].id, from: "keys" });
}

function stepFinding(by) {
  const all = sheet().findings.length;
  if (!all) return;
  const at = state.finding ?? (by > 0 ? -1 : all);
  show((at + by + all) % all);
}

const KEY = {
  j: () => step(1),
  k: () => step(-1),
  e: () => state.task && edit(state.task),
  x: () => state.task && check(state.task),
  a: () => add(),
  s: () => {
    if (!state.task) return;
    tell("pane", "source");
    tell("place", { task: state.task, field: state.field, scroll: true });
  },
  u: () => undo(),
  n: () => stepFinding(1),
  p: () => stepFinding(-1),
  "?": () => help(),
  "/": () => {
    tell("tab", "tasks");
    $("search").focus();
    $("search").select();
  },
};

export function onKey(event) {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    if (sheet().ops.length) savePatch();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.closest?.("input, textarea, select");
  if (event.key === "Escape") {
    if (state.editing) cancel();
    else if (typing?.id === "search") {
      clearFilters();
      typing.blur();
    }
    return;
  }
  if (typing || $("help").open) return;
  const act = KEY[event.key] ?? (TABS[event.key] ? () => tell("tab", TABS[event.key]) : null);
  if (!act) return;
  event.preventDefault();
  act();
}
