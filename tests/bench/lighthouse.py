"""What Lighthouse says of the public pages: `python -m tests.bench.lighthouse` (needs Node and Chromium).

The demo's site is served as in production, with its pictures, and each kind of page is opened as on a
middling telephone on a slow line (Lighthouse's mobile profile). Prints four marks of 100, how far the page
jumps while it loads (CLS), and how much comes over the line before pictures; then what cost a mark. Ends
with 1 where a page falls short of `WANTED`.
"""

import argparse
import json
import statistics
import sys
from dataclasses import dataclass
from typing import Any

from tests.bench import tools
from tests.bench.pages import prepare
from tests.bench.serving import free_port, served
from tests.bench.settings import measured_site

LIGHTHOUSE = "lighthouse@13.5.0"
MARKS = ("performance", "accessibility", "best-practices", "seo")
WANTED = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
MOST_KB = 120
FLAGS = "--headless=new --no-sandbox --disable-gpu"


@dataclass(frozen=True)
class Verdict:
    """`faults` are the ids of what cost a mark outside performance, where several things are weighed up."""

    marks: dict[str, int]
    cls: float
    kilobytes: float
    faults: list[str]

    @property
    def is_good(self) -> bool:
        enough = all(self.marks[name] >= least for name, least in WANTED.items())
        return enough and self.cls == 0 and self.kilobytes < MOST_KB


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1, help="how often; the middle one counts")
    parser.add_argument("--only", nargs="*", help="names of pages")
    options = parser.parse_args()
    port = free_port()
    address = f"http://localhost:{port}"
    with measured_site("sqlite", address=address):
        paths = prepare() | {"search": "/soeg/", "library": library()}
        chosen = {name: path for name, path in paths.items() if name in (options.only or paths)}
        with served(1, 2, application="tests.bench.front:application", port=port):
            found = {
                name: middle([judged(address + path) for _ in range(options.runs)])
                for name, path in chosen.items()
            }
    tell(found)
    sys.exit(not all(verdict.is_good for verdict in found.values()))


def library() -> str:
    from cms.library.index_page import LibraryIndexPage

    return LibraryIndexPage.objects.live().get().get_url_parts()[2]


def judged(url: str) -> Verdict:
    said = tools.run_npm(
        LIGHTHOUSE,
        "lighthouse",
        url,
        *("--quiet", "--output=json", "--output-path=stdout", f"--chrome-flags={FLAGS}"),
        CHROME_PATH=tools.chromium(),
    )
    return verdict(json.loads(said))


def verdict(report: dict[str, Any]) -> Verdict:
    if fault := report.get("runtimeError"):
        raise SystemExit(f"{report['requestedUrl']}: {fault['message']}")
    audits = report["audits"]
    sent = audits["network-requests"]["details"]["items"]
    parts = report["categories"]
    faults = [
        each["id"]
        for name in MARKS[1:]
        for each in parts[name]["auditRefs"]
        if each["weight"]
        and (audits[each["id"]]["score"] or 0) < 1
        and audits[each["id"]]["scoreDisplayMode"] in ("binary", "numeric", "error")
    ]
    return Verdict(
        {name: round(parts[name]["score"] * 100) for name in MARKS},
        round(audits["cumulative-layout-shift"]["numericValue"], 3),
        sum(one["transferSize"] for one in sent if one.get("resourceType") != "Image") / 1000,
        sorted(set(faults)),
    )


def middle(verdicts: list[Verdict]) -> Verdict:
    """The one whose performance is the middle one."""
    marks = [one.marks["performance"] for one in verdicts]
    return verdicts[marks.index(statistics.median_low(marks))]


def tell(found: dict[str, Verdict]) -> None:
    heads = ("page", *MARKS, "CLS", "kB without pictures")
    rows = [
        (name, *map(str, one.marks.values()), f"{one.cls:g}", f"{one.kilobytes:.0f}")
        for name, one in found.items()
    ]
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    for row in (heads, *rows):
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        sys.stdout.write(line.rstrip() + "\n")
    for name, one in found.items():
        if one.faults:
            sys.stdout.write(f"{name}: {', '.join(one.faults)}\n")


if __name__ == "__main__":
    main()
