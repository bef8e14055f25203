"""Annotations in parts for formats that have none: each part a stretch of its own, tied to the next."""

from __future__ import annotations

from dataclasses import replace

from annotations.formats.documents import Document, Link, Node

__all__ = ["NEXT", "parted", "rejoined"]

NEXT = "next_part"
"""What ties a part to the next; a coding scheme has no relation of that name by chance."""


def parted(document: Document) -> Document:
    """Give each part a node of its own; the first has the values and the ties."""
    nodes: list[Node] = []
    links: list[Link] = []
    for node in document.nodes:
        parts = [replace(node, spans=node.spans[:1])]
        for number, span in enumerate(node.spans[1:], 2):
            part = Node(f"{node.id}#{number}", node.label, (span,), place=node.place, owner=node.id)
            links.append(Link(NEXT, parts[-1].id, part.id, place=node.place))
            parts.append(part)
        nodes += parts
    return replace(document, nodes=tuple(nodes), links=(*links, *document.links))


def rejoined(document: Document) -> Document:
    """Put the parts together again."""
    follows = {link.source: link.target for link in document.links if link.label == NEXT}
    later = set(follows.values())
    by_id = {node.id: node for node in document.nodes}
    nodes = []
    for node in document.nodes:
        if node.id in later:
            continue
        spans, at, seen = list(node.spans), node.id, {node.id}
        words = [node.words] if node.words is not None else []
        while (at := follows.get(at, "")) in by_id and at not in seen:
            seen.add(at)
            spans += by_id[at].spans
            if (more := by_id[at].words) is not None:
                words.append(more)
        whole = " ".join(words) if len(words) == len(spans) else None
        nodes.append(replace(node, spans=tuple(spans), words=whole) if len(spans) > len(node.spans) else node)
    links = tuple(link for link in document.links if link.label != NEXT)
    return replace(document, nodes=tuple(nodes), links=links)
