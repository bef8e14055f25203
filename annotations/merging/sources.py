"""What is to be merged: databases, each read from a copy that is brought up to date, and exports."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import NAMESPACE_URL, uuid5

from annotations.errors import FormatError, NotFoundError, StoreError, UsageError
from annotations.formats import ArticleRecord, import_format_for
from annotations.identity import now
from annotations.importing.exports import open_export
from annotations.merging.told import Told, canonical, canonical_of, standing, told_from
from annotations.model import Annotation, ArticleInfo, Relation
from annotations.schema import Schema
from annotations.schema.files import from_json
from annotations.store import Store, codec
from annotations.store.articles import ArticleText
from annotations.store.connection import copy_for_reading, told
from annotations.store.history import SubjectKind
from annotations.workspace import Workspace

__all__ = ["Source", "SourceArticle", "Text", "opened"]

_AGAIN = "Copy it again while nobody works on it: “stet backup” makes a copy that is whole."


@dataclass(frozen=True, slots=True)
class Text:
    """A version of an article; `token` names it in any database, `load` reads it."""

    sha256: str
    token: str
    version: int
    created: str
    load: Callable[[], ArticleText[str]]


@dataclass(frozen=True, slots=True)
class SourceArticle:
    """An article as the source has it, its versions the oldest first."""

    info: ArticleInfo
    texts: tuple[Text, ...]
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """One database or export.

    Attributes:
        name: As it was given.
        rows: Its history, as far as it is to be told elsewhere.
        schema: Its coding scheme, None where it has none.
        people: When each annotator became known to it; empty for an export.
        assignments: Id of an article, annotator, position, time.
    """

    name: str
    articles: Mapping[str, SourceArticle]
    rows: tuple[Told, ...]
    schema: Schema | None = None
    people: Mapping[str, str] = field(default_factory=dict)
    assignments: tuple[tuple[str, str, int, str], ...] = ()


@contextmanager
def opened(workspace: Workspace, paths: list[str]) -> Iterator[list[Source]]:
    """Open what is to be merged into a library, for the length of a block. Nothing is written to it.

    Raises:
        UsageError: One is the library itself, or is named twice.
        NotFoundError: One is not there.
        StoreError: One is no database, a newer one's, or damaged.
        FormatError: An export is not what it promises.
    """
    _refuse_twins(workspace.store.path, [Path(path) for path in paths])
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="stet-merge-")))
        sources = []
        for number, path in enumerate(paths, 1):
            if import_format_for(path, None) is not None:
                sources.append(_of_export(workspace, path))
            else:
                copy = folder / f"{number}.db"
                sources.append(_of_database(stack, path, copy))
        yield sources


def _refuse_twins(library: Path, paths: list[Path]) -> None:
    seen: list[Path] = []
    for path in paths:
        if not path.exists():
            raise NotFoundError(f"there is no file {path}")
        if path.is_dir():
            raise UsageError(f"{path} is a folder", "Name the database itself.")
        if path.samefile(library):
            raise UsageError(f"{path} is the library itself; there is nothing to merge", "--db names the library.")
        if any(path.samefile(other) for other in seen):
            raise UsageError(f"{path} is named twice")
        seen.append(path)


def _of_database(stack: ExitStack, path: str, copy: Path) -> Source:
    try:
        copy_for_reading(Path(path), copy)
        store = stack.enter_context(Store(copy))
        with told(copy):
            return _read(store, path)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise StoreError(f"the database {path} is damaged: its history cannot be read", _AGAIN) from error
    except StoreError as error:
        raise StoreError(error.message.replace(str(copy), path), error.hint or _AGAIN) from None


def _read(store: Store, name: str) -> Source:
    versions = store.received.versions()
    texts: dict[int, list[Text]] = {}
    for row in versions:
        load = _loader(store, row.key)
        texts.setdefault(row.number, []).append(Text(row.sha256, row.token, row.version, row.created, load))
    articles = {}
    for number, of_article in texts.items():
        info = store.articles.get(number, removed=True)
        removed = store.library.removed(number) is not None
        articles[info.id] = SourceArticle(info, tuple(of_article), removed)
    definition = store.schemas.definition()
    tokens = {row.key: row.token for row in versions}
    return Source(
        name,
        articles,
        tuple(standing(told_from(store.received.history(), tokens))),
        None if definition is None else from_json(definition),
        store.received.annotators(),
        tuple(store.assignments.told()),
    )


def _loader(store: Store, key: int) -> Callable[[], ArticleText[str]]:
    return lambda: store.load(key)


def _of_export(workspace: Workspace, path: str) -> Source:
    form = import_format_for(path, None)
    assert form is not None  # noqa: S101 - whoever calls has asked
    articles: dict[str, SourceArticle] = {}
    rows: list[Told] = []
    at = now()
    with open_export(Path(path)) as stream:
        try:
            for _, record in form.read(stream, workspace.schema):
                articles[record.info.id] = _exported(record, at)
                rows += _rows_of(record)
        except FormatError as error:
            raise FormatError(f"{path}, {error.message}", error.hint) from None
    return Source(path, articles, tuple(rows), workspace.schema)


def _exported(record: ArticleRecord, at: str) -> SourceArticle:
    info = record.info._replace(created=at, updated=at)
    return SourceArticle(info, (Text(info.sha256, info.sha256, info.version, at, lambda: record.content),))


def _rows_of(record: ArticleRecord) -> Iterator[Told]:
    """Make a step of each state; the same state makes the same step, in whichever export it is."""
    things: tuple[Annotation | Relation, ...] = (*record.annotations, *record.relations)
    for thing in things:
        if isinstance(thing, Annotation):
            kind, text = SubjectKind.ANNOTATION, codec.encode_annotation(thing)
        else:
            kind, text = SubjectKind.RELATION, codec.encode_relation(thing)
        state = canonical(text, kind, lambda _: record.info.sha256)
        step = str(uuid5(NAMESPACE_URL, f"stet-export:{state}"))
        summary = f"exported {thing.label}"
        yield Told(
            step,
            None,
            None,
            thing.updated,
            thing.annotator,
            record.info.id,
            "export",
            summary,
            kind,
            thing.id,
            None,
            state,
        )


def renamed(source: Source, names: Mapping[str, str]) -> Source:
    """The same source, with other names for its annotators."""
    if not names:
        return source

    def state(text: str | None) -> str | None:
        if text is None:
            return None
        data = json.loads(text)
        if isinstance(data.get("annotator"), str):
            data["annotator"] = names.get(data["annotator"], data["annotator"])
        return canonical_of(data)

    rows = tuple(
        replace(
            row,
            annotator=names.get(row.annotator, row.annotator),
            before=state(row.before),
            after=state(row.after),
        )
        for row in source.rows
    )
    people = {names.get(name, name): at for name, at in source.people.items()}
    given = tuple((article, names.get(who, who), position, at) for article, who, position, at in source.assignments)
    return replace(source, rows=rows, people=people, assignments=given)
