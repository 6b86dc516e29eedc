"""Other people's tools, each of one version: npm fetches them when they are first asked for."""

import os
import shutil
import subprocess

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


def needed(*names: str, hint: str) -> str:
    """Where the first of these programs stands; ends with the hint where none does."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        raise SystemExit(f"{names[0]} is missing: {hint}")
    return found


def run_npm(package: str, command: str, *arguments: str, **environment: str) -> str:
    """What the command of the package (named with its version) writes; where that is nothing, it ends."""
    npx = needed("npx", hint="install Node 20 or newer with npm (Debian: apt-get install npm)")
    done = subprocess.run(
        [npx, "--yes", f"--package={package}", "--", command, *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if not done.stdout.strip():
        raise SystemExit(f"{package} said nothing but:\n{done.stderr}")
    return done.stdout


def chromium() -> str:
    given = os.environ.get("CHROMIUM")
    return given or needed(*CHROMIUMS, hint="apt-get install chromium, or set CHROMIUM")
