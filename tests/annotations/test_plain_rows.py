"""Plain rows say the same as annotations do, in any number of pieces."""

import pytest

from annotations.formats.plain import plain_of
from annotations.store import plain as module
from annotations.store.plain import attribute_values
from tests.annotations.rich import library, rich


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return rich(tmp_path_factory.mktemp("rich") / "stet.db")


def known(one):
    return one._replace(attributes=attribute_values(one.attributes), origin=str(one.origin))


@pytest.mark.parametrize("chunk", [1, 2, 3, 5000])
def test_rows_are_the_annotations_in_their_order(made, monkeypatch, chunk):
    monkeypatch.setattr(module, "_CHUNK", chunk)
    with library(made) as workspace:
        for info in workspace.store.articles.all():
            text = workspace.store.text(info.key)
            chunks = list(workspace.store.plain.of_version(info.key))
            assert all(len(part) <= chunk for part in chunks)
            assert [known(one) for part in chunks for one in part] == [
                known(plain_of(annotation, text)) for annotation in workspace.annotations(info)
            ]


def test_filters_leave_out_what_is_not_asked_for(made, monkeypatch):
    monkeypatch.setattr(module, "_CHUNK", 1)
    with library(made) as workspace:
        lines = workspace.find("2").key

        def found(*filters):
            return [
                (one.label, one.annotator) for part in workspace.store.plain.of_version(lines, *filters) for one in part
            ]

        every = frozenset()
        assert found(frozenset({"quote"})) == [("quote", "Lee O’Hara")]
        assert found(every, frozenset({"kim"})) == [("claim", "kim")]
        (mine,) = [a for a in workspace.annotations(workspace.find("2")) if a.annotator == "kim"]
        assert found(every, every, frozenset({mine.id})) == [("claim", "kim")]
        assert found(frozenset({"quote"}), every, frozenset({mine.id})) == []
