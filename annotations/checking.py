"""`stet check`: everything that is stored, held against everything else that is stored."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from annotations.columns import Blocks, Sentences
from annotations.errors import ReadOnlyError, StoreError
from annotations.offsets import context
from annotations.store import Store, codec
from annotations.store.articles import digest
from annotations.store.checking import StoredChange, StoredContent, StoredSpan, StoredVersion
from annotations.text import Span, StyleKind

__all__ = ["Finding", "beside", "check"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know about the database.

    Attributes:
        message: One sentence.
        article: Number of the article that it concerns, if it is one.
        annotation: Id of the annotation (or relation) that it concerns, if it is one.
        wrong: False for what is worth knowing but in order.
    """

    message: str
    article: int | None = None
    annotation: str | None = None
    wrong: bool = True


def check(store: Store, advance: Callable[[int], None] | None = None) -> Iterator[Finding]:
    """Look at everything, as it is at one moment; yields nothing where all is well.

    `advance` is called with 1 for each article version that is done.
    """
    with store.reading():
        yield from _everything(store, advance)


def _everything(store: Store, advance: Callable[[int], None] | None) -> Iterator[Finding]:
    rows = store.checks
    yield from _safely("the file", lambda: (Finding(message) for message in rows.integrity()))
    yield from _safely("the tables", lambda: (Finding(message) for message in rows.foreign_keys()))
    for version in _versions(store):
        yield from _safely("the text", partial(_version, store, version), version.article)
        yield from _safely("the page", partial(_page, store, version), version.article)
        if advance is not None:
            advance(1)
    yield from _safely("the index of words", lambda: _search(store))
    yield from _safely("the relations", lambda: _relations(store))
    yield from _safely("the history", lambda: _history(store))


def _safely(what: str, findings: Callable[[], Iterator[Finding]], article: int | None = None) -> Iterator[Finding]:
    try:
        yield from findings()
    except StoreError as error:
        yield Finding(f"{what} cannot be read: {error.message}", article)


def _versions(store: Store) -> list[StoredVersion]:
    try:
        return store.checks.versions()
    except StoreError:
        return []  # the integrity check has said why


def _version(store: Store, version: StoredVersion) -> Iterator[Finding]:
    content = store.checks.content(version.key)
    article = version.article
    if digest(content.text) != version.sha256:
        yield Finding("the text is not what its SHA-256 was made of", article)
    if len(content.text) != version.length:
        yield Finding(f"the text has {len(content.text)} characters, not {version.length}", article)
    for message in beside(content):
        yield Finding(message, article)
    for span in store.checks.spans(version.key):
        if message := _span(span, content.text):
            yield Finding(message, article, span.annotation)
    for ends in store.checks.ends(version.key):
        if (ends.start, ends.end) != (ends.first, ends.last):
            yield Finding("its outermost offsets are not those of its fragments", article, ends.annotation)


def _page(store: Store, version: StoredVersion) -> Iterator[Finding]:
    store.pages.get(version.key)
    return iter(())


def beside(content: StoredContent) -> Iterator[str]:
    """Say what of that which stands beside a text does not go together with it, in a sentence each."""
    length = len(content.text)
    try:
        blocks = Blocks.unpack(content.blocks)
    except (ValueError, TypeError):
        yield "the blocks are damaged"
    else:
        yield from _ranges("block", [(block.start, block.end) for block in blocks], length)
    try:
        sentences = Sentences() if content.sentences is None else Sentences.unpack(content.sentences)
    except (ValueError, TypeError):
        yield "the sentences are damaged"
    else:
        starts_and_ends = [(sentences.start(i), sentences.end(i)) for i in range(len(sentences))]
        yield from _ranges("sentence", starts_and_ends, length)
    try:
        styles = [(StyleKind(kind), start, end) for kind, start, end, _ in json.loads(content.styles)]
        broken = [f"{start}-{end}" for _, start, end in styles if not 0 <= start < end <= length]
    except (ValueError, TypeError, RecursionError):
        yield "the inline styles are damaged"
    else:
        yield from (f"the inline style {style} is no range of the text" for style in broken)


def _ranges(what: str, ranges: list[tuple[int, int]], length: int) -> Iterator[str]:
    for number, (start, end) in enumerate(ranges, 1):
        if not start <= end <= length:
            yield f"{what} {number} ({start}-{end}) is no range of the text"
            return
    for number, (one, other) in enumerate(pairwise(ranges), 2):
        if other[0] < one[1]:
            yield f"{what} {number} begins before {what} {number - 1} ends"
            return


def _span(span: StoredSpan, text: str) -> str:
    what = "a fragment" if span.role is None else f"the {span.role}"
    place = f"{span.start}-{span.end}"
    if not 0 <= span.start < span.end <= len(text):
        return f"{what} ({place}) is no range of the text"
    exact, prefix, suffix = context(text, Span(span.start, span.end))
    if exact != span.exact:
        return f"{what} ({place}) is not on the words that were tagged"
    if (prefix, suffix) != (span.prefix, span.suffix):
        return f"{what} ({place}) does not stand between the words that it stood between"
    return ""


def _search(store: Store) -> Iterator[Finding]:
    try:
        right = store.index_is_right()
    except ReadOnlyError:
        yield Finding("the index of words cannot be looked at while the database is read-only", wrong=False)
    else:
        if not right:
            yield Finding("the index of words is not that of the texts; “stet check --repair” makes it anew")


def _relations(store: Store) -> Iterator[Finding]:
    for relation in store.checks.loose_relations():
        yield Finding(
            f"relation {relation.id}: {relation.label} goes to {relation.target}, which is not in the library",
            relation.article,
            relation.source,
            wrong=False,
        )


def _history(store: Store) -> Iterator[Finding]:
    for row in store.checks.history():
        try:
            for state in (row.before, row.after):
                if state is not None:
                    _decode(row, state)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            subject = row.subject if row.kind == "annotation" else None
            yield Finding(f"row {row.number} of the history cannot be read", row.article, subject)


def _decode(row: StoredChange, state: str) -> None:
    match row.kind:
        case "annotation":
            codec.decode_annotation(state)
        case "relation":
            codec.decode_relation(state)
        case _:
            codec.decode_facts(state)
