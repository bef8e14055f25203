"""Fit the weights of `ClaimSuggester`: `python -m annotations.suggest.training.claims TRAIN.jsonl`.

Each line of the data is an object with "id", "text" (one sentence) and "label" (1: worth a check). The model that
comes with the package was fitted to the English training set of CheckThat! 2024, task 1, which is made of ClaimBuster
(both CC BY 4.0), and to nothing else.

It is pure Python: an extra dependency would be needed for a minute's work once a year, and the same data give the
same file on every machine.
"""

from __future__ import annotations

import argparse
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from math import sqrt
from pathlib import Path
from typing import NamedTuple

from annotations.suggest.claims_model import MAGIC, SMOOTHING, Scorer, parse_model
from annotations.suggest.claims_signs import Signs, Tokens, load_signs, tokens_of
from annotations.suggest.training.regression import Example, fit

__all__ = ["Labelled", "average_precision", "cross_validate", "read_labelled", "serialise", "train"]

_COST = 3.0
_SIGN = 0.2
"""Value of a sign in an example: the smaller, the nearer its weight stays to the one in the table."""
_TOGETHER = 0.1
_LEAST = 4
"""Words and pairs in fewer sentences than this have no weight of their own."""
_SLIGHT = 3
"""Words and pairs that weigh so many units or less are left out of the file."""
_STEPS = 127
_CHUNKS = 60
_NUMBER_AT_END = re.compile(r"(\d+)$")


class Labelled(NamedTuple):
    """One sentence of the data."""

    text: str
    positive: bool


class _Layout(NamedTuple):
    """Which feature has which index: signs, signs together, words and pairs, and the bias last."""

    signs: Signs
    together: dict[tuple[int, int], int]
    grams: dict[str | tuple[str, str], int]

    @property
    def bias(self) -> int:
        return len(self.signs.all) + len(self.together) + len(self.grams)

    def example(self, tokens: Tokens, positive: bool) -> Example:
        bits = tuple(self.signs.of(self.signs.mask(tokens)))
        joint = list(combinations(bits, 2))
        counts = Counter(index for gram in _grams(tokens) if (index := self.grams.get(gram)) is not None)
        share = 1.0 / sqrt(len(tokens.words) - 1 + SMOOTHING)
        features = [*bits, *(self.together[pair] for pair in joint), *counts, self.bias]
        values = [*([_SIGN] * len(bits)), *([_TOGETHER] * len(joint)), *(n * share for n in counts.values()), 1.0]
        return Example(features, values, positive)


def train(data: Sequence[Labelled], signs: Signs, rounds: int = 25) -> bytes:
    """Return the file of a model fitted to the data; the order of the data does not matter."""
    read = [(tokens_of(item.text), item.positive) for item in sorted(data)]
    layout = _layout((tokens for tokens, _ in read), signs)
    start = [sign.weight / _SIGN for sign in signs.all] + [0.0] * (layout.bias - len(signs.all) + 1)
    weights = fit([layout.example(*item) for item in read], start, _COST, rounds)
    return serialise(layout, weights)


def _layout(sentences: Iterable[Tokens], signs: Signs) -> _Layout:
    counts = Counter(gram for tokens in sentences for gram in set(_grams(tokens)))
    common = sorted((gram for gram, count in counts.items() if count >= _LEAST), key=_spelled)
    together = list(combinations(range(len(signs.all)), 2))
    first = len(signs.all) + len(together)
    return _Layout(
        signs,
        {pair: len(signs.all) + index for index, pair in enumerate(together)},
        {gram: first + index for index, gram in enumerate(common)},
    )


def _grams(tokens: Tokens) -> list[str | tuple[str, str]]:
    return [*tokens.words[1:], *tokens.pairs]


def _spelled(gram: str | tuple[str, str]) -> str:
    return gram if isinstance(gram, str) else " ".join(gram)


def serialise(layout: _Layout, weights: Sequence[float]) -> bytes:
    """Return the file of a model, as `annotations.suggest.claims_model` documents it."""
    names = [sign.name for sign in layout.signs.all]
    of_signs = {sign.name: weights[bit] * _SIGN for bit, sign in enumerate(layout.signs.all)}
    of_signs |= {
        f"{names[low]} {names[high]}": weights[index] * _TOGETHER for (low, high), index in layout.together.items()
    }
    of_words = {_spelled(gram): weights[index] for gram, index in layout.grams.items()}
    sign_unit, unit = _unit(of_signs.values()), _unit(of_words.values())
    head = [
        "source CheckThat! 2024 task 1, English training set, from ClaimBuster (Arslan et al. 2020)",
        "licence CC BY 4.0",
        f"signs {layout.signs.fingerprint()}",
        f"bias {weights[layout.bias]:.4f}",
        f"sign_unit {sign_unit:.6f}",
        f"unit {unit:.6f}",
    ]
    parts = (head, _rounded(of_signs, sign_unit, 0), _rounded(of_words, unit, _SLIGHT))
    text = "\n\n".join("\n".join(part) for part in parts) + "\n"
    return MAGIC + zlib.compress(text.encode("utf-8"), 9)


def _unit(weights: Iterable[float]) -> float:
    """The largest weight has the largest integer."""
    return max(map(abs, weights), default=0.0) / _STEPS or 1.0


def _rounded(weights: dict[str, float], unit: float, slight: int) -> list[str]:
    return [f"{steps} {name}" for name, weight in weights.items() if abs(steps := round(weight / unit)) > slight]


def average_precision(scored: Iterable[tuple[float, bool]]) -> float:
    """Return the mean of the precision at each positive, from the highest score down; ties in the worst order."""
    found, total = 0, 0.0
    for place, (_, positive) in enumerate(sorted(scored, key=lambda item: (-item[0], item[1])), 1):
        if positive:
            found += 1
            total += found / place
    return total / found if found else 0.0


def cross_validate(data: Sequence[Labelled], signs: Signs, folds: int, rounds: int = 25) -> list[float]:
    """Return the average precision of each fold; the data must be in the order in which it was said.

    Neighbours share their debate, so folds are made of chunks of neighbours, and a sentence that is said in the
    fold held out, in the same words but for figures, is not learned from.
    """
    spelled = [" ".join(tokens_of(item.text).words) for item in data]
    fold = [index * _CHUNKS // len(data) % folds for index in range(len(data))]
    results = []
    for held in range(folds):
        known = {words for words, place in zip(spelled, fold, strict=True) if place == held}
        rest = [item for item, words in zip(data, spelled, strict=True) if words not in known]
        scorer = Scorer(parse_model(train(rest, signs, rounds), signs), signs)
        test = [item for item, place in zip(data, fold, strict=True) if place == held]
        scored = ((_logit(scorer, item.text), item.positive) for item in test)
        results.append(average_precision(scored))
    return results


def _logit(scorer: Scorer, text: str) -> float:
    return scorer.weigh(tokens_of(text))[1]


def read_labelled(lines: Iterable[str]) -> list[Labelled]:
    """Read JSON lines, in the order of the numbers at the end of their ids."""
    rows = [json.loads(line) for line in lines if line.strip()]
    numbers = [_NUMBER_AT_END.search(str(row["id"])) for row in rows]
    order = sorted(range(len(rows)), key=lambda index: int(found[1]) if (found := numbers[index]) else index)
    return [Labelled(rows[index]["text"], bool(rows[index]["label"])) for index in order]


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description="Fit the weights that say how worth a check a sentence is.")
    parser.add_argument("data", type=Path, help="JSON lines with id, text and label")
    default = Path(__file__).parent.parent / "data" / "claims.model"
    parser.add_argument("-o", "--output", type=Path, default=default, help="where the model goes")
    parser.add_argument("--folds", type=int, default=0, help="say first how good it is, by so many folds")
    given = parser.parse_args()
    with given.data.open(encoding="utf-8") as lines:
        data = read_labelled(lines)
    signs = load_signs()
    if given.folds:
        results = cross_validate(data, signs, given.folds)
        print(f"average precision {sum(results) / len(results):.4f}:", *(f"{result:.4f}" for result in results))  # noqa: T201
    made = train(data, signs)
    given.output.write_bytes(made)
    print(f"{len(data)} sentences, {len(made)} bytes: {given.output}")  # noqa: T201


if __name__ == "__main__":
    main()
