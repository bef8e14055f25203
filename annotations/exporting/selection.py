"""Which articles and annotations are meant, by a few filters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from annotations.columns import Sentences
from annotations.errors import SchemaError, StoreError, UsageError
from annotations.model import Annotation, ArticleInfo
from annotations.schema import nearest
from annotations.store.articles import ArticleText
from annotations.watching import Advance, Watch, unwatched
from annotations.workspace import Workspace

__all__ = ["Advance", "Selection", "Watch", "articles_of", "find_sentences", "refuse_unknown", "sentences_of_article"]

_BATCH = 100


@dataclass(frozen=True, slots=True)
class Selection:
    """What to export: everything where a filter is empty.

    Attributes:
        articles: Numbers.
        labels: Annotations with one of these labels.
        annotators: Annotations by one of these.
        ids: Just these annotations.
    """

    articles: frozenset[int] = frozenset()
    labels: frozenset[str] = frozenset()
    annotators: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()

    def has(self, annotation: Annotation) -> bool:
        """Tell whether an annotation passes."""
        return (
            (not self.labels or annotation.label in self.labels)
            and (not self.annotators or annotation.annotator in self.annotators)
            and (not self.ids or annotation.id in self.ids)
        )


def find_sentences(workspace: Workspace, selection: Selection, watch: Watch | None = None) -> None:
    """Store the sentences of the articles that have annotations but no sentences yet.

    What cannot be stored is not: a format that needs sentences finds them again as it goes.

    Raises:
        UsageError: A filter names a label or annotator that there is not.
    """
    refuse_unknown(workspace, selection)
    store = workspace.store
    keys = store.articles.without_sentences()
    if not keys:
        return
    articles = articles_of(workspace, selection)
    waiting = [info.number for info in articles if info.key in keys and store.annotations.count(info.key)]
    with suppress(StoreError), (watch or unwatched)(len(waiting), "finding sentences") as advance:
        for start in range(0, len(waiting), _BATCH):
            found = []
            for number in waiting[start : start + _BATCH]:
                info = store.articles.get(number)
                content = store.load(info.key)
                found.append((info.key, sentences_of_article(content, info.language)))
                advance(1)
            with store.writing():
                for key, sentences in found:
                    store.articles.put_sentences(key, sentences)


def articles_of(workspace: Workspace, selection: Selection) -> Iterator[ArticleInfo]:
    """The articles chosen, by number."""
    articles = workspace.store.articles
    return map(articles.get, sorted(selection.articles)) if selection.articles else articles.all()


def refuse_unknown(workspace: Workspace, selection: Selection) -> None:
    """Refuse filters that name what there is not.

    Raises:
        UsageError: A label or an annotator is unknown.
    """
    strange = {label for label in selection.labels if not workspace.schema.has_label(label)}
    try:
        # What the scheme does not have may be in use all the same.
        for label in sorted(strange - workspace.store.usage.labels().keys() if strange else strange):
            workspace.schema.label(label)
    except SchemaError as error:
        raise UsageError(error.message, error.hint) from None
    known = workspace.store.annotations.annotators() if selection.annotators else []
    for name in sorted(selection.annotators - set(known)):
        hint = nearest(name, known) or (f"There are {', '.join(known)}." if known else "")
        raise UsageError(f"nobody called “{name}” has annotated here", hint)


def sentences_of_article(content: ArticleText[str], language: str | None) -> Sentences:
    """The sentences of a text: those that are stored, else found."""
    if content.sentences is not None:
        return content.sentences
    from annotations.sentences import sentences_of

    return sentences_of(content.text, content.blocks, language)
