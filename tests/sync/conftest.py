import pytest

from tests.sync.groups import Group
from tests.sync.postgres import Postgres


@pytest.fixture(scope="session")
def postgres():
    """A server that runs for all tests."""
    server = Postgres()
    yield server
    server.close()


@pytest.fixture
def group(postgres, tmp_path):
    """People with a database on the server: kim has set it up, lee annotates."""
    return Group(postgres, tmp_path)
