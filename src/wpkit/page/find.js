// Words in the page's text, marked without touching it: ranges under the names of CSS highlights.

const supported = typeof Highlight === "function" && CSS.highlights !== undefined;

export function plain(char) {
  const folded = char.normalize("NFKC").toLowerCase();
  return folded.length === 1 ? folded : char;
}

/** A text as it is compared: half width, lower case, no white space. */
export function folded(text) {
  return [...text].filter((char) => !/\s/.test(char)).map(plain).join("");
}

/** The text of some elements as one, with each character's node and offset. */
function textOf(elements) {
  const chars = [];
  const spots = [];
  for (const element of elements) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.closest("[data-quiet]")) continue;
      for (let at = 0; at < node.data.length; at++) {
        const char = node.data[at];
        if (/\s/.test(char)) continue;
        chars.push(plain(char));
        spots.push([node, at]);
      }
    }
  }
  return { text: chars.join(""), spots };
}

/** Where the needles begin in a folded text, as [at, length]: all of them, else the first or the `last` of each. */
export function occurrences(text, needles, { all = false, last = false } = {}) {
  const found = [];
  for (const needle of needles.map(folded).filter(Boolean)) {
    let at = last ? text.lastIndexOf(needle) : text.indexOf(needle);
    for (; at >= 0; at = all ? text.indexOf(needle, at + needle.length) : -1) found.push([at, needle.length]);
  }
  return found;
}

function rangesOf(elements, needles, which) {
  const { text, spots } = textOf(elements);
  const ranges = [];
  for (const [at, length] of occurrences(text, needles, which)) {
    const range = document.createRange();
    range.setStart(...spots[at]);
    const [node, offset] = spots[at + length - 1];
    range.setEnd(node, offset + 1);
    ranges.push(range);
  }
  return ranges;
}

/** Marks the needles in these elements under a highlight's name; gives the ranges, none where nothing was found. */
export function markText(name, elements, needles, which = {}) {
  const ranges = needles.length && elements.length ? rangesOf(elements, needles, which) : [];
  if (supported) {
    if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges));
    else CSS.highlights.delete(name);
  }
  return ranges;
}
