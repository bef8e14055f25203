"""What people read: notes in Markdown, and the report in one file of HTML."""

import itertools
import shutil
import subprocess
from html.parser import HTMLParser

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.front_matter import front_matter_plugin

from annotations.exporting import Selection, export_file
from annotations.formats import format_for
from annotations.formats.markdown_escapes import as_markdown
from annotations.formats.runs import Stretch, runs
from annotations.model import Span
from annotations.printable import one_line, visible
from annotations.readers import read_bytes
from tests.annotations.rich import library, rich


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return rich(tmp_path_factory.mktemp("rich") / "stet.db")


def left(path, name, target, *articles):
    with library(path) as workspace:
        export_file(workspace, format_for(name=name), target, Selection(articles=frozenset(articles)))
    return target.read_text("utf-8")


# Markdown


@given(st.text())
def test_any_text_is_only_words_in_markdown(text):
    escaped = as_markdown(text)
    for around in ("{}", "- {}", "# {}", "- “{}”"):
        tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(around.format(escaped))
        inline = [token for token in tokens if token.type == "inline"]
        if not text.strip():
            continue
        (said,) = inline
        assert {child.type for child in said.children} <= {"text", "text_special"}
        words = "".join(child.content for child in said.children)
        assert words.strip("“”") == one_line(" ".join(text.split())).strip("“”")


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("[[/etc/passwd]] #tag", r"\[\[/etc/passwd\]\] \#tag"),
        ("see www.example.org", r"see www\.example.org"),
        ("https://example.org", r"https\://example.org"),
        ("javascript: <img src=x onerror=alert(1)>", r"javascript: \<img src\=x onerror\=alert(1)\>"),
        ("1. one", r"1\. one"),
        ("- one", r"\- one"),
        ("a\n\n---\nb", "a --- b"),
        ("\x1b]0;owned\x07", r"␛\]0;owned␇"),
    ],
)
def test_what_would_mean_something_means_nothing(text, escaped):
    assert as_markdown(text) == escaped


def test_the_front_matter_of_one_article_is_its_own(made, tmp_path):
    text = left(made, "markdown", tmp_path / "one.md", 1)
    first = next(iter(MarkdownIt().use(front_matter_plugin).parse(text)))
    assert first.type == "front_matter"
    said = yaml.safe_load(first.content)
    assert said["title"] == "=Wharf “🌊” <b>/etc/passwd</b>"
    assert (said["source"], said["language"], said["annotations"]) == ("/articles/../wharf.txt", "en", 8)


def test_an_author_cannot_end_the_front_matter(tmp_path):
    with library(tmp_path / "x.db") as workspace:
        draft = read_bytes(b"Some words.")._replace(metadata={"author": "a\n---\nb: [c"})
        info = workspace.add(draft, "/x.txt").info
        workspace.tag(info, "claim", [Span(0, 4)])
    text = left(tmp_path / "x.db", "markdown", tmp_path / "x.md", 1)
    first = next(iter(MarkdownIt().use(front_matter_plugin).parse(text)))
    assert yaml.safe_load(first.content)["metadata"] == {"author": "a\n---\nb: [c"}


def test_notes_of_a_library_say_how_many_articles_there_are(made, tmp_path):
    first = next(iter(MarkdownIt().use(front_matter_plugin).parse(left(made, "markdown", tmp_path / "all.md"))))
    assert yaml.safe_load(first.content) == {"articles": 2, "annotations": 11, "schema": "news 1"}


# Runs


@st.composite
def stretched(draw):
    length = draw(st.integers(1, 30))
    ends = st.tuples(st.integers(0, length), st.integers(0, length)).filter(lambda pair: pair[0] < pair[1])
    return length, [Stretch(*pair, str(number)) for number, pair in enumerate(draw(st.lists(ends, max_size=8)))]


@given(stretched())
def test_each_character_is_in_one_run_and_each_stretch_on_all_of_its_runs(made_up):
    length, stretches = made_up
    found = list(runs(0, length, stretches))
    assert [found[0].start, found[-1].end] == [0, length]
    assert all(one.end == other.start for one, other in itertools.pairwise(found))
    for offset in range(length):
        (run,) = [run for run in found if run.start <= offset < run.end]
        assert set(run.on) == {one for one in stretches if one.start <= offset < one.end}


# The report


class Texts(HTMLParser):
    """The words of the article in a report, and nothing beside them."""

    def __init__(self, source):
        super().__init__()
        self.words, self.depth = "", 0
        self.feed(source)

    def handle_starttag(self, _, attributes):
        if self.depth or "text" in (dict(attributes).get("class") or "").split():
            self.depth += 1

    def handle_endtag(self, _):
        self.depth -= bool(self.depth)

    def handle_data(self, data):
        self.words += data if self.depth else ""


def test_no_character_of_an_article_is_lost_in_the_report(made, tmp_path):
    with library(made) as workspace:
        texts = [workspace.store.text(info.key) for info in workspace.store.articles.all()]
    for number, text in enumerate(texts, 1):
        report = left(made, "html", tmp_path / f"{number}.html", number)
        assert Texts(report).words == "".join(c if c in "\n\t" else visible(c) for c in text)


def test_the_report_has_each_annotation_in_the_margin_and_in_the_ledger(made, tmp_path):
    report = left(made, "html", tmp_path / "all.html")
    assert report.count("<li id=") == 11
    assert [f"Ledger: {label}" in report for label in ("claim", "quote", "stance")] == [True] * 3
    for number in range(1, 12):
        assert report.count(f'id="a{number}"') == 1
        assert report.count(f'id="r{number}"') == 1
        assert report.count(f'href="#a{number}"') >= 2
    assert "<b>" not in report
    assert 'href="https://a.example/1?x=1&amp;y=2"' in report


def test_a_browser_shows_the_report(made, tmp_path):
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        pytest.skip("there is no Chromium here")
    report = tmp_path / "all.html"
    left(made, "html", report)
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    shown = subprocess.run(
        [*command, "--virtual-time-budget=1000", "--dump-dom", report.as_uri()], check=False, capture_output=True
    )
    if shown.returncode or not shown.stdout:
        pytest.skip(f"Chromium does not start here: {shown.stderr[-200:]!r}")
    assert Texts(shown.stdout.decode()).words == Texts(report.read_text("utf-8")).words
