from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.sync.groups import Group
from tests.sync.postgres import MEMORY, Postgres


@pytest.fixture(scope="session")
def postgres():
    """A server that runs for all tests."""
    server = Postgres()
    yield server
    server.close()


@pytest.fixture
def folder():
    """A folder for libraries, in memory: no test here is about what a disk does."""
    with TemporaryDirectory(dir=MEMORY) as name:
        yield Path(name)


@pytest.fixture
def group(postgres, folder):
    """People with a database on the server: kim has set it up, lee annotates."""
    return Group(postgres, folder)
