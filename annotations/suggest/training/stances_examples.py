"""What models of target sentiment are trained on, and how well they do on articles that they were not trained on."""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean, stdev
from typing import NamedTuple

from annotations.model import Span
from annotations.suggest.stances_features import Features, features_of
from annotations.suggest.stances_model import Model, packed, unpacked

__all__ = ["Example", "cross_validate", "examples_in", "macro_f1"]

_LABELS = {"negative": 0, "neutral": 1, "positive": 2}


class Example(NamedTuple):
    """A target with its label.

    Attributes:
        features: Of the target.
        label: 0 negative, 1 neutral, 2 positive.
        group: The article or event that it is from; none is in two folds.
        differs: Whether the sentence has targets of different labels.
        several: Whether it has more than one target.
    """

    features: Features
    label: int
    group: str
    differs: bool
    several: bool


def examples_in(path: Path) -> list[Example]:
    """Read the training data."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        parts = row["id"].split("_")
        differs = len({target[2] for target in row["targets"]}) > 1
        spans = [Span(start, end) for start, end, _ in row["targets"]]
        for index, (start, end, label) in enumerate(row["targets"]):
            others = [*spans[:index], *spans[index + 1 :]]
            features = features_of(row["text"], start, end, others=others)
            group = "_".join((parts[0], *parts[2:3]))
            found.append(Example(features, _LABELS[label], group, differs, len(spans) > 1))
    return found


def macro_f1(pairs: Sequence[tuple[int, int]]) -> float:
    """Mean F1 of the three labels over pairs (right, guessed)."""
    total = 0.0
    for label in range(3):
        hits = sum(right == guess == label for right, guess in pairs)
        both = sum(right == label for right, _ in pairs) + sum(guess == label for _, guess in pairs)
        total += 2 * hits / both if both else 0.0
    return total / 3


def cross_validate(
    examples: Sequence[Example], train: Callable[[Sequence[Example]], Model], folds: int, splits: int
) -> None:
    """Say how well models do, over several ways to split the articles into folds."""
    scores: dict[str, list[float]] = {"all": [], "several targets": [], "they differ": []}
    for split in range(splits):
        fold_of = [zlib.crc32(f"{split}|{example.group}".encode()) % folds for example in examples]
        pairs = {index: (example.label, 0) for index, example in enumerate(examples)}
        for fold in range(folds):
            inside = [example for example, at in zip(examples, fold_of, strict=True) if at != fold]
            model = unpacked(packed(train(inside)))
            for index, example in enumerate(examples):
                if fold_of[index] == fold:
                    shares = model.shares(example.features)
                    pairs[index] = (example.label, max(range(3), key=shares.__getitem__))
        scores["all"].append(macro_f1([*pairs.values()]))
        scores["several targets"].append(macro_f1([pairs[i] for i, example in enumerate(examples) if example.several]))
        scores["they differ"].append(macro_f1([pairs[i] for i, example in enumerate(examples) if example.differs]))
    for name, found in scores.items():
        deviation = f", deviation {100 * stdev(found):.2f}" if splits > 1 else ""
        sys.stdout.write(f"{name}: macro-F1 {100 * mean(found):.2f}{deviation}\n")
