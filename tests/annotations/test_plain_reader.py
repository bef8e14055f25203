import itertools
import re
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.readers import lines, read_bytes
from annotations.readers.plain import PlainReader, blocks_of
from annotations.text import BlockKind

LONG = (
    "The council of Oldport voted on Tuesday to close the harbour, a decision that its mayor, Ada Quill, called "
    "“a mistake that we will pay for.” Fishermen had asked for two more years."
)
SHORTER = "She said the town had been promised money in 2019. None had come, and none would."

ARTICLE = f"""Oldport closes its harbour after 300 years
By Jane Doe and John Roe
Staff Writers
September 8, 2016 | 5:30 p.m. ET
Advertisement
The harbour of Oldport in 2015. (AP Photo/Jane Doe)
{LONG}
What the closure means
{SHORTER}
The mayor added:
“We will not go.”
- Two jobs in three depend on it
  * mostly fishermen’s
- The port handles 3m tonnes
1. Dredge the basin
2. Sell the cranes
> We have no boats.
***
{LONG}
Key Learning Points
Key Learning Points |
---|
Oldport closes its harbour. |
No money came. |
Jane Doe is a seasoned journalist with experience of harbours. She lives in Oldport.
John Roe and Mary Major contributed reporting.
"""


def kinds(text):
    """The blocks of a text as (kind, level, words)."""
    return [(str(block.kind), block.level, text[block.start : block.end]) for block in blocks_of(text)]


def of_kind(text, kind):
    return [words for found, _, words in kinds(text) if found == kind]


def test_an_article_comes_out_as_a_person_sees_it():
    assert kinds(ARTICLE) == [
        ("heading", 1, "Oldport closes its harbour after 300 years"),
        ("byline", 0, "By Jane Doe and John Roe"),
        ("byline", 0, "Staff Writers"),
        ("byline", 0, "September 8, 2016 | 5:30 p.m. ET"),
        ("paragraph", 0, "Advertisement"),
        ("caption", 0, "The harbour of Oldport in 2015. (AP Photo/Jane Doe)"),
        ("paragraph", 0, LONG),
        ("heading", 2, "What the closure means"),
        ("paragraph", 0, SHORTER),
        ("paragraph", 0, "The mayor added:"),
        ("paragraph", 0, "“We will not go.”"),
        ("list_item", 1, "Two jobs in three depend on it"),
        ("list_item", 2, "mostly fishermen’s"),
        ("list_item", 1, "The port handles 3m tonnes"),
        ("list_item", 1, "Dredge the basin"),
        ("list_item", 1, "Sell the cranes"),
        ("block_quote", 1, "We have no boats."),
        ("paragraph", 0, LONG),
        ("heading", 2, "Key Learning Points"),
        ("table_cell", 1, "Key Learning Points"),
        ("table_cell", 1, "Oldport closes its harbour."),
        ("table_cell", 1, "No money came."),
        ("byline", 0, "Jane Doe is a seasoned journalist with experience of harbours. She lives in Oldport."),
        ("byline", 0, "John Roe and Mary Major contributed reporting."),
    ]


def test_the_same_with_blank_lines_between():
    assert kinds(ARTICLE) == kinds(ARTICLE.replace("\n", "\n\n"))


def test_the_text_is_the_file():
    draft = read_bytes(ARTICLE.encode())
    assert draft.text == ARTICLE
    assert draft.styles == ()


@pytest.mark.parametrize(
    "heading",
    [
        "The Long Way to the Sea",
        "the long way to the sea",  # as a title
        "2019",
        "Олдпорт закрывает гавань",
        "旧港关闭港口",
        "‘All Bets Are Off’",
        "1. Do not panic",
        "“Nobody asked us”: fishermen of Oldport",
    ],
)
def test_a_short_line_without_a_stop_above_a_longer_one_is_a_heading(heading):
    first = kinds(f"{heading}\n{LONG}\n{SHORTER}\n")[0]
    assert first == (("heading", 1, heading) if heading != "2019" else ("paragraph", 0, heading))


@pytest.mark.parametrize("heading", ["ABSTRACT.", "Joining Forces With Newtown.", "7 p.m.", "Who Pays for It?"])
def test_a_heading_with_a_stop_is_known_by_its_capitals(heading):
    assert ("heading", 2, heading) in kinds(f"{LONG}\n\n{heading}\n\n{LONG}\n")


@pytest.mark.parametrize(
    "line",
    [
        "He said:",
        "The harbour is closed.",
        "The harbour is closed for good. More on page 8",
        "“No,” she said.",
        "She left, and so did he,",
        "QUILL: No.",
        "(Laughter)",
        "@oldport",
        "https://oldport.example/harbour",
        "OLDPORT, Sept. 8 (Reuters) -",
        "Read more: The harbour in pictures",
        "“It was the best of times.” — Ada Quill",
    ],
)
def test_other_short_lines_are_not_headings(line):
    assert ("paragraph", 0, line) in kinds(f"{LONG}\n{line}\n{LONG}\n")


def test_a_list_without_bullets_is_not_headings():
    names = ["Jane Doe", "John Roe", "Mary Major", "Richard Miles"]
    assert of_kind("\n".join(["Candidates", *names, LONG]), "heading") == []


def test_the_last_line_is_no_heading():
    assert of_kind(f"{LONG}\nThe end", "heading") == []


def test_a_title_may_be_underlined_or_marked():
    assert kinds(f"Harbour news\n============\n\n{LONG}\n## Why\n{LONG}") == [
        ("heading", 1, "Harbour news"),
        ("paragraph", 0, LONG),
        ("heading", 2, "Why"),
        ("paragraph", 0, LONG),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Doe",
        "BY JANE DOE",
        "By Ludwig van Doe, Harbour Correspondent",
        "By The Associated Press",
        "Von Hanna Müller",
        "By Jane Doe and John Roe | The Oldport Gazette",
    ],
)
def test_a_byline_is_seen(line):
    assert ("byline", 0, line) in kinds(f"Harbour closes\n{line}\n{LONG}")


@pytest.mark.parametrize("line", ["By the Numbers", "By Friday, all ships had left the harbour."])
def test_not_everything_that_begins_with_by_is_a_byline(line):
    assert of_kind(f"Harbour closes\n{line}\n{LONG}", "byline") == []


def test_a_name_above_a_date_is_a_byline_and_a_date_further_down_a_heading():
    text = f"Harbour closes\nJane Doe\n8 September 2016\n{LONG}\n9 September 2016\n{LONG}\n"
    assert of_kind(text, "byline") == ["Jane Doe", "8 September 2016"]
    assert of_kind(text, "heading") == ["Harbour closes", "9 September 2016"]


@pytest.mark.parametrize(
    "line",
    [
        "Jane Doe covers harbours for The Oldport Gazette.",
        "Jane Doe, a former sailor, is a Senior Fellow at the Centre for Harbours.",
        "(Reporting by Jane Doe; Editing by John Roe)",
        "--additional reporting from Jane Doe.",
        "Jane Doe reported from Oldport, and John Roe from Newtown.",
        "Follow Jane Doe on Twitter @jane",
    ],
)
def test_a_biography_at_the_end_is_a_byline_and_elsewhere_is_not(line):
    assert kinds(f"{LONG}\n{line}\n")[-1] == ("byline", 0, line)
    assert ("byline", 0, line) not in kinds(f"{line}\n" + f"{LONG}\n" * 30)


@pytest.mark.parametrize(
    "line",
    [
        "Jane Doe said that the harbour was lost.",
        "The mayor is a former journalist.",
        "“I am a writer,” said Jane Doe, who is the director of the museum.",
    ],
)
def test_a_last_sentence_about_somebody_is_no_biography(line):
    assert kinds(f"{LONG}\n{line}\n")[-1] == ("paragraph", 0, line)


@pytest.mark.parametrize(
    "line",
    [
        "Fishermen in the harbour on Monday. (AP Photo/Jane Doe)",
        "Photo: Jane Doe / Oldport Gazette",
        "FILE - The harbour of Oldport in a picture from May 3, 2015",
        "Ada Quill at the quay. Jane Doe/Getty Images",
    ],
)
def test_captions_and_credits_of_pictures(line):
    assert ("caption", 0, line) in kinds(f"{LONG}\n{line}\n{LONG}\n")


def test_a_paragraph_that_ends_with_an_agency_is_no_caption():
    assert ("paragraph", 0, "The mayor left. (Reuters)") in kinds(f"{LONG}\nThe mayor left. (Reuters)\n")


def test_html_is_shown_as_it_is_and_a_note_says_so():
    draft = PlainReader().read("<!DOCTYPE html>\n<html>\n<p>Words.</p>\n")
    assert "HTML" in draft.notes[0]
    assert {str(block.kind) for block in draft.blocks} == {"paragraph"}


def test_tables():
    assert kinds("| Year | Tonnes |\n|------|-------:|\n| 2015 | 300 |\n| 2016 | |\n") == [
        ("table_cell", 1, "Year"),
        ("table_cell", 2, "Tonnes"),
        ("table_cell", 1, "2015"),
        ("table_cell", 2, "300"),
        ("table_cell", 1, "2016"),
    ]
    assert kinds("Year | Tonnes\n--- | ---\n2015 | a \\| b\n")[2:] == [
        ("table_cell", 1, "2015"),
        ("table_cell", 2, "a \\| b"),
    ]
    assert kinds("| a | b |\n| c | d |\n")[0] == ("table_cell", 1, "a")
    assert kinds("All ships had left | some say.\n") == [("paragraph", 0, "All ships had left | some say.")]


def test_numbers_open_items_only_next_to_their_neighbours():
    german = (
        "1. FC Oldport gewinnt mit drei zu null gegen Neustadt und steht damit im Endspiel um den Pokal des Landes."
    )
    assert kinds(german) == [("paragraph", 0, german)]
    assert of_kind("1. One of them\n2. Two of them\n(3) Three of them\n", "list_item") == [
        "One of them",
        "Two of them",
        "Three of them",
    ]


def test_dialogue_with_dashes_is_no_list():
    line = "– Мы не уйдём, – сказал рыбак."
    assert kinds(line) == [("paragraph", 0, line)]


@pytest.mark.parametrize("rule", ["---", "***", "* * *", "___.", "=====", "•••", "—", "# # #"])
def test_what_only_divides_is_in_no_block(rule):
    assert kinds(f"{LONG}\n\n{rule}\n\n{LONG}") == [("paragraph", 0, LONG)] * 2


PARAGRAPHS = [LONG, SHORTER, f"{LONG} {SHORTER} {LONG}"]


@pytest.mark.parametrize("width", [50, 66, 72, 100])
def test_hard_wrapped_text_is_a_block_per_paragraph(width):
    wrapped = [textwrap.fill(paragraph, width) for paragraph in PARAGRAPHS]
    item = textwrap.fill(LONG, width, initial_indent="  * ", subsequent_indent="    ")
    text = "\n\n".join(["Oldport closes its harbour", "By Jane Doe", *wrapped, "A LONG HISTORY", *wrapped, item])
    assert kinds(text) == [
        ("heading", 1, "Oldport closes its harbour"),
        ("byline", 0, "By Jane Doe"),
        *[("paragraph", 0, paragraph) for paragraph in wrapped],
        ("heading", 2, "A LONG HISTORY"),
        *[("paragraph", 0, paragraph) for paragraph in wrapped],
        ("list_item", 1, item[4:]),
    ]


def test_wrapped_paragraphs_may_be_told_by_their_indent_or_their_last_line():
    indented = ["   " + textwrap.fill(paragraph, 66) for paragraph in PARAGRAPHS]
    assert [words for _, _, words in kinds("\n".join(indented))] == [words.strip() for words in indented]
    close = [textwrap.fill(paragraph, 72) for paragraph in PARAGRAPHS]
    assert [words for _, _, words in kinds("\n".join(close))] == close


def test_a_line_that_a_link_broke_is_put_together():
    text = f"{LONG}\nThe editor adds that the mayor regularly\nincites\nfishermen, sailors and\nothers.\n{LONG}\n"
    assert len(kinds(text)) == 3


def test_sentences_on_lines_of_their_own_stay_apart():
    text = "It closes.\nthe mayor said so.\nNobody asked us.\n"
    assert len(kinds(text)) == 3


def test_the_first_page_comes_without_a_look_at_the_rest(monkeypatch):
    seen = itertools.count()
    original = lines._physical_lines

    def counting(text):
        for line in original(text):
            next(seen)
            yield line

    monkeypatch.setattr(lines, "_physical_lines", counting)
    blocks = PlainReader().read(f"{LONG}\n" * 20_000).blocks
    assert len(list(itertools.islice(blocks, 200))) == 200
    assert next(seen) <= 2 * lines._PAGE


def test_a_longer_text_begins_with_the_same_blocks():
    longer = ARTICLE * 40
    expected = list(blocks_of(ARTICLE * 20))[:-6]
    assert list(itertools.islice(blocks_of(longer), len(expected))) == expected


HOSTILE = {
    "a long word": "x" * 1_000_000,
    "short lines": "a\n" * 30_000,
    "short paragraphs": "A B\n\n" * 10_000,
    "quotes": ">" * 100_000,
    "pipes": "| " * 100_000,
    "numbers": "1. a\n" * 10_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_end(text):
    assert all(text[block.start : block.end] for block in blocks_of(text))


MARKS = "-*•>|#_=~.1)( "
LINE = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cf"], exclude_characters="\r\0"), max_size=12),
    st.text(alphabet=MARKS + "ab", max_size=12),
    st.sampled_from([LONG, SHORTER, "Heading", "By Jane Doe", "cell |", "---|", "- item", "12. item", "> said", "***"]),
)


@given(st.lists(LINE, max_size=30).map("\n".join))
def test_every_visible_character_is_in_one_block_or_is_a_mark(text):
    blocks = list(blocks_of(text))
    covered = bytearray(len(text))
    end = 0
    for block in blocks:
        words = text[block.start : block.end]
        assert words
        assert words == words.strip()
        assert end <= block.start
        end = block.end
        covered[block.start : block.end] = b"\1" * (block.end - block.start)
        assert (block.level > 0) == (
            block.kind in {BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.BLOCK_QUOTE, BlockKind.TABLE_CELL}
        )
    for line in re.finditer(r"[^\n]+", text):
        left = "".join(c for i, c in enumerate(line[0], line.start()) if not covered[i] and not c.isspace())
        assert re.fullmatch(r"[-*•◦‣▪●■○⁃>|#_=~+·—–─━═:.]*|\(?\d{1,3}[.)]", left), line[0]
