// Words in the page's text, marked without touching it: ranges under the names of CSS highlights.

const supported = typeof Highlight === "function" && CSS.highlights !== undefined;

function plain(char) {
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

function rangesOf(elements, needles, all) {
  const { text, spots } = textOf(elements);
  const ranges = [];
  for (const needle of needles.map(folded).filter(Boolean)) {
    for (let at = text.indexOf(needle); at >= 0; at = all ? text.indexOf(needle, at + needle.length) : -1) {
      const range = document.createRange();
      range.setStart(...spots[at]);
      const [node, offset] = spots[at + needle.length - 1];
      range.setEnd(node, offset + 1);
      ranges.push(range);
    }
  }
  return ranges;
}

/** Marks the needles in these elements under a highlight's name; gives the ranges, none where nothing was found. */
export function markText(name, elements, needles, { all = false } = {}) {
  const ranges = needles.length && elements.length ? rangesOf(elements, needles, all) : [];
  if (supported) {
    if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges));
    else CSS.highlights.delete(name);
  }
  return ranges;
}
