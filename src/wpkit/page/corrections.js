// Corrections: records of what a person changed, and a notice → the notice with them. Nothing here touches the page.

/** The fields of a task that can be corrected, and those of a notice. */
export const FIELDS = ["number", "title", "content", "category", "topic", "units", "deadlines", "time_mentions", "section"];
export const HEAD_FIELDS = ["title", "issuer", "document_number", "issued_on", "year"];

export function valueOf(task, field) {
  if (field === "category") return task.category.path;
  if (field === "topic") return task.category.topic;
  return task[field];
}

export function withValue(task, field, value) {
  if (field === "category") return { ...task, category: { ...task.category, path: value } };
  if (field === "topic") return { ...task, category: { ...task.category, topic: value, evidence: [] } };
  return { ...task, [field]: value };
}

/** Whether two values are equal. */
export function same(a, b) {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, at) => same(one, b[at]));
  if (a && b && typeof a === "object" && typeof b === "object" && !Array.isArray(a) && !Array.isArray(b)) {
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => same(a[key], b[key]));
  }
  return (a ?? null) === (b ?? null);
}

/** Whether two values say the same in all that both say: another reading's records may have more fields. */
export function fits(a, b) {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, at) => fits(one, b[at]));
  if (a && b && typeof a === "object" && typeof b === "object" && !Array.isArray(a) && !Array.isArray(b)) {
    return Object.keys(a).every((key) => !(key in b) || fits(a[key], b[key]));
  }
  return (a ?? null) === (b ?? null);
}

/** What a task says, in the fields that a correction may set. */
export function fieldsOf(task) {
  return Object.fromEntries(FIELDS.map((field) => [field, valueOf(task, field)]));
}

function marked(task, ...fields) {
  return { ...task, corrected: [...new Set([...(task.corrected ?? []), ...fields])] };
}

function made(id, fields, like) {
  let task = { ...like, id, time_mentions: like.time_mentions ?? [], places: like.places ?? {} };
  for (const field of FIELDS) if (field in fields) task = withValue(task, field, fields[field]);
  return task;
}

const EMPTY = {
  id: "", number: null, origin: "body", category: { path: [], topic: null, evidence: [] }, title: null, content: "",
  units: [], deadlines: [], time_mentions: [], section: null, place: {}, places: {}, corrected: [],
};

const DO = {
  edit(notice, op) {
    if (op.task === null) {
      if (!fits(notice[op.field], op.before)) return null;
      return { ...marked(notice, op.field), [op.field]: op.after };
    }
    const at = notice.tasks.findIndex((task) => task.id === op.task);
    if (at < 0 || !fits(valueOf(notice.tasks[at], op.field), op.before)) return null;
    return spliced(notice, at, 1, marked(withValue(notice.tasks[at], op.field, op.after), op.field));
  },
  split(notice, op) {
    const at = notice.tasks.findIndex((task) => task.id === op.task);
    if (at < 0 || !fits(fieldsOf(notice.tasks[at]), op.before)) return null;
    return spliced(notice, at, 1, ...op.into.map(({ id, ...fields }) => marked(made(id, fields, notice.tasks[at]), "task")));
  },
  join(notice, op) {
    const at = notice.tasks.findIndex((task) => task.id === op.tasks[0]);
    const all = notice.tasks.slice(at, at + op.tasks.length);
    if (at < 0 || !same(all.map((task) => task.id), op.tasks) || !fits(all.map(fieldsOf), op.before)) return null;
    return spliced(notice, at, all.length, marked(made(op.into.id, op.into, { ...all[0], place: placeOver(all) }), "task"));
  },
  delete(notice, op) {
    const at = notice.tasks.findIndex((task) => task.id === op.task);
    if (at < 0 || !fits(fieldsOf(notice.tasks[at]), op.before)) return null;
    return spliced(notice, at, 1);
  },
  add(notice, op) {
    const at = notice.tasks.findIndex((task) => task.id === op.after);
    if ((op.after !== null && at < 0) || notice.tasks.some((task) => task.id === op.into.id)) return null;
    const like = { ...EMPTY, origin: notice.tasks[at]?.origin ?? "body", place: op.place ?? {} };
    return spliced(notice, at + 1, 0, marked(made(op.into.id, op.into, like), "task"));
  },
};

/** The place of neighbouring tasks together, as far as it can be said as one. */
function placeOver(tasks) {
  const place = { ...tasks[0].place };
  for (const { place: next } of tasks.slice(1)) {
    if (next.member !== place.member || next.sheet !== place.sheet || next.table !== place.table) break;
    for (const unit of ["line", "paragraph", "page"]) {
      const end = next[`end_${unit}`] ?? next[unit];
      if (end && end !== place[unit]) place[`end_${unit}`] = end;
    }
    if (next.box && place.box) {
      place.continued = [...(place.continued ?? []), { page: next.page, box: next.box }, ...(next.continued ?? [])];
    }
  }
  return place;
}

function spliced(notice, at, count, ...put) {
  const tasks = [...notice.tasks];
  tasks.splice(at, count, ...put);
  return { ...notice, tasks };
}

/** The notice with one correction, or null where it does not fit. */
export function corrected(notice, op) {
  return DO[op.op](notice, op);
}

// What comes out of a file or the browser's storage may be anything ------------------------------------------

const isText = (value) => typeof value === "string";
const isTextOrNull = (value) => value === null || isText(value);
const isRecord = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const isListOf = (is) => (value) => Array.isArray(value) && value.every(is);
const isUnit = (value) => isRecord(value) && isText(value.name) && ["lead", "responsible", "support"].includes(value.role);
const isDeadline = (value) => isRecord(value) && isText(value.text) && [value.kind, value.start, value.end].every((one) => isTextOrNull(one ?? null));

const VALUES = {
  number: isTextOrNull, title: isTextOrNull, content: isText, category: isListOf(isText), topic: isTextOrNull,
  units: isListOf(isUnit), deadlines: isListOf(isDeadline), time_mentions: isListOf(isDeadline), section: isTextOrNull,
};

const isTask = (value) => isRecord(value) && isText(value.id ?? "") && FIELDS.every((field) => !(field in value) || VALUES[field](value[field]));
const isHeadValue = (value) => isTextOrNull(value) || Number.isInteger(value);

const SHAPES = {
  edit: ({ task, field, before, after }) => {
    if (task === null) return HEAD_FIELDS.includes(field) && isHeadValue(before) && isHeadValue(after);
    return isText(task) && FIELDS.includes(field) && VALUES[field](before) && VALUES[field](after);
  },
  split: ({ task, before, into }) => isText(task) && isTask(before) && isListOf(isTask)(into) && into.length > 0,
  join: ({ tasks, before, into }) => isListOf(isText)(tasks) && tasks.length > 0 && isListOf(isTask)(before) && isTask(into),
  delete: ({ task, before }) => isText(task) && isTask(before),
  add: ({ after, place, into }) => isTextOrNull(after) && isRecord(place ?? {}) && isTask(into),
};

/** Whether a value is a correction as this page makes them. */
export function isCorrection(value) {
  return isRecord(value) && Object.hasOwn(SHAPES, value.op) && SHAPES[value.op](value);
}

/** What tasks or sections said, as a patch states it: by id, texts or null. */
export function saidIn(value) {
  if (!isRecord(value)) return {};
  return Object.fromEntries(Object.entries(value).filter(([, said]) => isRecord(said) && Object.values(said).every(isTextOrNull)));
}

/** The notice with all corrections that fit, and those that do not. */
export function replay(notice, ops) {
  const unfit = [];
  for (const op of ops) {
    const next = corrected(notice, op);
    if (next) notice = next;
    else unfit.push(op);
  }
  return { now: notice, unfit };
}

/** The list with a correction more: edits of the same field that follow each other become one. */
export function recorded(ops, op) {
  if (op.op !== "edit") return [...ops, op];
  for (let at = ops.length - 1; at >= 0; at--) {
    const before = ops[at];
    if (before.op === "edit" && before.task === op.task && before.field === op.field) {
      const merged = { ...before, after: op.after };
      return same(merged.before, merged.after) ? ops.toSpliced?.(at, 1) ?? ops.filter((_, i) => i !== at) : ops.map((o, i) => (i === at ? merged : o));
    }
    if (before.op !== "edit") break;
  }
  return [...ops, op];
}

/** The ids that a correction speaks of. */
export function about(op) {
  return op.tasks ?? [op.op === "add" ? op.after : op.task].filter((id) => id);
}

/** An id that no task bears and no correction has given. */
export function freeId(notice, ops, stem) {
  const used = new Set(notice.tasks.map((task) => task.id));
  for (const op of ops) for (const one of [op.into ?? []].flat()) used.add(one.id);
  let n = 1;
  while (used.has(`${stem}${n}`)) n++;
  return `${stem}${n}`;
}

/** Two texts as one: a blank only between two Latin words. */
export function joinedText(first, second) {
  const [a, b] = [first.trimEnd(), second.trimStart()];
  return /[A-Za-z]$/.test(a) && /^[A-Za-z]/.test(b) ? `${a} ${b}` : a + b;
}

/** What two neighbouring tasks say as one task. */
export function joinedFields(a, b) {
  const [x, y] = [fieldsOf(a), fieldsOf(b)];
  const both = (list, other) => [...list, ...other.filter((one) => !list.some((had) => same(had, one)))];
  return {
    ...x,
    title: x.title && y.title && x.title !== y.title ? joinedText(x.title, y.title) : x.title ?? y.title,
    content: joinedText(x.content, y.content),
    topic: x.topic ?? y.topic,
    units: both(x.units, y.units),
    deadlines: both(x.deadlines, y.deadlines),
    time_mentions: both(x.time_mentions, y.time_mentions),
  };
}

export const PATCH = "1";

/** The patch file of some notices' corrections. */
export function patchOf(sheets) {
  const notices = sheets.filter((one) => one.ops.length).map((one) => ({
    source: { name: one.read.source.name, sha256: one.read.source.sha256 },
    title: one.read.title,
    tasks: one.words,
    sections: one.headings,
    corrections: one.ops,
  }));
  return { wpkit_patch: PATCH, notices };
}
