"""Suggestions for the articles of a library, one after the other or several at once; written, or stored beside them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from typing import NamedTuple

from annotations.columns import Blocks, Sentences
from annotations.model import ArticleInfo
from annotations.suggest import KINDS, Passage, Suggestion
from annotations.suggest.contents import bare
from annotations.suggest.looking import Found, Looker, Wish
from annotations.suggest.shapes import telling
from annotations.suggest.stored import OWN_MAKER, keep
from annotations.workspace import Workspace

__all__ = ["Looked", "looking_at", "passage_with", "store", "written"]


class Looked(NamedTuple):
    """An article, its text, and what it has to suggest by kind; a kind that was left aside is not there."""

    info: ArticleInfo
    text: str
    found: Mapping[str, list[Suggestion]]


def passage_with(text: str, blocks: Blocks, sentences: Sentences | None, language: str | None) -> Passage:
    """Make a passage of an article; its sentences are found where there are none yet."""
    from annotations.sentences import sentences_of, tables_for

    tables = tables_for(language, text)
    return Passage(text, blocks, sentences_of(text, blocks, tables) if sentences is None else sentences, tables)


@contextmanager
def looking_at(
    workspace: Workspace, articles: Iterable[ArticleInfo], wish: Wish, tell: Callable[[str], None], jobs: int = 1
) -> Iterator[Iterator[Looked]]:
    """Look at articles, for the length of a block; lends what they have to suggest, in their order.

    What comes does not depend on the number of jobs. A suggester of another package that fails is left aside from
    that article on.

    Args:
        workspace: The library.
        articles: Which ones.
        wish: What to look for.
        tell: Called with a sentence for each suggester that is left aside.
        jobs: How many processes look; with 1 it is this one.

    Raises:
        UsageError: Nothing suggests one of the kinds.
        StetError: A process cannot be kept alive, or the database refused.
    """
    aside: set[str] = set()

    def of(info: ArticleInfo, text: str, found: Found) -> Looked:
        for kind, sentence in found.aside.items():
            if kind not in aside:
                aside.add(kind)
                tell(sentence)
        return Looked(info, text, {kind: some for kind, some in found.suggestions.items() if kind not in aside})

    def alone(looker: Looker) -> Iterator[Looked]:
        for info in articles:
            content = workspace.store.load(info.key)
            passage = passage_with(content.text, content.blocks, content.sentences, info.language)
            yield of(info, content.text, looker.look(passage, aside))

    def questions() -> Iterator[tuple[tuple[ArticleInfo, str], bytes]]:
        for info in articles:
            content = workspace.store.load(info.key)
            sentences = None if content.sentences is None else content.sentences.pack()
            packed = content.blocks.pack()
            yield (
                (info, content.text),
                article_question(content.text, packed, sentences, info.language, sorted(aside)),
            )

    with Looker(wish) as looker:  # also where others look: it refuses a kind that there is not
        if jobs == 1:
            yield alone(looker)
            return
        from annotations.suggest.side_by_side import Team
        from annotations.suggest.worker import article_question

        args = ("articles", json.dumps(wish.to_plain()))
        with (
            Team("annotations.suggest.worker", args, jobs) as team,
            closing(team.answers(questions())) as answers,
        ):
            yield (of(info, text, Found.from_plain(answer)) for (info, text), answer in answers)


def written(looked: Looked, kinds: Iterable[str]) -> str:
    """Write what an article has to suggest as a line of JSON, every one of `kinds` a list."""
    info, text, found = looked
    line = {"id": info.id, "number": info.number, "title": info.title}
    lists = {kind: [telling(kind, one, text) for one in found.get(kind, ())] for kind in kinds}
    return json.dumps({**line, **lists}, ensure_ascii=False) + "\n"


def store(workspace: Workspace, looked: Looked) -> int:
    """Store what an article has to suggest, in the place of what was stored before of these kinds; returns how many.

    What Stet itself suggests is kept as that of “stet”, the rest under the names of the suggesters.

    Raises:
        StoreError: The database refused; nothing was written.
    """
    count = 0
    with workspace.store.writing():
        for kind, suggestions in looked.found.items():
            if kind in KINDS:
                # As the reader shows them, so that it shows each once.
                shown = [bare(one, looked.text) for one in suggestions]
                keep(workspace, looked.info, OWN_MAKER, shown, label=KINDS[kind])
            else:
                keep(workspace, looked.info, kind, suggestions)
            count += len(suggestions)
    return count
