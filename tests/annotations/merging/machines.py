"""Databases of several people, as they would travel by mail or stick: made, copied, worked in, compared."""

import json
import shutil
import sqlite3
from contextlib import contextmanager

from annotations.merging import merge
from annotations.merging.told import canonical
from annotations.model import Block, BlockKind, Role, Span, Status
from annotations.readers import Draft
from annotations.store import Store, codec
from annotations.store.history import SubjectKind
from annotations.versions.bringing import bring_version
from annotations.workspace import Workspace
from tests.annotations.harbour import HARBOUR, add_dam, add_harbour

WORDS = ("Harbour wall", "We told them in May", "Vera Lind", "4 million crowns", "madness", "The council denies it.")


@contextmanager
def library(path, annotator="kim"):
    with Store(path) as store:
        yield Workspace(store, annotator)


def new_library(path, annotator="kim"):
    with library(path, annotator) as workspace:
        add_harbour(workspace)
        add_dam(workspace)
    return path


def copied(path, to):
    """A copy, as a person would make one while nobody works on it."""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    shutil.copyfile(path, to)
    return to


def merged(path, *others, by="kim", **more):
    """Merge other databases into one; returns what that did."""
    with library(path, by) as workspace:
        return merge(workspace, [str(other) for other in others], **more)


def harbour(workspace):
    return workspace.find("harbour.md")


def tag(workspace, words=WORDS[0], label="claim", **more):
    start = workspace.store.text(harbour(workspace).key).index(words)
    place = Span(start, start + len(words))
    return workspace.tag(harbour(workspace), label, [place], again=True, **more).annotation


def new_text(workspace, words="What happened since"):
    """Bring a new version of the harbour article in, in which nothing is otherwise that the tests tag."""
    text = HARBOUR.replace("What happens next", words)
    draft = Draft(text, iter([Block(BlockKind.PARAGRAPH, 0, len(text))]), title="Harbour")
    return bring_version(workspace, harbour(workspace), draft)


def note(workspace, annotation, text):
    """Write a note on an annotation; returns it as it is then."""
    from dataclasses import replace

    current = workspace.store.annotations.get(annotation.id)
    edit = workspace.change(harbour(workspace), current, replace(current, note=text), f"noted {text}")
    return edit.added[0]


def notes(workspace):
    """Note of each annotation of the harbour article, by its words and annotator."""
    return {
        (a.annotator, " … ".join(s.of(HARBOUR) for s in a.fragments)): a.note
        for a in workspace.annotations(harbour(workspace))
    }


def state(path):
    """What a database comes to, apart from numbers that are its own: annotations, relations, facts."""
    with library(path) as workspace:
        store = workspace.store
        digests = {row.key: row.token for row in store.received.versions()}
        told = set()
        for info in store.articles.all():
            for annotation in workspace.annotations(info):
                text = codec.encode_annotation(annotation)
                told.add(canonical(text, SubjectKind.ANNOTATION, digests.__getitem__))
            told |= {codec.encode_relation(relation) for relation in workspace.relations(info)}
            facts = {
                name: value for name, value in store.facts.of(info.number).items() if name not in {"tags", "removed"}
            }
            told.add(json.dumps([info.sha256, facts]))
        return told


def act(workspace, what, number):
    """Do something that a number picks; nothing where it cannot be done."""
    from annotations.errors import StetError

    info = harbour(workspace)
    mine = sorted((a for a in workspace.annotations(info) if a.annotator == workspace.annotator), key=lambda a: a.id)
    every = sorted(workspace.annotations(info), key=lambda a: a.id)
    chosen = mine[number % len(mine)] if mine else None
    try:
        match what:
            case "tag":
                roles = [Role("claimant", f"person {number}")] if number % 2 else []
                tag(workspace, WORDS[number % len(WORDS)], roles=roles)
            case "note" if chosen is not None:
                note(workspace, chosen, f"{workspace.annotator} {number}")
            case "delete" if chosen is not None:
                workspace.delete(info, chosen)
            case "relate" if chosen is not None and len(every) > 1:
                workspace.relate(info, "restates", chosen, every[number % len(every)])
            case "undo":
                workspace.undo(info)
            case "redo":
                workspace.redo(info)
            case "status":
                workspace.set_status(info, list(Status)[number % 3])
            case "text" if number % 3 == 0:
                new_text(workspace, f"What happens next {number}")
            case "set":
                workspace.set_facts(info, {"author": f"author {number}"})
    except StetError:
        pass
