// Finds the selectors of web annotations in their texts: `node find.mjs PAGES` reads a list of {text, items} from
// standard input, puts each text into a page, and prints what Apache Annotator finds there for each target.
import { createTextPositionSelectorMatcher, createTextQuoteSelectorMatcher } from "@apache-annotator/dom";
import { JSDOM } from "jsdom";
import { text as whole } from "node:stream/consumers";

const { window } = new JSDOM("<!doctype html><main></main>");
const { document } = window;
// What a browser has without a name before it.
Object.assign(globalThis, { Node: window.Node, NodeFilter: window.NodeFilter });

/** A page with an element for each line, as a browser has it; line ends are text between them. */
function page(text) {
  const main = document.querySelector("main");
  main.replaceChildren();
  text.split(/(\n)/).forEach((part) => {
    const node = document.createTextNode(part);
    if (part === "\n") main.append(node);
    else {
      const line = document.createElement("span");
      line.append(node);
      main.append(line);
    }
  });
  return main;
}

/** Code points before a place in the page. */
function offset(main, container, at) {
  const before = document.createRange();
  before.setStart(main, 0);
  before.setEnd(container, at);
  return [...before.toString()].length;
}

async function all(matches) {
  const found = [];
  for await (const match of matches) found.push(match);
  return found;
}

const place = (main, range) => [
  offset(main, range.startContainer, range.startOffset),
  offset(main, range.endContainer, range.endOffset),
];

const found = [];
for (const { text, items } of JSON.parse(await whole(process.stdin))) {
  const main = page(text);
  for (const item of items) {
    const label = item.body.find((body) => body.purpose === "tagging").value;
    for (const target of [item.target].flat()) {
      if (!target.selector) continue;
      const [position, quote] = ["TextPositionSelector", "TextQuoteSelector"].map((type) =>
        target.selector.find((selector) => selector.type === type),
      );
      const [range] = await all(createTextPositionSelectorMatcher(position)(main));
      const [start, end] = place(main, range);
      const quoted = (await all(createTextQuoteSelectorMatcher(quote)(main))).map((match) => place(main, match));
      if (!quoted.some(([from, to]) => from === start && to === end)) {
        throw new Error(`${item.id}: the words are at ${JSON.stringify(quoted)}, the position is ${start}-${end}`);
      }
      found.push([label, start, end, range.toString()]);
    }
  }
}
console.log(JSON.stringify(found));
