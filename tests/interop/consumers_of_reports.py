"""What people read: parsers that others wrote find the annotations in Markdown notes and in the HTML report."""

import itertools
import re

from tests.interop.consumers import Stretch, consumer

_PLACE = re.compile(r"sentence \d+, paragraph \d+")


def _said(inline):
    """The words of an item, and what is set as code in it."""
    words = "".join(" " if part.type == "softbreak" else part.content for part in inline.children)
    return words, [part.content for part in inline.children if part.type == "code_inline"]


def _spans(ranges):
    return [tuple(map(int, part.split("-"))) for part in ranges.split(";")]


@consumer("markdown", "markdown_it", folded=True)
def markdown_it_reads_notes(path):
    from markdown_it import MarkdownIt
    from mdit_py_plugins.front_matter import front_matter_plugin

    tokens = MarkdownIt("commonmark").use(front_matter_plugin).parse(path.read_text("utf-8"))
    assert not {token.type for token in tokens} & {"html_block", "fence", "code_block", "hr", "blockquote_open"}
    found, label, words = [], "", []
    for before, token in itertools.pairwise(tokens):
        if token.type != "inline":
            continue
        assert {part.type for part in token.children} <= {"text", "code_inline", "link_open", "link_close"}
        said, code = _said(token)
        if before.type == "heading_open":
            label = said.rpartition(" (")[0] if before.tag == "h2" else ""
        elif token.level == 3:
            words = said[1:-1].split(" … ")
        elif token.level == 5 and _PLACE.match(said):
            found += [Stretch(label, *span, part) for span, part in zip(_spans(code[0]), words, strict=True)]
        elif token.level == 5 and code and (role := re.match(r"(\w+): .*?“(.*)” [\d-]+$", said)):
            found.append(Stretch(role[1], *_spans(code[0])[0], role[2]))
    return sorted(found)


@consumer("html", "html5lib")
def html5lib_reads_the_report(path):
    import html5lib

    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parse(path.read_text("utf-8"))
    assert not {element.tag for element in tree.iter()} & {"script", "link", "img", "iframe", "form"}
    found = []
    for section in tree.iter("section"):
        labels = {item.get("id"): item.find("strong").text for item in section.iter("li")}
        text, ranges = [], {}
        for element in section.iter():
            if "text" in (element.get("class") or "").split():
                _read(element, text, ranges)
        whole = "".join(text)
        for (mark, role), places in ranges.items():
            for start, end in _joined(places):
                found.append(Stretch(role or labels[mark], start, end, whole[start:end]))
    return sorted(found)


def _read(element, text, ranges):
    start = sum(map(len, text))
    text.append(element.text or "")
    for child in element:
        _read(child, text, ranges)
        text.append(child.tail or "")
    if element.get("data-of"):
        key = element.get("data-of"), element.get("data-role")
        ranges.setdefault(key, []).append((start, sum(map(len, text))))


def _joined(places):
    joined = []
    for start, end in sorted(places):
        if joined and joined[-1][1] == start:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined
