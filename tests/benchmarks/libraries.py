"""Libraries to measure with: as many articles as one wants, written straight into the tables."""

from __future__ import annotations

import json
import random
from array import array
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from annotations.columns import Blocks, Sentences
from annotations.identity import new_id
from annotations.offsets import context
from annotations.schema.files import shipped, to_json
from annotations.store import Store
from annotations.store.articles import digest
from annotations.store.connection import transaction
from annotations.text import Block, BlockKind, Span

__all__ = ["make_library"]

_WORDS = (
    "council", "bridge", "tram", "harbour", "mayor", "vote", "budget", "river", "school", "teacher", "strike",
    "wage", "court", "ruling", "appeal", "storm", "flood", "rain", "ferry", "port", "customs", "border", "treaty",
    "minister", "cabinet", "party", "coalition", "opposition", "senate", "bill", "tax", "pension", "hospital",
    "nurse", "clinic", "vaccine", "study", "university", "student", "rent", "housing", "tower", "square", "market",
    "price", "grain", "export",
)  # fmt: skip
_AT_ONCE = 5_000


def make_library(path: Path, articles: int, *, sentences: int = 12, annotated: float = 0.5, seed: int = 1) -> None:
    """Make a database of `articles` short articles of about `sentences` sentences (3 KB with 30), some tagged.

    Words are few and common, so that a search finds much: that is the hard case.
    """
    dice = random.Random(seed)
    labels = [label.name for label in shipped().labels]
    annotation = 1
    with Store(path) as store:
        store.schemas.put("news", "1", to_json(shipped()), "2026-01-01T00:00:00.000Z")
        connection = store._connection
        with transaction(connection):
            connection.execute("INSERT INTO annotators VALUES ('kim', '2026-01-01'), ('ada', '2026-01-01')")
            for first in range(1, articles + 1, _AT_ONCE):
                rows = list(_articles(dice, range(first, min(first + _AT_ONCE, articles + 1)), sentences))
                connection.executemany(
                    "INSERT INTO articles (number, id, title, source, language, status, created, updated)"
                    " VALUES (?, ?, ?, ?, 'en', ?, ?, ?)",
                    (row[0] for row in rows),
                )
                connection.executemany(
                    "INSERT INTO versions (key, article, version, sha256, length, created, blocks, sentences, styles,"
                    " text) VALUES (?, ?, 1, ?, ?, '2026-01-01', ?, ?, '[]', ?)",
                    (row[1] for row in rows),
                )
                connection.executemany(
                    "INSERT INTO article_metadata VALUES (?, 1, 'date', ?)",
                    ((row[0][0], f"2026-{row[0][0] % 12 + 1:02}-{row[0][0] % 28 + 1:02}") for row in rows),
                )
                tagged = [row for row in rows if dice.random() < annotated]
                spans = [span for row in tagged for span in _spans(dice, row, len(labels))]
                connection.executemany(
                    'INSERT INTO annotations (key, id, version, label, "start", "end", note, unsure, annotator, origin,'
                    " created, updated) VALUES (?, ?, ?, ?, ?, ?, '', 0, ?, 'manual', '2026-01-01', '2026-01-01')",
                    (
                        (key, new_id(), version, labels[label], span.start, span.end, dice.choice(("kim", "ada")))
                        for key, (version, label, span, _) in enumerate(spans, annotation)
                    ),
                )
                connection.executemany(
                    "INSERT INTO fragments VALUES (?, 1, ?, ?, ?, ?, ?)",
                    (
                        (key, span.start, span.end, *context(text, span))
                        for key, (_, _, span, text) in enumerate(spans, annotation)
                    ),
                )
                annotation += len(spans)
                connection.executemany(
                    "INSERT INTO article_tags VALUES (?, ?)",
                    ((row[0][0], dice.choice(("transport", "court", "to check"))) for row in tagged[::3]),
                )
            store.search.rebuild()


def _spans(
    dice: random.Random, row: tuple[tuple[object, ...], tuple[object, ...]], labels: int
) -> Iterator[tuple[object, int, Span, str]]:
    """Words to tag: the version, which label, where, and the text."""
    version, text = row[1][0], str(row[1][-1])
    for number in range(dice.randint(1, 4)):
        yield version, dice.randrange(labels), Span(10 * number, 10 * number + 8), text


def _articles(
    dice: random.Random, numbers: range, sentences: int
) -> Iterator[tuple[tuple[object, ...], tuple[object, ...]]]:
    for number in numbers:
        starts, ends, parts = array("I"), array("I"), []
        at = 0
        for _ in range(sentences):
            sentence = " ".join(dice.choices(_WORDS, k=dice.randint(8, 20))).capitalize() + "."
            starts.append(at)
            ends.append(at + len(sentence))
            parts.append(sentence)
            at += len(sentence) + 1
        text = " ".join(parts)
        found = Sentences()
        found.extend(zip(starts, ends, strict=True))
        title = f"{' '.join(dice.choices(_WORDS, k=6)).capitalize()} {number}"
        # Most are as they came, one in twenty was touched since.
        minute = number if dice.random() < 0.95 else dice.randint(number, number + 200_000)
        updated = (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)).strftime("%Y-%m-%dT%H:%M:00.000Z")
        status = ("new", "begun", "done")[number % 3]
        yield (
            (number, new_id(), title, f"https://news{number % 40}.example/{number}", status, updated, updated),
            (
                number, number, digest(text), len(text), Blocks([Block(BlockKind.PARAGRAPH, 0, len(text))]).pack(),
                found.pack(), text,
            ),
        )  # fmt: skip


if __name__ == "__main__":
    import sys

    make_library(Path(sys.argv[1]), int(sys.argv[2]))
    print(json.dumps({"path": sys.argv[1], "articles": int(sys.argv[2])}))
