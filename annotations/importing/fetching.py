"""Pages by their address: http and https, with limits on size, time and redirects.

Where an address leads is checked again at each redirect. Private addresses are allowed: people read from servers of
their own.
"""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from annotations import __version__
from annotations.errors import ReadError, UsageError
from annotations.identity import is_address, location
from annotations.readers import Draft, Served, kind_of, read_bytes, reader_for, reader_for_media
from annotations.readers.extras import needs

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, PoolManager

__all__ = ["LIMITS", "Fetched", "Limits", "check_address", "fetch", "looks_like_address", "read_address"]

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):(?://)?", re.IGNORECASE)
_SCHEMES_WITHOUT_SLASHES = frozenset(["about", "blob", "data", "file", "ftp", "javascript", "mailto", "view-source"])
_ACCEPT = "text/html, application/xhtml+xml, text/plain, text/markdown, application/pdf, */*;q=0.5"
_AGENT = f"Mozilla/5.0 (compatible; stet/{__version__}; reads articles for annotation)"
_CHUNK = 64 * 1024
_SAVE = "Open it in a browser, save the page, and import that file."


class Limits(NamedTuple):
    """How much is waited for.

    Attributes:
        connect: Seconds for a connection, and for any silence.
        whole: Seconds for everything, redirects too.
        size: Bytes of a page, unpacked.
        redirects: How many are followed.
    """

    connect: float = 10.0
    whole: float = 60.0
    size: int = 32 * 1024 * 1024
    redirects: int = 8


LIMITS = Limits()


class Fetched(NamedTuple):
    """What an address answered.

    Attributes:
        address: Where the last redirect led to.
        media: Media type in lower case, without parameters; empty if it was not said.
        charset: As the server names it.
    """

    address: str
    media: str
    charset: str | None
    body: bytes


def looks_like_address(reference: str) -> bool:
    """Tell whether something is meant as an address, of whatever scheme, and not as a path."""
    match = _SCHEME.match(reference)
    return match is not None and (match[0].endswith("//") or match[1].lower() in _SCHEMES_WITHOUT_SLASHES)


def check_address(address: str) -> str:
    """Return an address as it is stored and asked for.

    Raises:
        UsageError: It is none of http or https, has no host, or holds a password.
    """
    address = location(address.strip()) if is_address(address.strip()) else address.strip()
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise UsageError(f"{address} is no address: {error}") from None
    if parts.scheme not in ("http", "https"):
        raise UsageError(f"{address} cannot be read: only http and https addresses are", "For a file, give its path.")
    if not host:
        raise UsageError(f"{address} is no address: it names no host")
    if parts.username is not None or parts.password is not None:
        raise UsageError("an address with a name and password in it is not read: it would be stored", _SAVE)
    return address


def read_address(address: str, reader: str | None = None, limits: Limits = LIMITS) -> Draft:
    """Fetch a page and read the article in it; the media type that is answered decides the reader, unless named.

    Raises:
        ReadError: It cannot be fetched, or there is no article in it; the message names the address.
        UsageError: It is no address that is read, or no reader has that name.
    """
    address = check_address(address)
    fetched = fetch(address, limits)
    served = Served(fetched.address, fetched.charset)
    try:
        return read_bytes(fetched.body, reader or _reader_of(fetched), served)
    except ReadError as error:
        raise ReadError(f"{address}: {error.message}", error.hint) from error


def fetch(address: str, limits: Limits = LIMITS) -> Fetched:
    """Ask an address for its page.

    Raises:
        ReadError: It does not answer, not in time, with an error, with too much, or redirects without end.
        UsageError: It is no address that is read.
    """
    with needs("web", "reading addresses"):
        import urllib3
        from urllib3.exceptions import HTTPError

    until = time.monotonic() + limits.whole
    asked = check_address(address)
    seen = {asked}
    with _pool(asked) as pool:
        while True:
            try:
                response = pool.request(
                    "GET",
                    asked,
                    headers={"User-Agent": _AGENT, "Accept": _ACCEPT},
                    redirect=False,
                    retries=False,
                    preload_content=False,
                    timeout=urllib3.Timeout(connect=limits.connect, read=min(limits.connect, _left(until, address))),
                )
                with response:
                    target = response.headers.get("Location")
                    if response.status in (301, 302, 303, 307, 308) and target:
                        asked = _followed(address, asked, target, seen, limits)
                        continue
                    _refuse_status(address, response.status)
                    body = _body(address, response, until, limits)
                    return Fetched(asked, *_content_type(response.headers), body)
            except HTTPError as error:
                raise ReadError(
                    f"{address} does not answer: {_reason(error)}.", "Check the address and the network."
                ) from error
            except (OSError, UnicodeError, ValueError) as error:
                raise ReadError(f"{address} cannot be asked for: {error}.", "Check the address.") from error


def _pool(address: str) -> PoolManager:
    """Connections as the environment says (`https_proxy`, `SSL_CERT_FILE`), certificates verified."""
    from urllib.request import getproxies, proxy_bypass

    import certifi
    import urllib3

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())  # where a system has none of its own
    parts = urlsplit(address)
    proxy = getproxies().get(parts.scheme)
    if proxy and not proxy_bypass(parts.hostname or ""):
        return urllib3.ProxyManager(proxy, ssl_context=context)
    return urllib3.PoolManager(ssl_context=context)


def _followed(address: str, asked: str, target: str, seen: set[str], limits: Limits) -> str:
    """Where a redirect leads to, if that may be asked for."""
    try:
        following = check_address(urljoin(asked, target))
    except UsageError as error:
        raise ReadError(f"{address} leads elsewhere: {error.message}.", _SAVE) from None
    if following in seen:
        raise ReadError(f"{address} leads in a circle, back to {following}.", _SAVE)
    if len(seen) > limits.redirects:
        raise ReadError(f"{address} leads on and on: {limits.redirects} redirects were followed.", _SAVE)
    seen.add(following)
    return following


def _refuse_status(address: str, status: int) -> None:
    if 200 <= status < 300 and status != HTTPStatus.NO_CONTENT:
        return
    try:
        named = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        named = str(status)
    if status in (401, 402, 403, 407, 451):
        hint = f"It may want a log-in. {_SAVE}"
    elif status == 429 or status >= 500:
        hint = "The fault is the server’s; try again later."
    else:
        hint = "Check the address in a browser."
    raise ReadError(f"{address} answers {named}.", hint)


def _body(address: str, response: BaseHTTPResponse, until: float, limits: Limits) -> bytes:
    parts = bytearray()
    while chunk := response.read1(_CHUNK, decode_content=True):
        parts += chunk
        if len(parts) > limits.size:
            raise ReadError(f"{address} sends more than {limits.size >> 20} MB.", "No article is that long.")
        _left(until, address)
    if not parts:
        raise ReadError(f"{address} answers with an empty page.", _SAVE)
    return bytes(parts)


def _left(until: float, address: str) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise ReadError(f"{address} takes too long.", "Try again later, or save the page from a browser.")
    return left


def _content_type(headers: Mapping[str, str]) -> tuple[str, str | None]:
    from email.message import Message

    message = Message()
    message["Content-Type"] = headers.get("Content-Type") or ""
    said = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    charset = message.get_param("charset")
    return said, charset if isinstance(charset, str) else None


def _reader_of(fetched: Fetched) -> str:
    """Name of the reader: by the media type; where that says nothing, by the suffix, else by how the page begins."""
    if (reader := reader_for_media(fetched.media)) is not None and fetched.media != "text/plain":
        return reader.name
    if fetched.media in ("", "text/plain", "application/octet-stream", "binary/octet-stream"):
        suffix = PurePosixPath(unquote(urlsplit(fetched.address).path)).suffix
        named = reader_for(suffix).name if suffix else "plain"
        return named if named != "plain" else kind_of(fetched.body) if fetched.media != "text/plain" else "plain"
    hint = "Download it, and import the file." if "csv" in fetched.media or "json" in fetched.media else ""
    raise ReadError(f"This is {fetched.media}, and no article.", hint)


def _reason(error: Exception) -> str:
    from urllib3 import exceptions

    match error:
        case exceptions.NameResolutionError():
            return "there is no such host"
        case exceptions.SSLError():
            return f"its certificate is not to be trusted ({error})"
        case exceptions.NewConnectionError():
            return "nothing is there that listens"
        case exceptions.ConnectTimeoutError():
            return "no connection in time"
        case exceptions.TimeoutError():
            return "it went silent"
        case exceptions.ProtocolError() | exceptions.DecodeError():
            return f"it breaks off or sends nonsense ({type(error).__name__})"
    return type(error).__name__
