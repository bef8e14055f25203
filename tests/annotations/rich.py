"""A small library that has everything in it which formats find hard; all of them are tested with it."""

from dataclasses import dataclass, replace

from annotations.columns import Blocks
from annotations.model import Role, Span
from annotations.readers import read_bytes
from annotations.sentences import sentences_of
from tests.annotations.harbour import library

__all__ = ["LINES", "WHARF", "Found", "found_in", "library", "rich", "stored"]

# An emoji before every span, of two UTF-16 units, one of several code points, combining accents, Arabic, a tab.
WHARF = (
    "🌊 Zoë’s wharf\n"
    "\n"
    "“We will pay,” said Zoë Müller 👩🏽‍🚒 on Monday, “in May.” The cafe\u0301 next door will close.\n"
    "قال الوزير إن الميناء سيغلق\tin June, she added.\n"
    "Rents rise by 12 %\nand nobody objects <b>& co</b>. =SUM(1)\n"
)
# As a file from Windows has it.
LINES = "The council voted.\r\nIt was 31 to 30.\r\n“A debt,” the mayor said, “a monument.”\r\n"


@dataclass(frozen=True)
class Found:
    """One labelled stretch as a consumer finds it: its label, and the words of its spans with one blank between."""

    label: str
    words: str


def at(text, words, times=1):
    start = -1
    for _ in range(times):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def _add(workspace, data, source, title, language="en"):
    draft = read_bytes(data)._replace(title=title, language=language)
    blocks = Blocks(draft.blocks)
    sentences = sentences_of(draft.text, blocks, language)
    return workspace.add(draft, source, blocks=blocks, sentences=sentences).info, draft.text


def rich(path):
    """Make a database with two articles and annotations of every sort."""
    with library(path) as kim:
        wharf, text = _add(kim, WHARF.encode(), "/articles/../wharf.txt", "=Wharf “🌊” <b>/etc/passwd</b>")
        lines, other = _add(kim, LINES.encode(), "https://example.org/a?b=1&c=2", "Lines")
        pay = kim.tag(
            wharf,
            "quote",
            [at(text, "We will pay"), at(text, "in May")],
            roles=[
                Role("source", "Zoë Müller, mayor", at(text, "Zoë Müller")),
                Role("cue", None, at(text, "said")),
                Role("source", "the council"),
            ],
            attributes={"kind": "direct"},
        ).annotation
        kim.change(wharf, pay, replace(pay, note="“not” <quite> & so\n\ton =1+1"), "noted")
        # Nested in the quote's first part, touching its end, crossing its second.
        inner = kim.tag(wharf, "claim", [at(text, "will pay")], attributes={"checkworthiness": "UFS"}).annotation
        kim.tag(wharf, "stance", [at(text, ",” said")], attributes={"polarity": "neutral", "explicit": True})
        kim.tag(wharf, "claim", [at(text, "May.” The cafe\u0301")])
        arabic = kim.tag(
            wharf,
            "claim",
            [at(text, "الميناء سيغلق\tin June")],
            roles=[Role("claimant", "she | her", at(text, "الوزير"))],
            attributes={
                "checkworthiness": "CFS",
                "type": "prediction",
                "rationale": "=1+1 “a|b” <i>\n\tnext",
                "evidence": ("https://a.example/1?x=1&y=2", "https://b.example/2"),
            },
        ).annotation
        # Over a line end, with markup in it.
        rents = kim.tag(
            wharf,
            "stance",
            [at(text, "Rents rise by 12 %\nand nobody objects <b>")],
            roles=[
                Role("target", "rents"),
                Role("holder", None, at(text, "nobody")),
                Role("target", None, at(text, "Rents")),
            ],
            attributes={"polarity": "against", "intensity": 3, "explicit": False},
        ).annotation
        kim.change(wharf, rents, replace(rents, unsure=True), "unsure")
        kim.tag(wharf, "claim", [at(text, "=SUM(1)")])
        kim.tag(wharf, "quote", [at(text, "🌊")])
        voted = kim.tag(lines, "claim", [at(other, "The council voted.\nIt was 31 to 30.")]).annotation
        kim.relate(wharf, "attacks", rents, inner)
        kim.relate(wharf, "restates", arabic, voted, note="two 🌊\nlines")
    with library(path, "Lee O’Hara") as lee:
        info = lee.find("2")
        text = lee.store.text(info.key)
        debt = lee.tag(info, "quote", [at(text, "A debt"), at(text, "a monument")], attributes={"kind": "scare"})
        # The very words that somebody else has tagged.
        lee.tag(info, "claim", [at(text, "The council voted.\nIt was 31 to 30.")])
        lee.relate(info, "supports", debt.annotation, lee.store.annotations.get(voted.id))
    return path


def stored(workspace):
    """What is in a library: for each article, its annotations as sorted stretches, roles on words among them."""
    found = {}
    for info in workspace.store.articles.all():
        text = workspace.store.text(info.key)
        found[info.number] = found_in(text, workspace.annotations(info))
    return found


def found_in(text, annotations):
    """Each annotation and each role on words, sorted."""
    parts = []
    for annotation in annotations:
        parts.append(Found(annotation.label, " ".join(span.of(text) for span in annotation.fragments)))
        parts += [Found(role.role, role.span.of(text)) for role in annotation.roles if role.span is not None]
    return sorted(parts, key=repr)
