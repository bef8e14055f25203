"""Taking a coding scheme into use: annotations follow what has another name, and nothing in use is lost.

All of it is one transaction and one step of the history, which can be taken back as one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from annotations.counts import counted
from annotations.errors import SchemaError
from annotations.identity import new_id, now
from annotations.model import Annotation, Relation
from annotations.schema import Schema
from annotations.schema.changes import Plan, plan
from annotations.schema.files import from_json, is_name, read_schema, shipped, to_json
from annotations.schema.keys import refuse_bad_keys
from annotations.schema.renames import Renamed
from annotations.schema.retired import same_but_retired
from annotations.store import Change, Step
from annotations.watching import Watch, unwatched
from annotations.workspace import Workspace

__all__ = ["TakenUp", "next_version", "schema_named", "use_schema"]

_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class TakenUp:
    """What came of taking a schema into use.

    Attributes:
        schema: The one that is in use now, with what was kept.
        changed: Whether another one was in use before.
        renamed: What was renamed, in sentences; empty when nothing in use was.
        kept: What was kept for the annotations that have it, in words.
        unknown: Labels that annotations have and the schema does not; they stay as they are.
    """

    schema: Schema
    changed: bool
    renamed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def schema_named(reference: str) -> Schema:
    """Return the schema in a file, or the one of that name that comes with the program, fit for the reader.

    Raises:
        SchemaError: It cannot be read, is broken, or a key of it does not work in the reader.
    """
    path = Path(os.path.expanduser(reference))  # noqa: PTH111 - pathlib's raises where a user is unknown
    if not os.path.lexists(path) and is_name(reference):
        return shipped(reference)
    schema = read_schema(path)
    refuse_bad_keys(schema, reference)
    return schema


def use_schema(workspace: Workspace, schema: Schema, *, keep: bool = False, watch: Watch | None = None) -> TakenUp:
    """Make a schema the one of this database, and let what is annotated follow it.

    Args:
        workspace: The library, and who does it.
        schema: The schema to come.
        keep: Keep what is in use and missing from it, marked retired.
        watch: Watches the articles go by.

    Raises:
        SchemaError: Something in use would be lost or no longer fit, or another schema has this name and version.
        StoreError: The database refused.
    """
    store = workspace.store
    workspace.take_up_schema()
    if store.schemas.definition() is not None and same_but_retired(workspace.schema, schema):
        return TakenUp(workspace.schema, changed=False)
    with store.writing_much():
        workspace.take_up_schema()
        if store.schemas.definition() is None:
            store.schemas.put(schema.name, schema.version, to_json(schema), now())
            outcome = TakenUp(schema, changed=True)
        elif same_but_retired(workspace.schema, schema):
            outcome = TakenUp(workspace.schema, changed=False)  # another program was faster
        else:
            known = _of_this_name(workspace, schema)
            planned = plan(workspace.schema, known or schema, store.usage, keep=keep)
            outcome = TakenUp(
                planned.schema,
                changed=True,
                renamed=_migrate(workspace, planned, watch or unwatched),
                kept=tuple(missing.words for missing in planned.kept),
                unknown=planned.unknown,
            )
    workspace.take_up_schema()
    return outcome


def _of_this_name(workspace: Workspace, schema: Schema) -> Schema | None:
    """The stored schema of this name and version, which must say the same; None where the given one says more.

    Raises:
        SchemaError: It does not.
    """
    stored = [s for s in workspace.store.schemas.all() if (s.name, s.version) == (schema.name, schema.version)]
    if not stored:
        return None
    found = from_json(stored[-1].definition)
    if same_but_retired(schema, found) and schema != found:
        return None  # with what another library has kept in it
    if not same_but_retired(found, schema):
        raise SchemaError(
            f"another schema {schema.name}, version {schema.version}, was in use here before",
            f"Raise the version: version = “{next_version(schema.version)}”.",
        )
    return found


def next_version(version: str) -> str:
    """Return the version to come after one: its last number raised."""
    head, dot, last = version.rpartition(".")
    return f"{head}{dot}{int(last) + 1}" if last.isascii() and last.isdigit() and len(last) < 10 else f"{version}.1"


def _migrate(workspace: Workspace, planned: Plan, watch: Watch) -> tuple[str, ...]:
    store, after = workspace.store, planned.schema
    at = now()
    versions = store.usage.versions_with(planned.labels(), planned.relations())
    counted = _renamed_and_counted(workspace, planned)
    summary = _summed_up(counted) or f"put values as {after.name}, version {after.version}, has them"
    step = Step(new_id(), at, workspace.annotator, "schema", summary)
    store.schemas.put(after.name, after.version, to_json(after), at, in_use=False)
    done = False
    with watch(len(versions), "changing annotations") as advance:
        for version in versions:
            done = _migrate_version(workspace, planned, step, version, first=not done) or done
            advance(1)
    if not done:
        store.schemas.put(after.name, after.version, to_json(after), at)
        return ()
    return counted or (summary,)


def _migrate_version(workspace: Workspace, planned: Plan, step: Step, version: int, *, first: bool) -> bool:
    """Change what there is to change in one article; tells whether there was anything."""
    store = workspace.store
    article = store.articles.of_version(version)
    changes = [
        Change(article, old.id, old, replace(new, updated=step.at)) for old, new in _moved(workspace, planned, version)
    ]
    if not changes:
        return False
    if first:
        # It stands once, with the first article: whoever takes the step back takes the schema back.
        subject = store.articles.get(article).id
        changes.append(Change(article, subject, _named(workspace.schema), _named(planned.schema)))
    store.steps.commit(step, changes)
    return True


def _moved(
    workspace: Workspace, planned: Plan, version: int
) -> Iterable[tuple[Annotation, Annotation] | tuple[Relation, Relation]]:
    for annotation in workspace.store.annotations.of_version(version):
        moved = planned.annotation(annotation)
        if moved is not annotation:
            yield annotation, moved
    for relation in workspace.store.annotations.relations_of_version(version):
        renamed = planned.relation(relation)
        if renamed is not relation:
            yield relation, renamed


def _named(schema: Schema) -> dict[str, object]:
    return {"schema": {"name": schema.name, "version": schema.version}}


def _renamed_and_counted(workspace: Workspace, planned: Plan) -> tuple[str, ...]:
    usage = workspace.store.usage
    labels = usage.labels()
    roles = {(use.label, use.name): use.uses for use in usage.roles()}
    attributes = {(use.label, use.name): use.uses for use in usage.attributes()}
    relations: dict[str, int] = {}
    for use in usage.relations():
        relations[use.relation] = relations.get(use.relation, 0) + use.uses

    def count(part: Renamed) -> int:
        match part.kind:
            case "label":
                return labels.get(part.old, 0)
            case "role":
                return roles.get((part.label, part.old), 0)
            case "attribute":
                return attributes.get((part.label, part.old), 0)
            case "relation":
                return relations.get(part.old, 0)
        values = usage.values(part.label, part.attribute)
        return sum(part.old in (value if isinstance(value, tuple) else (value,)) for _, value in values)

    return tuple(_sentence(part, number) for part in planned.renames if (number := count(part)))


def _sentence(part: Renamed, number: int) -> str:
    of = {"value": f" of {part.attribute} in {part.label}"}.get(part.kind, f" of {part.label}" if part.label else "")
    noun = "relation" if part.kind == "relation" else "annotation"
    things = counted(number, noun)
    return f"renamed the {part.kind} {part.old}{of} to {part.new} ({things})"


def _summed_up(sentences: tuple[str, ...]) -> str:
    more = len(sentences) - _MOST_NAMED
    return ", ".join(sentences[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
