"""What a terminal shows that knows no more than Latin-1."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from annotations.printable import one_line
from tui.reading.display import draw
from tui.reading.latin import latin
from tui.reading.palette import Palette


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("“We will pay,” she said…", '"We will pay," she said~'),
        ("▌ • Łódź – Škoda", "| * Lódz - Skoda"),
        ("naïve café", "naïve café"),
        ("日本", "????"),
        ("ok 👍", "ok ??"),
        ("Москва", "??????"),
    ],
)
def test_signs_have_stand_ins_of_their_width(text, shown):
    assert latin(text) == shown


@given(st.text(max_size=40))
def test_every_cell_is_kept_and_nothing_is_beyond_latin_1(text):
    drawn = draw(one_line(text)).text
    shown = latin(drawn)
    shown.encode("latin-1")
    assert cell_len(shown) == draw(drawn).width


def test_a_palette_leaves_text_alone_unless_it_is_told():
    assert Palette().text("“…”") == "“…”"
    assert Palette(latin=True).text("“…”") == '"~"'
