"""How far two values are apart: sets of labels by MASI, numbers by the square of their difference, the rest by 1."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from annotations.agreement.coefficients import Distance, interval, nominal, pairwise
from annotations.schema import AttributeDef, AttributeKind
from annotations.store.bare_import import without

__all__ = ["Metric", "metric_of", "of_names", "of_sets"]

Metric = tuple[Callable[[object, object], float], Distance]
"""The distance of two values, and the disagreement that chance would give."""

_NUMBERS = frozenset({AttributeKind.INTEGER, AttributeKind.NUMBER, AttributeKind.DATE})


def metric_of(attribute: AttributeDef, values: Sequence[object]) -> Metric:
    """The metric of an attribute's values: sets, where it takes several."""
    if attribute.several:
        return of_sets(values)
    return (_squared, interval) if attribute.kind in _NUMBERS else of_names()


def of_sets(values: Sequence[object]) -> Metric:
    """MASI (Passonneau 2006), by NLTK; no set may be empty."""
    between = _masi()
    return between, pairwise(between, values)


def of_names() -> Metric:
    """Any two values are as different as any others."""
    return _differ, nominal


@cache
def _masi() -> Callable[[object, object], float]:
    # NLTK loads these wherever it finds them, for figures that nothing here asks for: a second.
    with without("matplotlib", "numpy", "pandas", "scipy", "sklearn"):
        from nltk.metrics.distance import masi_distance

    def between(one: object, other: object) -> float:
        return float(masi_distance(one, other))

    return between


def _differ(one: object, other: object) -> float:
    return float(one != other)


def _squared(one: object, other: object) -> float:
    return (float(one) - float(other)) ** 2  # type: ignore[arg-type]  # an attribute of numbers has numbers
