"""How long an import of members takes: `python -m tests.bench.importing --rows 10000`.

The file is CSV with eight columns as municipalities have them, over all municipalities and regions, with two
areas and two goals each and a consent to one series. A twentieth are members already, of whom the file says
something new. Prints the seconds of each step (reading, looking at every row, importing, the search index,
undoing), rows a second, and the largest size of this process in MB: before, and by the end.
"""

import argparse
import io
import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.bench.settings import measured_site

HEADINGS = "Fornavn;Efternavn;E-mail;Kommune;Rolle;Enhed;Fagområder;Verdensmål"
AT_ONCE = 1_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument(
        "--known", type=int, default=20, help="every so manieth is a member already"
    )
    options = parser.parse_args()
    with measured_site(options.database):
        figures = measure(options.rows, options.known)
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")


def prepare() -> tuple[list[str], list[str]]:
    """Names of organisations and of areas."""
    import logging

    from cms.organisations.importing import load_organisations
    from cms.organisations.models import Organisation
    from tests.factories.pages import make_goal, make_home, make_topic

    logging.disable(logging.INFO)
    make_home()
    load_organisations()
    topics = [make_topic(title=f"Område {place}").title for place in range(10)]
    for number in range(1, 18):
        make_goal(number)
    return list(Organisation.objects.order_by("pk").values_list("name", flat=True)), topics


def make_file(rows: int, places: list[str], topics: list[str]) -> io.BytesIO:
    file = io.BytesIO()
    file.write((HEADINGS + "\r\n").encode())
    for number in range(rows):
        place, topic = places[number % len(places)], topics[number % 10]
        goals = f"{number % 17 + 1}, {(number + 5) % 17 + 1}"
        cells = f"Anna {number % 97};Holm;medlem{number}@kommune.example;{place};Director;hr"
        file.write(f"{cells};{topic}, {topics[(number + 3) % 10]};{goals}\r\n".encode())
    return file


def make_known(rows: int, every: int) -> None:
    from cms.mail.addresses import fingerprint
    from cms.members.models import Member
    from cms.organisations.models import Organisation

    town = Organisation.objects.first()
    addresses = [f"medlem{number}@kommune.example" for number in range(0, rows, every)]
    Member.objects.bulk_create(
        (
            Member(
                first_name="Bo",
                email=address,
                email_key=address,
                fingerprint=fingerprint(address),
                organisation=town,
            )
            for address in addresses
        ),
        batch_size=AT_ONCE,
    )


def measure(rows: int, every: int) -> dict[str, Any]:
    from django.utils import timezone

    from cms.imports import actions, reading, running, working
    from cms.imports.models import Import
    from cms.series.queries import first_series
    from tests.factories.people import make_editor

    file = make_file(rows, *prepare())
    make_known(rows, every)
    editor, now = make_editor(), timezone.now()
    figures: dict[str, Any] = {"rows": rows, "mb_before": megabytes()}

    def read() -> Import:
        table = reading.read(file, file.getbuffer().nbytes)
        return actions.upload(
            file_name="x.csv", headings=table.headings, rows=table.rows, user=editor, now=now
        )

    def everything(do: Callable[[int], bool]) -> None:
        while do(source.pk):
            pass

    actions.PLANNED_AT_ONCE = actions.RUN_AT_ONCE = actions.UNDONE_AT_ONCE = 0
    source = timed(figures, "reading", read)
    chosen = actions.Choices(
        columns=source.columns,
        on_known="fill",
        language="da",
        series=[first_series()],
        source="Kursus, deltagerlisten",
        source_on=timezone.localdate(),
    )
    actions.choose(source=source, choices=chosen, now=now)
    timed(figures, "looking", lambda: everything(working.go_on))
    actions.run(source=source, now=now)

    def run() -> None:
        while running.run_batch(source.pk, now=now):
            pass

    timed(figures, "importing", run)
    figures["rows_a_second"] = round(rows / figures["importing"])
    timed(figures, "indexing", lambda: everything(running.index_batch))
    source.refresh_from_db()
    counts = {name: getattr(source, name) for name in ("created", "merged", "skipped", "faulty")}
    if sum(counts.values()) != rows or source.state != Import.State.DONE:
        raise SystemExit(f"Something was lost: {counts}, {source.state}")
    actions.undo(source=source, user=editor, now=now)
    timed(figures, "undoing", lambda: everything(working.go_on))
    source.refresh_from_db()
    figures |= counts | {"removed": source.removed, "restored": source.restored}
    figures["mb_at_most"] = megabytes()
    return figures


def timed(figures: dict[str, Any], name: str, do: Callable[[], Any]) -> Any:
    begun, worked = time.perf_counter(), time.process_time()
    done = do()
    figures[name] = round(time.perf_counter() - begun, 2)
    # What this process itself worked: on a machine that others use too, the rest is waiting for them.
    figures[f"{name}_cpu"] = round(time.process_time() - worked, 2)
    figures[f"mb_{name}"] = megabytes()
    return done


def megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
