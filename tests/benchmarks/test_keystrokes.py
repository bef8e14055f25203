"""The tasks come out as they should, in as many keys as were promised. Keys are counted, nothing is timed."""

from pathlib import Path

import pytest

from tests.benchmarks.keystrokes import LIMITS, TASKS, Task, differences, perform
from tui.session import Session


@pytest.mark.parametrize("task", TASKS, ids=lambda task: f"{task.kind}: {task.at[:24]}")
async def test_an_annotation_takes_no_more_keys_than_promised(task: Task, tmp_path: Path) -> None:
    session = Session(tmp_path / "library.db", "kim")
    try:
        pressed, annotation = await perform(session, task)
        text = await session.run(lambda w: w.store.text(annotation.version))
    finally:
        session.close()
    assert differences(task, annotation, text) == []
    assert pressed <= LIMITS.get(task.kind, pressed)
