"""The desk that acts are tried at."""

from collections.abc import Iterator

import pytest

from tests.tui.acts.quay import seated
from tui.desk import Desk
from tui.session import Session


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    session = Session(tmp_path_factory.mktemp("acts") / "library.db", "kim")
    yield session
    session.close()


@pytest.fixture
def desk(session: Session) -> Desk:
    return seated(session)
