"""What a person does, without a screen: open, tag, change, undo. Both front ends call this, and nothing below it.

Every edit is a `Step` of the history, in the database before the call returns. A call that raises changed nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from annotations.columns import Blocks, Sentences
from annotations.errors import ConflictError, NotFoundError, SchemaError, UsageError
from annotations.identity import check_name, location, new_id, now
from annotations.model import (
    Annotation,
    ArticleInfo,
    AttributeValue,
    Origin,
    Relation,
    Role,
    Span,
    Status,
)
from annotations.readers.base import Draft
from annotations.readers.titles import title_of
from annotations.relating import End, Related
from annotations.schema import Schema
from annotations.schema_files import from_json, shipped, to_json
from annotations.store import Change, Step, Store
from annotations.store.articles import ArticleText, digest
from annotations.store.suggestions import Dismissal
from annotations.summaries import describe, filler_name, quoted_words


@dataclass(frozen=True, slots=True)
class Document:
    """An article as it is opened: what it is, its text, and where this person stopped reading.

    `place` is an offset in code points, None when it was never read; `saved` counts the steps of its history.
    """

    info: ArticleInfo
    content: ArticleText
    place: int | None = None
    saved: int = 0


@dataclass(frozen=True, slots=True)
class Edit:
    """What a step did, for whoever shows it: annotations that are gone, and those that are there instead.

    `place` is where it happened, None for the whole article; `schema` tells that another coding scheme is in use.
    """

    step: str
    summary: str
    article: int
    removed: tuple[Annotation, ...] = ()
    added: tuple[Annotation, ...] = ()
    relations: bool = False
    facts: bool = False
    schema: bool = False

    @property
    def place(self) -> Span | None:
        """The outermost span of what was touched."""
        for annotation in (*self.added, *self.removed):
            if annotation.fragments:
                return Span(annotation.fragments[0].start, annotation.fragments[-1].end)
        return None


@dataclass(frozen=True, slots=True)
class Tagged:
    """The annotation that a label key leaves active, and the edit that made it, if one did."""

    annotation: Annotation
    edit: Edit | None


@dataclass(frozen=True, slots=True)
class Joined:
    """A relation, and the edit that made it, if one did."""

    relation: Relation
    edit: Edit | None


class Workspace:
    """One person's view of one database.

    Attributes:
        store: The database; reads may go to it directly.
        annotator: In whose name edits are made.
        schema: The coding scheme in use.
    """

    def __init__(self, store: Store, annotator: str, first_schema: Callable[[], Schema] = shipped) -> None:
        """Work on a database; `first_schema` is the coding scheme of one that has none yet."""
        self.store = store
        self.annotator = annotator
        self._first_schema = first_schema
        self._schema_key = -1
        self.schema: Schema
        self.take_up_schema()

    def take_up_schema(self) -> bool:
        """Take up the coding scheme that is in use by now; tells whether it is another one.

        Raises:
            SchemaError: What is stored is no schema, or the first one of a new database cannot be read.
        """
        key = self.store.schema_key()
        if key == self._schema_key:
            return False
        definition = self.store.schema_definition()
        before = self.schema if self._schema_key >= 0 else None
        self.schema = self._first_schema() if definition is None else from_json(definition)
        self._schema_key = key
        return before is not None and before != self.schema

    def find(self, reference: str) -> ArticleInfo:
        """Find the article that a number, an id or its end, a path or an address names.

        Raises:
            NotFoundError: Nothing has that name.
            UsageError: Several have; the message lists their numbers.
        """
        articles = self.store.articles
        if reference.isascii() and reference.isdigit():
            try:
                return articles.get(int(reference))
            except (NotFoundError, OverflowError, ValueError):  # too long for the database, or for Python
                pass
        if (exact := articles.of_id(reference)) is not None:
            return exact
        if found := articles.by_source(location(reference)) or articles.by_source(reference):
            return found[-1]
        if len(reference) >= 4 and set(reference) <= set("0123456789abcdef-"):
            found = articles.by_id(reference)
        found = found or articles.by_source_end(reference.removeprefix("./"))
        if len(found) > 1:
            numbers = ", ".join(str(info.number) for info in found)
            raise UsageError(f"“{reference}” may be any of the articles {numbers}", "Give the number.")
        if not found:
            raise NotFoundError(f"there is no article “{reference}”", "“stet list” shows what there is.")
        return found[0]

    def stored(self, path: Path) -> ArticleInfo | None:
        """Return the newest article read from `path`."""
        found = self.store.articles.by_source(location(path))
        return found[-1] if found else None

    def open(self, info: ArticleInfo) -> Document:
        """Load an article for reading.

        Raises:
            NotFoundError: It is no longer there.
            StoreError: It is damaged.
        """
        content = self.store.load(info.key)
        place = self.store.articles.place(info.number, self.annotator)
        return Document(info, content, place, self.store.history.count_steps(info.number))

    def add(
        self,
        draft: Draft,
        source: str,
        *,
        blocks: Blocks | None = None,
        sentences: Sentences | None = None,
        stamp: str | None = None,
    ) -> Document:
        """Add an article that was read; `blocks` if the draft's were already taken.

        Its language is the one that the page names, else the one that its text is surely in.

        Raises:
            StoreError: The database refused.
        """
        from annotations.sentences import language_of

        blocks = Blocks(draft.blocks) if blocks is None else blocks
        at = now()
        info = ArticleInfo(
            number=0,
            id=new_id(),
            key=0,
            version=1,
            title=title_of(draft.title, draft.text, blocks, _first(sentences)),
            source=source,
            language=draft.language or language_of(draft.text),
            status=Status.NEW,
            sha256=digest(draft.text),
            length=len(draft.text),
            created=at,
            updated=at,
            metadata=draft.metadata,
        )
        content = ArticleText(draft.text, blocks, draft.styles, sentences, stamp)
        with self.store.writing():
            self.keep_schema(at)
            added = self.store.add_article(info, content)
        return Document(added, content)

    def keep_schema(self, at: str) -> None:
        """Store the coding scheme in use with the first article."""
        if self.store.schema_definition() is None:
            self.store.put_schema(self.schema.name, self.schema.version, to_json(self.schema), at)
            self._schema_key = self.store.schema_key()

    def put_sentences(self, info: ArticleInfo, text: str, blocks: Blocks, sentences: Sentences) -> ArticleInfo:
        """Store the sentences of an article; a title that was cut from its first words becomes its first sentence."""
        guess = title_of(None, text, blocks, None)
        with self.store.writing():
            self.store.articles.put_sentences(info.key, sentences)
            if info.title == guess:
                title = title_of(None, text, blocks, _first(sentences))
                self.store.articles.put_title(info.number, title)
                return info._replace(title=title)
        return info

    def remember_place(self, info: ArticleInfo, offset: int) -> None:
        """Store where this person is reading, as an offset in code points."""
        with self.store.writing():
            self.store.articles.put_place(info.number, self.annotator, info.key, offset, now())

    def tag(
        self,
        info: ArticleInfo,
        label: str,
        fragments: Sequence[Span],
        *,
        roles: Sequence[Role] = (),
        attributes: Mapping[str, AttributeValue] | None = None,
        again: bool = False,
        origin: Origin = Origin.MANUAL,
        step: str | None = None,
    ) -> Tagged:
        """Put a label on words. On exactly the text of an annotation of mine, that one is returned instead.

        Args:
            info: The article.
            label: Name of a label of the schema.
            fragments: In the order of the text; empty for a label of article scope.
            roles: What ties to it.
            attributes: Their values; defaults of the schema stand where nothing is given.
            again: Make another even where one is.
            origin: How it came to be.
            step: Continue this step, so that one undo takes all of it back.

        Raises:
            SchemaError: It does not fit the schema.
            StoreError: The database refused.
        """
        if self.schema.label(label).retired:
            raise SchemaError(f"the label {label} is retired: it stands only for what has it already")
        new = self._new(info, label, tuple(fragments), now())
        annotation = replace(
            new, roles=tuple(roles), attributes={**new.attributes, **(attributes or {})}, origin=origin
        )
        self.schema.check(annotation)
        if not again:
            for other in self.store.annotations.at_place(info.key, annotation.start, annotation.end):
                same = (other.label, other.annotator, other.fragments)
                if same == (label, self.annotator, annotation.fragments):
                    return Tagged(other, None)
        text = self.store.text(info.key)
        summary = f"tagged {describe(annotation, text)}"
        return Tagged(annotation, self._commit("tag", summary, info.number, [(None, annotation)], step))

    def tag_all(self, info: ArticleInfo, label: str, spans: Sequence[Span], step: str, summary: str) -> Edit | None:
        """Put a label on each of several stretches, as part of `step`; those that are tagged so already are left alone.

        Returns None when there was nothing to do.

        Raises:
            SchemaError: It does not fit the schema.
            StoreError: The database refused.
        """
        at = now()
        mine = [a for a in self.annotations(info) if a.label == label and a.annotator == self.annotator]
        taken = {annotation.fragments for annotation in mine}
        made = [self._new(info, label, (span,), at) for span in spans if (span,) not in taken]
        for annotation in made:
            self.schema.check(annotation)
        if not made:
            return None
        return self._commit("tag", summary, info.number, [(None, annotation) for annotation in made], step)

    def _new(self, info: ArticleInfo, label: str, fragments: tuple[Span, ...], at: str) -> Annotation:
        """An annotation with the schema's defaults."""
        defaults = {a.name: a.default for a in self.schema.label(label).attributes if a.default is not None}
        return Annotation(new_id(), info.key, label, fragments, self.annotator, at, at, attributes=defaults)

    def change(
        self, info: ArticleInfo, before: Annotation, after: Annotation, summary: str, *, step: str | None = None
    ) -> Edit:
        """Write an annotation of mine anew; `step` continues the step that made it.

        Raises:
            ConflictError: It belongs to somebody else, or was changed in the meantime.
            SchemaError: The new state does not fit the schema.
            StoreError: The database refused.
        """
        self._refuse_others(before)
        after = replace(after, updated=now())
        self.schema.check(after)
        return self._commit("change", summary, info.number, [(before, after)], step)

    def delete(self, info: ArticleInfo, annotation: Annotation) -> Edit:
        """Remove an annotation of mine and the relations that hang on it.

        Raises:
            ConflictError: It, or a relation to it, belongs to somebody else.
            StoreError: The database refused.
        """
        self._refuse_others(annotation)
        relations = self.store.dependents(annotation.id)
        for relation in relations:
            if relation.annotator != self.annotator:
                raise ConflictError(f"{relation.annotator} has related something to it")
        summary = f"deleted {describe(annotation, self.store.text(annotation.version))}"
        return self._commit(
            "delete", summary, info.number, [*((relation, None) for relation in relations), (annotation, None)]
        )

    def relate(
        self,
        info: ArticleInfo,
        label: str,
        source: Annotation,
        target: Annotation,
        note: str = "",
        *,
        step: str | None = None,
    ) -> Joined:
        """Tie `source` to `target`; `info` is the article where it happens, `step` continues a step.

        Where the same tie is there already, nothing is done.

        Raises:
            SchemaError: The schema does not allow it.
            StoreError: The database refused.
        """
        if self.schema.relation(label).retired:
            raise SchemaError(f"the relation {label} is retired: it stands only where it is already")
        at = now()
        relation = Relation(new_id(), label, source.id, target.id, self.annotator, at, at, note)
        self.schema.check_relation(relation, source.label, target.label)
        for other in self.store.dependents(source.id):
            if (other.label, other.source, other.target) == (label, source.id, target.id):
                return Joined(other, None)
        summary = f"related {self._words(source)} {label} {self._words(target)}"
        return Joined(relation, self._commit("relate", summary, info.number, [(None, relation)], step))

    def unrelate(self, info: ArticleInfo, relation: Relation) -> Edit:
        """Remove a relation of mine.

        Raises:
            ConflictError: It belongs to somebody else.
            StoreError: The database refused.
        """
        if relation.annotator != self.annotator:
            raise ConflictError(f"this relation belongs to {relation.annotator}", f"You work as {self.annotator}.")
        ends = self.store.annotations.ends([relation.source, relation.target])
        source, target = (
            f"{ends[id_][0]} {quoted_words(ends[id_][2])}" if id_ in ends else "what is not in the library"
            for id_ in (relation.source, relation.target)
        )
        summary = f"removed the relation {source} {relation.label} {target}"
        return self._commit("unrelate", summary, info.number, [(relation, None)])

    def related(self, info: ArticleInfo) -> tuple[Related, ...]:
        """Relations from and to annotations of an article, with what stands at their ends."""
        relations = self.store.annotations.relations_around(info.key)
        ids = list(dict.fromkeys(id_ for relation in relations for id_ in (relation.source, relation.target)))
        found = self.store.annotations.ends(ids)

        def end(id_: str) -> End:
            label, article, words = found.get(id_, (None, None, ""))
            return End(id_, label, quoted_words(words) if label else "", article)

        return tuple(Related(relation, end(relation.source), end(relation.target)) for relation in relations)

    def rename_filler(self, info: ArticleInfo, called: str, name: str) -> Edit | None:
        """Give `name` to every role of mine in an article whose filler is called `called`; None if none is.

        Raises:
            SchemaError: The name is blank or too long.
            StoreError: The database refused.
        """
        name = check_name(name)
        text = self.store.text(info.key)
        at = now()
        pairs: list[tuple[Annotation | Relation | None, Annotation | Relation | None]] = []
        for annotation in self.annotations(info):
            roles = tuple(
                replace(role, name=name) if filler_name(role, text) == called else role for role in annotation.roles
            )
            if roles != annotation.roles and annotation.annotator == self.annotator:
                pairs.append((annotation, replace(annotation, roles=roles, updated=at)))
        if not pairs:
            return None
        count = f"{len(pairs)} annotation{'s' if len(pairs) > 1 else ''}"
        return self._commit("name", f"named “{called}” as “{name}” in {count}", info.number, pairs)

    def dismiss(self, info: ArticleInfo, label: str, place: str) -> None:
        """Note that this person does not want to see a suggestion again; `place` is its fragments as `12-40;55-80`.

        Raises:
            StoreError: The database refused.
        """
        with self.store.writing():
            self.store.suggestions.dismiss(info.key, self.annotator, Dismissal(label, place), now())

    def restore_dismissed(self, info: ArticleInfo) -> int:
        """Forget what this person has dismissed in an article; returns how much that was.

        Raises:
            StoreError: The database refused.
        """
        with self.store.writing():
            return self.store.suggestions.restore(info.key, self.annotator)

    def set_status(self, info: ArticleInfo, status: Status) -> Edit:
        """Mark an article new, begun or done.

        Raises:
            StoreError: The database refused.
        """
        with self.store.reading():
            before = {"status": self.store.facts(info.number)["status"]}
        change = Change(info.number, info.id, before, {"status": status.value})
        return self._write("status", f"marked the article {status}", [change])

    def set_facts(self, info: ArticleInfo, facts: Mapping[str, str]) -> Edit | None:
        """Correct title, author, date, site, language or status of an article, in one step; empty text unsets.

        Returns None when everything was so already. Another language drops the sentences of the article, which are
        found again by its rules; so does taking that back.

        Raises:
            UsageError: A name or a value is none (see `annotations.facts.checked`).
            StoreError: The database refused.
        """
        from annotations.facts import checked, summary

        wanted: dict[str, object] = dict(checked(facts))
        with self.store.writing():
            if wanted.get("title", "") is None:
                content = self.store.load(info.key)
                wanted["title"] = title_of(None, content.text, content.blocks, _first(content.sentences))
            stored = self.store.facts(info.number)
            after = {name: value for name, value in wanted.items() if stored[name] != value}
            if not after:
                return None
            before = {name: stored[name] for name in after}
            return self._write("set", summary(after), [Change(info.number, info.id, before, after)])

    def undo(self, info: ArticleInfo) -> Edit | None:
        """Take back my last step in this article; None when there is none.

        Raises:
            ConflictError: Somebody's later edit depends on it; names them.
            StoreError: The database refused.
        """
        step = self.store.history.step_to_undo(info.number, self.annotator)
        if step is None:
            return None
        edit = self._write("undo", self._summary(step), self.store.inverse(step), undoes=step)
        return _within(edit, info)

    def redo(self, info: ArticleInfo) -> Edit | None:
        """Do again what was taken back last, unless something new was done since; None when there is nothing.

        Raises:
            ConflictError: Somebody's later edit depends on it; names them.
            StoreError: The database refused.
        """
        step = self.store.history.step_to_redo(info.number, self.annotator)
        if step is None:
            return None
        edit = self._write("redo", self._summary(step), self.store.inverse(step), redoes=step)
        return _within(edit, info)

    def annotations(self, info: ArticleInfo) -> Iterator[Annotation]:
        """Annotations of an article in the order of its text."""
        return self.store.annotations.of_version(info.key)

    def relations(self, info: ArticleInfo) -> list[Relation]:
        """Relations that start in an article."""
        return self.store.annotations.relations_of_version(info.key)

    def _words(self, annotation: Annotation) -> str:
        return describe(annotation, self.store.text(annotation.version))

    def _refuse_others(self, annotation: Annotation) -> None:
        if annotation.annotator != self.annotator:
            raise ConflictError(
                f"this {annotation.label} belongs to {annotation.annotator}", f"You work as {self.annotator}."
            )

    def _refuse_orphans(self) -> None:
        """Refuse a change of the coding scheme, made in this transaction, that leaves work without its labels."""
        from annotations.schema_changes import plan
        from annotations.schema_renames import without_past

        definition = self.store.schema_definition()
        restored = shipped() if definition is None else from_json(definition)
        try:
            plan(self.schema, without_past(restored), self.store.usage)
        except SchemaError as error:
            raise ConflictError(
                f"there has been work under {self.schema.name}, version {self.schema.version}, since: {error.message}",
                "Take that back first.",
            ) from None

    def _summary(self, step: str) -> str:
        return self.store.history.of_step(step)[0].summary

    def _commit(
        self,
        action: str,
        summary: str,
        article: int,
        pairs: Sequence[tuple[Annotation | Relation | None, Annotation | Relation | None]],
        step: str | None = None,
    ) -> Edit:
        changes = []
        for before, after in pairs:
            thing = after if after is not None else before
            if thing is None:
                raise SchemaError("an edit changes something")
            changes.append(Change(article, thing.id, before, after))
        with self.store.writing():
            # What was checked against one coding scheme must not be written under another.
            if self.take_up_schema():
                raise ConflictError(
                    f"the coding scheme is {self.schema.name}, version {self.schema.version}, by now",
                    "Somebody has changed it while this was open. Open the article again.",
                )
            return self._write(action, summary, changes, step=step)

    def _write(
        self,
        action: str,
        summary: str,
        changes: Sequence[Change],
        *,
        step: str | None = None,
        undoes: str | None = None,
        redoes: str | None = None,
    ) -> Edit:
        made = Step(step or new_id(), now(), self.annotator, action, summary, undoes, redoes)
        facts = [c.after for c in changes if isinstance(c.after, Mapping)]
        schema = any("schema" in part for part in facts)
        with self.store.writing():
            self.store.commit(made, changes)
            if schema:
                self._refuse_orphans()
        if schema:
            self.take_up_schema()
        return Edit(
            step=made.id,
            summary=summary,
            article=changes[0].article if changes else 0,
            removed=tuple(c.before for c in changes if isinstance(c.before, Annotation)),
            added=tuple(c.after for c in changes if isinstance(c.after, Annotation)),
            relations=any(isinstance(c.after or c.before, Relation) for c in changes),
            facts=bool(facts),
            schema=schema,
        )


def _within(edit: Edit, info: ArticleInfo) -> Edit:
    """What of an edit over several articles is to be seen in one."""
    return replace(
        edit,
        article=info.number,
        removed=tuple(annotation for annotation in edit.removed if annotation.version == info.key),
        added=tuple(annotation for annotation in edit.added if annotation.version == info.key),
    )


def _first(sentences: Sentences | None) -> Callable[[], Span | None] | None:
    if sentences is None:
        return None
    return lambda: sentences[0] if sentences else None
