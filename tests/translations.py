"""Whether the Danish catalogue is complete: `python -m tests.translations`.

Extracts the strings anew (needs GNU gettext) and compares them with the catalogue: none may be missing,
empty or fuzzy, each keeps its placeholders, and the compiled file is the one that the source gives.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
CATALOGUES = sorted(ROOT.glob("cms/locale/**/da/LC_MESSAGES/*.po"))
OURS = ROOT / "cms/locale/da/LC_MESSAGES/django.po"
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def find_faults(path: Path) -> list[str]:
    """Sentences about entries that are empty, fuzzy or lose a placeholder, and about a stale .mo."""
    catalogue = polib.pofile(str(path))
    faults = []
    for entry in catalogue:
        written = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        if entry.obsolete:
            faults.append(f"obsolete: {entry.msgid!r}")
        elif entry.fuzzy or not all(written):
            faults.append(f"untranslated: {entry.msgid!r}")
        elif not keeps_placeholders(entry, written):
            faults.append(f"placeholders differ: {entry.msgid!r}")
    compiled = path.with_suffix(".mo")
    if not compiled.exists():
        faults.append(f"not compiled: {path.name}")
    elif messages(polib.mofile(str(compiled))) != messages(catalogue):
        faults.append(f"the compiled file is older than {path.name}: compile it with msgfmt")
    return faults


def keeps_placeholders(entry: polib.POEntry, written: list[str]) -> bool:
    allowed = set(_PLACEHOLDER.findall(entry.msgid)) | set(
        _PLACEHOLDER.findall(entry.msgid_plural or "")
    )
    return all(set(_PLACEHOLDER.findall(text)) <= allowed for text in written) and (
        bool(entry.msgid_plural)
        or set(_PLACEHOLDER.findall(written[0])) == set(_PLACEHOLDER.findall(entry.msgid))
    )


def messages(catalogue: polib.POFile | polib.MOFile) -> dict:
    return {
        (entry.msgctxt, entry.msgid): entry.msgstr or dict(entry.msgstr_plural)
        for entry in catalogue
        if entry.msgid
    }


def find_missing() -> list[str]:
    """Strings in the code and the templates that the catalogue does not know."""
    with tempfile.TemporaryDirectory() as folder:
        for part in ("cms", "home", "newsletters", "templates", "manage.py"):
            source = ROOT / part
            copy = shutil.copytree if source.is_dir() else shutil.copy
            copy(source, Path(folder) / part)
        subprocess.run(
            [
                sys.executable,
                "manage.py",
                "makemessages",
                "--locale=da",
                "--no-obsolete",
                "--extension=html,txt,py,mjml",
                "--verbosity=0",
            ],
            cwd=folder,
            check=True,
        )
        extracted = polib.pofile(str(Path(folder) / OURS.relative_to(ROOT)))
    known = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(OURS))}
    found = {(entry.msgctxt, entry.msgid) for entry in extracted}
    return [f"missing: {msgid!r}" for _, msgid in sorted(found - known, key=str)] + [
        f"no longer used: {msgid!r}" for _, msgid in sorted(known - found, key=str)
    ]


def main() -> None:
    faults = [
        f"{path.relative_to(ROOT)}: {fault}" for path in CATALOGUES for fault in find_faults(path)
    ]
    faults += find_missing()
    sys.stdout.write("\n".join([*faults, f"{len(faults)} faults in the Danish catalogue", ""]))
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
