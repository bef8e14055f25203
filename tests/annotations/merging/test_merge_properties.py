"""Merging, whatever was done and in whatever order: the same result."""

import os
import tempfile
from itertools import count, permutations
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from annotations.checking import check
from annotations.merging import merge, take_back_merge
from tests.annotations.merging.machines import act, copied, harbour, library, new_library, state

ACTS = ("tag", "tag", "note", "note", "delete", "relate", "undo", "redo", "status", "set", "text")
PEOPLE = ("kim", "lee")
MEMORY = next(filter(os.path.isdir, ["/dev/shm"]), None)  # noqa: S108 - no disk has to be waited for
acts = st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(ACTS), st.integers(0, 11)), max_size=7)
EXAMPLES = settings(max_examples=20, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])


class Machines:
    """A folder of databases that began as copies of one."""

    def __init__(self, folder, first, *others):
        self._folder = Path(folder)
        self._numbers = count()
        start = new_library(self._folder / "start.db")
        self.work(start, [("kim", "tag", 0), ("lee", "tag", 1), *first])
        self.each = [self.work(self.copy(start), acts) for acts in others]

    def copy(self, path):
        return copied(path, self._folder / f"{next(self._numbers)}.db")

    def work(self, path, acts):
        for who, what, number in acts:
            with library(path, who) as workspace:
                act(workspace, what, number)
        return path

    def merged(self, into, *others, by="kim"):
        """A copy of `into` after others were merged into it, one after the other."""
        copy = self.copy(into)
        for other in others:
            with library(copy, by) as workspace:
                merge(workspace, [str(other)])
        return copy


def text_of(path):
    with library(path) as workspace:
        return harbour(workspace).sha256


@given(acts, acts, acts, acts)
@EXAMPLES
def test_any_order_and_any_grouping_come_to_the_same(first, one, other, third):
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        machines = Machines(folder, first, one, other, third)
        results = [state(machines.merged(into, *rest)) for into, *rest in permutations(machines.each)]
        a, b, c = machines.each
        results.append(state(machines.merged(a, machines.merged(b, c))))
        results.append(state(machines.merged(machines.merged(c, a), machines.merged(b, a))))
        together = machines.copy(a)
        with library(together) as workspace:
            merge(workspace, [str(b), str(c)])
        results.append(state(together))
        assert all(result == results[0] for result in results)


@given(acts, acts, acts)
@EXAMPLES
def test_again_changes_nothing_and_one_step_takes_it_back(first, one, other):
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        machines = Machines(folder, first, one, other)
        a, b = machines.each
        before = state(a)
        copy = machines.copy(a)
        with library(copy, "mia") as workspace:
            tried = merge(workspace, [str(b)], dry_run=True)
        assert state(copy) == before
        with library(copy, "mia") as workspace:
            done = merge(workspace, [str(b)])
            assert [done.added, done.changed, done.deleted, done.conflicts] == [
                tried.added, tried.changed, tried.deleted, tried.conflicts,
            ]  # fmt: skip
            again = merge(workspace, [str(b)])
            assert (again.step, again.steps, again.conflicts) == (None, {}, ())
            assert [f for f in check(workspace.store) if f.wrong] == []
        after = state(copy)
        # A new text stays, and so does the order of texts that both had.
        if done.step is not None and not done.texts and text_of(copy) == text_of(a):
            with library(copy, "mia") as workspace:
                take_back_merge(workspace)
            assert state(copy) == before
            with library(copy, "mia") as workspace:
                merge(workspace, [str(b)])
            assert state(copy) == after


@given(acts, acts)
@EXAMPLES
def test_a_copy_that_nobody_worked_in_is_nothing_new(first, one):
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        machines = Machines(folder, first, one, [])
        worked, idle = machines.each
        assert state(machines.merged(worked, idle)) == state(worked) == state(machines.merged(idle, worked))
