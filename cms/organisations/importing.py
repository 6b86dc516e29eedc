"""Loads Denmark's municipalities and regions from `data/organisations.csv`.

Codes and names are the official ones (*kommunekoder*, *regionskoder*, as Statistics Denmark lists them). On 1
January 2027 Region Hovedstaden and Region Sjælland become Region Østdanmark, whose code is left empty until
it is sure. Municipalities keep the region they lay in when the list was written.
"""

import csv
import datetime as dt
from pathlib import Path

from django.db import transaction
from wagtail.search.backends import get_search_backends

from .models import Organisation

FILE = Path(__file__).parent / "data" / "organisations.csv"
BATCH = 200


@transaction.atomic
def load_organisations(path: Path = FILE) -> int:
    """Add the organisations that are missing and return how many that were.

    One that is there already, by its code or its name, is left as it is: people may have changed it.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    regions = [row for row in rows if row["kind"] == Organisation.Kind.REGION]
    others = [row for row in rows if row["kind"] != Organisation.Kind.REGION]
    # Regions first: the others point at them.
    return add_missing(regions) + add_missing(others)


def add_missing(rows: list[dict[str, str]]) -> int:
    known = Organisation.objects.values_list("kind", "code", "name", "pk")
    codes = {(kind, code): pk for kind, code, _name, pk in known if code}
    names = {name for _kind, _code, name, _pk in known}
    new = [
        Organisation(
            kind=row["kind"],
            code=row["code"],
            name=row["name"],
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
    return len(created)


def date(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
