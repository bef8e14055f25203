"""Libraries that tests of merging begin with."""

import pytest

from tests.annotations.merging.machines import copied, library, new_library, tag


@pytest.fixture
def start(tmp_path):
    """A library with two articles, in which kim has tagged something."""
    path = new_library(tmp_path / "start.db")
    with library(path, "kim") as workspace:
        tag(workspace)
    return path


@pytest.fixture
def machine(start, tmp_path):
    """Copies of that library, as they are handed out."""
    return lambda name: copied(start, tmp_path / f"{name}.db")
