"""Loads Denmark's municipalities and regions from `data/organisations.csv`, and domains surely theirs.

Codes and names are the official ones (*kommunekoder*, *regionskoder*, as Statistics Denmark lists them). On 1
January 2027 Region Hovedstaden and Region Sjælland become Region Østdanmark, whose code is left empty until
it is sure. Municipalities keep the region they lay in when the list was written; that the region became
another is said once, by the region (`successor`).
"""

import csv
import datetime as dt
from pathlib import Path

from django.db import transaction
from wagtail.search.backends import get_search_backends

from .models import Domain, Organisation
from .names import folded

FOLDER = Path(__file__).parent / "data"
FILE = FOLDER / "organisations.csv"
DOMAINS = FOLDER / "domains.csv"
BATCH = 200


@transaction.atomic
def load_organisations(path: Path = FILE) -> int:
    """Add the organisations that are missing and return how many that were.

    One that is there already, by its code or its name, is left as it is: people may have changed it.
    """
    rows = read(path)
    regions = [row for row in rows if row["kind"] == Organisation.Kind.REGION]
    others = [row for row in rows if row["kind"] != Organisation.Kind.REGION]
    # Regions first: the others point at them.
    created = add_missing(regions)
    set_successors(created, {row["name"]: row["successor"] for row in regions})
    created += add_missing(others)
    add_domains(created)
    return len(created)


def add_missing(rows: list[dict[str, str]]) -> list[Organisation]:
    known = Organisation.objects.values_list("kind", "code", "name", "pk")
    codes = {(kind, code): pk for kind, code, _name, pk in known if code}
    names = {name for _kind, _code, name, _pk in known}
    new = [
        Organisation(
            kind=row["kind"],
            code=row["code"],
            name=row["name"],
            name_key=folded(row["name"]),
            region_id=codes.get((Organisation.Kind.REGION, row["region"])),
            valid_from=date(row["valid_from"]),
            valid_to=date(row["valid_to"]),
        )
        for row in rows
        if (row["kind"], row["code"]) not in codes and row["name"] not in names
    ]
    created = Organisation.objects.bulk_create(new, batch_size=BATCH)
    for backend in get_search_backends(with_auto_update=True):  # bulk_create sends no signals
        backend.add_bulk(Organisation, created)
    return created


def set_successors(created: list[Organisation], named: dict[str, str]) -> None:
    """What the new ones become, where that is there."""
    heirs = {one.name: one for one in Organisation.objects.filter(kind=Organisation.Kind.REGION)}
    changed = [one for one in created if heirs.get(named[one.name])]
    for one in changed:
        one.successor = heirs[named[one.name]]
    Organisation.objects.bulk_update(changed, ["successor"])


def add_domains(created: list[Organisation]) -> None:
    """The domains of the new ones that nobody else has."""
    taken = set(Domain.objects.values_list("name", flat=True))
    places = {(one.kind, one.code): one for one in created}
    Domain.objects.bulk_create(
        Domain(organisation=places[row["kind"], row["code"]], name=row["domain"])
        for row in read(DOMAINS)
        if (row["kind"], row["code"]) in places and row["domain"] not in taken
    )


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def date(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
