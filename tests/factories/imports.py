"""Files of members, and imports of them: say only what the test is about."""

import datetime as dt
import io
from typing import Any

from django.utils import timezone

from cms.imports import actions, reading
from cms.imports.models import Import
from tests.factories.people import make_editor, make_series

HEADINGS = "Fornavn;Efternavn;E-mail;Organisation"


def csv_file(*lines: str, headings: str = HEADINGS, encoding: str = "utf-8") -> io.BytesIO:
    file = io.BytesIO("\r\n".join([headings, *lines]).encode(encoding))
    file.name = "medlemmer.csv"
    return file


def upload(*lines: str, **options: Any) -> Import:
    """What becomes of these lines when they are uploaded."""
    file = csv_file(*lines, **options)
    table = reading.read(file, file.getbuffer().nbytes)
    return actions.upload(
        file_name="medlemmer.csv",
        headings=table.headings,
        rows=table.rows,
        user=make_editor(),
        now=timezone.now(),
    )


def planned(*lines: str, consent: bool = False, **options: Any) -> Import:
    """An import whose preview is ready; with `consent`, to the first series."""
    names = {"headings", "encoding"} & set(options)
    source = upload(*lines, **{name: options.pop(name) for name in names})
    fields: dict[str, Any] = {"columns": source.columns, "on_known": "fill", "language": "da"}
    if consent:
        fields |= {
            "series": [make_series()],
            "source": "Deltagerlisten fra kurset",
            "source_on": dt.date(2026, 5, 3),
        }
    now = options.pop("now", timezone.now())
    actions.choose(source=source, choices=actions.Choices(**{**fields, **options}), now=now)
    source.refresh_from_db()
    return source


def imported(*lines: str, **options: Any) -> Import:
    source = planned(*lines, **options)
    actions.run(source=source, now=options.get("now", timezone.now()))
    source.refresh_from_db()
    return source
