import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.errors import ReadError
from annotations.model import BlockKind, StyleKind
from annotations.readers import Served, kind_of, read_bytes, read_path
from tests.annotations.pages import LAST, MORE, WORDS, article_html, html

SAMPLE = Path(__file__).parents[2] / "sample_articles" / "bakery-strike.html"


def read(page, **served):
    data = page if isinstance(page, bytes) else page.encode()
    return read_bytes(data, "web", Served(**served))


def seen(draft):
    """Each block as (kind, level, words)."""
    return [(block.kind.value, block.level, draft.text[block.start : block.end]) for block in draft.blocks]


@pytest.fixture(scope="module")
def sample():
    draft = read_path(SAMPLE)
    return draft, seen(draft)


def test_the_sample_has_its_facts(sample):
    draft, _ = sample
    assert draft.title == "Bread strike enters third week as ovens stay cold in Lindmoor"
    assert dict(draft.metadata) == {
        "author": "Wanjiru Ellingsen",
        "date": "2025-02-11",
        "site": "The Lindmoor Messenger",
        "address": "https://lindmoor-messenger.example/economy/bread-strike-third-week",
    }
    assert (draft.language, draft.notes) == ("en", ())
    assert draft.page == ("text/html", SAMPLE.read_bytes(), None)


def test_the_sample_has_its_blocks(sample):
    blocks = sample[1]
    assert ("heading", 1, "Bread strike enters third week as ovens stay cold in Lindmoor") in blocks
    assert ("heading", 2, "A third way?") in blocks
    assert ("block_quote", 1, "There is one pot. You can heat the ovens with it or you can pay it out.") in blocks
    assert ("caption", 0, "What Northgate Bread spent, in millions of crowns") in blocks
    assert blocks[blocks.index(("table_cell", 1, "Gas")) :][:3] == [
        ("table_cell", 1, "Gas"),
        ("table_cell", 2, "3.8"),
        ("table_cell", 3, "9.4"),
    ]
    assert ("list_item", 1, "The union demands the full bonus from 1 March.") in blocks
    assert any(kind == "caption" and words.startswith("Strikers at the factory gate") for kind, _, words in blocks)


def test_what_stands_around_the_sample_is_left_out(sample):
    draft, _ = sample
    page = SAMPLE.read_text("utf-8").lower()
    for words in ("cookie", "newsletter", "most read", "comment"):
        assert words in page
        assert words not in draft.text.lower()


def test_blocks_are_parted_by_a_blank_line_and_styles_lie_on_their_words(sample):
    draft, blocks = sample
    assert draft.text == "\n\n".join(words for _, _, words in blocks)
    emphasis = [draft.text[s.start : s.end] for s in draft.styles if s.kind is StyleKind.EMPHASIS]
    assert "I should love to be told of a third way." in emphasis


def test_the_headline_stands_at_the_top_even_if_it_is_outside_of_the_article():
    page = f"<body><h1>A margin of one</h1><div class='story'><p>{WORDS}</p><p>{MORE}</p><p>{LAST}</p></div></body>"
    draft = read(f"<html><head><title>A margin of one - The Messenger</title></head>{page}</html>")
    assert draft.title == "A margin of one"
    assert seen(draft) == [
        ("heading", 1, "A margin of one"), ("paragraph", 0, WORDS), ("paragraph", 0, MORE), ("paragraph", 0, LAST),
    ]  # fmt: skip


def test_two_line_breaks_begin_a_paragraph_and_one_does_not():
    draft = read(html(f"<h1>A margin of one</h1><p>{WORDS}<br><br>{MORE}<br>{LAST}</p>"))
    assert [words for _, _, words in seen(draft)] == ["A margin of one", WORDS, f"{MORE}\n{LAST}"]


def test_a_mistyped_tag_does_not_cost_the_article():
    words = [words for _, _, words in seen(read(article_html("<blockquote><b")))]
    assert words[:3] == ["A margin of one", WORDS, MORE]
    assert words[3:] == [LAST]


def test_a_line_in_bold_is_a_heading():
    assert ("heading", 3, "What happens next") in seen(read(article_html("<p><b>What happens next</b></p>")))
    assert ("paragraph", 0, "It rains.") in seen(read(article_html("<p><b>It rains.</b></p>")))


def test_the_caption_of_a_picture_is_one():
    figure = "<figure><img src='a.jpg'><figcaption>The mayor <b>after</b> the vote</figcaption></figure>"
    assert ("caption", 0, "The mayor after the vote") in seen(read(article_html(figure)))


def test_who_wrote_the_article_stands_in_a_byline():
    head = "<meta name='author' content='Ida Krag'>"
    lines = "<p>Ida Krag, The Messenger</p><p>Staff Reporter</p><p>ida@messenger.example</p>"
    draft = read(html(f"<h1>A margin of one</h1>{lines}<p>{WORDS}</p><p>{MORE}</p><p>{LAST}</p>", head=head))
    assert draft.metadata["author"] == "Ida Krag"
    assert [kind for kind, _, _ in seen(draft)] == ["heading", *["byline"] * 3, *["paragraph"] * 3]


def test_who_is_named_only_in_the_byline_is_the_author():
    draft = read(html(f"<h1>A margin of one</h1><p>By Ida Krag</p><p>{WORDS}</p><p>{MORE}</p><p>{LAST}</p>"))
    assert draft.metadata["author"] == "Ida Krag"


def test_links_keep_their_address():
    draft = read(article_html("<p>More is in <a href='/minutes'>the minutes</a> of the night, all of it.</p>"))
    links = [(draft.text[s.start : s.end], s.href) for s in draft.styles if s.kind is StyleKind.LINK]
    assert links in ([("the minutes", "/minutes")], [("the minutes", "https://example.org/minutes")])


def test_comments_with_a_german_name_are_left_out():
    page = article_html(lang="de").replace(
        "</article>", f"</article><div class='kommentare'><h3>Was soll das?</h3><p>{'Ich bin dagegen. ' * 40}</p></div>"
    )
    assert "dagegen" not in read(page).text


def test_headings_of_further_articles_at_the_end_are_left_out():
    further = "".join(f"<h3>Another article {n}</h3><p>July {n}, 2021</p>" for n in (3, 4, 5))
    draft = read(html(f"<h1>A margin of one</h1><p>{WORDS}</p><p>{MORE}</p><p>{LAST}</p><p>Close</p>{further}"))
    assert draft.text.endswith(LAST)


def test_soft_hyphens_are_no_part_of_the_text():
    assert "Strassenbahnhaltestelle" in read(article_html("<p>Die Strassen&shy;bahn&shy;haltestelle fehlt.</p>")).text


@pytest.mark.parametrize(
    ("encoding", "declared"), [("cp1251", "windows-1251"), ("koi8-r", "KOI8-R"), ("cp1252", "iso-8859-1")]
)
def test_the_encoding_that_a_page_declares_is_used(encoding, declared):
    words = "Straße, café, “señor”." if encoding == "cp1252" else "Совет проголосовал за трамвай."
    page = article_html(f"<p>{words}</p>").replace(MORE, MORE.translate({0x201C: '"', 0x201D: '"'}))
    page = page.replace("charset='utf-8'", f"charset='{declared}'")
    draft = read(page.encode(encoding, "replace"))
    assert words in draft.text
    assert draft.notes == ()


def test_the_encoding_that_the_server_names_is_used():
    page = article_html("<p>Straße nach Süden, über die Brücke.</p>").replace("<meta charset='utf-8'>", "")
    page = page.replace("“", '"').replace("”", '"')
    assert "Süden, über" in read(page.encode("latin-1"), charset="ISO-8859-1").text


def test_a_page_in_mixed_encodings_says_so():
    page = article_html("<p>Straße nach Süden, über die Brücke, für alle.</p>").encode()
    draft = read(page.replace("für".encode(), "für".encode("latin-1")))
    assert "Süden, über" in draft.text
    assert [note for note in draft.notes if "UTF-8" in note]


HEADLINES = "".join(f"<li><a href='/{n}'>A long headline about matter {n} of the day</a></li>" for n in range(40))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "No article is in this page"),
        ("<p>Hello.</p>", "No article is in this page"),
        ("<form><label>Sign in</label><input type='password'></form>", "asks for a log-in or a subscription"),
        ("<p>Subscribe to read on. Already a subscriber? Sign in to see the whole article.</p>", "subscription"),
        (f"<ul>{HEADLINES}</ul>", "list of links"),
    ],
    ids=["nothing", "too short", "log-in", "subscription", "links"],
)
def test_a_page_without_an_article_is_refused_with_a_reason(body, said):
    with pytest.raises(ReadError) as error:
        read(f"<html><head><title>The Messenger</title></head><body>{body}</body></html>")
    assert said in error.value.message
    assert error.value.hint


def test_a_short_report_on_a_page_where_one_can_log_in_is_an_article():
    brief = "<p>The bridge at Ostermoor is open again since noon, the harbour office said on Friday.</p>"
    page = html(f"<h1>Bridge open</h1>{brief}").replace(
        "<nav>", "<nav><form><input type='password'><button>Log in</button></form><p>Subscribe now</p>"
    )
    assert "The bridge at Ostermoor is open again" in read(page).text


def test_a_page_that_is_not_free_says_that_it_may_be_cut():
    free = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
    assert any("not all of it is free" in note for note in read(article_html(head=free)).notes)
    assert read(article_html()).notes == ()


def test_without_the_extra_the_message_names_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(ReadError) as error:
        read(article_html())
    assert "extra “web”" in error.value.message
    assert "pip install 'stet-tui[web]'" in error.value.hint


def test_bytes_of_a_page_are_known_by_their_beginning():
    assert kind_of(b"\n<!DOCTYPE html><html>") == "web"
    assert kind_of(b"\xef\xbb\xbf<html>") == "web"
    assert kind_of(b"%PDF-1.7") == "pdf"
    assert kind_of(b"PK\x03\x04") == "docx"
    assert kind_of(b"A harbour closes.") == "plain"


TAGS = st.sampled_from(
    ["p", "b", "i", "br", "li", "ul", "blockquote", "h2", "table", "tr", "td", "a", "div", "pre", "code"]
)
PIECES = st.one_of(
    TAGS.map("<{}>".format),
    TAGS.map("</{}>".format),
    st.text("ab \n&<>\u00ad\u2028\x00é🌊", max_size=12),
    st.just("&#27;[31m&#0;&#xD800;"),
)


@settings(max_examples=40)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_whatever_stands_in_a_page_blocks_and_styles_lie_in_the_text(scrap):
    draft = read(article_html(scrap))
    blocks = list(draft.blocks)
    assert draft.text == "\n\n".join(draft.text[block.start : block.end] for block in blocks)
    assert all(draft.text[block.start : block.end].strip() for block in blocks)
    assert all(0 <= style.start < style.end <= len(draft.text) for style in draft.styles)
    assert not {"\r", "\0"} & set(draft.text)
    assert all(block.level for block in blocks if block.kind in (BlockKind.HEADING, BlockKind.LIST_ITEM))
