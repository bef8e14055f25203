"""The measure of throughput finds what it counts; nothing here depends on speed."""

from __future__ import annotations

from annotations.suggest import KINDS
from tests.benchmarks import throughput


def test_each_kind_is_measured_and_all_take_longer_than_one() -> None:
    speeds = throughput.measure(count=2)
    assert list(speeds) == ["sentences", *KINDS, "all suggestions"]
    assert 0 < speeds["all suggestions"] < min(speeds[kind] for kind in KINDS)
