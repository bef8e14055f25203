"""Pages of HTML: whatever is written on them stays words."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from annotations.html_page import escaped, page, table
from annotations.printable import visible


class Read(HTMLParser):
    """What a browser makes of a page: its elements with their attributes, and its text."""

    def __init__(self, source):
        super().__init__(convert_charrefs=True)
        self.elements, self.text = [], ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.text += data


def read(*parts, title="Counts"):
    return Read("".join(page(title, parts)))


def test_nothing_may_run_or_be_fetched_and_the_style_is_known_by_its_hash():
    elements = read("<p>x</p>").elements
    (policy,) = (a["content"] for tag, a in elements if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert not {"script", "link", "img", "iframe", "form"} & {tag for tag, _ in elements}


@given(st.text())
def test_any_text_is_read_back_as_what_is_visible_of_it(text):
    body = read(table("A table", ["who", "n"], [[text, 1]], numbers=[1]), title=text)
    plain = read(table("A table", ["who", "n"], [["", 1]], numbers=[1]), title="")
    assert [tag for tag, _ in body.elements] == [tag for tag, _ in plain.elements]
    assert body.text.count(visible(text)) >= 3 or not text.strip()


def test_a_title_that_closes_its_element_is_only_words():
    hostile = "</title><script>alert(1)</script>\x1b[2J\u202e"
    assert "<script" not in escaped(hostile)
    assert "\x1b" not in escaped(hostile)
    assert "\u202e" not in escaped(hostile)
    assert {tag for tag, _ in read(title=hostile).elements} >= {"html", "title", "style", "main", "h1"}
