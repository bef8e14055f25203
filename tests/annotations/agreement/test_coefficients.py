"""Coefficients against tables that are published with their answers."""

from collections import Counter
from itertools import combinations
from math import lcm

import pytest

from annotations.agreement.bootstrap import Sample, measure
from annotations.agreement.coefficients import (
    NO_UNITS,
    NOTHING_VARIES,
    Alpha,
    Cohen,
    Fleiss,
    cells_of,
    interval,
    nominal,
)
from annotations.agreement.measured import Measured

# Krippendorff, "Computing Krippendorff's alpha-reliability" (2011): four observers, twelve units.
KRIPPENDORFF = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)
# Fleiss (1971) as it is worked through in the encyclopaedias: ten subjects, fourteen raters, five categories.
FLEISS = (
    (0, 0, 0, 0, 14), (0, 2, 6, 4, 2), (0, 0, 3, 5, 6), (0, 3, 9, 2, 0), (2, 2, 8, 1, 1),
    (7, 7, 0, 0, 0), (3, 2, 6, 3, 0), (2, 5, 3, 2, 2), (6, 5, 2, 1, 0), (0, 2, 2, 3, 7),
)  # fmt: skip


def counted(units):
    """Columns, sums and values of units, each a list of what its coders said."""
    scale = lcm(*range(1, max(map(len, units))))
    counts = Counter()
    for unit in units:
        for one, other in combinations(unit, 2):
            counts[one, other] += scale // (len(unit) - 1)
    columns = {pair: column for column, pair in enumerate(counts)}
    cells, values = cells_of(columns, sorted({value for pair in counts for value in pair}))
    return cells, values, list(counts.values()), scale


def squared(one, other):
    return (one - other) ** 2


def differ(one, other):
    return float(one != other)


@pytest.mark.parametrize(("between", "expected", "published"), [(differ, nominal, 0.743), (squared, interval, 0.849)])
def test_alpha_of_the_published_example(between, expected, published):
    units = [[value for value in unit if value is not None] for unit in zip(*KRIPPENDORFF, strict=True)]
    cells, values, sums, scale = counted([unit for unit in units if len(unit) > 1])
    assert Alpha(cells, values, between, expected, scale)(sums) == pytest.approx(published, abs=0.0005)


def test_fleiss_kappa_of_the_published_example():
    units = [[category for category, times in enumerate(row) for _ in range(times)] for row in FLEISS]
    cells, values, sums, _ = counted(units)
    assert Fleiss(cells, len(values))(sums) == pytest.approx(0.210, abs=0.0005)


def test_cohen_kappa_of_the_published_example():
    # Cohen (1960), table 1 as proportions of 200: 0.492 with these margins.
    counts = {("a", "a"): 88, ("a", "b"): 14, ("a", "c"): 18, ("b", "a"): 10, ("b", "b"): 40, ("b", "c"): 10,
              ("c", "a"): 2, ("c", "b"): 6, ("c", "c"): 12}  # fmt: skip
    cells, values = cells_of({pair: column for column, pair in enumerate(counts)}, "abc")
    assert Cohen(cells, len(values))(list(counts.values())) == pytest.approx(0.492, abs=0.0005)


def test_one_value_by_everybody_is_no_perfect_agreement():
    cells, values = cells_of({("x", "x"): 0}, ["x"])
    for coefficient in (Cohen(cells, 1), Fleiss(cells, 1), Alpha(cells, values, differ, nominal)):
        assert coefficient([40]) == NOTHING_VARIES


def test_no_shared_unit_divides_by_nothing():
    cells, values = cells_of({("x", "x"): 0, ("x", "y"): 1}, ["x", "y"])
    for coefficient in (Cohen(cells, 2), Fleiss(cells, 2), Alpha(cells, values, differ, nominal)):
        assert coefficient([0, 0]) == NO_UNITS


def test_a_figure_is_a_number_or_a_reason():
    assert Measured(0.5).reason == ""
    with pytest.raises(ValueError, match="a number or a reason"):
        Measured(None)
    with pytest.raises(ValueError, match="a number or a reason"):
        Measured(0.5, "because")


class Same:
    """Share of the first column in both, undefined without any."""

    def __call__(self, sums):
        return sums[0] / sum(sums) if sum(sums) else "nothing there"


def sample_of(*rows):
    sample = Sample()
    for same, different in rows:
        sample.column("same")
        sample.column("different")
        sample.add({"same": same, "different": different})
    return sample


def test_sums_of_packed_counts_are_sums():
    sample = sample_of((3, 1), (0, 5), (2**40, 7))
    assert list(sample.total()) == [2**40 + 3, 13]
    assert list(sample.row(1)) == [0, 5]
    draws = list(sample.draws(50, seed=3))
    assert {different for _, different in draws} <= {
        a + 5 * b + 7 * (3 - a - b) for a in range(4) for b in range(4 - a)
    }
    assert draws == list(sample.draws(50, seed=3)) != list(sample.draws(50, seed=4))


def test_an_interval_holds_the_figure_and_narrows_with_articles():
    few = measure(sample_of(*[(8, 2), (2, 8)] * 3), [Same()])[0]
    many = measure(sample_of(*[(8, 2), (2, 8)] * 50), [Same()])[0]
    assert few.low < few.value == many.value == 0.5 < few.high
    assert many.high - many.low < (few.high - few.low) / 2


def test_one_article_has_no_interval():
    alone = measure(sample_of((3, 1)), [Same()])[0]
    assert (alone.value, alone.low, alone.high) == (0.75, None, None)


def test_a_figure_that_most_draws_leave_undefined_has_no_interval():
    assert measure(sample_of((1, 0), (1, 2), (1, 4)), [lambda sums: 1.0 if sums[1] == 6 else "no"])[0] == Measured(1.0)
    assert measure(sample_of((0, 0), (0, 0)), [Same()])[0] == Measured(None, "nothing there")
