"""Generated layers: several people who code the same articles, mostly but not wholly alike."""

import random
from contextlib import contextmanager

from annotations.columns import Sentences
from annotations.identity import new_id, now
from annotations.model import Annotation, Block, BlockKind, Span
from annotations.readers.base import Draft
from annotations.store import Step, Store
from annotations.workspace import Workspace

LABELS = ("claim", "quote", "stance")
WORDS = ("the", "harbour", "wall", "will", "not", "hold", "she", "said", "again", "in", "May")


@contextmanager
def library(path, annotator="kim"):
    with Store(path) as store:
        yield Workspace(store, annotator)


def add_article(workspace, source, lines):
    """An article of one paragraph whose sentences are `lines`."""
    text = " ".join(lines)
    spans, at = [], 0
    for line in lines:
        spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    draft = Draft(text, iter([Block(BlockKind.PARAGRAPH, 0, len(text))]))
    return workspace.add(draft, source, sentences=Sentences(spans)).info


def annotation(info, who, label, *fragments, **more):
    at = now()
    return Annotation(new_id(), info.key, label, tuple(Span(*f) for f in fragments), who, at, at, **more)


def put(workspace, info, annotations, relations=()):
    """Store what somebody made; each by the annotator that it names."""
    for who in dict.fromkeys(one.annotator for one in (*annotations, *relations)):
        step = Step(new_id(), now(), who, "tag", "tagged")
        mine = [one for one in annotations if one.annotator == who]
        workspace.store.steps.insert_all(step, info.number, mine, [one for one in relations if one.annotator == who])


def generate(workspace, seed, coders_of, *, articles=8, sentences=12, each=9):
    """Articles coded by whoever `coders_of(number)` names; returns (info, coders, {coder: annotations})."""
    rnd = random.Random(seed)
    made = []
    for number in range(articles):
        lines = [" ".join(rnd.choices(WORDS, k=rnd.randint(3, 12))) + "." for _ in range(sentences)]
        info = add_article(workspace, f"/coded/{seed}-{number}.txt", lines)
        whole = [(rnd.choice(LABELS), *sorted(rnd.sample(range(info.length), 2))) for _ in range(each)]
        layers = {}
        for who in coders_of(number):
            layers[who] = []
            for label, start, end in whole:
                if rnd.random() < 0.25:
                    continue
                moved = min(info.length, end + rnd.choice((0, 0, 3, 10)))
                kept = label if rnd.random() < 0.8 else rnd.choice(LABELS)
                values = {"intensity": rnd.randint(1, 3)} if kept == "stance" else {}
                layers[who].append(annotation(info, who, kept, (start, moved), attributes=values))
            put(workspace, info, layers[who])
        made.append((info, tuple(coders_of(number)), layers))
    return made
