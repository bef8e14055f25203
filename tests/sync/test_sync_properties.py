"""Whatever is done, on however many machines, and whenever each of them syncs: all libraries come to the same."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from annotations.checking import check
from tests.annotations.merging.machines import act, state
from tests.sync.groups import Group
from tests.sync.postgres import MEMORY

MACHINES = ("kim", "kim at home", "lee")
ACTS = ("tag", "tag", "note", "note", "delete", "relate", "undo", "redo", "status", "set", "text", "sync", "sync")
steps = st.lists(st.tuples(st.sampled_from(MACHINES), st.sampled_from(ACTS), st.integers(0, 11)), max_size=20)
EXAMPLES = settings(
    max_examples=6,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def person(machine):
    return machine.partition(" ")[0]


@given(steps)
@EXAMPLES
def test_any_order_of_syncs_comes_to_the_same(postgres, done):
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        group = Group(postgres, Path(folder))
        paths = {machine: group.path(machine) for machine in MACHINES}
        for machine in MACHINES:
            group.sync(person(machine), path=paths[machine])
        for number, (machine, what, chosen) in enumerate(done):
            if what == "sync":
                group.sync_as_told(person(machine), path=paths[machine], at_once=1 + number % 3)
            else:
                with group.library(person(machine), paths[machine]) as workspace:
                    act(workspace, what, chosen)
        for _ in range(3):  # what one takes over to a new text, the others take up after it
            for machine in MACHINES:
                group.sync(person(machine), path=paths[machine])
        states = [state(path) for path in paths.values()]
        assert states[0] == states[1] == states[2]
        edits = [group.edits(person(machine), path) for machine, path in paths.items()]
        assert edits[0] == edits[1] == edits[2] == group.on_server()
        quiet = [group.sync(person(machine), path=paths[machine]) for machine in MACHINES]
        assert [(one.sent, one.taken) for one in quiet] == [({}, {})] * 3
        with group.library("kim") as workspace:
            assert [finding for finding in check(workspace.store) if finding.wrong] == []
