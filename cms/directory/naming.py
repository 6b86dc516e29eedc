"""Keeps the names that the directory searches in those that its members have."""

from collections.abc import Sequence

from .models import NAME_FIELDS, Entry, name_of


def follow_names(*, entries: Sequence[Entry]) -> int:
    """Make the names that are searched in the members' own again. How many had changed."""
    changed = [entry for entry in entries if entry.name != name_of(entry.member)]
    for entry in changed:
        entry.take_name()
    Entry.objects.bulk_update(changed, NAME_FIELDS)
    return len(changed)
