"""What a row looks like: text, margin and styles, without a terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style as RichStyle

from annotations.columns import Blocks
from annotations.text import BlockKind, Span, Style, StyleKind
from tests.tui.reading_texts import article, paragraphs, words
from tui.reading.labels import JumpLabel
from tui.reading.layout import Layout, Position
from tui.reading.marks import Layer, Mark, Marks, Overlay
from tui.reading.painting import Parts, paint_margin, paint_row
from tui.reading.palette import LabelLook, Palette

TEXT = "Ann Berg said the bridge would close. Nobody was told."


def mark(words: str, label: str, owner: str = "", layer: Layer = Layer.ANNOTATION, text: str = TEXT) -> Mark:
    start = text.index(words)
    glyph = "" if layer is Layer.ROLE else label[0].upper()
    return Mark(start, start + len(words), layer, label, glyph, owner or label)


def overlay(*marks: Mark, active: str = "", current: Span | None = None) -> Overlay:
    over = Overlay(Marks(marks))
    over.active, over.current = active, current
    return over


def paint(over: Overlay, text: str = TEXT, width: int = 60, slots: int = 3) -> list[tuple[str, Parts]]:
    """Margin (as text) and parts of each row."""
    whole, blocks = paragraphs(text)
    rows = []
    for row in Layout(whole, blocks, width).rows_from(Position(0, 0), 50):
        on = over.on(row)
        rows.append(("".join(t for t, _ in paint_margin(row, on, slots)), paint_row(row, whole, on)[0]))
    return rows


def test_plain_text_is_one_part() -> None:
    assert paint(Overlay()) == [("    ", [(TEXT, ())])]


def test_the_current_sentence_has_a_bar_and_a_ground() -> None:
    rows = paint(overlay(current=Span(0, 37)), width=30)
    assert rows == [
        ("   ▌", [("Ann Berg said the bridge would", ("current",))]),
        ("   ▌", [("close.", ("current",)), (" Nobody was told.", ())]),
    ]


def test_a_tag_has_its_label_and_a_glyph() -> None:
    assert paint(Overlay(Marks([mark("the bridge would close", "claim")]))) == [
        ("  C ", [("Ann Berg said ", ()), ("the bridge would close", ("label.claim",)), (". Nobody was told.", ())])
    ]


def test_overlaps_show_all_their_glyphs_and_the_inner_one_its_colour() -> None:
    over = Overlay(Marks([mark(TEXT[:37], "stance"), mark("the bridge would close", "claim")]))
    assert paint(over) == [
        (
            " SC ",
            [
                ("Ann Berg said ", ("label.stance",)),
                ("the bridge would close", ("label.stance", "label.claim")),
                (".", ("label.stance",)),
                (" Nobody was told.", ()),
            ],
        )
    ]


def test_roles_are_quiet_and_have_no_glyph() -> None:
    over = Overlay(Marks([mark("Ann Berg", "quote", layer=Layer.ROLE), mark("close", "claim", layer=Layer.SUGGESTION)]))
    margin, parts = paint(over)[0]
    assert margin == "  C "
    assert parts[0] == ("Ann Berg", ("role.quote",))
    assert parts[2] == ("close", ("suggestion.claim",))


def test_the_active_annotation_is_outlined() -> None:
    over = overlay(mark("Ann", "quote", "q"), mark("bridge would close", "claim", "c"), active="c")
    whole, blocks = paragraphs(TEXT)
    row = Layout(whole, blocks, 60).rows_from(Position(0, 0), 1)[0]
    margin = paint_margin(row, over.on(row), 3)
    assert margin == [
        (" ", ()),
        ("C", ("glyph.claim", "glyph.active")),
        ("Q", ("glyph.quote",)),
        ("│", ("bar.active",)),
    ]
    assert ("bridge would close", ("label.claim", "active")) in paint_row(row, whole, over.on(row))[0]


def test_a_glyph_is_loud_where_its_text_starts_and_quiet_where_it_goes_on() -> None:
    over = Overlay(Marks([mark(TEXT, "stance")]))
    whole, blocks = paragraphs(TEXT)
    rows = Layout(whole, blocks, 30).rows_from(Position(0, 0), 2)
    assert [paint_margin(row, over.on(row), 1)[0] for row in rows] == [
        ("S", ("glyph.stance",)),
        ("S", ("rest.stance",)),
    ]


@pytest.mark.parametrize(
    ("labels", "slots", "margin"),
    [
        ("qcs", 3, "QCS "),
        ("qc", 1, "+ "),
        ("qcst", 3, "QC+ "),
        ("qqcs", 3, "QCS "),
        ("qq", 3, " QQ "),
        ("qqqq", 3, "  Q "),
        ("", 2, "   "),
        ("qcs", 0, " "),
    ],
)
def test_more_glyphs_than_the_margin_holds(labels: str, slots: int, margin: str) -> None:
    marks = [Mark(i, 30, Layer.ANNOTATION, label, label.upper(), str(i)) for i, label in enumerate(labels)]
    assert paint(Overlay(Marks(marks)), slots=slots)[0][0] == margin


def test_a_glyph_that_is_no_character_of_one_cell() -> None:
    wide = Mark(0, 3, Layer.ANNOTATION, "x", "日", "a")
    hostile = Mark(0, 3, Layer.ANNOTATION, "x", "\x1b", "b")
    assert paint(Overlay(Marks([wide, hostile])))[0][0] == " +␛ "


def test_selection_and_matches_lie_over_everything() -> None:
    over = overlay(mark("bridge", "claim"), current=Span(0, 37))
    over.selection, over.matches, over.match = (Span(14, 24),), [Span(18, 24), Span(38, 44)], Span(18, 24)
    parts = paint(over)[0][1]
    assert ("the ", ("current", "selected")) in parts
    assert ("bridge", ("current", "label.claim", "match", "match.current", "selected")) in parts
    assert ("Nobody", ("match",)) in parts


def test_inline_styles_and_kinds_of_blocks() -> None:
    text, blocks = article([(BlockKind.HEADING, 1, "Big news"), (BlockKind.CAPTION, 0, "A photo")])
    over = Overlay(styles=[Style(StyleKind.EMPHASIS, 0, 3)])
    rows = Layout(text, blocks, 40).rows_from(Position(0, 0), 5)
    painted = [paint_row(row, text, over.on(row)) for row in rows]
    assert painted == [
        ([("Big", ("heading", "style.emphasis")), (" news", ("heading",))], 8),
        ([], 0),
        ([("A photo", ("quiet",))], 7),
    ]


def test_cells_of_a_table_stand_side_by_side() -> None:
    cell = BlockKind.TABLE_CELL
    text, blocks = article([(cell, 1, "日本"), (cell, 2, "12"), (cell, 1, "x"), (cell, 2, "")])
    over = Overlay(Marks([Mark(0, 2, Layer.ANNOTATION, "claim", "C", "a")]))
    rows = Layout(text, blocks, 40).rows_from(Position(0, 0), 5)
    painted = [paint_row(row, text, over.on(row)) for row in rows]
    assert painted[0] == ([("日本", ("label.claim",)), (" │ ", ("furniture",)), ("12", ())], 9)
    assert painted[1] == ([("x   ", ()), (" │ ", ("furniture",))], 7)


def test_a_mark_takes_whole_characters() -> None:
    text = "e\u0301tude 👨\u200d👩\u200d👧 x"
    over = Overlay(Marks([Mark(1, 2, Layer.ANNOTATION, "a", "", ""), Mark(8, 9, Layer.ANNOTATION, "b", "", "")]))
    assert paint(over, text)[0][1] == [
        ("e\u0301", ("label.a",)),
        ("tude ", ()),
        ("👨\u200d👩\u200d👧", ("label.b",)),
        (" x", ()),
    ]


def test_hostile_text_is_drawn_harmless() -> None:
    assert paint(Overlay(), "a\x1b[31m\u202eb\u0301\n[bold]c[/]")[0][1] == [("a␛[31m·b\u0301 [bold]c[/]", ())]


articles = st.lists(st.tuples(st.sampled_from(BlockKind), st.integers(0, 3), words), min_size=1, max_size=6).map(
    article
)
marks = st.lists(
    st.builds(
        lambda start, size, layer, label: Mark(start, start + size, layer, label, label.upper(), f"{label}{start}"),
        st.integers(0, 300), st.integers(1, 80), st.sampled_from(Layer), st.sampled_from("qcs"),
    ),
    max_size=12,
)  # fmt: skip


@given(articles, marks, st.integers(1, 30), st.integers(0, 3))
def test_painting_changes_no_text_and_keeps_its_cells(
    made: tuple[str, Blocks], given_marks: list[Mark], width: int, slots: int
) -> None:
    text, blocks = made
    plain, over = Overlay(), overlay(*given_marks, active="q0", current=Span(0, 40))
    over.selection, over.matches, over.match = (Span(5, 90),), [Span(3, 9)], Span(3, 9)
    for row in Layout(text, blocks, width).rows_from(Position(0, 0), 100):
        parts, cells = paint_row(row, text, over.on(row))
        bare, bare_cells = paint_row(row, text, plain.on(row))
        assert "".join(t for t, _ in parts) == "".join(t for t, _ in bare)
        assert cells == bare_cells == sum(cell_len(t) for t, _ in parts)
        assert cells <= width
        assert sum(cell_len(t) for t, _ in paint_margin(row, over.on(row), slots)) == slots + 1
        assert all(t for t, _ in parts)


def test_labels_differ_without_colour() -> None:
    for palette in (Palette(), Palette(dark=False), Palette(mono=True)):
        looks = [_lines(palette.style((f"label.{label}",))) for label in ("claim", "quote", "stance")]
        assert len(set(looks)) == 3
        assert _lines(palette.style(("selected",))) != _lines(RichStyle())
        assert _lines(palette.style(("match",))) != _lines(palette.style(("match.current",)))
    assert _lines(Palette(mono=True).style(("current",))) != _lines(RichStyle())


def _lines(style: RichStyle) -> tuple[object, ...]:
    return (style.bold, style.italic, style.underline, style.underline2, style.reverse)


def test_later_names_win() -> None:
    palette = Palette([LabelLook("claim", "#E69F00"), LabelLook("quote", "#56B4E9", "double")])
    both = palette.style(("current", "label.claim", "label.quote"))
    assert both.color is not None
    assert both.color.name == "#56b4e9"
    assert (both.underline, both.underline2) == (False, True)
    assert both.bgcolor == palette.style(("current",)).bgcolor
    assert palette.style(("label.unknown",)).color is not None
    assert palette.style(()) == RichStyle()


def test_glyphs_of_annotations_wandered_where_something_was_suggested() -> None:
    offered = [
        Mark(0, 53, Layer.SUGGESTION, label, "·", name)
        for name, label in (("one", "claim"), ("two", "claim"), ("three", "quote"))
    ]
    tag = Mark(31, 53, Layer.ANNOTATION, "event", "E", "tag")
    margins = [margin for margin, _ in paint(overlay(tag, *offered), width=30)]
    assert [margin[2] for margin in margins] == ["·", "E"]
    assert margins[1] == "··E "
    many = [Mark(0, 53, Layer.ANNOTATION, name, name, name) for name in "ABC"]
    assert paint(overlay(*many, *offered))[0][0] == "ABC "


def test_labels_side_by_side_ran_into_one_another() -> None:
    over = overlay()
    over.labels = (JumpLabel(0, "mq"), JumpLabel(1, "mp"), JumpLabel(2, "a"))
    ((_, parts),) = paint(over, text="東京港は", width=40)
    jump, rest = ("jump",), ("jump.rest",)
    assert parts == [("m", jump), ("q", rest), ("m", jump), ("p", rest), ("a", jump), (" は", ())]
    for dark in (True, False):
        for mono in (True, False):
            palette = Palette(dark=dark, mono=mono)
            assert palette.style(jump) != palette.style(rest)
