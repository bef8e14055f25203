"""What a program keeps of a document without showing it: values, notes and provenance of a file that comes back.

Such programs give ids of their own, so that an annotation is found again by its range and label, and a tie by its ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from annotations.formats.base import ArticleRecord, Job
from annotations.formats.documents import Link, Node
from annotations.formats.json_documents import Piece, kept_provenance, kept_values

__all__ = ["Kept", "count_hidden", "hidden_of", "key_of", "linked", "valued"]


def count_hidden(record: ArticleRecord, job: Job, program: str, part: str) -> None:
    """Count what of an article is on no words, leads to another article, or is kept where the program does not show it.

    `part` is what the program calls a stretch, with its article (“an entity”).
    """
    losses = job.losses
    losses.see("annotations", len(record.annotations))
    losses.see("relations", len(record.relations))
    ids = {annotation.id for annotation in record.annotations if annotation.fragments}
    for annotation in record.annotations:
        where = f"annotation {annotation.id}"
        if not annotation.fragments:
            losses.lose("annotations", "left out: on no words", where)
        elif annotation.attributes or annotation.note or annotation.unsure:
            losses.lose("annotations", f"there without values and notes, which {program} does not show", where)
        if len(annotation.fragments) > 1:
            losses.lose("annotations", f"there in parts, each {part} of its own", where)
    for relation in record.relations:
        if not {relation.source, relation.target} <= ids:
            losses.lose("relations", "left out: to another article", f"relation {relation.id}")


def key_of(node: Node) -> str:
    """What a node of one part is found again by."""
    start, end = node.spans[0]
    return f"{start}-{end} {node.label}"


def hidden_of(nodes: Iterable[Node], links: Iterable[Link], keys: Mapping[str, str]) -> dict[str, object]:
    """What is kept of nodes and of the links between them, each under its key in the order of the file."""
    entities: dict[str, list[object]] = {}
    for node in nodes:
        if node.values or node.provenance or not node.owner:
            entities.setdefault(keys[node.id], []).append({"values": node.values, "provenance": node.provenance})
    ties: dict[str, list[object]] = {}
    for link in links:
        if link.provenance:
            key = _tie_key(link.label, keys[link.source], keys[link.target])
            ties.setdefault(key, []).append({"note": link.note, "provenance": link.provenance})
    return {"entities": entities, "relations": ties}


class Kept:
    """What was kept of entities or relations, each given once."""

    def __init__(self, hidden: Piece | None, key: str) -> None:
        self._pieces: dict[str, list[Piece]] = {}
        if hidden is not None and key in hidden:
            kept = hidden.piece(key)
            for mark in kept.keys():  # noqa: SIM118 - it is no dictionary
                self._pieces[mark] = list(kept.pieces(mark))

    def take(self, key: str) -> Piece | None:
        """The next one of a key."""
        pieces = self._pieces.get(key)
        return pieces.pop(0) if pieces else None


def valued(nodes: Iterable[Node], kept: Kept) -> Iterator[Node]:
    """The nodes with what was kept of them."""
    for node in nodes:
        piece = kept.take(key_of(node))
        yield node if piece is None else replace(node, values=kept_values(piece), provenance=kept_provenance(piece))


def linked(link: Link, nodes: Mapping[str, Node], kept: Kept) -> Link:
    """A link between two nodes with what was kept of it."""
    piece = kept.take(_tie_key(link.label, key_of(nodes[link.source]), key_of(nodes[link.target])))
    return link if piece is None else replace(link, note=piece.text_or("note"), provenance=kept_provenance(piece))


def _tie_key(label: str, source: str, target: str) -> str:
    return f"{label}: {source} > {target}"
