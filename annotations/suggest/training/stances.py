"""Train the model of target sentiment.

`python -m annotations.suggest.training.stances TRAIN.jsonl [-o FILE] [--folds 5]`, where each line of TRAIN.jsonl is
{"id", "text", "targets": [[start, end, "positive" | "neutral" | "negative"], …]}, as made of NewsMTSC (Hamborg and
Donnay 2021). The same data gives the same file. Needs the extra `train`.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from collections import Counter
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from annotations.suggest.stances_features import DENSE, Features, features_of
from annotations.suggest.stances_model import Model, bucket_of, dense_of, packed, unpacked

_LABELS = {"negative": 0, "neutral": 1, "positive": 2}
_SCALES = {"w": 0.45, "cl": 0.6, "cr": 0.6, "nl": 0.45, "nr": 0.45, "b": 0.15}
"""Groups of features whose weights are held smaller than others', by cross-validation."""
_RARITY = 0.1
_RARE = 100
"""A feature is held the less the rarer it is: by its count over `_RARE`, to the power of minus `_RARITY`."""
_DIFFERING = 2.5
"""How much more an example counts whose sentence has targets of different labels: there the words must be parted."""
_STRENGTH = 0.12
_LEAST = 1
_KEPT = 44_000


class Example(NamedTuple):
    """A target with its label.

    Attributes:
        features: Of the target.
        label: 0 negative, 1 neutral, 2 positive.
        group: The article or event that it is from; none is in two folds.
        differs: Whether the sentence has targets of different labels.
    """

    features: Features
    label: int
    group: str
    differs: bool


def examples_in(path: Path) -> list[Example]:
    """Read the training data."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        parts = row["id"].split("_")
        differs = len({target[2] for target in row["targets"]}) > 1
        for start, end, label in row["targets"]:
            features = features_of(row["text"], start, end)
            found.append(Example(features, _LABELS[label], "_".join((parts[0], *parts[2:3])), differs))
    return found


def trained(examples: Sequence[Example], kept: int = _KEPT) -> Model:
    """Fit a multinomial logistic regression, drop the weakest features, and fit it again."""
    counts = Counter(name for example in examples for name in example.features.names)
    names = sorted(name for name, count in counts.items() if count >= _LEAST)
    weights, biases = _fitted(examples, names)
    if len(names) > kept:
        size = {
            name: max(abs(weights[0][i]), abs(weights[1][i])) * counts[name] ** 0.25 for i, name in enumerate(names)
        }
        names = sorted(sorted(names, key=lambda name: (-size[name], name))[:kept])
        weights, biases = _fitted(examples, names)
    table: dict[int, tuple[float, float]] = {}
    for index, name in enumerate(names):
        bucket = bucket_of(name)
        before = table.get(bucket, (0.0, 0.0))
        table[bucket] = (before[0] + weights[0][index], before[1] + weights[1][index])
    dense = tuple(weights[0][len(names) :]) + tuple(weights[1][len(names) :])
    return Model((biases[0], biases[1]), dense, table)


def _fitted(examples: Sequence[Example], names: Sequence[str]) -> tuple[list[list[float]], list[float]]:
    """Weights (names, then dense) and biases of negative and positive relative to neutral."""
    import numpy as np
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    column = {name: index for index, name in enumerate(names)}
    counts = Counter(name for example in examples for name in example.features.names)
    scale = np.array(
        [
            (_SCALES.get(name.split(":")[0], 1.0) if ":" in name else 1.0) * (counts[name] / _RARE) ** -_RARITY
            for name in names
        ]
    )
    rows: list[int] = []
    columns: list[int] = []
    for row, example in enumerate(examples):
        for name in example.features.names:
            if name in column:
                rows.append(row)
                columns.append(column[name])
    sparse = csr_matrix((scale[columns], (rows, columns)), shape=(len(examples), len(names)))
    dense = np.array([dense_of(example.features.numbers) for example in examples])
    labels = np.array([example.label for example in examples])
    fit: Any = LogisticRegression(C=_STRENGTH, max_iter=100, tol=1e-3, class_weight="balanced")
    fit.fit(
        hstack([sparse, csr_matrix(dense)]).tocsr(),
        labels,
        sample_weight=[_DIFFERING if example.differs else 1.0 for example in examples],
    )
    full = np.concatenate([scale, np.ones(DENSE)])
    coefficients = fit.coef_ * full
    weights = [(coefficients[side] - coefficients[1]).tolist() for side in (0, 2)]
    biases = [float(fit.intercept_[side] - fit.intercept_[1]) for side in (0, 2)]
    return weights, biases


def macro_f1(pairs: Sequence[tuple[int, int]]) -> float:
    """Mean F1 of the three labels over pairs (right, guessed)."""
    total = 0.0
    for label in range(3):
        hits = sum(right == guess == label for right, guess in pairs)
        both = sum(right == label for right, _ in pairs) + sum(guess == label for _, guess in pairs)
        total += 2 * hits / both if both else 0.0
    return total / 3


def _cross_validate(examples: Sequence[Example], folds: int, kept: int) -> None:
    pairs: list[tuple[int, int, bool]] = []
    for fold in range(folds):
        inside = [e for e in examples if zlib.crc32(e.group.encode()) % folds != fold]
        outside = [e for e in examples if zlib.crc32(e.group.encode()) % folds == fold]
        model = unpacked(packed(trained(inside, kept)))
        for example in outside:
            shares = model.shares(example.features)
            pairs.append((example.label, max(range(3), key=shares.__getitem__), example.differs))
    everywhere = macro_f1([pair[:2] for pair in pairs])
    differing = macro_f1([pair[:2] for pair in pairs if pair[2]])
    sys.stdout.write(f"{folds} folds by article: macro-F1 {everywhere:.4f}, where targets differ {differing:.4f}\n")


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, and write the model into the package unless told otherwise."""
    parser = argparse.ArgumentParser(description="Train the model of target sentiment.")
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--folds", type=int, default=0, help="cross-validate, and write nothing")
    parser.add_argument("--kept", type=int, default=_KEPT, help="number of features to keep")
    options = parser.parse_args(arguments)
    examples = examples_in(options.data)
    if options.folds:
        _cross_validate(examples, options.folds, options.kept)
        return
    data = packed(trained(examples, options.kept))
    output = options.output or Path(str(files("annotations.suggest").joinpath("stance_data/towards_en.bin")))
    output.write_bytes(data)
    sys.stdout.write(f"{output}: {len(data)} bytes\n")


if __name__ == "__main__":
    main()
