"""Into the library from the formats of other programs: verified span by span, and all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from annotations.columns import Blocks
from annotations.errors import FormatError, ReadError, UsageError
from annotations.formats import ArticleRecord, ForeignFormat
from annotations.formats.documents import Document, Node
from annotations.formats.fields import is_identifier
from annotations.formats.files import Source
from annotations.formats.folding import Folder, Misfits
from annotations.identity import location, now
from annotations.importing.articles import alike_texts
from annotations.importing.exports import Imported, Importer
from annotations.importing.passages import passages_of
from annotations.model import Annotation, ArticleInfo, Relation
from annotations.offsets import ReturnMap
from annotations.readers.base import Draft
from annotations.readers.decoding import canonical
from annotations.readers.plain import PlainReader
from annotations.schema import clip
from annotations.store.articles import ArticleText, digest
from annotations.store.changes import decode
from annotations.versions.anchoring import Anchoring
from annotations.versions.bringing import Carried
from annotations.versions.carrying import take_over
from annotations.workspace import Workspace

__all__ = ["import_documents", "mapping_of"]


def mapping_of(pairs: Iterable[str]) -> dict[str, str]:
    """Read `theirs=ours` as it is typed.

    Raises:
        UsageError: A pair has no two sides.
    """
    names: dict[str, str] = {}
    for pair in pairs:
        theirs, equals, ours = (part.strip() for part in pair.partition("="))
        if not (theirs and equals and ours):
            raise UsageError(f"“{pair}” does not say what is called how", "Write --map theirs=ours.")
        names[theirs] = ours
    return names


def import_documents(
    workspace: Workspace,
    form: ForeignFormat,
    source: Source,
    names: Mapping[str, str] | None = None,
    advance: Callable[[int], None] | None = None,
) -> Imported:
    """Bring the documents of another program, with what hangs on them, into the library; all of them or nothing.

    Args:
        workspace: The library.
        form: Their format.
        source: The file, folder or zip file.
        names: What their labels, roles, attributes and relations are called here.
        advance: Called with how much more of the source is done (see `Source.size`).

    Raises:
        FormatError: Something in it is broken, or not on the words that it says; the message names file and place.
        StoreError: The database refused.
    """
    misfits = Misfits()
    with workspace.store.writing_much():
        taker = _Taker(workspace, source, names or {}, misfits)
        done = 0
        try:
            for document in form.documents(source, workspace.schema):
                taker.take(document)
                if advance is not None and (at := source.done()) > done:
                    advance(at - done)
                    done = at
            outcome = taker.finish()
        except FormatError as error:
            where = "" if error.message.startswith(source.where) else f"{source.where}, "
            raise FormatError(f"{where}{error.message}", error.hint) from None
        except OSError as error:
            raise ReadError(f"{source.where} cannot be read: {error.strerror}") from None
    return replace(outcome, unfit=(*misfits.sentences(), *outcome.unfit))


class _Taker:
    """Takes document after document into the store, inside a transaction of the caller's."""

    def __init__(self, workspace: Workspace, source: Source, names: Mapping[str, str], misfits: Misfits) -> None:
        self._workspace = workspace
        self._store = workspace.store
        self._source = source
        self._folder = Folder(workspace.schema, names, workspace.annotator, now(), misfits)
        self._importer = Importer(workspace, misfits)
        self._same = 0
        self._documents = 0

    def take(self, document: Document) -> None:
        """Add what is new in a document.

        Raises:
            FormatError: A span is no range of the text, or not on the words that the file says.
        """
        self._documents += 1
        info, draft = self._article(document)
        text = str(self._store.text(info.key) if draft is None else draft.text)
        if document.text is None:
            raw, nodes = self._told(info, document)
        else:
            raw, nodes = document.text, document.nodes
        placed = replace(document, nodes=tuple(_placed(nodes, raw, document.place)))
        folded = self._folder.fold(placed)
        annotations, relations = folded.annotations, folded.relations
        content = ArticleText(text, Blocks())
        if draft is not None:
            content = ArticleText(text, Blocks(draft.blocks), draft.styles)
        elif (theirs := canonical(raw)) != text:
            sha256 = digest(theirs)
            versions = self._store.versions.of_article(info.number)
            other = next((version.key for version in versions if version.sha256 == sha256), None)
            moved = None if other is not None else _all_moved(annotations, Anchoring(theirs, text))
            if moved is None:
                annotations, relations = self._without_twins(info, annotations, relations, other)
                content = ArticleText(theirs, Blocks(PlainReader().read(theirs).blocks))
                info = info._replace(version=0, sha256=sha256)
            else:
                annotations, relations = self._without_twins(info, moved, relations)
        else:
            annotations, relations = self._without_twins(info, annotations, relations)
        self._importer.take(document.place, ArticleRecord(info, content, annotations, relations))

    def _told(self, info: ArticleInfo, document: Document) -> tuple[str, tuple[Node, ...]]:
        """The text that a document without one is about, with its nodes: a version of the article, the newest first.

        Where no version has its words there, it is what the document itself tells of its text.

        Raises:
            FormatError: That is not enough.
        """
        refusal: FormatError | None = None
        for version in reversed(self._store.versions.of_article(info.number)):
            text = str(self._store.articles.text(version.key))
            try:
                list(_placed(document.nodes, text, document.place))
            except FormatError as error:
                refusal = refusal or error
            else:
                return text, document.nodes
        if refusal is not None and not all(node.quotes for node in document.nodes if node.spans):
            raise refusal
        return passages_of(document.nodes, document.place)

    def finish(self) -> Imported:
        """Tell what was done.

        Raises:
            FormatError: There was nothing at all.
        """
        if not self._documents:
            raise FormatError("there is nothing in it that this format has", "Is it another format? --format says.")
        carried = self._importer.resolve()
        outcome = self._importer.outcome()
        return replace(outcome, same=outcome.same + self._same, unfit=tuple(map(_to_review, carried)))

    def _article(self, document: Document) -> tuple[ArticleInfo, Draft | None]:
        """The article of a document: the one here, or what it would be."""
        articles = self._store.articles
        known = articles.of_id(document.article) if document.article else None
        if document.text is None:
            if known is None and document.source:
                known = next(reversed(articles.by_source(document.source)), None)
            if known is None:
                raise FormatError(
                    f"{document.place}: its article “{clip(document.article or document.name)}” is not in the library",
                    "Bring its article in first.",
                )
            return known, None
        text = canonical(document.text)
        if not text.strip():
            raise FormatError(f"{document.place}: it has no text")
        sha256 = digest(text)
        source = document.source or self._place(document)
        if known is None:
            same = articles.by_any_text(sha256)
            known = next((info for info in same if info.source == source), same[0] if same else None)
        if known is None:
            known = next(reversed(articles.by_source(source)), None) or self._called_alike(document, text)
        if known is None:
            draft = PlainReader().read(text)._replace(language=document.language or None)
            draft = draft._replace(title=document.title or draft.title)
            blocks = Blocks(draft.blocks)
            own = document.article if is_identifier(document.article) else ""
            info = self._workspace.info_of(draft, source, blocks, article_id=own)
            return info, draft._replace(blocks=iter(blocks))
        return known, None

    def _called_alike(self, document: Document, text: str) -> ArticleInfo | None:
        """The only article from a file of the same name that shares much of its text; one of several is not guessed."""
        name = PurePosixPath(document.name).name
        called = self._store.articles.by_source_end(name) if PurePosixPath(name).suffix else []
        alike = [info for info in called if alike_texts(str(self._store.articles.text(info.key)), text)]
        return alike[0] if len(alike) == 1 else None

    def _place(self, document: Document) -> str:
        where = location(self._source.where)
        return f"{where}/{document.name}" if self._source.several else f"{where}#{document.name}"

    def _without_twins(
        self,
        info: ArticleInfo,
        annotations: tuple[Annotation, ...],
        relations: tuple[Relation, ...],
        other: int | None = None,
    ) -> tuple[tuple[Annotation, ...], tuple[Relation, ...]]:
        """Leave out what came in before under ids that its file does not keep: the same label on the same words.

        `other` is the key of the version that they are on, where it is not the current one.
        """
        here = {annotation.id: annotation for annotation in self._workspace.annotations(info)}
        by_place = {_key(annotation): annotation.id for annotation in here.values()}
        if other is not None:
            by_place = {_key(annotation): annotation.id for annotation in self._made_on(info, other, here)}
        twins = {
            annotation.id: by_place[_key(annotation)]
            for annotation in annotations
            if annotation.id not in here and _key(annotation) in by_place
        }
        self._same += len(twins)
        known = self._workspace.relations(info) if relations else []
        ties, ids = {(r.label, r.source, r.target) for r in known}, {r.id for r in known}
        moved = []
        for relation in relations:
            source, target = twins.get(relation.source, relation.source), twins.get(relation.target, relation.target)
            if (relation.label, source, target) in ties and relation.id not in ids:
                self._same += 1
            else:
                moved.append(replace(relation, source=source, target=target))
        return tuple(a for a in annotations if a.id not in twins), tuple(moved)

    def _made_on(self, info: ArticleInfo, key: int, here: Container[str]) -> Iterator[Annotation]:
        """What hangs on a version, and what went over from it to the current one, as it was."""
        yield from self._store.annotations.of_version(key)
        for row in self._store.history.carried(info.number):
            before = decode(row.kind, row.before)
            if isinstance(before, Annotation) and before.version == key and before.id in here:
                yield before


def _key(annotation: Annotation) -> tuple[object, ...]:
    return (annotation.label, annotation.fragments, annotation.annotator)


def _placed(nodes: tuple[Node, ...], raw: str, place: str) -> Iterator[Node]:
    """Verify each node against the text that its file has, and move it to the canonical text."""
    returns = ReturnMap(raw)
    for node in nodes:
        where = node.place or place
        spans: list[tuple[int, int]] = []
        given = node.spans or tuple(_quoted(raw, quote, where) for quote in node.quotes)
        for start, end in sorted(given):
            if not 0 <= start < end <= len(raw):
                raise FormatError(f"{where}: {start}-{end} is no range of the text")
            moved = (returns.to_canonical(start), returns.to_canonical(end))
            if moved[0] >= moved[1]:
                raise FormatError(f"{where}: {start}-{end} is only half of a line end")
            if spans and moved[0] < spans[-1][1]:
                moved = (spans[-1][0], max(spans.pop()[1], moved[1]))
            spans.append(moved)
        if node.words is not None:
            words = node.between.join(raw[start:end] for start, end in sorted(given))
            if words != node.words:
                raise FormatError(f"{where}: the text there is “{clip(words)}”, not “{clip(node.words)}”")
        yield replace(node, spans=tuple(spans))


def _quoted(text: str, quote: tuple[str, str, str], place: str) -> tuple[int, int]:
    """Find words by what stands around them; they must be there once."""
    before, words, after = quote
    found: list[int] = []
    at = text.find(before + words + after) if words else -1
    while at >= 0 and len(found) < 2:
        found.append(at + len(before))
        at = text.find(before + words + after, at + 1)
    if len(found) != 1:
        raise FormatError(f"{place}: “{clip(words)}” is {'not' if not found else 'more than once'} in the text")
    return found[0], found[0] + len(words)


def _all_moved(annotations: Sequence[Annotation], anchoring: Anchoring) -> tuple[Annotation, ...] | None:
    """The annotations in another text; None unless all of them have their very words, in a sure place there."""
    moved = []
    for annotation in annotations:
        taken = take_over(annotation, anchoring, 0, "")
        if taken.placed is None or taken.reworded:
            return None
        moved.append(taken.placed)
    return tuple(moved)


def _to_review(carried: Carried) -> str:
    number, version = carried.info.number, carried.before.version
    return (
        f"article {number} has another text, into which the annotations of this one (version {version}) went:"
        f" {carried.summary}; “stet diff {number} --from {version}”, and g d in the reader, show them"
    )
