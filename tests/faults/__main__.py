"""The command: `python -m tests.faults --short`, or `--long` with `--json FILE`."""

import argparse
import json
import logging
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import django

from tests import seeds

from . import databases, registry, report

SHORT_SOAK = {"kills": 7, "recipients": 0, "seconds": 40}
LONG_SOAK = {"kills": 170, "recipients": 17_000, "seconds": 3_000}


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--short", action="store_true", help="Each fault once, and a short soak.")
    how.add_argument("--long", action="store_true", help="Each fault everywhere, and a long soak.")
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--class", dest="kind", choices=[*registry.CLASSES, "all"], default="all")
    parser.add_argument("--only", default="", help="F05,F06: these faults only, everywhere.")
    parser.add_argument("--no-soak", action="store_true")
    parser.add_argument("--soak", action="store_true", help="The soak only.")
    parser.add_argument("--soak-seconds", type=float, default=0)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--markdown", type=Path, help="The table for readers.")
    parser.add_argument("--logs", type=Path, help="Keep the workers' logs of what is broken here.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=6, help="Lanes at the same time.")
    return parser.parse_args()


def plan(options: argparse.Namespace) -> dict[registry.Lane, list[registry.Fault]]:
    """Which faults run in which lane."""
    faults = registry.load()
    if options.only:
        wanted = options.only.split(",")
        faults = [one for one in faults if any(one.number.startswith(name) for name in wanted)]
        lanes = registry.everywhere(faults)
    elif options.long:
        lanes = registry.everywhere(faults)
    else:
        lanes = registry.spread([one for one in faults if not one.is_long])
    if options.soak:
        lanes = {lane: [] for lane in lanes}
    return {
        lane: cases
        for lane, cases in lanes.items()
        if options.database in (lane[0], "both") and options.kind in (lane[1], "all")
    }


class Lanes:
    """Runs lanes side by side and gathers what they say."""

    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self.options, self.folder = options, folder
        self.results: list[dict[str, Any]] = []
        self.lock = threading.Lock()

    def run(self, lanes: dict[registry.Lane, list[registry.Fault]]) -> None:
        waiting: queue.Queue[registry.Lane] = queue.Queue()
        for lane in sorted(lanes, key=lambda lane: -len(lanes[lane])):
            waiting.put(lane)

        def work() -> None:
            while True:
                try:
                    lane = waiting.get_nowait()
                except queue.Empty:
                    return
                self.run_lane(lane, lanes[lane])

        threads = [threading.Thread(target=work) for _ in range(self.options.jobs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def run_lane(self, lane: registry.Lane, cases: list[registry.Fault]) -> None:
        database, kind = lane
        folder = self.folder / f"{database}-{kind}"
        folder.mkdir()
        folder.chmod(0o777)
        place = databases.PLACES[database](folder / "db")
        place.start()
        asked = {
            "database": database,
            "kind": kind,
            "url": place.url,
            "folder": str(folder),
            "place": str(place.folder),
            "faults": [one.number for one in cases],
            "seed": self.options.seed,
            "soak": self.soak(),
        }
        environment = seeds.environment(place.url)
        if self.options.logs:
            self.options.logs.mkdir(exist_ok=True, parents=True)
            environment["FAULTS_LOGS"] = str(self.options.logs)
        command = [sys.executable, "-W", "ignore", "-m", "tests.faults.lane", json.dumps(asked)]
        lane_process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        try:
            assert lane_process.stdout
            for said in lane_process.stdout:
                if said.startswith("RESULT "):
                    self.note(json.loads(said[7:]))
            if lane_process.wait():
                self.note(self.broken_lane(lane, lane_process.returncode))
        finally:
            place.stop("immediate") if database == "postgres" else place.stop()
            databases.remove(folder)

    def soak(self) -> dict[str, Any] | None:
        if self.options.no_soak or (self.options.only and not self.options.soak):
            return None
        asked = dict(LONG_SOAK if self.options.long else SHORT_SOAK)
        if self.options.soak_seconds:
            asked["seconds"] = self.options.soak_seconds
        return asked

    def note(self, result: dict[str, Any]) -> None:
        with self.lock:
            sys.stdout.write(report.line(result) + "\n")
            sys.stdout.flush()
            if not result.get("progress"):
                self.results.append(result)

    def broken_lane(self, lane: registry.Lane, code: int) -> dict[str, Any]:
        words = {"fault": "lane", "words": "the lane itself", "result": "ERROR"}
        return {"database": lane[0], "class": lane[1], "seen": f"ended with {code}", **words}


def main() -> int:
    options = parse()
    logging.disable(logging.ERROR)
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="nf-", dir="/tmp") as name:
        folder = Path(name)
        # The cases name models; nothing is asked of a database here.
        os.environ.update(seeds.environment(f"sqlite:///{folder}/none.sqlite3"))
        django.setup()
        folder.chmod(0o755)
        lanes = Lanes(options, folder)
        lanes.run(plan(options))
    seconds = round(time.monotonic() - begin)
    sys.stdout.write(f"\n{report.table(lanes.results)}, {seconds} s\n")
    about = {"seconds": seconds, "seed": options.seed}
    if options.json:
        report.write(options.json, lanes.results, about)
    if options.markdown:
        options.markdown.write_text(report.markdown(lanes.results, about))
    return int(any(result["result"] in report.BAD for result in lanes.results))


if __name__ == "__main__":
    sys.exit(main())
