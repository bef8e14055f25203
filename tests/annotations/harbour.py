"""A small library to export: one article about a harbour wall with annotations of every sort, and one about a dam."""

from contextlib import contextmanager

from annotations.columns import Blocks, Sentences
from annotations.model import Block, BlockKind, Role, Span, Style, StyleKind
from annotations.readers.base import Draft
from annotations.store import Store
from annotations.workspace import Workspace

HARBOUR = (
    "Harbour wall will not hold\n"
    "\n"
    "“We told them in May,” said Vera Lind, “and nobody came.” The council denies it.\n"
    "\n"
    "=1911 | 40 m\n"
    "\n"
    "What happens next\n"
    "\n"
    "Repairs cost 4 million crowns 🌊, she says. A spokesman, Jan Voss, called that “madness”.\n"
)
_BLOCKS = (
    ("Harbour wall will not hold", BlockKind.HEADING, 1),
    ("“We told them in May,” said Vera Lind, “and nobody came.” The council denies it.", BlockKind.PARAGRAPH, 0),
    ("=1911", BlockKind.TABLE_CELL, 1),
    ("40 m", BlockKind.TABLE_CELL, 2),
    ("What happens next", BlockKind.HEADING, 2),
    (
        "Repairs cost 4 million crowns 🌊, she says. A spokesman, Jan Voss, called that “madness”.",
        BlockKind.PARAGRAPH,
        0,
    ),
)
_SENTENCES = (
    "Harbour wall will not hold",
    "“We told them in May,” said Vera Lind, “and nobody came.”",
    "The council denies it.",
    "=1911",
    "40 m",
    "What happens next",
    "Repairs cost 4 million crowns 🌊, she says.",
    "A spokesman, Jan Voss, called that “madness”.",
)
DAM = "The dam will hold.\nNobody in Ostermoor believes it."


def span(words, text=HARBOUR):
    start = text.index(words)
    return Span(start, start + len(words))


def harbour_blocks():
    return Blocks(Block(kind, span(words).start, span(words).end, level) for words, kind, level in _BLOCKS)


def harbour_sentences():
    return Sentences(span(words) for words in _SENTENCES)


def add_harbour(workspace):
    styles = (
        Style(StyleKind.LINK, *_ends("council"), "https://ostermoor.example/"),
        Style(StyleKind.STRONG, *_ends("May")),
    )
    metadata = {"author": "Ida Krag", "date": "2026-03-31"}
    draft = Draft(HARBOUR, iter(harbour_blocks()), styles, "=Harbour", metadata, "en")
    return workspace.add(draft, "/articles/harbour.md", sentences=harbour_sentences()).info


def add_dam(workspace):
    lines = [span(line, DAM) for line in DAM.split("\n")]
    draft = Draft(DAM, iter([Block(BlockKind.PARAGRAPH, line.start, line.end) for line in lines]))
    return workspace.add(draft, "/articles/dam.txt", sentences=Sentences(lines)).info


def annotate(workspace, harbour, dam):
    """Tag one of everything; returns the annotations by a word that says which."""
    tag = workspace.tag
    made = {
        "told": tag(
            harbour,
            "quote",
            [span("We told them in May"), span("and nobody came.")],
            roles=[Role("source", None, span("Vera Lind")), Role("cue", None, span("said"))],
            attributes={"kind": "direct"},
        ),
        "cost": tag(
            harbour,
            "claim",
            [span("Repairs cost 4 million crowns 🌊")],
            roles=[Role("claimant", "Vera Lind", span("she"))],
            attributes={
                "checkworthiness": "CFS",
                "rationale": "-4 is not +4",
                "evidence": ("https://a.example/1", "https://b.example/2"),
            },
        ),
        "year": tag(harbour, "claim", [span("=1911")]),
        "madness": tag(
            harbour,
            "stance",
            [span("madness")],
            roles=[Role("holder", None, span("Jan Voss")), Role("holder", "the council"), Role("target", "repairs")],
            attributes={"polarity": "against", "intensity": 3, "explicit": False},
        ),
        "hold": tag(dam, "claim", [span("The dam will hold.", DAM)]),
    }
    made = {word: tagged.annotation for word, tagged in made.items()}
    relate = workspace.relate
    relate(harbour, "attacks", made["madness"], made["cost"])
    relate(harbour, "restates", made["year"], made["hold"], note="“not” quite")
    return made


@contextmanager
def library(path, annotator="kim"):
    with Store(path) as store:
        yield Workspace(store, annotator)


def filled(path):
    """Make a database with both articles and their annotations."""
    with library(path) as workspace:
        annotate(workspace, add_harbour(workspace), add_dam(workspace))
    return path


def _ends(words):
    return span(words).start, span(words).end
