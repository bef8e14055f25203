"""Train the model of target sentiment.

`python -m annotations.suggest.training.stances TRAIN.jsonl [-o FILE] [--folds 5 --splits 3]`, where each line of
TRAIN.jsonl is {"id", "text", "targets": [[start, end, "positive" | "neutral" | "negative"], …]}, as made of NewsMTSC
(Hamborg and Donnay 2021). The same data gives the same file. Needs the extra `train`.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from annotations.suggest.stances_features import DENSE
from annotations.suggest.stances_model import Model, bucket_of, dense_of, packed
from annotations.suggest.training.stances_examples import Example, cross_validate, examples_in

_SCALES = {"w": 0.45, "cl": 0.6, "cr": 0.6, "nl": 0.45, "nr": 0.45, "b": 0.15}
"""Groups of features whose weights are held smaller than others', by cross-validation."""
_RARITY = 0.1
_RARE = 100
"""A feature is held the less the rarer it is: by its count over `_RARE`, to the power of minus `_RARITY`."""
_DIFFERING = 2.0
"""How much more an example counts whose sentence has targets of different labels: there the words must be parted."""
NEUTRAL = 0.15
"""Added to "neutral": news at large has more of it than a set that was made to train on."""
_STRENGTH = 0.12
_LEAST = 1
_KEPT = 43_000


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
    fit: Any = LogisticRegression(C=_STRENGTH, max_iter=100, tol=1e-3)
    fit.fit(hstack([sparse, csr_matrix(dense)]).tocsr(), labels, sample_weight=balanced(examples))
    full = np.concatenate([scale, np.ones(DENSE)])
    coefficients = fit.coef_ * full
    weights = [(coefficients[side] - coefficients[1]).tolist() for side in (0, 2)]
    biases = [float(fit.intercept_[side] - fit.intercept_[1]) - NEUTRAL for side in (0, 2)]
    return weights, biases


def balanced(examples: Sequence[Example]) -> list[float]:
    """Weights by which each label counts the same, alone in a sentence and beside others.

    How often a label stands beside others is an accident of how sentences were chosen; only how one target relates to
    another is to be learnt there.
    """
    counts = Counter((example.several, example.label) for example in examples)
    sizes = Counter(example.several for example in examples)
    return [
        (_DIFFERING if example.differs else 1.0) * sizes[example.several] / (3 * counts[example.several, example.label])
        for example in examples
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, and write the model into the package unless told otherwise."""
    parser = argparse.ArgumentParser(description="Train the model of target sentiment.")
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--folds", type=int, default=0, help="cross-validate, and write nothing")
    parser.add_argument("--splits", type=int, default=1, help="how often to cross-validate, split another way")
    parser.add_argument("--kept", type=int, default=_KEPT, help="number of features to keep")
    options = parser.parse_args(arguments)
    examples = examples_in(options.data)
    if options.folds:
        cross_validate(examples, lambda inside: trained(inside, options.kept), options.folds, options.splits)
        return
    data = packed(trained(examples, options.kept))
    output = options.output or Path(str(files("annotations.suggest").joinpath("stance_data/towards_en.bin")))
    output.write_bytes(data)
    sys.stdout.write(f"{output}: {len(data)} bytes\n")


if __name__ == "__main__":
    main()
