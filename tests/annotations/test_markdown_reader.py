import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import ReadError
from annotations.readers import read_bytes, reader_for
from annotations.readers.front_matter import read_front_matter

LONG = "The council of Oldport voted on Tuesday to close the harbour, which the mayor called a mistake."


def read(source):
    """The draft of a Markdown source and its blocks."""
    draft = read_bytes(source.encode(), ".md")
    return draft, list(draft.blocks)


def kinds(source):
    draft, blocks = read(source)
    return [(str(block.kind), block.level, draft.text[block.start : block.end]) for block in blocks]


def styles(source):
    draft, _ = read(source)
    return [(str(style.kind), draft.text[style.start : style.end], style.href) for style in draft.styles]


@pytest.mark.parametrize("path", ["a.md", "a.MD", "a.markdown", ".md"])
def test_markdown_files_have_their_reader(path):
    assert reader_for(path).name == "markdown"


def test_an_article_comes_out_as_a_reader_sees_it():
    source = f"""
# The *end* of a harbour

By Jane Doe

{LONG}
It will not open again.

## Why

> We have **no** boats.
>
>> And no money.

1. Dredge
   - the basin

     and the river
2. Sell

![The harbour](h.jpg)

| Year | Tonnes |
|------|-------:|
| 2015 | 300    |
| 2016 |        |

    ls
      -l

---

Jane Doe covers harbours for The Oldport Gazette.
"""
    assert kinds(source) == [
        ("heading", 1, "The end of a harbour"),
        ("byline", 0, "By Jane Doe"),
        ("paragraph", 0, f"{LONG} It will not open again."),
        ("heading", 2, "Why"),
        ("block_quote", 1, "We have no boats."),
        ("block_quote", 2, "And no money."),
        ("list_item", 1, "Dredge"),
        ("list_item", 2, "the basin"),
        ("paragraph", 0, "and the river"),
        ("list_item", 1, "Sell"),
        ("caption", 0, "The harbour"),
        ("table_cell", 1, "Year"),
        ("table_cell", 2, "Tonnes"),
        ("table_cell", 1, "2015"),
        ("table_cell", 2, "300"),
        ("table_cell", 1, "2016"),
        ("code", 0, "ls\n  -l"),
        ("byline", 0, "Jane Doe covers harbours for The Oldport Gazette."),
    ]
    assert styles(source) == [
        ("emphasis", "end", None),
        ("strong", "no", None),
        ("strong", "Year", None),
        ("strong", "Tonnes", None),
    ]


def test_styles_stand_beside_the_text():
    source = 'A *b **c*** `d  e` [f *g*](https://h.example/?i=1&j "k") <https://l.example> ~~m~~ _n_.'
    assert read(source)[0].text == "A b c d e f g https://l.example m n."
    assert styles(source) == [
        ("emphasis", "b c", None),
        ("strong", "c", None),
        ("code", "d e", None),
        ("link", "f g", "https://h.example/?i=1&j"),
        ("emphasis", "g", None),
        ("link", "https://l.example", "https://l.example"),
        ("emphasis", "n", None),
    ]


def test_inline_html_is_what_it_does():
    source = "H<sub>2</sub>O <b>bold</b>,<br>a <a href='x&amp;y'>link</a> <!-- no --><script>bad()</script>&lt;b&gt;"
    assert read(source)[0].text == "H2O bold,\na link <b>"
    assert styles(source) == [("strong", "bold", None), ("link", "link", "x&y")]


def test_a_tag_that_is_only_spoken_of_hides_nothing():
    assert read("Put it into <title> or <script> and go on.")[0].text == "Put it into or and go on."


def test_block_html_is_reduced_to_its_text():
    source = """<div class="box">
<h2>Facts &amp; figures</h2>
<p>One <em>harbour</em>.<p>No boats.
<ul><li>Fish</li><li>Crab</li></ul>
<table><tr><th>Year<th>Tonnes<tr><td>2015<td>300</table>
<figure><img src="h.jpg"><figcaption>The harbour</figcaption></figure>
<blockquote>So what?</blockquote>
<style>p { color: red }</style><!-- <p>no</p> -->
</div>
"""
    assert kinds(source) == [
        ("heading", 2, "Facts & figures"),
        ("paragraph", 0, "One harbour."),
        ("paragraph", 0, "No boats."),
        ("list_item", 1, "Fish"),
        ("list_item", 1, "Crab"),
        ("table_cell", 1, "Year"),
        ("table_cell", 2, "Tonnes"),
        ("table_cell", 1, "2015"),
        ("table_cell", 2, "300"),
        ("caption", 0, "The harbour"),
        ("block_quote", 1, "So what?"),
    ]
    assert styles(source) == [("emphasis", "harbour", None)]


def test_images():
    assert kinds("[![Alt *text*](a.jpg)](b)") == [("caption", 0, "Alt text")]
    assert kinds("![alt](a.jpg)\n*The harbour in 2015*") == [("caption", 0, "The harbour in 2015")]
    assert kinds("We saw ![a logo](a.jpg) today.") == [("paragraph", 0, "We saw today.")]
    assert kinds(f"![](a.jpg)\n\n{LONG}") == [("paragraph", 0, LONG)]


def test_front_matter_gives_title_language_and_facts_as_they_are_written():
    draft, _ = read(
        "---\ntitle: 'Harbour: the end'\nauthor: [Jane Doe, John Roe]\ndate: 2016-09-08\nlang: en_GB\n"
        "site:\n  name: The Gazette\n  url: https://g.example\ndraft: no\nempty:\n---\n\n" + LONG
    )
    assert draft.text == LONG
    assert draft.title == "Harbour: the end"
    assert draft.language == "en-GB"
    assert draft.metadata == {
        "author": "Jane Doe, John Roe",
        "date": "2016-09-08",
        "site": "The Gazette",
        "draft": "no",
    }
    assert draft.notes == ()


def test_a_title_that_breaks_yaml_is_read_all_the_same():
    draft, _ = read(f"---\ntitle: Oldport: the end of a harbour\ndate: 2016\n---\n{LONG}")
    assert draft.title == "Oldport: the end of a harbour"
    assert draft.metadata == {"date": "2016"}
    assert "line 2" in draft.notes[0]


def test_words_between_two_rules_are_no_front_matter():
    assert "Nobody came." in read(f"---\nNobody came.\n\nNobody went.\n---\n\n{LONG}")[0].text
    assert read(f"---\ntitle: not closed\n\n{LONG}")[0].title is None


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("a: &x [1, 2]\nb: *x\ntitle: T", "aliases"),
        ("title: T\nx: " + "[" * 9000, "too long"),
        ("title: T\nx: " + "[" * 50 + "]" * 50, "too deeply"),
        ("title: T\n" + "x: y\n" * 9000, "too long"),
    ],
)
def test_hostile_front_matter_is_refused_but_not_its_title(source, why):
    about = read_front_matter(source)
    assert about.title == "T"
    assert why in about.notes[0]


@pytest.mark.parametrize("source", ["<!-- nothing -->", "---\ntitle: only this\n---\n", "***", "![](a.jpg)"])
def test_a_page_without_words_is_refused(source):
    with pytest.raises(ReadError):
        read(source)


def test_characters_that_no_text_has_do_not_come_in_by_reference():
    assert read("a &#13; b &#0; c &#xD800; d &#10;&#10; e")[0].text == "a b \ufffd c \ufffd d e"


def test_what_nests_too_deeply_for_markdown_is_not_lost():
    draft, blocks = read("> " * 10_000 + "deep")
    assert "deep" in draft.text
    assert blocks
    assert "plain text" in draft.notes[0]
    assert read("> " * 12 + "twelve\n")[1][0].level == 12


HOSTILE = {
    "quotes": ">" * 10_000,
    "brackets": "[" * 20_000,
    "images": "![" * 10_000,
    "emphasis": "*a **b " * 5_000,
    "divisions": "<div>x" * 5_000,
    "comments": "<!--" * 20_000,
    "bold tags": "<b>" * 5_000 + "x",
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_sources_end(source):
    assert read(f"The beginning.\n\n{source}")[0].text.startswith("The beginning.")


PIECES = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=8),
    st.sampled_from(
        ["# ", "> ", "- ", "1. ", "*", "**", "`", "[a](b)", "![c](d)", "\n", "\n\n", "    ", "---\n", "a: b\n"]
    ),
    st.sampled_from(["<b>", "</b>", "<br>", "<p>", "<!--", "-->", "<script>", "&amp;", "&#13;", "\\", "~~", "```\n"]),
    st.just("|a|b|\n|-|-|\n|c|d|\n"),
)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_blocks_are_the_whole_text_with_one_blank_line_between_and_styles_lie_in_them(source):
    try:
        draft, blocks = read(source)
    except ReadError:
        return
    words = [draft.text[block.start : block.end] for block in blocks]
    assert draft.text == "\n\n".join(words) or draft.notes
    assert all(text and text == text.strip() for text in words)
    assert all("\n\n" not in text for text, block in zip(words, blocks, strict=True) if block.kind != "code")
    assert not set(draft.text) & {"\r", "\0"}
    for style in draft.styles:
        assert draft.text[style.start : style.end].strip()
        assert any(block.start <= style.start < style.end <= block.end for block in blocks)
    assert [style.start for style in draft.styles] == sorted(style.start for style in draft.styles)
