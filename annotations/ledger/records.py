"""Ledgers for other programs: what `stet quotes`, `stet claims`, `stet stances` and `stet elsewhere` print as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotations.ledger.entries import Entry, Filler, Tie

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from annotations.ledger.facets import Facet
    from annotations.ledger.grouped import Group
    from annotations.ledger.matrix import Matrix

__all__ = ["entry_record", "group_record", "matrix_record"]


def group_record(group: Group, by: Sequence[Facet], entries: Sequence[Entry]) -> dict[str, Any]:
    """A group: what its annotations have in common (null where it is unset), the other names of that, and they."""
    return {
        "by": {facet.name: value or None for facet, value in zip(by, group.values, strict=True)},
        "also": list(group.also),
        "count": len(group.keys),
        "articles": group.articles,
        "entries": [entry_record(entry) for entry in entries],
    }


def entry_record(entry: Entry) -> dict[str, Any]:
    """An annotation with its place; offsets count code points in the canonical text of its article."""
    return {
        "id": entry.id,
        "label": entry.label,
        "article": {"number": entry.article, "title": entry.title, "source": entry.source},
        "sentence": entry.sentence,
        "fragments": [[span.start, span.end] for span in entry.fragments],
        "text": entry.words,
        "roles": [_filler(filler) for filler in entry.fillers],
        "attributes": {name: list(v) if isinstance(v, tuple) else v for name, v in entry.attributes.items()},
        "note": entry.note,
        "unsure": entry.unsure,
        "annotator": entry.annotator,
        "origin": entry.origin,
        "created": entry.created,
        "relations": [_tie(tie) for tie in entry.ties],
    }


def matrix_record(matrix: Matrix, ids: Mapping[int, str] | None = None) -> dict[str, Any]:
    """A matrix: names of its rows and columns, and each cell that has something.

    With `ids` of annotations by key, a cell has those of its annotations.
    """
    return {
        "rows": {"role": matrix.row_role, "names": [name or None for name in matrix.rows]},
        "columns": {"role": matrix.column_role, "names": [name or None for name in matrix.columns]},
        "cells": [
            {
                matrix.row_role: matrix.rows[row] or None,
                matrix.column_role: matrix.columns[column] or None,
                "counts": {**{value: cell.counts.get(value, 0) for value in matrix.values}, **_unset(cell.counts)},
                "direction": cell.direction or None,
                **({} if ids is None else {"entries": [ids[key] for key in cell.keys if key in ids]}),
            }
            for (row, column), cell in matrix.cells.items()
        ],
    }


def _unset(counts: Mapping[str, int]) -> dict[str, int]:
    return {"unset": counts[""]} if counts.get("") else {}


def _filler(filler: Filler) -> dict[str, Any]:
    return {"role": filler.role, "name": filler.called, "means": filler.means, "text": filler.words}


def _tie(tie: Tie) -> dict[str, Any]:
    return {
        "label": tie.label,
        "direction": "from" if tie.incoming else "to",
        "annotation": tie.other,
        "annotation_label": tie.other_label,
        "article": tie.article,
        "text": tie.words,
        "note": tie.note,
        "annotator": tie.annotator,
    }
