"""Articles of any length that look like news: sentences of the sample articles, shuffled."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

KB = 1024
MB = 1024 * KB
SAMPLES = Path(__file__).parents[2] / "sample_articles"
_SOURCES = ("tram-vote.txt", "water-report.txt", "goalkeeper.txt")
_SEED = 1868
_SENTENCE_END = re.compile(r"(?<=[.!?])(?<!Mr\.)(?<!Ms\.)(?<!Dr\.)(?<!Mrs\.)\s+(?=[A-Z“])|(?<=[.!?]”)\s+(?=[A-Z“])")


@dataclass(frozen=True, slots=True)
class Generated:
    """A generated article.

    Attributes:
        content: What to write into the file, in UTF-8.
        heading: The first line that a reader sees, and the first sentence; title of the article.
        probe: The first words of the first paragraph: when they are on the screen, the article is.
    """

    content: str
    heading: str
    probe: str


def plain(size: int) -> Generated:
    """Make plain text of at least `size` bytes: one line is one paragraph, headings are short lines."""
    lines = list(_lines(size))
    return Generated("\n".join(lines) + "\n", lines[0], lines[1][:24])


def markdown(size: int) -> Generated:
    """Make Markdown of at least `size` bytes: front matter, headings, emphasis, links, lists and quotes."""
    heading, first, *rest = _lines(size)
    parts = [f'---\ntitle: "{heading}"\nauthor: A. Writer\n---', f"# {heading}", first]
    for number, line in enumerate(rest):
        words = line.split(" ")
        if len(words) < 8:
            parts.append(f"## {line}")
        elif number % 6 == 0:
            parts.append(f"> {line}")
        elif number % 6 == 3:
            parts.append("\n".join(f"- {sentence}" for sentence in _SENTENCE_END.split(line)))
        else:
            parts.append(" ".join([f"*{words[0]}*", f"[{words[1]}](https://example.org/{number})", *words[2:]]))
    return Generated("\n\n".join(parts) + "\n", heading, first[:24])


def _lines(size: int) -> Iterator[str]:
    """Yield a heading, a paragraph and so on, until there are `size` bytes; the beginning never depends on it."""
    chance = random.Random(_SEED)
    headings, sentences = _material()
    written = 0
    until_heading = 0
    while written < size:
        if until_heading == 0:
            line = chance.choice(headings)
            until_heading = chance.randint(3, 8)
        else:
            line = " ".join(chance.choices(sentences, k=chance.randint(2, 6)))
            until_heading -= 1
        written += len(line.encode()) + 1
        yield line


def _material() -> tuple[list[str], list[str]]:
    headings, sentences = [], []
    for source in _SOURCES:
        for line in filter(None, (SAMPLES / source).read_text(encoding="utf-8").splitlines()):
            if "|" in line:
                continue
            if len(line) < 50 and line[-1].isalpha() and not line.startswith(("By ", "Interview")):
                headings.append(line)
            elif len(line) > 60:
                sentences += [s for s in _SENTENCE_END.split(line) if s.count("“") == s.count("”")]
    return headings, sentences
