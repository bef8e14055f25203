import pytest

from annotations.errors import UsageError
from annotations.layers import Layers, parse_layers


def test_others_are_shown_where_that_is_asked_for():
    blind = Layers("kim")
    assert (blind.shows("kim"), blind.shows("lee"), blind.words) == (True, False, "only your own layer is shown")
    every = parse_layers("all", "kim", ["kim", "lee"])
    assert (every.shows("lee"), every.words) == (True, "all layers are shown")
    some = parse_layers(" lee, mia of Ostermoor ", "kim", ["kim", "lee", "mia of Ostermoor", "noa"])
    assert [some.shows(name) for name in ("kim", "lee", "mia of Ostermoor", "noa")] == [True, True, True, False]
    assert some.words == "your own layer is shown, and lee and mia of Ostermoor’s"
    assert parse_layers("mine", "kim", []) == blind


def test_a_name_that_is_nobodys_is_refused():
    with pytest.raises(UsageError, match="nobody called “lea” has annotated here") as refused:
        parse_layers("lea", "kim", ["kim", "lee"])
    assert refused.value.hint == "Did you mean “lee”?"
