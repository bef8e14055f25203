import gzip
import time

import pytest

from annotations.errors import ReadError, UsageError
from annotations.importing.fetching import LIMITS, check_address, fetch, looks_like_address, read_address
from tests.annotations.pages import WORDS, article_html, lines, pdf
from tests.annotations.servers import server

PAGE = article_html().encode()
REPORT = pdf(lambda canvas: lines(canvas, ["The council voted for the tram."]))


def html(body=PAGE, **headers):
    return 200, {"Content-Type": "text/html; charset=utf-8", **headers}, body


def to(where, status=302):
    return status, {"Location": where}, b""


def table(path):
    if path.startswith("/circle"):
        return to(f"/circle{1 - int(path[7:] or 0)}")
    if path.startswith("/on"):
        return to(f"/on{int(path[3:] or 0) + 1}")
    if path.startswith("/status"):
        return int(path[7:]), {"Content-Type": "text/html"}, b"<p>no</p>"
    return {
        "/page": html(),
        "/moved": to("/page", 301),
        "/to-file": to("file:///etc/passwd"),
        "/to-ftp": to("ftp://127.0.0.1/a"),
        "/zipped": html(gzip.compress(PAGE), **{"Content-Encoding": "gzip"}),
        "/bomb": html(gzip.compress(b" " * (8 << 20)), **{"Content-Encoding": "gzip"}),
        "/nonsense": html(b"no gzip", **{"Content-Encoding": "gzip"}),
        "/latin": (
            200,
            {"Content-Type": "text/html; charset=ISO-8859-1"},
            article_html("<p>Straße nach Süden, über die Brücke.</p>")
            .replace("<meta charset='utf-8'>", "")
            .translate({0x201C: '"', 0x201D: '"'})
            .encode("latin-1"),
        ),
        "/text": (200, {"Content-Type": "text/plain"}, b"A harbour closes.\n"),
        "/notes.md": (200, {"Content-Type": "application/octet-stream"}, b"# A harbour\n\nIt *closes*.\n"),
        "/report": (200, {"Content-Type": "application/pdf"}, REPORT),
        "/unknown": (200, {}, PAGE),
        "/picture": (200, {"Content-Type": "image/png"}, b"\x89PNG"),
        "/table": (200, {"Content-Type": "text/csv"}, b"text\nA.\n"),
        "/empty": html(b""),
        "/wall": html(b"<html><body><form>Log in <input type='password'></form></body></html>"),
    }[path]  # fmt: skip


@pytest.fixture(scope="module")
def at():
    with server(table) as address:
        yield address


def test_a_page_is_read_with_its_address_and_kept(at):
    draft = read_address(f"{at}/page#top")
    assert draft.title == "A margin of one"
    assert WORDS in draft.text
    assert draft.page == ("text/html", PAGE, f"{at}/page")


def test_a_redirect_is_followed(at):
    assert fetch(f"{at}/moved").address == f"{at}/page"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/circle0", "leads in a circle"),
        ("/on0", "leads on and on: 8 redirects were followed"),
        ("/to-file", "only http and https addresses"),
        ("/to-ftp", "only http and https addresses"),
        ("/status404", "404 Not Found"),
        ("/status403", "403 Forbidden"),
        ("/status500", "500 Internal Server Error"),
        ("/status599", "answers 599"),
        ("/empty", "empty page"),
        ("/nonsense", "breaks off or sends nonsense"),
    ],
)
def test_what_is_no_page_is_said_with_the_address(at, path, said):
    with pytest.raises(ReadError) as error:
        fetch(f"{at}{path}")
    assert error.value.message.startswith(f"{at}{path} ")
    assert said in error.value.message
    assert error.value.hint


def test_a_page_that_unpacks_to_too_much_is_refused(at):
    assert fetch(f"{at}/zipped").body == PAGE
    with pytest.raises(ReadError, match="sends more than 1 MB"):
        fetch(f"{at}/bomb", LIMITS._replace(size=1 << 20))


def test_the_media_type_decides_the_reader(at):
    assert read_address(f"{at}/text").text == "A harbour closes.\n"
    assert read_address(f"{at}/notes.md").text == "A harbour\n\nIt closes."
    assert read_address(f"{at}/report").text == "The council voted for the tram."
    assert read_address(f"{at}/unknown").title == "A margin of one"
    assert "Süden, über" in read_address(f"{at}/latin").text


@pytest.mark.parametrize(("path", "said"), [("/picture", "image/png"), ("/table", "text/csv"), ("/wall", "log-in")])
def test_what_has_no_article_is_said_with_the_address(at, path, said):
    with pytest.raises(ReadError) as error:
        read_address(f"{at}{path}")
    assert f"{at}{path}" in error.value.message
    assert said in error.value.message


def test_nothing_is_waited_for_longer_than_allowed():
    def slow(path):
        if path == "/silent":
            time.sleep(1.5)
            return html()
        return 200, {"Content-Type": "text/html", "Transfer-Encoding": "chunked"}, drip()

    def drip():
        class Drips(list):
            def __iter__(self):
                for _ in range(100):
                    yield b"1\r\n \r\n"
                    time.sleep(0.05)

        return Drips()

    with server(slow) as at:
        with pytest.raises(ReadError, match="went silent"):
            fetch(f"{at}/silent", LIMITS._replace(connect=0.2))
        began = time.monotonic()
        with pytest.raises(ReadError, match="takes too long"):
            fetch(f"{at}/drip", LIMITS._replace(whole=0.4))
        assert time.monotonic() - began < 3


def test_where_nobody_listens_it_is_said():
    with server(table) as at:
        pass
    with pytest.raises(ReadError, match="does not answer: nothing is there that listens"):
        fetch(f"{at}/page")


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://a.example/b", "http://", "https://kim:pw@a.example/"])
def test_other_addresses_are_refused(address):
    with pytest.raises(UsageError):
        check_address(address)


def test_addresses_are_told_from_paths():
    assert all(map(looks_like_address, ["https://a.example", "HTTP://a", "ftp://a", "file:/etc/passwd", "data:,a"]))
    assert not any(map(looks_like_address, ["a.txt", "/a/b", "C:\\a", "notes: today.txt", "-", ""]))
    assert check_address("HTTPS://A.Example/Page?q=1#top") == "https://a.example/Page?q=1"
