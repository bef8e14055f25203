"""Fit the points that rules alone give a target: `python -m annotations.suggest.training.stances_points TRAIN.jsonl`.

Only what has a meaning by itself gets points, no words: what kind of thing the target is, which signs the verbs around
it have, how its clause sounds. The few that weigh most are kept, and rounded so that a person can read and change them.
The data are those of `annotations.suggest.training.stances`, and the same data give the same file.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Sequence
from importlib.resources import files
from math import sqrt
from pathlib import Path
from typing import Any

from annotations.suggest.stances_features import DENSE
from annotations.suggest.stances_model import Model, bucket_of
from annotations.suggest.training.stances import NEUTRAL, balanced
from annotations.suggest.training.stances_examples import Example, cross_validate, examples_in

_READABLE = re.compile(
    r"(?:k|TT|E[ap][FPA][12]|POv|subjF|passF|objF|agentF|cop|prd|pprd|pcop|subjT|s2F|ppF):[^:]*|speaker|addressee|initial|Oco"
    r"|(?:S|SC|SN|SF)[lr]?:.*|V.*"
)
_LEAST = 30
_KEPT = 90
_STRENGTH = 0.12
_HEAD = """\
# Points that rules alone give a target, against it and in favour of it ("neutral" has 0), by the names of features.py.
# Fitted to the training set of NewsMTSC by annotations/suggest/training/stances_points.py, and rounded; see NOTICE.

"""

Points = dict[str, tuple[float, float]]


def points_of(examples: Sequence[Example]) -> Points:
    """Fit the points; "" is what every target gets."""
    counts = Counter(name for example in examples for name in example.features.names if _READABLE.fullmatch(name))
    names = sorted(name for name, count in counts.items() if count >= _LEAST)
    points = _fitted(examples, names)
    weight = {name: max(map(abs, points[name])) * sqrt(counts[name]) for name in names}
    names = sorted(sorted(names, key=lambda name: (-weight[name], name))[:_KEPT])
    points = _fitted(examples, names)
    return {name: pair for name, pair in sorted(points.items()) if any(pair)}


def _fitted(examples: Sequence[Example], names: Sequence[str]) -> Points:
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    column = {name: index for index, name in enumerate(names)}
    matrix = np.zeros((len(examples), len(names)))
    for row, example in enumerate(examples):
        matrix[row, [column[name] for name in example.features.names if name in column]] = 1
    fit: Any = LogisticRegression(C=_STRENGTH, max_iter=200)
    fit.fit(matrix, [example.label for example in examples], sample_weight=balanced(examples))
    against, favor = (np.append(fit.coef_[side], fit.intercept_[side]) for side in (0, 2))
    neutral = np.append(fit.coef_[1], fit.intercept_[1] + NEUTRAL)
    pairs = zip((against - neutral).tolist(), (favor - neutral).tolist(), strict=True)
    return {
        name: (round(one, 1) + 0.0, round(other, 1) + 0.0)
        for name, (one, other) in zip([*names, ""], pairs, strict=True)
    }


def _model(points: Points) -> Model:
    weights = {bucket_of(name): pair for name, pair in points.items() if name}
    return Model(points[""], (0.0,) * (2 * DENSE), weights)


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit, and write the points into the package unless told otherwise."""
    parser = argparse.ArgumentParser(description="Fit the points that rules alone give a target.")
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--folds", type=int, default=0, help="cross-validate, and write nothing")
    parser.add_argument("--splits", type=int, default=1, help="how often to cross-validate, split another way")
    options = parser.parse_args(arguments)
    examples = examples_in(options.data)
    if options.folds:
        cross_validate(examples, lambda inside: _model(points_of(inside)), options.folds, options.splits)
        return
    points = points_of(examples)
    output = options.output or Path(str(files("annotations.suggest").joinpath("stance_data/points_en.toml")))
    lines = [f'"{name}" = [{one:g}, {other:g}]\n' for name, (one, other) in points.items()]
    output.write_text(_HEAD + "".join(lines), "utf-8")
    sys.stdout.write(f"{output}: {len(points)} features\n")


if __name__ == "__main__":
    main()
