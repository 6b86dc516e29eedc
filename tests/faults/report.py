"""The table that a person reads, and the same as JSON."""

import json
from pathlib import Path
from typing import Any

ORDER = {"BROKEN": 0, "ERROR": 1, "limit": 2, "n/a": 3, "holds": 4}
BAD = ("BROKEN", "ERROR")


def line(result: dict[str, Any], width: int = 150) -> str:
    seen = " ".join(str(result["seen"]).split())
    if result["result"] in BAD:
        width = 2000
    return (
        f"{result['fault']:<5}{result['class']:<7} {result['database']:<9}{result['result']:<7}"
        f"{result.get('seconds', 0):>6.1f} s  {result['words']}: {seen}"[: width + 60]
    )


def table(results: list[dict[str, Any]]) -> str:
    rows = sorted(results, key=lambda r: (r["fault"], r["class"], r["database"]))
    head = f"{'fault':<5}{'class':<7} {'database':<9}{'result':<7}{'time':>8}  what was seen"
    counts: dict[str, int] = {}
    for result in results:
        counts[result["result"]] = counts.get(result["result"], 0) + 1
    summary = ", ".join(f"{counts[name]} {name}" for name in sorted(counts, key=ORDER.__getitem__))
    return "\n".join([head, *(line(row) for row in rows), "", summary])


def write(path: Path, results: list[dict[str, Any]], about: dict[str, Any]) -> None:
    path.write_text(json.dumps({**about, "results": results}, indent=1) + "\n")


LANES = [
    (kind, database) for kind in ("key", "lookup", "events") for database in ("sqlite", "postgres")
]
MARKS = {
    "holds": "holds",
    "limit": "limit",
    "n/a": "–",
    "BROKEN": "**broken**",
    "ERROR": "**error**",
}


def markdown(results: list[dict[str, Any]], about: dict[str, Any]) -> str:
    """The table for readers: a row for each fault, a column for each class of provider and database."""
    named: dict[str, str] = {}
    found: dict[tuple[str, str, str], str] = {}
    for result in results:
        named.setdefault(result["fault"], result["words"])
        found[result["fault"], result["class"], result["database"]] = result["result"]
    head = [f"{kind}, {database}" for kind, database in LANES]
    lines = [
        "# What was broken, and what held",
        "",
        f"`python -m tests.faults --long`, {about['seconds']} s, seed {about['seed']}. *limit* is what the "
        "promise itself leaves open for that class of provider; – does not apply.",
        "",
        "| fault | what happens | " + " | ".join(head) + " |",
        "| --- | --- |" + " --- |" * len(LANES),
    ]
    for fault in sorted(name for name in named if name != "soak"):
        marks = [MARKS.get(found.get((fault, *lane), ""), "") for lane in LANES]
        lines.append(f"| {fault} | {named[fault]} | " + " | ".join(marks) + " |")
    lines += ["", "## The soak", ""]
    for result in results:
        if result["fault"] == "soak":
            lines.append(f"- {result['class']}, {result['database']}: {result['seen']}")
    return "\n".join([*lines, ""])
