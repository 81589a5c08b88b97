// Places: where in the source pane something stands, and which tasks stand at a spot of it.

import { partOf, sheet } from "./store.js";

const anchors = new Map();

export function clearAnchors() {
  anchors.clear();
}

/** Remembers the element of the source pane that stands for a place in one of the files. */
export function anchor(place, element, member = "") {
  for (const key of keysOf({ ...place, member })) if (!anchors.has(key)) anchors.set(key, element);
}

/** The keys of the elements that a place covers, the closest kind of place that it states. */
function keysOf(place) {
  const file = place.member ?? "";
  if (place.table && place.row) {
    const row = `${file}/${place.sheet ?? ""}/t${place.table}/r${place.row}`;
    return [place.column ? `${row}/c${place.column}` : row];
  }
  if (place.paragraph) return numbered(`${file}/p`, place.paragraph, place.end_paragraph);
  return place.line ? numbered(`${file}/l`, place.line, place.end_line) : [];
}

function numbered(stem, first, last) {
  return Array.from({ length: (last ?? first) - first + 1 }, (_, at) => `${stem}${first + at}`);
}

/** What a place covers: elements of the source pane, or boxes on pages of a part (`box` null: the whole page). */
export function locate(place) {
  if (!place) return { elements: [], boxes: [] };
  if (sheet().parts[partOf(place)]?.kind === "pages") return { elements: [], boxes: boxesOf(place) };
  let keys = keysOf(place);
  let elements = keys.map((key) => anchors.get(key)).filter(Boolean);
  if (!elements.length && place.column) {
    keys = keysOf({ ...place, column: undefined });
    elements = keys.map((key) => anchors.get(key)).filter(Boolean);
  }
  return { elements, boxes: [] };
}

function boxesOf(place) {
  if (!place.page) return [];
  const part = partOf(place);
  return [{ part, page: place.page, box: place.box ?? null }, ...(place.continued ?? []).map((one) => ({ part, ...one }))];
}

/** The place of a task's field, or the task's own where the field has none. */
export function placeOf(task, field = null) {
  return (field && task.places?.[field]) || task.place || {};
}

/** For each element of the source pane the tasks that stand on it, in their order. */
export function tasksByElement() {
  const found = new Map();
  for (const task of sheet().now.tasks) {
    for (const element of locate(task.place).elements) {
      if (!found.has(element)) found.set(element, []);
      found.get(element).push(task.id);
    }
  }
  return found;
}

/** For each page ("part/page") the boxes of its tasks and their fields. */
export function tasksByPage() {
  const found = new Map();
  const put = (task, field, place) => {
    for (const { part, page, box } of boxesOf(place)) {
      if (!box) continue;
      const key = `${part}/${page}`;
      if (!found.has(key)) found.set(key, []);
      found.get(key).push({ task: task.id, field, box });
    }
  };
  for (const task of sheet().now.tasks) {
    put(task, null, task.place);
    for (const [field, place] of Object.entries(task.places ?? {})) put(task, field, place);
  }
  return found;
}

/** The smallest of these boxes around a point in points. */
export function boxAt(boxes, x, y) {
  let best = null;
  const size = ({ box }) => (box[2] - box[0]) * (box[3] - box[1]);
  for (const one of boxes) {
    const [left, top, right, bottom] = one.box;
    if (x >= left && x <= right && y >= top && y <= bottom && (!best || size(one) < size(best))) best = one;
  }
  return best;
}
