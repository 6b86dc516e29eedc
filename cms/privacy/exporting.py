"""The file of everything that is kept about one person: JSON and HTML in a zip, written row by row."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.template.loader import render_to_string
from django.utils.translation import get_language
from wagtail.models import Site

from cms.content.models import NetworkSettings
from cms.holdings.registry import Holding, Person, Row, all_holdings

JSON_NAME, HTML_NAME = "alt-om-dig.json", "alt-om-dig.html"
# What does not fit into so many bytes of memory goes to the disk, into a file that no other process sees.
IN_MEMORY = 1_000_000
ROWS_AT_ONCE = 200
# Where the rest is put into a template. No value can hold it: they are escaped.
HERE = "<!-- here -->"


def write(person: Person, *, now: dt.datetime) -> IO[bytes]:
    """A zip that stands at its beginning. It is gone when it is closed."""
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - whoever answers with it closes it
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, parts in ((JSON_NAME, as_json), (HTML_NAME, as_html)):
            with archive.open(name, "w") as entry:
                for part in parts(person, now):
                    entry.write(part.encode("utf-8", "replace"))
    file.seek(0)
    return file


def as_json(person: Person, now: dt.datetime) -> Iterator[str]:
    """{made_at, address, language, holdings: [{name, label, what, why, ground, how_long, rows: […]}]}"""
    head = {"made_at": now.isoformat(), "address": person.address, "language": get_language()}
    yield f'{_dumped(head)[:-1]}, "holdings": ['
    for number, holding in enumerate(all_holdings()):
        yield ",\n" if number else "\n"
        yield f'{_dumped(_about(holding))[:-1]}, "rows": ['
        for place, row in enumerate(holding.of(person, None)):
            yield ",\n  " if place else "\n  "
            yield _dumped(as_data(row))
        yield "]}"
    yield "\n]}\n"


def as_html(person: Person, now: dt.datetime) -> Iterator[str]:
    """A page that stands by itself. Templates escape all that stands in the rows."""
    site = Site.objects.filter(is_default_site=True).first()
    network = NetworkSettings.for_site(site)
    context = {"person": person, "now": now, "network": network, "language": get_language()}
    head, foot = around("page", context)
    yield head
    for holding in all_holdings():
        rows = iter(holding.of(person, None))
        first = list(islice(rows, ROWS_AT_ONCE))
        above, below = around("holding", {"holding": holding, "is_empty": not first})
        yield above
        for portion in portions(chain(first, rows)):
            yield render_to_string("cms/privacy/export/rows.html", {"rows": portion})
        yield below
    yield foot


def around(name: str, context: dict[str, Any]) -> tuple[str, str]:
    """What a template writes before and after what is put into it."""
    before, _mark, after = render_to_string(f"cms/privacy/export/{name}.html", context).partition(
        HERE
    )
    return before, after


def portions(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while portion := list(islice(left, ROWS_AT_ONCE)):
        yield portion


def as_data(row: Row) -> dict[str, Any]:
    """A row for programs: moments in ISO 8601, facts by their names."""
    return {
        "at": row.at and row.at.isoformat(),
        "what": row.what,
        "facts": {fact.name: fact.value for fact in row.facts},
        "deleted_at": row.deleted_at and row.deleted_at.isoformat(),
    }


def _about(holding: Holding) -> dict[str, Any]:
    return {
        "name": holding.name,
        "label": str(holding.label),
        "what": str(holding.what),
        "why": str(holding.why),
        "ground": holding.ground.words,
        "how_long": holding.how_long(),
    }


def _dumped(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
