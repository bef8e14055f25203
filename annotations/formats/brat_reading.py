"""One `.ann` of brat's into a document, each line held against the text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from annotations.errors import FormatError
from annotations.formats.brat_lines import FRAGMENTS, TYPE, join_lines, split_lines, unescaped
from annotations.formats.documents import NOTE, PROVENANCE, Document, Link, Node
from annotations.formats.folding import from_text, to_text
from annotations.model import AttributeValue
from annotations.schema import Schema, clip

__all__ = ["Reader"]


@dataclass(slots=True)
class _Event:
    """An `E` line: the mark of its trigger, and (role, mark) of its arguments."""

    label: str
    trigger: str
    arguments: list[tuple[str, str]]
    place: str


class Reader:
    """Reads one `.ann`."""

    def __init__(self, name: str, text_name: str, text: str, schema: Schema) -> None:
        self._name = name
        self._text_name = text_name
        self._text = text
        self._nodes: dict[str, Node] = {}
        self._values: dict[str, dict[str, AttributeValue]] = {}
        self._links: dict[str, Link] = {}
        self._events: dict[str, _Event] = {}
        self._roles = {role.casefold() for role in schema.roles}

    def document(self, lines: str) -> Document:
        """Read its lines."""
        for number, line in enumerate(re.split("\r?\n", lines), 1):
            if line.strip():
                self._line(line, f"{self._name}, line {number}")
        targets = self._nodes.keys() | self._links.keys() | self._events.keys()
        for mark in self._values:
            if mark not in targets:
                raise FormatError(f"{self._name}: there is no “{clip(mark)}”, which has values")
        stem = PurePosixPath(self._text_name).stem
        nodes, links = self._told()
        return Document(
            place=self._name, name=self._text_name, text=self._text, title="" if nodes else stem, nodes=tuple(nodes),
            links=tuple(links),
        )  # fmt: skip

    def _line(self, line: str, place: str) -> None:
        mark, tab, rest = line.partition("\t")
        if not tab or not rest:
            raise FormatError(f"{place}: no line of brat’s: “{clip(line)}”")
        match mark[0]:
            case "T":
                self._span(mark, rest, place)
            case "A" | "M":
                self._attribute(rest, place)
            case "R":
                self._relation(mark, rest, place)
            case "E":
                self._event(mark, rest, place)
            case "#":
                self._comment(rest)
            case "*" | "N":
                pass  # equivalences and entries of other databases
            case _:
                raise FormatError(f"{place}: no line of brat’s begins with “{clip(mark)}”")

    def _span(self, mark: str, rest: str, place: str) -> None:
        head, tab, words = rest.partition("\t")
        found = re.fullmatch(r"(\S+) (\d{1,12} \d{1,12}(?:;\d{1,12} \d{1,12})*)", head)
        if not tab or found is None:
            raise FormatError(f"{place}: no label with its range: “{clip(head)}”", "T1<tab>quote 33 69<tab>words")
        if mark in self._nodes:
            raise FormatError(f"{place}: there is another {clip(mark)}")
        spans = []
        for part in found[2].split(";"):
            start, end = map(int, part.split())
            if not start < end <= len(self._text):
                raise FormatError(f"{place}: {start}-{end} is no range of the text, which has {len(self._text)}")
            spans.append((start, end))
        spans.sort()
        there = " ".join(self._text[start:end] for start, end in spans)
        # Some corpora write a stretch over a line end as one, with a blank for the line end.
        if words not in {there, there.replace("\r\n", "  ").replace("\n", " ")}:
            raise FormatError(f"{place}: the text there is “{clip(there)}”, not “{clip(words)}”")
        joined = join_lines(self._text, spans)
        self._nodes[mark] = Node(mark, found[1], tuple(joined), place=place)

    def _attribute(self, rest: str, place: str) -> None:
        name, _, more = rest.partition(" ")
        mark, _, value = more.partition(" ")
        if not name or not mark:
            raise FormatError(f"{place}: no value: “{clip(rest)}”")
        self._put(mark, name, from_text(value.strip()) if value.strip() else True)

    def _put(self, mark: str, name: str, value: AttributeValue) -> None:
        values = self._values.setdefault(mark, {})
        if name in values:
            before, added = (one if isinstance(one, tuple) else (to_text(one),) for one in (values[name], value))
            values[name] = (*before, *added)
        else:
            values[name] = value

    def _relation(self, mark: str, rest: str, place: str) -> None:
        found = re.fullmatch(r"(\S+) [^\s:]+:(\S+) [^\s:]+:(\S+)\s*", rest)
        if found is None:
            raise FormatError(f"{place}: no relation with two ends: “{clip(rest)}”")
        self._links[mark] = Link(found[1], found[2], found[3], place=place)

    def _event(self, mark: str, rest: str, place: str) -> None:
        parts = [part.partition(":") for part in rest.split()]
        if not parts or not all(colon and target for _, colon, target in parts):
            raise FormatError(f"{place}: no event: “{clip(rest)}”")
        arguments = [(role, target) for role, _, target in parts[1:]]
        self._events[mark] = _Event(parts[0][0], parts[0][2], arguments, place)

    def _comment(self, rest: str) -> None:
        head, _, words = rest.partition("\t")
        mark = head.split()[-1] if head.split() else ""
        name, equals, value = words.partition(" = ")
        if equals and TYPE.fullmatch(name):
            self._put(mark, name, unescaped(value) if name == NOTE else from_text(unescaped(value)))
        elif words:
            self._put(mark, NOTE, words)

    def _told(self) -> tuple[list[Node], list[Link]]:
        """Nodes and links with their values; events folded into one node each."""
        links = [self._valued_link(mark, link) for mark, link in self._links.items()]
        of_event: dict[str, str] = {}
        gone: set[str] = set()
        nodes = {mark: self._valued(node) for mark, node in self._nodes.items()}
        for mark, event in self._events.items():
            node, roles, used = self._folded(mark, event, nodes)
            of_event[mark] = node.id
            gone |= used
            # Relations go to the words of an event, or to itself.
            of_event.update(dict.fromkeys(used, node.id))
            nodes[node.id] = node
            links += [Link(f"has_{role}", node.id, filler, place=event.place) for role, filler in roles]
        self._refuse_loose(links, nodes, of_event)
        moved = [
            Link(
                link.label, of_event.get(link.source, link.source), of_event.get(link.target, link.target),
                link.note, link.provenance, link.place,
            )
            for link in links
        ]  # fmt: skip
        return [node for mark, node in nodes.items() if mark not in gone], moved

    def _folded(
        self, mark: str, event: _Event, nodes: Mapping[str, Node]
    ) -> tuple[Node, list[tuple[str, str]], set[str]]:
        """One annotation for an event, its roles, and the marks of nodes that are in it."""
        for name in (event.trigger, *(target for _, target in event.arguments)):
            if name not in nodes:
                raise FormatError(f"{event.place}: there is no “{clip(name)}”")
        contents = [target for role, target in event.arguments if _bare(role) == "content"]
        trigger = nodes[event.trigger]
        roles = [(_bare(role), target) for role, target in event.arguments if _bare(role) != "content"]
        spans = trigger.spans
        used = {event.trigger, *contents}
        if contents:
            spans = tuple(sorted({span for content in contents for span in nodes[content].spans}))
            if "cue" in self._roles and event.trigger not in contents and not any(role == "cue" for role, _ in roles):
                roles.append(("cue", event.trigger))
                used.discard(event.trigger)
        values = {**trigger.values, **self._values.get(mark, {})}
        own = {name: to_text(values.pop(name)) for name in PROVENANCE if name in values}
        provenance = {**trigger.provenance, **own}
        node = Node(f"{mark}+", event.label, spans, values, provenance, place=event.place)
        return node, roles, used - {filler for _, filler in roles}

    def _refuse_loose(self, links: list[Link], nodes: Mapping[str, Node], events: Mapping[str, str]) -> None:
        for link in links:
            for end in (link.source, link.target):
                if end not in nodes and end not in events:
                    raise FormatError(f"{link.place}: there is no “{clip(end)}”")

    def _valued(self, node: Node) -> Node:
        values = dict(self._values.get(node.id, {}))
        provenance = {name: to_text(values.pop(name)) for name in PROVENANCE if name in values}
        label = to_text(values.pop("label", node.label))
        spans = node.spans
        if (told := values.pop(FRAGMENTS, None)) is not None:
            spans = self._fragments(to_text(told), node)
        return Node(node.id, label, spans, values, provenance, place=node.place)

    def _fragments(self, told: str, node: Node) -> tuple[tuple[int, int], ...]:
        found = [re.fullmatch(r"(\d{1,12})-(\d{1,12})", part) for part in told.split(";")]
        spans = tuple((int(part[1]), int(part[2])) for part in found if part is not None)
        if len(spans) != len(found) or join_lines(self._text, split_lines(self._text, spans)) != list(node.spans):
            raise FormatError(f"{node.place}: its fragments “{clip(told)}” are not where it is")
        return spans

    def _valued_link(self, mark: str, link: Link) -> Link:
        values = dict(self._values.get(mark, {}))
        provenance = {name: to_text(values.pop(name)) for name in PROVENANCE if name in values}
        note = to_text(values.pop(NOTE, ""))
        return Link(link.label, link.source, link.target, note, provenance, link.place)


def _bare(role: str) -> str:
    """The name of an argument without the number that tells several apart, in lower case."""
    return role.rstrip("0123456789").casefold()
