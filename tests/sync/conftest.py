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
def group(postgres):
    """People with a database on the server: kim has set it up, lee annotates."""
    with TemporaryDirectory(dir=MEMORY) as folder:
        yield Group(postgres, folder)
