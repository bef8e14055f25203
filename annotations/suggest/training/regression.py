"""Logistic regression with a quadratic penalty, for sparse examples, in pure Python.

Dual coordinate descent (Yu, Huang and Lin 2011): the weights are the sum of the examples, each times a multiplier
between 0 and C, and one multiplier after the other is set to its best value. Starting from other weights than zero
draws the result towards those.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp
from random import Random
from typing import NamedTuple

__all__ = ["Example", "fit"]


class Example(NamedTuple):
    """One example.

    Attributes:
        features: Indexes of the features that it has.
        values: Their values.
        positive: Its class.
    """

    features: list[int]
    values: list[float]
    positive: bool


def fit(
    examples: Sequence[Example], start: Sequence[float], cost: float, rounds: int = 25, seed: int = 1
) -> list[float]:
    """Return the weights that minimise |w - start|² / 2 + cost * (sum of logistic losses), nearly.

    The same arguments give the same weights.
    """
    weights = list(start)
    order = list(range(len(examples)))
    shuffle = Random(seed).shuffle  # noqa: S311 - an order, not a secret
    logits = [-6.0] * len(examples)  # of each multiplier as a share of the cost
    first = cost / (1.0 + exp(6.0))
    for example in examples:
        _add(weights, example, first if example.positive else -first)
    squares = [sum(value * value for value in example.values) for example in examples]
    for _ in range(rounds):
        shuffle(order)
        for index in order:
            example = examples[index]
            margin = sum(
                [weights[f] * v for f, v in zip(example.features, example.values, strict=True)]  # a list is faster here
            )
            before = cost / (1.0 + exp(-logits[index]))
            logit = _best(margin if example.positive else -margin, squares[index], before, cost, logits[index])
            logits[index] = logit
            change = cost / (1.0 + exp(-logit)) - before
            if abs(change) > 1e-9:
                _add(weights, example, change if example.positive else -change)
    return weights


def _best(margin: float, square: float, before: float, cost: float, logit: float) -> float:
    """Solve square * (cost * s(t) - before) + margin + t = 0 for t, where s is the logistic function."""
    for _ in range(20):
        share = 1.0 / (1.0 + exp(-logit))
        wrong = square * (cost * share - before) + margin + logit
        step = wrong / (1.0 + square * cost * share * (1.0 - share))
        logit = min(30.0, max(-30.0, logit - step))
        if abs(step) < 1e-6:
            break
    return logit


def _add(weights: list[float], example: Example, times: float) -> None:
    for feature, value in zip(example.features, example.values, strict=True):
        weights[feature] += times * value
