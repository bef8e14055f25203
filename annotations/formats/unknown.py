"""What annotations have and the coding scheme does not: formats with columns by the scheme cannot hold it."""

from __future__ import annotations

from annotations.formats.base import Job, PlainRecord

__all__ = ["count_unknown"]


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
