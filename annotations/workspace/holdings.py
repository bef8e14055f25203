"""The articles that a person has, and the coding scheme that they are read with: found, opened, added."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from annotations.columns import Blocks, Sentences
from annotations.errors import NotFoundError, UsageError
from annotations.identity import location, new_id, now
from annotations.model import Annotation, ArticleInfo, Relation, Span, Status
from annotations.progress import count_marks, with_marks
from annotations.readers.base import Draft
from annotations.readers.titles import title_of
from annotations.schema import Schema
from annotations.schema.files import from_json, shipped, to_json
from annotations.store import Store
from annotations.store.articles import ArticleText, digest
from annotations.store.library import StoredProgress
from annotations.text import Text
from annotations.workspace.edits import Document

__all__ = ["Holdings"]


class Holdings:
    """The articles of one database, as one person has them.

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
        key = self.store.schemas.key()
        if key == self._schema_key:
            return False
        definition = self.store.schemas.definition()
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
        missing = NotFoundError(f"there is no article “{reference}”", "“stet list” shows what there is.")
        if reference.isascii() and reference.isdigit():
            try:
                return articles.get(int(reference))
            except NotFoundError as error:
                if articles.is_removed(int(reference)):
                    missing = error
            except (OverflowError, ValueError):  # too long for the database, or for Python
                pass
        if (exact := articles.of_id(reference)) is not None:
            return exact
        sources = (location(reference), reference)
        if found := next(filter(None, map(articles.by_source, sources)), []) or articles.by_address(reference):
            return found[-1]
        if len(reference) >= 4 and set(reference) <= set("0123456789abcdef-"):
            found = articles.by_id(reference)
        found = found or articles.by_source_end(reference.removeprefix("./"))
        if len(found) > 1:
            numbers = ", ".join(str(info.number) for info in found)
            raise UsageError(f"“{reference}” may be any of the articles {numbers}", "Give the number.")
        if not found:
            raise missing
        return found[0]

    def stored(self, path: Path) -> ArticleInfo | None:
        """Return the newest article read from `path`."""
        found = self.store.articles.by_source(location(path))
        return found[-1] if found else None

    def with_text(self, text: Text) -> ArticleInfo | None:
        """Return the first article whose current text is exactly this one."""
        found = self.store.articles.by_text(digest(text))
        return found[0] if found else None

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
        blocks = Blocks(draft.blocks) if blocks is None else blocks
        info = self.info_of(draft, source, blocks, sentences)
        content = ArticleText(draft.text, blocks, draft.styles, sentences, stamp)
        with self.store.writing():
            self.keep_schema(info.created)
            added = self.store.add_article(info, content)
            if draft.page is not None:
                page = draft.page
                self.store.pages.put(added.key, page.media, page.address, info.created, page.body)
        return Document(added, content)

    def info_of(
        self,
        draft: Draft,
        source: str,
        blocks: Blocks,
        sentences: Sentences | None = None,
        *,
        article_id: str = "",
    ) -> ArticleInfo:
        """Tell what the library would know of an article that was read; it has no number and no key yet."""
        from annotations.sentences import language_of

        at = now()
        return ArticleInfo(
            number=0,
            id=article_id or new_id(),
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

    def keep_schema(self, at: str) -> None:
        """Store the coding scheme in use with the first article."""
        if self.store.schemas.definition() is None:
            self.store.schemas.put(self.schema.name, self.schema.version, to_json(self.schema), at)
            self._schema_key = self.store.schemas.key()

    def put_sentences(self, info: ArticleInfo, text: Text, blocks: Blocks, sentences: Sentences) -> ArticleInfo:
        """Store the sentences of an article; a title that was cut from its first words becomes its first sentence."""
        guess = title_of(None, text, blocks, None)
        with self.store.writing():
            self.store.articles.put_sentences(info.key, sentences)
            if info.title == guess:
                title = title_of(None, text, blocks, _first(sentences))
                self.store.articles.put_title(info.number, title)
                return info._replace(title=title)
        return info

    def title_in_text(self, info: ArticleInfo) -> str:
        """The title that the text of an article has by itself: its first heading, else its first sentence, cut."""
        content = self.store.load(info.key)
        return title_of(None, content.text, content.blocks, _first(content.sentences))

    def remember_place(
        self,
        info: ArticleInfo,
        offset: int,
        seen: Sequence[range] = (),
        sentences: int = 0,
        suggested: Sequence[Mapping[str, object]] | None = None,
    ) -> None:
        """Store where this person is reading, as an offset in code points, and which sentences were on the screen.

        Args:
            info: The article.
            offset: Where they are.
            seen: Ranges of indexes of sentences, besides those that were stored before.
            sentences: How many the article has.
            suggested: What is open for them there (see `annotations.suggest.codec`); None to leave what was kept.
        """
        at = now()
        with self.store.writing():
            if self.store.versions.current(info.number) != info.key:
                return  # the place of everybody was taken over to another version meanwhile
            self.store.articles.put_place(info.number, self.annotator, info.key, offset, at)
            if suggested is not None:
                self.store.page_suggestions.put(info.number, self.annotator, info.key, suggested)
            if seen:
                self._remember_seen(info, seen, sentences, at)

    def _remember_seen(self, info: ArticleInfo, seen: Sequence[range], sentences: int, at: str) -> None:
        known = self.store.library.progress(info.number, self.annotator)
        same = known is not None and (known.version, known.sentences) == (info.key, sentences)
        before = known.marks if known is not None and same else b""
        marks = with_marks(before, sentences, seen)
        if marks != before:
            progress = StoredProgress(info.key, sentences, marks)
            self.store.library.put_progress(info.number, self.annotator, count_marks(marks), progress, at)

    def annotations(self, info: ArticleInfo) -> Iterator[Annotation]:
        """Annotations of an article in the order of its text."""
        return self.store.annotations.of_version(info.key)

    def relations(self, info: ArticleInfo) -> list[Relation]:
        """Relations that start in an article."""
        return self.store.annotations.relations_of_version(info.key)


def _first(sentences: Sentences | None) -> Callable[[], Span | None] | None:
    if sentences is None:
        return None
    return lambda: sentences[0] if sentences else None
