import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.columns import Blocks
from annotations.model import Block, BlockKind, Span
from annotations.quoting import next_quoted, quotations, quoted


def words(text):
    return [quote.words.of(text) for quote in quoted(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We will not go,” she said.", ["We will not go"]),
        ('"We will not go," she said.', ["We will not go"]),
        ("'We won't go,' she said.", ["We won't go"]),
        ("‘We won’t go,’ she said.", ["We won’t go"]),
        ("''We will not go,'' she said.", ["We will not go"]),
        ("``We will not go , '' she said .", ["We will not go"]),
        ('" We will not go , " she said .', ["We will not go"]),
        ("„Wir gehen nicht“, sagte sie.", ["Wir gehen nicht"]),
        ("„Nie idziemy”, powiedziała.", ["Nie idziemy"]),
        ("»Wir gehen nicht«, sagte sie.", ["Wir gehen nicht"]),
        ("« Nous ne partons\u00a0pas », dit-elle.", ["Nous ne partons\u00a0pas"]),
        ("«Мы не уйдём», — сказала она.", ["Мы не уйдём"]),
        ("”Vi går inte”, sade hon.", ["Vi går inte"]),
        ("»Vi går inte», sade hon.", ["Vi går inte"]),
        ("‹nein› und ‚doch‘", ["nein", "doch"]),
        ("「はい」と『彼』", ["はい", "彼"]),
        ("她说：“我们不走。”", ["我们不走"]),
        ('said:“No” and,"yes"', ["No", "yes"]),
        ('“evidence" and "more hours”', ["evidence", "more hours"]),
    ],
)
def test_every_style_of_marks(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“He said ‘no’ to me,” she said.", ["He said ‘no’ to me", "no"]),
        ("“He said “no” to me,” she said.", ["He said “no” to me", "no"]),
        ("„Er sagte ‚nein‘ dazu“, so sie.", ["Er sagte ‚nein‘ dazu", "nein"]),
        ("\"'Not now,'\" she said.", ["'Not now,'", "Not now"]),
        ("“The ‘end’ of a ‘harbour.’”", ["The ‘end’ of a ‘harbour.’", "end", "harbour"]),
    ],
)
def test_quotations_lie_in_each_other(text, expected):
    assert words(text) == expected
    assert [quote.depth for quote in quoted(text, 0, len(text))] == [0] + [1] * (len(expected) - 1)


@pytest.mark.parametrize(
    "text",
    [
        "the workers' boats and the town’s harbour",
        "’Tis the '90s and rock 'n' roll, ‘em all",
        '6\'2" tall and 5" wide',
        "Hawai‘i, O'Neill, l’homme",
        "it closed ” at last",
        "“” and “.”",
    ],
)
def test_apostrophes_and_inches_quote_nothing(text):
    assert words(text) == []


def test_a_plural_possessive_does_not_close():
    assert words("‘The workers’ boats are gone,’ he said.") == ["The workers’ boats are gone"]
    assert words("‘ultimatums’ and ‘threats’ of the workers’ union") == ["ultimatums", "threats"]


def test_the_parts_of_a_quote():
    text = "She said: « We are, in fact, done. » today"
    quote = quoted(text, 0, len(text))[0]
    assert quote.outer.of(text) == "« We are, in fact, done. »"
    assert quote.inner.of(text) == "We are, in fact, done."
    assert quote.words.of(text) == "We are, in fact, done"
    assert quote.closed


def test_only_a_comma_or_a_stop_is_left_out():
    assert words("“Will you go?” “Never!” “in the U.S.” “and so on...” “a, b;”") == [
        "Will you go?",
        "Never!",
        "in the U.S.",
        "and so on...",
        "a, b",
    ]


def test_a_quote_left_open_ends_with_its_block():
    first, second = "“It is late. We go now.", "“And we will not come back,” she said."
    text = f"{first}\n{second}"
    (left_open,) = quoted(text, 0, len(first))
    assert not left_open.closed
    assert left_open.words.of(text) == "It is late. We go now"
    (closed,) = quoted(text, len(first) + 1, len(text))
    assert closed.words.of(text) == "And we will not come back"


def test_a_forgotten_mark_does_not_swallow_what_follows():
    assert words("“It is late, she said. “We go,” he answered. “Now.”") == ["It is late, she said", "We go", "Now"]


@pytest.mark.parametrize(
    "text",
    [
        "“We,” she said, “will not go.”",
        "“We will not,” said Ada Quill, mayor of Oldport. “Never.”",
        "“Will you?” she asked. “No.”",
        "„Wir“, sagte sie, „gehen nicht.“",
        "”Vi”, sade hon, ”går inte.”",
    ],
)
def test_an_interrupted_quote_is_one_of_two_halves(text):
    first, second = quoted(text, 0, len(text))
    assert not first.continues
    assert second.continues
    assert quotations(text, 0, len(text)) == [(first, second)]


@pytest.mark.parametrize(
    "text",
    [
        "They called it “late,” “wrong” and “sad.”",
        "“We go.” The mayor left the hall. “No.”",
        "“Will you?” The mayor left the hall. “No.”",
        "It was “late” for a “harbour.”",
    ],
)
def test_other_quotes_near_each_other_are_apart(text):
    assert not any(quote.continues for quote in quoted(text, 0, len(text)))


def test_an_inner_quote_does_not_part_the_halves():
    text = "“We ‘all,’” she said, “will ‘not’ go.”"
    assert [[part.words.of(text) for part in parts] for parts in quotations(text, 0, len(text))] == [
        ["We ‘all,’", "will ‘not’ go"],
        ["all"],
        ["not"],
    ]


TEXT = "“One,” he said.\nNo marks; the town’s.\nShe said “two ‘three’ four” and “five.”"
BLOCKS = Blocks(
    [Block(BlockKind.PARAGRAPH, 0, 15), Block(BlockKind.PARAGRAPH, 16, 37), Block(BlockKind.PARAGRAPH, 38, len(TEXT))]
)


def test_the_next_quoted_words_and_again_the_next():
    found, offset = [], 0
    while quote := next_quoted(TEXT, BLOCKS, offset):
        found.append(quote.words.of(TEXT))
        offset = quote.words.end
    assert found == ["One", "two ‘three’ four", "five"]


def test_at_a_place_inside_of_quoted_words_these_come_first():
    assert next_quoted(TEXT, BLOCKS, TEXT.index("two") + 1).words.of(TEXT) == "two ‘three’ four"
    assert next_quoted(TEXT, BLOCKS, TEXT.index("three") + 1).words.of(TEXT) == "three"
    assert next_quoted(TEXT, BLOCKS, TEXT.index("No marks")).words.of(TEXT) == "two ‘three’ four"
    assert next_quoted(TEXT, BLOCKS, len(TEXT)) is None
    assert next_quoted(TEXT, list(BLOCKS), 0).words == Span(1, 4)
    assert next_quoted("no block", [], 0) is None


MARKS = st.text(alphabet="“”„\"«»‹›‘’‚'「」`ab s.,1\n", max_size=40)


@given(MARKS, st.integers(0, 5))
def test_quotes_nest_and_lie_in_their_block(text, start):
    start = min(start, len(text))
    quotes = quoted(text, start, len(text))
    for quote in quotes:
        assert start <= quote.outer.start < quote.inner.start <= quote.words.start
        assert quote.words.end <= quote.inner.end <= quote.outer.end <= len(text)
        assert quote.inner.of(text) == quote.inner.of(text).strip()
        assert (quote.inner.end < quote.outer.end) == quote.closed
    assert [quote.outer.start for quote in quotes] == sorted({quote.outer.start for quote in quotes})
    for one in quotes:
        around = [
            other for other in quotes if other is not one and other.outer.start <= one.outer.start < other.outer.end
        ]
        assert len(around) == one.depth
        assert all(one.outer.end <= other.outer.end for other in around)


@given(MARKS)
def test_stepping_from_quote_to_quote_ends(text):
    blocks = [Block(BlockKind.PARAGRAPH, 0, len(text))] if text else []
    offset, steps = 0, 0
    while quote := next_quoted(text, blocks, offset):
        assert quote.words.end > offset
        offset, steps = quote.words.end, steps + 1
    assert steps <= len(text)


HOSTILE = {
    "nested": "“" * 20_000 + "a" + "”" * 20_000,
    "left open": "“a" * 20_000,
    "plurals": "‘as’ " * 20_000,
    "straight": "'a' \"b\" " * 10_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_marks_end(text):
    assert quoted(text, 0, len(text))
