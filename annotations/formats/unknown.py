"""What formats with columns by the coding scheme cannot hold: what it does not have, and what would part a cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from annotations.formats.base import Job, PlainRecord
from annotations.store.plain import PlainAnnotation

__all__ = ["count_unknown", "counting_parted"]


def count_unknown(record: PlainRecord, job: Job) -> None:
    """Count roles and attributes that the scheme does not have as losses."""
    roles = set(job.schema.roles)
    known = {label.name: {attribute.name for attribute in label.attributes} for label in job.schema.labels}
    for one in record.annotations:
        where = f"annotation {one.id}"
        for role in one.roles:
            if role.role not in roles:
                job.losses.add(f"role “{role.role}”, which the schema does not have", where)
        for name in {name for name, *_ in one.attributes} - known.get(one.label, set()):
            job.losses.add(f"attribute “{name}” of {one.label}, which the schema does not have", where)


def counting_parted(annotations: Iterable[PlainAnnotation], between: str, job: Job) -> Iterator[PlainAnnotation]:
    """Pass annotations on, and count those of which one of several fillers of a role has in it what parts them."""
    for one in annotations:
        several = Counter(role.role for role in one.roles)
        for name in {role.role for role in one.roles if between in (role.name or "") or between in (role.text or "")}:
            if several[name] > 1:
                job.losses.add(
                    f"which is which of several names of “{name}”, one with “{between}” in it", f"annotation {one.id}"
                )
        yield one
