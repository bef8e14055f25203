"""What a person can do, one module for each subject; together they are the registry."""

from annotations.schema import Schema
from annotations.schema.keys import usable
from tui.actions import Actions
from tui.acts import (
    across,
    bulk,
    changing,
    commanding,
    comparing,
    finding,
    jumping,
    labelling,
    library,
    listing,
    moving,
    program,
    relating,
    roles,
    selecting,
    spans,
    suggesting,
    syncing,
    tagging,
    versions,
)


def all_actions(schema: Schema) -> Actions:
    """Return every action that there is for a schema; a key of it that would not work runs nothing."""
    schema = usable(schema)
    return Actions(
        (
            *moving.actions(schema),
            *jumping.actions(),
            *selecting.actions(),
            *tagging.actions(schema),
            *labelling.actions(),
            *bulk.actions(schema),
            *spans.actions(),
            *roles.actions(schema),
            *relating.actions(schema),
            *suggesting.actions(schema),
            *changing.actions(),
            *versions.actions(),
            *finding.actions(),
            *program.actions(),
            *commanding.actions(),
            *listing.actions(),
            *library.actions(schema),
            *comparing.actions(),
            *versions.list_actions(),
            *across.actions(schema),
            *syncing.actions(),
        )
    )
