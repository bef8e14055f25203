"""The store: one database, and the only way in which anything in it changes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Self

from annotations.errors import ConflictError, StetError, StoreError
from annotations.model import Annotation, ArticleInfo, Relation
from annotations.store import codec
from annotations.store.articles import METADATA_FACTS, ArticleRows, ArticleText
from annotations.store.changes import Change, Facts, Step, decode, row_of
from annotations.store.connection import connect, told, transaction
from annotations.store.decisions import DECISION, DecisionRows
from annotations.store.history import HistoryRows, SubjectKind
from annotations.store.library import LibraryRows
from annotations.store.rows import AnnotationRows
from annotations.store.search import SearchRows
from annotations.store.suggestions import SuggestionRows
from annotations.store.versions import VersionRows
from annotations.store.work import FINISHED, WorkRows
from annotations.text import Text

if TYPE_CHECKING:
    from annotations.store.assignments import AssignmentRows
    from annotations.store.checking import CheckRows
    from annotations.store.elsewhere import ElsewhereRows
    from annotations.store.ledger import LedgerRows
    from annotations.store.names import NameRows
    from annotations.store.pages import PageRows
    from annotations.store.plain import PlainRows
    from annotations.store.received import ReceivedRows
    from annotations.store.statistics import StatisticsRows
    from annotations.store.syncing import SyncRows
    from annotations.store.usage import UsageRows


class Store:
    """An open database. All calls come from the thread that opened it.

    Attributes:
        path: The file.
        articles: Reads articles; `annotations`, `history`, `library`, `search`, `suggestions` and `versions` likewise.
            Writes of what a person does go through the methods here.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection | None = None) -> None:
        """Open or create the database at `path`, unless it was opened already.

        Raises:
            StoreError: It cannot be opened (see `annotations.store.connection.connect`).
        """
        self.path = path
        self._connection = connect(path) if connection is None else connection
        self.articles = ArticleRows(self._connection)
        self.annotations = AnnotationRows(self._connection)
        self.history = HistoryRows(self._connection)
        self.library = LibraryRows(self._connection)
        self.search = SearchRows(self._connection)
        self.suggestions = SuggestionRows(self._connection)
        self.versions = VersionRows(self._connection)
        self._text: tuple[int, Text] | None = None

    @property
    def checks(self) -> CheckRows:
        """What `stet check` holds against each other."""
        from annotations.store.checking import CheckRows

        return CheckRows(self._connection, self.path)

    @property
    def pages(self) -> PageRows:
        """The pages that articles were made from."""
        from annotations.store.pages import PageRows

        return PageRows(self._connection)

    @property
    def usage(self) -> UsageRows:
        """What of the coding scheme is in use, and the schemes that were."""
        from annotations.store.usage import UsageRows

        return UsageRows(self._connection)

    @property
    def plain(self) -> PlainRows:
        """Annotations as plain rows, for exports."""
        from annotations.store.plain import PlainRows

        return PlainRows(self._connection)

    @property
    def elsewhere(self) -> ElsewhereRows:
        """Articles by the words that they have."""
        from annotations.store.elsewhere import ElsewhereRows

        return ElsewhereRows(self._connection)

    @property
    def ledger(self) -> LedgerRows:
        """Annotations of all of the library."""
        from annotations.store.ledger import LedgerRows

        return LedgerRows(self._connection)

    @property
    def statistics(self) -> StatisticsRows:
        """Counts over the library."""
        from annotations.store.statistics import StatisticsRows

        return StatisticsRows(self._connection)

    @property
    def names(self) -> NameRows:
        """Names that mean the same, and what roles are called."""
        from annotations.store.names import NameRows

        return NameRows(self._connection)

    @property
    def work(self) -> WorkRows:
        """Who has worked on which article."""
        return WorkRows(self._connection)

    @property
    def assignments(self) -> AssignmentRows:
        """Who is to read what."""
        from annotations.store.assignments import AssignmentRows

        return AssignmentRows(self._connection)

    @property
    def decisions(self) -> DecisionRows:
        """What was decided between layers; written by way of `commit`."""
        return DecisionRows(self._connection)

    @property
    def received(self) -> ReceivedRows:
        """Rows that travel between databases."""
        from annotations.store.received import ReceivedRows

        return ReceivedRows(self._connection)

    @property
    def syncing(self) -> SyncRows:
        """How far the library is in step with servers."""
        from annotations.store.syncing import SyncRows

        return SyncRows(self._connection)

    def close(self) -> None:
        """Close the database. A second call does nothing."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """See one state of the database over several reads, whatever others write meanwhile.

        Raises:
            StoreError: The database refused.
        """
        with told(self.path):
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Make several writes into one transaction.

        Raises:
            StoreError: The database refused; nothing was written.
        """
        with told(self.path):
            if self._connection.in_transaction:
                yield
            else:
                try:
                    with transaction(self._connection):
                        yield
                except BaseException:
                    self._text = None  # its key may be given again, to another text
                    raise

    @contextmanager
    def writing_much(self) -> Iterator[None]:
        """Like `writing`, for very many rows: the page cache may grow to 32 MB meanwhile.

        Raises:
            StoreError: The database refused; nothing was written.
        """
        with told(self.path):
            (before,) = self._connection.execute("PRAGMA cache_size").fetchone()
            self._connection.execute("PRAGMA cache_size=-32768")
            try:
                with self.writing():
                    yield
            finally:
                self._connection.execute(f"PRAGMA cache_size={before}")

    def back_up(self, target: Path) -> None:
        """Copy the database, as it is between two transactions, to a new file.

        Raises:
            StoreError: The file exists or cannot be made, or the database refused.
        """
        from annotations.store.migrations import back_up

        with told(self.path):
            back_up(self._connection, target)

    def load(self, key: int) -> ArticleText[str]:
        """Read the text of a version and what stands beside it.

        Raises:
            NotFoundError: It is no longer there.
            StoreError: It is damaged.
        """
        with told(self.path):
            content = self.articles.load(key)
        self._text = (key, content.text)
        return content

    def text(self, key: int) -> Text:
        """Return the text of a version; that of the version used last is kept in memory."""
        if self._text is None or self._text[0] != key:
            with told(self.path):
                self._text = (key, self.articles.text(key))
        return self._text[1]

    def keep_text(self, key: int, text: Text) -> None:
        """Take the text of a version from whoever has it already, so that it is not in memory twice."""
        self._text = (key, text)

    def add_article(self, info: ArticleInfo, content: ArticleText[Text]) -> ArticleInfo:
        """Add an article, with the number that `info` has if that is free.

        Raises:
            StoreError: The database refused, or the id is there already.
        """
        with self.writing():
            try:
                added = self.articles.add(info, content)
            except sqlite3.IntegrityError as error:
                raise StoreError(f"the article {info.id} cannot be added: {error}") from None
        self._text = (added.key, content.text)
        return added

    def add_version(self, info: ArticleInfo, content: ArticleText[Text]) -> ArticleInfo:
        """Add the version of an article that `info` names; returns the article with it.

        Raises:
            StoreError: The database refused, or the article has a version of that number.
        """
        with self.writing():
            try:
                self.articles.add_version(info, content)
            except sqlite3.IntegrityError as error:
                raise StoreError(f"version {info.version} of {info.id} cannot be added: {error}") from None
            keys = {row.version: row.key for row in self.versions.of_article(info.number)}
            return self.articles.at_version(keys[info.version])

    def carry(
        self,
        step: Step,
        article: int,
        pairs: Sequence[tuple[Annotation, Annotation]],
        version: tuple[Facts, Facts],
        facts: tuple[Facts, Facts],
    ) -> None:
        """Put annotations where they are in the current version, and write that into the history.

        Args:
            step: What the history tells of it.
            article: Number.
            pairs: Each annotation as it was and as it is.
            version: Which version was current, and which is.
            facts: Facts of the article that change with it, as they were and as they are.
        """
        info = self.articles.get(article)
        with self.writing():
            self.know(step.annotator, step.at)
            if pairs:
                self.versions.carry([after for _, after in pairs], str(self.text(pairs[0][1].version)))
            self.articles.put_facts(article, facts[1])
            before, after = ({**one, **other} for one, other in zip(version, facts, strict=True))
            changes = [Change(article, info.id, before, after)]
            changes += [Change(article, one.id, one, other) for one, other in pairs]
            self.history.append_all(row_of(step, change) for change in changes)
            self.articles.touch(article, step.at, begins=False)

    def index_is_right(self) -> bool:
        """Tell whether the index of words is that of the articles.

        Raises:
            ReadOnlyError: It cannot be looked at in a database that may not be written.
        """
        with told(self.path):
            return self.search.is_right()

    def rebuild_index(self) -> None:
        """Make the index of words anew.

        Raises:
            StoreError: The database refused.
        """
        with self.writing():
            self.search.rebuild()

    def schema_definition(self) -> str | None:
        """Return the coding scheme in use as JSON."""
        with told(self.path):
            row = self._connection.execute("SELECT definition FROM schemas ORDER BY key DESC LIMIT 1").fetchone()
        return None if row is None else str(row[0])

    def schema_key(self) -> int:
        """Return a number that changes when another coding scheme comes into use; 0 while there is none."""
        with told(self.path):
            return int(self._connection.execute("SELECT coalesce(max(key), 0) FROM schemas").fetchone()[0])

    def _schema_in_use(self) -> dict[str, str] | None:
        row = self._connection.execute("SELECT name, version FROM schemas ORDER BY key DESC LIMIT 1").fetchone()
        return None if row is None else {"name": row[0], "version": row[1]}

    def _use_stored(self, schema: object, at: str) -> None:
        """Take a scheme that was in use before into use again."""
        name, version = (schema.get("name"), schema.get("version")) if isinstance(schema, Mapping) else (None, None)
        for stored in reversed(self.usage.schemas()):
            if (stored.name, stored.version) == (name, version):
                self.put_schema(stored.name, stored.version, stored.definition, at)
                return
        raise StoreError(f"the schema {name}, version {version}, is no longer in the database")

    def put_schema(self, name: str, version: str, definition: str, at: str, *, in_use: bool = True) -> None:
        """Store a coding scheme, and make it the one in use unless told otherwise."""
        with self.writing():
            self._connection.execute(
                "DELETE FROM schemas WHERE name = ? AND version = ? AND definition = ?",
                (name, version, definition),
            )
            # The one in use has the highest key.
            key = None if in_use else self._connection.execute("SELECT min(0, min(key)) - 1 FROM schemas").fetchone()[0]
            self._connection.execute(
                "INSERT INTO schemas (key, name, version, definition, created) VALUES (?, ?, ?, ?, ?)",
                (key, name, version, definition, at),
            )

    def commit(self, step: Step, changes: Sequence[Change]) -> None:
        """Make the changes of a step and write them into the history, in one transaction.

        Raises:
            ConflictError: Something is not as `before` has it; nothing was written.
            StoreError: The database refused; nothing was written.
        """
        with self.writing():
            self._connection.execute(
                "INSERT OR IGNORE INTO annotators (name, created) VALUES (?, ?)", (step.annotator, step.at)
            )
            for change in changes:
                self._refuse_conflict(change)
            self._apply(changes, step.at)
            for change in changes:
                self.history.append(row_of(step, change))
            # Facts of an article stand as they were set: only work on its text begins it.
            begun = {change.article for change in changes if change.kind is not SubjectKind.ARTICLE}
            if step.undoes or step.redoes or step.action == "merge":
                begun = set()
            for article in {change.article for change in changes}:
                self.articles.touch(article, step.at, begins=article in begun)

    def apply(self, changes: Sequence[Change], times: Mapping[int, str]) -> list[str]:
        """Make changes that the history tells of already.

        Returns the ids of annotations that reach beyond the end of their text, and were left as they are.

        Args:
            changes: What becomes of each thing.
            times: When articles, by their numbers, were worked on last.

        Raises:
            StoreError: The database refused; nothing was written.
        """
        with self.writing():
            beyond = {
                change.subject
                for change in changes
                if isinstance(change.after, Annotation)
                and _reach(change.after) > self.articles.at_version(change.after.version).length
            }
            self._apply([change for change in changes if change.subject not in beyond], "")
            for article, at in times.items():
                last = max(at, self.articles.get(article, removed=True).updated)
                self.articles.touch(article, last, begins=False)
        return sorted(beyond)

    def insert_all(
        self,
        step: Step,
        article: int,
        annotations: Sequence[Annotation],
        relations: Sequence[Relation] = (),
        version: int | None = None,
    ) -> None:
        """Add what was made elsewhere to one article, in one transaction with its history.

        Neither the time nor the status of the article changes. `version` is the key of the version that all
        annotations are of, where they do not say.
        """
        with self.writing():
            names = {annotation.annotator for annotation in annotations}
            for name in names.union({step.annotator}, (relation.annotator for relation in relations)):
                self.know(name, step.at)
            if version is None:
                groups = [(key, list(group)) for key, group in groupby(annotations, attrgetter("version"))]
            else:
                groups = [(version, list(annotations))] if annotations else []
            made: list[tuple[SubjectKind, str, str]] = []
            for key, together in groups:
                text = self.text(key)
                for annotation in together:
                    self._refuse_beyond(annotation, len(text))
                self.annotations.insert_all(together, text, key)
                kind = SubjectKind.ANNOTATION
                made += [(kind, one.id, codec.encode_annotation(one, key)) for one in together]
            for relation in relations:
                self.annotations.insert_relation(relation)
            made += [(SubjectKind.RELATION, one.id, codec.encode_relation(one)) for one in relations]
            told = (step.id, step.at, step.annotator, step.action, step.summary)
            self.history.append_made(told, article, made)

    def know(self, annotator: str, at: str) -> None:
        """Make an annotator known."""
        self._connection.execute("INSERT OR IGNORE INTO annotators (name, created) VALUES (?, ?)", (annotator, at))

    def inverse(self, step: str, through: Callable[[Change, int], Change] = lambda change, _: change) -> list[Change]:
        """Return the changes that take a step back: for each thing, from its last state to its first.

        `through` is given each change and the number of the row that it takes back, and returns it as it is by now.

        Raises:
            ConflictError: Somebody's later edit depends on it; names them.
        """
        with told(self.path):
            rows = self.history.of_step(step)
            changes: dict[str, Change] = {}
            for row in rows:
                after, before = decode(row.kind, row.before), decode(row.kind, row.after)
                earlier = changes.get(row.subject)
                changes[row.subject] = Change(
                    row.article, row.subject, before, earlier.after if earlier is not None else after
                )
            last = {row.subject: row.number for row in rows}
            inverse = [
                through(change, last[change.subject])
                for change in reversed(changes.values())
                if change.before != change.after
            ]
            own = {row.subject for row in rows}
            for change in inverse:
                self._refuse_dependents(change, own)
        return inverse

    def dependents(self, annotation_id: str) -> list[Relation]:
        """Relations that start or end at an annotation."""
        with told(self.path):
            return list(self.annotations.relations("source = ?1 OR target = ?1", annotation_id))

    def _refuse_dependents(self, change: Change, own: set[str]) -> None:
        self._refuse_conflict(change)
        if change.after is None and isinstance(change.before, Annotation):
            for relation in self.annotations.relations("source = ?1 OR target = ?1", change.subject):
                if relation.id not in own:
                    raise ConflictError(f"{relation.annotator} has related something to it since; take that back first")

    def _refuse_conflict(self, change: Change) -> None:
        if self._current(change) == change.before:
            return
        last = self.history.last_of(change.subject)
        who = last.annotator if last is not None else "somebody"
        raise ConflictError(f"{who} has changed this since ({last.summary if last is not None else 'no trace'})")

    def _current(self, change: Change) -> Annotation | Relation | Facts | None:
        match change.kind:
            case SubjectKind.ANNOTATION:
                return self.annotations.get(change.subject)
            case SubjectKind.RELATION:
                return self.annotations.relation(change.subject)
            case SubjectKind.ARTICLE:
                names = change.before if isinstance(change.before, Mapping) else {}
                return {name: value for name, value in self.facts(change.article, names).items() if name in names}

    def facts(self, article: int, names: Iterable[str] = ()) -> dict[str, object]:
        """Return the facts of an article that may be edited, and of decisions and marks those that `names` has."""
        info = self.articles.get(article, removed=True)
        return {
            "title": info.title,
            "language": info.language,
            "status": info.status.value,
            "tags": self.library.tags(article),
            "removed": self.library.removed(article),
            **{name: info.metadata.get(name) for name in METADATA_FACTS},
            "schema": self._schema_in_use(),
            **self.decisions.facts(name for name in names if name.startswith(DECISION)),
            **self.work.facts(article, (name for name in names if name.startswith(FINISHED))),
        }

    def _apply(self, changes: Sequence[Change], at: str) -> None:
        # Relations go before the annotations that they hang on and come after them.
        for change in changes:
            if isinstance(change.before, Relation):
                self.annotations.delete_relation(change.subject)
        made: dict[int, list[Annotation]] = {}
        for change in changes:
            if change.kind is SubjectKind.ARTICLE and isinstance(change.after, Mapping):
                self._put_facts(change.article, change.after)
                if "schema" in change.after:
                    self._use_stored(change.after["schema"], at)
            elif isinstance(change.after, Annotation):
                if change.before is None:
                    made.setdefault(change.after.version, []).append(change.after)
                else:
                    self._replace(change.after)
            elif isinstance(change.before, Annotation):
                self.annotations.delete(change.subject)
        self._insert_made(made)
        for change in changes:
            if isinstance(change.after, Relation):
                self.annotations.insert_relation(change.after)

    def _put_facts(self, article: int, facts: Facts) -> None:
        self.articles.put_facts(article, facts)
        self.decisions.put(article, facts)
        if "removed" in facts:
            with self.search.changing(article):
                self.library.put_facts(article, facts)
        else:
            self.library.put_facts(article, facts)

    def _insert_made(self, by_version: Mapping[int, Sequence[Annotation]]) -> None:
        for version, made in by_version.items():
            text = self.text(version)
            for annotation in made:
                self._refuse_beyond(annotation, len(text))
            self.annotations.insert_all(made, text)

    def _replace(self, annotation: Annotation) -> None:
        text = self.text(annotation.version)
        self._refuse_beyond(annotation, len(text))
        self.annotations.replace(annotation, text)

    def _refuse_beyond(self, annotation: Annotation, length: int) -> None:
        if _reach(annotation) > length:
            raise StetError(f"the annotation {annotation.id} reaches beyond the end of its text")


def _reach(annotation: Annotation) -> int:
    """Where the last word of an annotation ends, in code points."""
    ends = [span.end for span in annotation.fragments]
    if annotation.roles:
        ends += [role.span.end for role in annotation.roles if role.span is not None]
    return max(ends, default=0)
