"""How many public pages a second: `python -m tests.bench.pages` (needs wrk: `apt-get install wrk`).

The demo's site is served as in production by granian with two WSGI workers, and `wrk -t2 -c8` asks for it on
the same machine: each kind of page made anew each time (an address that is not kept), then as it is kept,
then the network page as Django's own cache keeps it. Pages are asked for as a browser does, with brotli;
Django's cache gives them plain.
"""

import argparse
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.serving import as_in_production, served
from tests.bench.settings import measured_site

# No list is narrowed by this, so nothing that is kept answers it.
ANEW = "?measured=1"
# Has wrk tell what it leaves out.
SCRIPT = Path(__file__).with_name("percentiles.lua")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--seconds", type=int, default=5)
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is missing: apt-get install wrk")
    with measured_site(options.database):
        paths = prepare()
        with served(2, 2) as port:
            # The first visitor of a page waits for its pictures to be made; once, and not measured here.
            for path in paths.values():
                ask(port, path + ANEW, 1)
            for name, path in paths.items():
                tell(name, "made anew", ask(port, path + ANEW, options.seconds))
            for name, path in paths.items():
                tell(name, "kept", ask(port, path, options.seconds))
        with settings_module("tests.bench.django_cache"), served(2, 2) as port:
            tell("home", "Django's cache", ask(port, "/", options.seconds))


def prepare() -> dict[str, str]:
    """Fill the database with the demo; return the path of one page of each kind."""
    from django.core.management import call_command

    from cms.models import (
        GoalPage,
        InvitationPage,
        LibraryIndexPage,
        StoryPage,
        ToolPage,
        TopicPage,
    )

    call_command("demo", "--no-serve", stdout=io.StringIO())
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"]
    subprocess.run(collect, env=as_in_production(), check=True)
    kinds = {
        "topic": TopicPage,
        "story": StoryPage,
        "invitation": InvitationPage,
        "goal": GoalPage,
        "tool": ToolPage,
        "library": LibraryIndexPage,
    }
    return {"home": "/"} | {
        name: kind.objects.live().last().get_url_parts()[2] for name, kind in kinds.items()
    }


@contextmanager
def settings_module(name: str) -> Iterator[None]:
    before = os.environ.get("DJANGO_SETTINGS_MODULE", "")
    os.environ["DJANGO_SETTINGS_MODULE"] = name
    try:
        yield
    finally:
        os.environ["DJANGO_SETTINGS_MODULE"] = before


def ask(port: int, path: str, seconds: int) -> str:
    """What wrk says, after a second to get warm."""
    command = ["wrk", "-t2", "-c8", "-s", str(SCRIPT), "-H", "X-Forwarded-Proto: https"]
    command += ["-H", "Host: localhost", "-H", "Accept-Encoding: br, gzip"]
    address = f"http://127.0.0.1:{port}{path}"
    for length in (1, seconds):
        said = subprocess.run(
            [*command, f"-d{length}", address], capture_output=True, text=True, check=True
        ).stdout
    return said


def tell(name: str, how: str, said: str) -> None:
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    slow = re.search(r"95 % in ([\d.]+) ms, 99 % in ([\d.]+) ms", said)
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    fault = f", {bad.group(1)} FAILED" if bad else ""
    sys.stdout.write(
        f"{name}, {how}: {float(rate.group(1)):,.0f} a second, {slow.group(0)}{fault}\n"
    )


if __name__ == "__main__":
    main()
