"""How well annotations find their words again in an edited article: `python -m tests.benchmarks.anchoring [FILE…]`.

Articles are edited by a script that keeps, for each word, where it went. A span is **right** if

- its words are unchanged, and it is placed on exactly them;
- some of its words were changed, and it is placed from the first to the last of what they became, and told as changed;
- more than half of its letters are gone, and it is lost; or it is placed as above, and told as changed.

It is **lost** if its words are there and it is listed as lost; **wrong** is everything else. Fragments make an
annotation of several spans: it is right if all of them are, and wrong if one is.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from annotations.readers import read_path
from annotations.text import Span
from annotations.versions.anchoring import Anchoring
from annotations.versions.placement import Kind, Placement

SAMPLES = Path(__file__).parents[2] / "sample_articles"
_TOKEN = re.compile(r"[^\W_]+|\s+|[\W_]")
_SENTENCE = re.compile(r"[^\s.!?][^.!?\n]{20,}[.!?]+[”\"’]?(?=\s|$)")
_QUOTE = re.compile(r"“[^”\n]{8,}”|\"[^\"\n]{8,}\"|„[^“\n]{8,}“|«[^»\n]{8,}»")
_CURLY = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'", "—": "-", "–": "-", "„": '"'})


@dataclass(frozen=True, slots=True)
class Token:
    """A word, sign or space; `origin` is its place in the old row of tokens, `same` whether it is that one still."""

    text: str
    origin: int | None = None
    same: bool = True

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum()


Edit = Callable[[list[Token], random.Random, Sequence[str]], list[Token]]


def tokens_of(text: str) -> list[Token]:
    return [Token(match[0], index) for index, match in enumerate(_TOKEN.finditer(text))]


def change_words(tokens: list[Token], chance: random.Random, _: Sequence[str], share: float = 0.1) -> list[Token]:
    """Replace, leave out or add words."""
    words = [token.text for token in tokens if token.is_word]
    made: list[Token] = []
    skip = False
    for token in tokens:
        if skip and token.text == " ":
            skip = False
            continue
        skip = False
        if not token.is_word or chance.random() >= share:
            made.append(token)
            continue
        what = chance.random()
        if what < 0.7:
            other = next(word for word in iter(lambda: chance.choice(words), None) if word != token.text)
            made.append(Token(other, token.origin, same=False))
        elif what < 0.85:
            skip = True
        else:
            made += [token, Token(" "), Token(chance.choice(words))]
    return made


def change_sentences(tokens: list[Token], chance: random.Random, foreign: Sequence[str]) -> list[Token]:
    """Take sentences out, put others in their place or before them, or write them anew."""
    made: list[Token] = []
    for sentence in _sentences(tokens):
        what = chance.random() if len(sentence) > 3 and chance.random() < 0.3 else 1.0
        strange = [Token(match[0]) for match in _TOKEN.finditer(chance.choice(foreign) + " ")]
        end = [token for token in sentence if "\n" in token.text]
        if what < 0.25:
            made += end
        elif what < 0.5:
            made += strange + end
        elif what < 0.85:
            made += change_words(sentence, chance, foreign, 0.3)
        elif what < 1:
            made += strange + sentence
        else:
            made += sentence
    return made


def change_typography(tokens: list[Token], chance: random.Random, _: Sequence[str]) -> list[Token]:
    """Other quotation marks and dashes, and no-break spaces after short words."""
    made: list[Token] = []
    curly = any(token.text in "“”„" for token in tokens)
    opened = False
    for token in tokens:
        text = token.text
        if curly:
            text = text.translate(_CURLY)
        elif text == '"':
            opened = not opened
            text = "“" if opened else "”"
        elif text in "'-":
            text = {"'": "’", "-": "–"}[text]
        if text == " " and made and made[-1].is_word and len(made[-1].text) < 3 and chance.random() < 0.5:
            text = "\u00a0"
        made.append(Token(text, token.origin))
    return made


def move_paragraphs(tokens: list[Token], chance: random.Random, _: Sequence[str]) -> list[Token]:
    """Move three paragraphs to other places."""
    paragraphs = _parted(tokens, lambda token: "\n" in token.text)
    for _ in range(3):
        paragraph = paragraphs.pop(chance.randrange(len(paragraphs)))
        if not any("\n" in token.text for token in paragraph):
            paragraph = [*paragraph, Token("\n")]
        paragraphs.insert(chance.randrange(len(paragraphs)), paragraph)
    return [token for paragraph in paragraphs for token in paragraph]


def new_lead(tokens: list[Token], chance: random.Random, foreign: Sequence[str]) -> list[Token]:
    """A new beginning, partly in words of the article; the old first paragraph goes."""
    paragraphs = _parted(tokens, lambda token: "\n" in token.text)
    sentences = [sentence for sentence in _sentences(tokens) if len(sentence) > 12]
    half = chance.choice(sentences)[: chance.randint(8, 20)]
    lead = [Token(match[0]) for match in _TOKEN.finditer(f"{chance.choice(foreign)} ")]
    lead += [Token(token.text) for token in half if "\n" not in token.text] + [Token("."), Token("\n")]
    kept = paragraphs[:1] + paragraphs[2:] if chance.random() < 0.5 else paragraphs
    return [*(kept[0]), *lead, *(token for paragraph in kept[1:] for token in paragraph)]


def everything(tokens: list[Token], chance: random.Random, foreign: Sequence[str]) -> list[Token]:
    """All of it, with every twentieth word changed."""
    made = move_paragraphs(new_lead(tokens, chance, foreign), chance, foreign)
    return change_typography(change_words(made, chance, foreign, 0.05), chance, foreign)


EDITS: dict[str, Edit] = {
    "words changed at 10 %": change_words,
    "sentences changed at 30 %": change_sentences,
    "typography": change_typography,
    "moved paragraphs": move_paragraphs,
    "new lead": new_lead,
    "all but sentences, words at 5 %": everything,
}


def spans_of(text: str, chance: random.Random) -> Iterator[tuple[str, list[Span]]]:
    """Annotations as people make them: kind and spans."""
    words = [Span(*match.span()) for match in re.finditer(r"[^\W_]+", text)]
    for first in chance.sample(range(len(words) - 3), min(60, len(words) - 3)):
        last = words[first + chance.randrange(3)]
        if "\n" not in text[words[first].start : last.end]:
            yield "words", [Span(words[first].start, last.end)]
    for match in _QUOTE.finditer(text):
        yield "quotes", [Span(match.start() + 1, match.end() - 1)]
    sentences = [Span(*match.span()) for match in _SENTENCE.finditer(text)]
    for index, sentence in enumerate(sentences):
        yield "sentences", [sentence]
        two = Span(sentence.start, sentences[min(index + chance.choice((1, 2)), len(sentences) - 1)].end)
        if two != sentence and "\n" not in two.of(text):
            yield "several sentences", [two]
        inside = [word for word in words if sentence.start <= word.start and word.end <= sentence.end]
        if len(inside) > 9:
            yield "fragments", [Span(inside[0].start, inside[3].end), Span(inside[6].start, inside[8].end)]


class Outcome:
    RIGHT, LOST, WRONG = "right", "lost", "wrong"


class Truth:
    """Where each word of an old text is in the new one."""

    def __init__(self, old: str, made: Sequence[Token]) -> None:
        self.text = "".join(token.text for token in made)
        self._old = [Span(*match.span()) for match in _TOKEN.finditer(old)]
        self._words = [span.of(old) for span in self._old]
        self._became: dict[int, tuple[Span, bool]] = {}
        at = 0
        for token in made:
            if token.origin is not None:
                self._became[token.origin] = (Span(at, at + len(token.text)), token.same)
            at += len(token.text)

    def judge(self, span: Span, placed: Placement) -> str:
        mine = [k for k, token in enumerate(self._old) if token.overlaps(span)]
        became = [self._became[k] for k in mine if k in self._became]
        places = [place for place, _ in became]
        whole = len(became) == len(mine) and all(same for _, same in became)
        whole = whole and all(a.end == b.start for a, b in pairwise(places))
        if whole:
            if not placed.found:
                return Outcome.LOST
            return Outcome.RIGHT if placed.span == Span(places[0].start, places[-1].end) else Outcome.WRONG
        words = [(self._became[k], len(self._words[k])) for k in mine if k in self._became and self._is_word(k)]
        left = sum(length for (_, same), length in words if same)
        all_of_it = sum(len(self._words[k]) for k in mine if self._is_word(k))
        if not placed.found:
            return Outcome.RIGHT if left * 2 < all_of_it else Outcome.LOST
        if not words or placed.span is None or placed.kind is not Kind.CHANGED:
            return Outcome.WRONG
        first, last = min(place.start for place in places), max(place.end for place in places)
        from_, to = placed.span
        ahead = self.text[min(from_, first) : max(from_, first)]
        behind = self.text[min(to, last) : max(to, last)]
        return Outcome.WRONG if re.search(r"[^\W_]", ahead + behind) else Outcome.RIGHT

    def _is_word(self, index: int) -> bool:
        return self._words[index][0].isalnum()


def measure(texts: Sequence[str], rounds: int, seed: int = 1868) -> dict[tuple[str, str], Counter[str]]:
    """Edit every text in every way `rounds` times, and judge every annotation of it."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for name, edit in EDITS.items():
        chance = random.Random(f"{seed} {name}")
        for text in texts:
            foreign = [s for other in texts if other is not text for s in _SENTENCE.findall(other)]
            for _ in range(rounds):
                truth = Truth(text, edit(tokens_of(text), chance, foreign))
                anchoring = Anchoring(text, truth.text)
                for kind, spans in spans_of(text, chance):
                    judged = {truth.judge(span, anchoring.place(span)) for span in spans}
                    worst = next(o for o in (Outcome.WRONG, Outcome.LOST, Outcome.RIGHT) if o in judged)
                    counts.setdefault((name, kind), Counter())[worst] += 1
    return counts


def table(counts: dict[tuple[str, str], Counter[str]]) -> str:
    """The outcome as a Markdown table, with a row for all kinds of each edit."""
    lines = ["| edit | annotations of | count | right | lost, listed | wrong |", "|---|---|--:|--:|--:|--:|"]
    for edit in EDITS:
        rows = {kind: count for (name, kind), count in counts.items() if name == edit}
        for kind, count in [("**all**", sum(rows.values(), Counter())), *rows.items()]:
            total = count.total()
            shares = " | ".join(f"{100 * count[o] / total:.1f} %" for o in (Outcome.RIGHT, Outcome.LOST, Outcome.WRONG))
            lines.append(f"| {edit if kind == '**all**' else ''} | {kind} | {total} | {shares} |")
    return "\n".join(lines)


def timing() -> str:
    """How long it takes to align an article of 1 MB with itself, edited."""
    from tests.benchmarks.articles import MB, plain

    text = plain(MB).content
    parts = []
    for share in (0.01, 0.1):
        edited = "".join(t.text for t in change_words(tokens_of(text), random.Random(1), (), share))
        start = time.perf_counter()
        Anchoring(text, edited)
        parts.append(f"{share:.0%} of the words changed: {time.perf_counter() - start:.2f} s")
    return f"1 MB, {'; '.join(parts)}"


def sample_texts(paths: Sequence[Path] = ()) -> list[str]:
    """The canonical texts of articles; without any, of the sample articles."""
    found = paths or sorted(p for p in SAMPLES.iterdir() if p.suffix in {".txt", ".md"} and p.name != "README.md")
    return [read_path(path).text for path in found]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.anchoring")
    parser.add_argument("files", nargs="*", type=Path, help="articles; else the sample articles")
    parser.add_argument("--rounds", type=int, default=5, help="how often each article is edited in each way")
    options = parser.parse_args()
    print(table(measure(sample_texts(options.files), options.rounds)))
    print(f"\n{timing()}")


def _parted(tokens: list[Token], ends: Callable[[Token], bool]) -> list[list[Token]]:
    parts: list[list[Token]] = [[]]
    for token in tokens:
        parts[-1].append(token)
        if ends(token):
            parts.append([])
    return [part for part in parts if part]


def _sentences(tokens: list[Token]) -> list[list[Token]]:
    parts: list[list[Token]] = [[]]
    for before, token in zip([Token(" "), *tokens], tokens, strict=False):
        parts[-1].append(token)
        if "\n" in token.text or (token.text.isspace() and before.text in {".", "!", "?", "”", '"'}):
            parts.append([])
    return [part for part in parts if part]


if __name__ == "__main__":
    main()
