// What the page holds: the notices as read, the corrections made to each, and what is chosen at the moment.

function read(id) {
  const block = document.getElementById(id);
  return block ? JSON.parse(block.textContent) : null;
}

export const shared = read("shared") ?? { kinds: {}, topics: [] };

/** One notice: `read` as it was parsed, `now` with its corrections, `parts` the files that it was read from, `ops` the corrections in their order, `words` what
 * the tasks they speak of said when they were made, `headings` the same for sections, `unfit` those that this reading has no place for. */
export const sheets = [...document.querySelectorAll("script.notice")].map((block, index) => {
  const data = JSON.parse(block.textContent);
  return {
    index,
    read: data.notice,
    now: data.notice,
    findings: data.findings,
    parts: data.parts,
    ops: [],
    words: {},
    headings: {},
    unfit: [],
    checked: new Set(),
    saved: true,
  };
});

export const state = {
  sheet: 0,
  task: null,
  field: null,
  tab: "tasks",
  pane: "tasks",
  editing: null,
  filter: { words: "", unit: "", role: "", month: "", topic: "", finding: "", state: "" },
};

export function sheet() {
  return sheets[state.sheet];
}

export function tasks() {
  return sheet().now.tasks;
}

export function taskOf(id) {
  return tasks().find((task) => task.id === id) ?? null;
}

export function findingsOf(id) {
  return (findingsByTask().get(id) ?? []).filter((finding) => !isSettled(finding));
}

const byTask = new WeakMap();

function findingsByTask() {
  const { findings } = sheet();
  if (!byTask.has(findings)) {
    const groups = new Map();
    for (const one of findings) groups.set(one.task, [...(groups.get(one.task) ?? []), one]);
    byTask.set(findings, groups);
  }
  return byTask.get(findings);
}

/** Whether a person has set the field that a finding speaks of, or taken its task out. */
export function isSettled(finding) {
  if (!finding.task) return false;
  const task = taskOf(finding.task);
  return !task || (task.corrected ?? []).includes(shared.kinds[finding.code]?.field);
}

/** Which of the notice's files a place is in: its number in `parts`. */
export function partOf(place) {
  const at = sheet().parts.findIndex((part) => part.member === (place.member ?? ""));
  return Math.max(at, 0);
}

/** How people call a task: by its printed number, else by its id. */
export function nameOf(task) {
  return task.number || task.id;
}

const listeners = {};

/** Calls `listener` whenever `event` is told. */
export function when(event, listener) {
  (listeners[event] ??= []).push(listener);
}

export function tell(event, data) {
  for (const listener of listeners[event] ?? []) listener(data);
}

// Storage: what cannot be kept is said on the corrections tab ----------------------------------------

export const storage = { works: true };

export function keep(key, value) {
  try {
    if (value === null) localStorage.removeItem(`wpkit:${key}`);
    else localStorage.setItem(`wpkit:${key}`, JSON.stringify(value));
  } catch {
    storage.works = false;
  }
}

export function kept(key) {
  try {
    return JSON.parse(localStorage.getItem(`wpkit:${key}`) ?? "null");
  } catch {
    storage.works = false;
    return null;
  }
}
