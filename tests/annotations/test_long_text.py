"""A long text reads as the text that it stands for."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.columns import Blocks
from annotations.errors import StoreError
from annotations.long_text import LONG, LongText, utf8_of
from annotations.model import Span
from annotations.quoting import next_quotation
from annotations.readers import read_path
from annotations.readers.plain import blocks_of
from annotations.store import Store
from annotations.workspace import Workspace

SENTENCES = (
    "The quay is saved.",
    "“Nobody asked us,” she said. ",
    "Нет.",
    "日本語です。",
    "An 🚃 came.\n",
    "- item\n\n",
    "x",
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    parts = draw(st.lists(st.sampled_from(SENTENCES), max_size=40))
    return "".join(part * draw(st.integers(1, 60)) for part in parts)


@given(texts(), st.data())
def test_it_is_read_like_the_text(text: str, data: st.DataObject) -> None:
    long = LongText(text.encode())
    assert len(long) == len(text)
    assert str(long) == text
    place = st.integers(-5, len(text) + 5)
    for _ in range(8):
        start, end = data.draw(place), data.draw(place)
        assert long[start:end] == text[start:end]
        part = data.draw(st.sampled_from(("\n", "asked", "🚃", "語で", "missing", "")))
        assert long.find(part, start, end) == text.find(part, start, end)
        assert long.find(part, start) == text.find(part, start)
        if 0 <= start < len(text):
            assert long[start] == text[start]


@given(texts())
def test_blocks_and_quotations_are_those_of_the_text(text: str) -> None:
    long = LongText(text.encode())
    blocks = list(blocks_of(text))
    assert list(blocks_of(long)) == blocks
    for offset in range(0, len(text), max(1, len(text) // 5)):
        assert next_quotation(long, Blocks(blocks), offset) == next_quotation(text, Blocks(blocks), offset)


def test_what_is_not_there_is_not_read() -> None:
    long = LongText("Ünde".encode())
    assert long[-1] == "e"
    assert long[::-1] == "ednÜ"
    with pytest.raises(IndexError):
        long[4]
    with pytest.raises(UnicodeDecodeError):
        LongText(b"\xff")


def test_a_long_file_is_kept_as_it_is_on_disk(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    text = "The quay 🚃 is saved.\n" * (LONG // 20)
    path.write_text(text, "utf-8")
    draft = read_path(path, compact=True)
    assert isinstance(draft.text, LongText)
    assert str(draft.text) == text == read_path(path).text
    path.write_bytes(text.replace("\n", "\r\n").replace("quay", "q\0ay").encode())
    assert str(read_path(path, compact=True).text) == text.replace("quay", "q\ufffday") == read_path(path).text
    path.write_bytes(text.encode("utf-16"))
    assert read_path(path, compact=True).text == text


def test_a_long_article_comes_out_of_the_store_as_it_went_in(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("The quay 🚃 is saved.\n" * (LONG // 20), "utf-8")
    with Store(tmp_path / "library.db") as store:
        workspace = Workspace(store, "kim")
        info = workspace.add(read_path(path, compact=True), str(path)).info
        opened = store.articles.open(info.key)
        assert isinstance(opened.text, LongText)
        assert utf8_of(opened.text) == path.read_bytes()
        assert store.load(info.key).text == path.read_text("utf-8")
        tagged = workspace.tag(info, "claim", [Span(21, 41)])
        assert store.annotations.get(tagged.annotation.id) == tagged.annotation
        assert tagged.edit is not None
        assert tagged.edit.summary.endswith("“The quay 🚃 is saved.”")


def test_a_stored_text_that_is_no_text_any_more_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("The quay is saved.\n" * (LONG // 18), "utf-8")
    with Store(tmp_path / "library.db") as store:
        info = Workspace(store, "kim").add(read_path(path), str(path)).info
        store._connection.execute("UPDATE versions SET text = CAST(x'ff' AS TEXT)")
        with pytest.raises(StoreError, match="damaged"):
            store.articles.open(info.key)
