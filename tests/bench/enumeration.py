"""Whether the time that joining takes tells who is a member (THREATS T01).

    python -m tests.bench.enumeration --samples 200 --database sqlite|postgres

Signs up addresses that are new, a member's, erased, stopped and waiting, each so many times. Prints the
middle time of each, and how often chance alone makes the middle times differ as much (999 shufflings): from
0.01 on, nobody learns anything. That the same questions are asked of the database is a test of its own.
"""

import argparse
import json
import random
import statistics
import sys
import time

from tests.bench.settings import measured_site

SHUFFLED = 999
SMALLEST = 0.01


def measure(samples: int) -> dict[str, list[float]]:
    """{what is known of the address: seconds}."""
    from django.conf import settings
    from django.test import Client

    from tests.factories.joining import asked, typed
    from tests.factories.pages import make_home
    from tests.factories.people import make_member, make_organisation, suppress

    settings.JOIN_PER_IP = settings.JOIN_PER_NETWORK = settings.JOIN_PER_HOUR = 0
    make_home()
    make_organisation(name="Køge Kommune")
    make_member(email="known@koege.example")
    gone = make_member(email="erased@koege.example")
    suppress(gone)
    gone.delete()
    suppress(make_member(email="stopped@koege.example"))
    asked(email="waiting@koege.example")
    times: dict[str, list[float]] = {
        name: [] for name in ("new", "known", "erased", "stopped", "waiting")
    }
    client = Client()
    for _sample in range(samples):
        for name, taken in times.items():
            form = typed(email=f"{name}@koege.example", organisation="Køge Kommune")
            begin = time.perf_counter()
            answer = client.post("/bliv-medlem/", form)
            taken.append(time.perf_counter() - begin)
            if answer.status_code != 302:
                raise SystemExit(f"{name} was answered with {answer.status_code}.")
    return times


def spread(groups: list[list[float]]) -> float:
    middles = [statistics.median(group) for group in groups]
    return max(middles) - min(middles)


def chance(times: dict[str, list[float]]) -> float:
    """How often shuffled times differ at least as much as the measured ones."""
    dice = random.Random(1)
    groups = list(times.values())
    seen, size = spread(groups), len(groups[0])
    every = [taken for group in groups for taken in group]
    as_much = 0
    for _time in range(SHUFFLED):
        dice.shuffle(every)
        parts = [every[start : start + size] for start in range(0, len(every), size)]
        as_much += spread(parts) >= seen
    return (as_much + 1) / (SHUFFLED + 1)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--samples", type=int, default=200)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    options = parser.parse_args()
    with measured_site(options.database):
        times = measure(options.samples)
    by_chance = chance(times)
    middles = {name: round(statistics.median(each) * 1000, 2) for name, each in times.items()}
    sys.stdout.write(json.dumps({"middle_ms": middles, "by_chance": by_chance}, indent=2) + "\n")
    if by_chance < SMALLEST:
        raise SystemExit("The times tell the addresses apart.")


if __name__ == "__main__":
    main()
