"""A large library out of nothing: articles of words that are as unevenly frequent as those of a language."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from annotations.columns import Blocks, Sentences
from annotations.identity import new_id, now
from annotations.model import Annotation, ArticleInfo, Block, BlockKind, Role, Span, Status
from annotations.store import Step, Store
from annotations.store.articles import ArticleText, digest
from annotations.workspace import Workspace

COMMON = "the of and a to in that is was for on with as by at from it his her not said be are has an".split()  # noqa: SIM905 - a table of words
SYLLABLES = "ba con di el fra gor hin ja kel lom mar nes or pel qui ras sto tir um ver wex yo zan".split()  # noqa: SIM905 - likewise
VOCABULARY = 20_000


class Writer:
    """Writes sentences: a word's frequency goes down with its rank (Zipf)."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        words = dict.fromkeys(COMMON)
        while len(words) < VOCABULARY:
            words["".join(self.random.choices(SYLLABLES, k=self.random.randint(2, 4)))] = None
        self._words = list(words)
        self._weights = list(accumulate(1 / (rank + 2) for rank in range(VOCABULARY)))

    def sentence(self, words: int = 16) -> str:
        """A sentence of that many words."""
        chosen = self.random.choices(self._words, cum_weights=self._weights, k=words)
        return " ".join(chosen).capitalize() + "."

    def word(self) -> str:
        """One word."""
        return self.random.choices(self._words, cum_weights=self._weights)[0]


def fill(path: Path, articles: int, annotations: int = 0, planted: dict[int, str] | None = None, seed: int = 1) -> None:
    """Make a library of articles of about 3 KB, 30 sentences each.

    Args:
        path: The database.
        articles: How many.
        annotations: How many, spread over them: quotes, claims and stances in turn.
        planted: A sentence to put in the middle of the article of a number.
        seed: Of the generator.
    """
    writer = Writer(seed)
    people = [f"{writer.word().capitalize()} {writer.word().capitalize()}" for _ in range(2000)]
    with Store(path) as store:
        workspace = Workspace(store, "kim")
        with store.writing_much():
            workspace.keep_schema(now())
            share = -(-annotations // articles) if annotations else 0
            left = annotations
            for number in range(1, articles + 1):
                lines = [writer.sentence() for _ in range(30)]
                if planted and number in planted:
                    lines[15] = planted[number]
                info = _add(store, number, lines)
                made = list(_annotations(info, lines, people, writer, min(share, left)))
                left -= len(made)
                step = Step(new_id(), now(), "kim", "tag", "tagged")
                store.steps.insert_all(step, info.number, made)


def _add(store: Store, number: int, lines: list[str]) -> ArticleInfo:
    text = "\n".join(lines)
    spans = list(_spans(lines))
    blocks = Blocks(Block(BlockKind.PARAGRAPH, span.start, span.end) for span in spans)
    at = now()
    info = ArticleInfo(
        0, new_id(), 0, 1, lines[0], f"/library/{number}.txt", "en", Status.NEW, digest(text), len(text), at, at
    )
    return store.add_article(info, ArticleText(text, blocks, (), Sentences(spans)))


def _spans(lines: list[str]) -> Iterator[Span]:
    at = 0
    for line in lines:
        yield Span(at, at + len(line))
        at += len(line) + 1


def _annotations(
    info: ArticleInfo, lines: list[str], people: list[str], writer: Writer, count: int
) -> Iterator[Annotation]:
    spans = list(_spans(lines))
    roll = writer.random
    for at in range(count):
        span = spans[at % len(spans)]
        label = ("quote", "claim", "stance")[(info.number + at) % 3]
        who = roll.choice(people)
        roles: tuple[Role, ...] = (Role({"quote": "source", "claim": "claimant", "stance": "holder"}[label], who),)
        values: dict[str, str] = {}
        if label == "stance":
            roles += (Role("target", roll.choice(people[:300])),)
            values = {"polarity": roll.choice(["favor", "against", "neutral"])}
        elif label == "claim":
            values = {
                "verdict": roll.choice(["true", "false", "mixed"]),
                "checkworthiness": roll.choice(["CFS", "UFS"]),
            }
        else:
            roles += (Role("cue", None, Span(span.start, span.start + 4)),)
            values = {"kind": roll.choice(["direct", "indirect"])}
        when = f"2026-{roll.randint(1, 12):02}-{roll.randint(1, 28):02}T10:00:00.000Z"
        yield Annotation(new_id(), info.key, label, (span,), "kim", when, when, roles, values)
