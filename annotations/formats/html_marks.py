"""The marked text of a report: runs under their labels' lines, and a sign where an annotation begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from annotations.formats.runs import Run, Stretch, runs
from annotations.html_page import escaped
from annotations.model import Annotation
from annotations.schema import Schema

__all__ = ["STYLE", "Marker", "Marks", "with_breaks"]

STYLE = """
.row { display: grid; grid-template-columns: minmax(0, 40rem) minmax(14rem, 1fr); gap: 0 2rem; align-items: start; }
.text { white-space: pre-wrap; margin: .3rem 0; line-height: 2; } .gap { white-space: normal; }
h3.text { font-size: 1.1rem; } blockquote.text { margin-left: 1.5rem; } .item { padding-left: 1.5rem; }
.code, .cells { font-family: ui-monospace, monospace; font-size: .9rem; } .caption, .byline { color: var(--quiet); }
.notes { list-style: none; margin: .3rem 0 .8rem; padding: 0; font-size: .85rem; }
.notes > li { border-left: .25rem solid var(--label); padding-left: .6rem; margin-bottom: .6rem; }
.notes dl { margin: 0; } .notes dl div { display: flow-root; } .notes dt { float: left; margin-right: .4em;
  color: var(--quiet); } .notes dt::after { content: ":"; } .notes dd { margin: 0; }
mark { color: inherit; background: none; border-bottom: .15rem solid var(--label); }
.role { border-bottom: .1rem dotted var(--label); }
.under1 { padding-bottom: .25rem; } .under2 { padding-bottom: .5rem; } .under3 { padding-bottom: .75rem; }
.sign { text-decoration: none; color: inherit; }
.sign::before { content: attr(data-sign); font-size: .65rem; font-weight: bold; vertical-align: super;
  border-bottom: .15rem solid var(--label); margin-right: .15em; }
:target { outline: .15rem solid var(--bar); outline-offset: .15rem; }
.wide th { white-space: nowrap; } .wide td { overflow-wrap: break-word; }
.l-other { --label: var(--quiet); }
@media (max-width: 48rem) { .row { grid-template-columns: minmax(0, 1fr); } .notes { margin-left: 1.5rem; } }
@media print { .row { break-inside: auto; } .notes > li { break-inside: avoid; } .text { line-height: 1.8; }
  .wide th { white-space: normal; } .wide td { overflow-wrap: anywhere; } }
"""
_MOST_UNDER = 3
_BREAKS = re.compile("([\n\t])")


def with_breaks(text: str) -> str:
    """Escape text, code point for code point, and let line ends and tabs be."""
    return "".join(part if part in {"\n", "\t"} else escaped(part) for part in _BREAKS.split(text))


class Marks:
    """The stretches of one article's annotations, and the signs of those that begin in it."""

    def __init__(self, marker: Marker, annotations: Iterable[Annotation], numbers: Mapping[str, int]) -> None:
        self._stretches: list[Stretch] = []
        self._classes: dict[str, str] = {}
        self._signs: dict[int, list[str]] = {}
        for annotation in annotations:
            number, look = numbers[annotation.id], marker.look(annotation.label)
            mark = f"a{number}"
            self._classes[mark] = look
            self._stretches += [Stretch(span.start, span.end, mark) for span in annotation.fragments]
            for role in annotation.roles:
                if role.span is not None:
                    name = f"{mark} {role.role}"
                    self._classes[name] = look
                    self._stretches.append(Stretch(role.span.start, role.span.end, name))
            if annotation.start is not None:
                said = escaped(f"{annotation.label} {number}")
                sign = escaped(f"{marker.glyph(annotation.label)}{number}")
                self._signs.setdefault(annotation.start, []).append(
                    f'<a class="sign {look}" id="r{number}" href="#{mark}" data-sign="{sign}" aria-label="{said}"></a>'
                )
        # The last is the next one that begins.
        self._stretches.sort(reverse=True)
        self._open: list[Stretch] = []

    def marked(self, text: str, start: int, end: int) -> Iterator[str]:
        """Write a range of the text, every character of it once; ranges are asked for one after the other."""
        self._open = [one for one in self._open if one.end > start]
        while self._stretches and self._stretches[-1].start < end:
            self._open.append(self._stretches.pop())
        for run in runs(start, end, self._open):
            yield from self._signs.get(run.start, ())
            yield self._run(run, text)

    def _run(self, run: Run, text: str) -> str:
        words = with_breaks(text[run.start : run.end])
        for under, one in enumerate(reversed(run.on)):
            mark, _, role = one.mark.partition(" ")
            tag = "span" if role else "mark"
            classes = f"{'role ' if role else ''}{self._classes[one.mark]}"
            classes += f" under{min(under, _MOST_UNDER)}" if under else ""
            said = f' data-role="{escaped(role)}"' if role else ""
            words = f'<{tag} class="{classes}" data-of="{mark}"{said}>{words}</{tag}>'
        return words


class Marker:
    """How the labels of a coding scheme look."""

    def __init__(self, schema: Schema) -> None:
        self._labels = {label.name: (f"l{number}", label) for number, label in enumerate(schema.labels)}

    def look(self, label: str) -> str:
        """The class of a label."""
        return self._labels[label][0] if label in self._labels else "l-other"

    def glyph(self, label: str) -> str:
        """The letter before its number."""
        return self._labels[label][1].glyph if label in self._labels else ""

    def style(self) -> str:
        """The colours of the labels, as rules; a scheme has them as #rrggbb."""
        return "".join(f".{look} {{ --label: {label.colour}; }}\n" for look, label in self._labels.values())

    def marks(self, annotations: Sequence[Annotation], numbers: Mapping[str, int]) -> Marks:
        """The marks of an article."""
        return Marks(self, annotations, numbers)
