"""One lane: the cases of one database and one class of provider, one after the other.

Started by `tests.faults`; says each result as a line of JSON.
"""

import json
import os
import random
import sys
import time
import traceback
from pathlib import Path
from typing import Any


def say(**result: Any) -> None:
    sys.stdout.write("RESULT " + json.dumps(result) + "\n")
    sys.stdout.flush()


def run_case(stage: Any, fault: Any) -> dict[str, Any]:
    from .registry import KnownLimitError, NotApplicableError

    begin = time.monotonic()
    try:
        stage.reset(fault.members)
        seen, result = fault.run(stage), "holds"
    except NotApplicableError as reason:
        seen, result = str(reason), "n/a"
    except KnownLimitError as reason:
        seen, result = str(reason), "limit"
    except AssertionError as broken:
        seen = stage.what + (str(broken) or traceback.format_exc(limit=-2))
        result = "BROKEN"
    except Exception:  # noqa: BLE001 - a case that cannot be run is a result, too
        seen, result = traceback.format_exc(limit=-4), "ERROR"
    if result in ("BROKEN", "ERROR"):
        keep_log(stage, fault.number)
    return {
        "fault": fault.number,
        "words": fault.words,
        "result": result,
        "seen": seen,
        "seconds": round(time.monotonic() - begin, 1),
    }


def keep_log(stage: Any, number: str) -> None:
    """What the workers said, for whoever looks into it."""
    folder = Path(os.environ.get("FAULTS_LOGS", stage.folder))
    target = folder / f"{stage.place.vendor}-{stage.kind}-{number}.log"
    if stage.zygote.log.exists():
        target.write_bytes(stage.zygote.log.read_bytes()[-200_000:])


def main() -> None:
    asked = json.loads(sys.argv[1])
    random.seed(f"{asked['seed']} {asked['database']} {asked['kind']}")
    os.environ["DATABASE_URL"] = asked["url"]
    import django

    django.setup()
    from django.conf import settings

    folder = Path(asked["folder"])
    settings.DEBUG = False
    settings.VAR_DIR = folder / "var"
    settings.VAR_DIR.mkdir(exist_ok=True)
    settings.MAIL_WEBHOOK_SECRET = "provider:a-long-random-word"
    settings.ALLOWED_HOSTS = ["*"]
    import logging

    logging.disable(logging.CRITICAL)
    from . import databases, registry, soak, stage

    place = databases.PLACES[asked["database"]](Path(asked["place"]))
    standing = stage.Stage(place, asked["kind"], folder)
    lane = {"database": asked["database"], "class": asked["kind"]}
    try:
        known = {fault.number: fault for fault in registry.load()}
        for number in asked["faults"]:
            say(**lane, **run_case(standing, known[number]))
        if asked.get("soak"):
            for progress in soak.run(standing, **asked["soak"]):
                say(**lane, fault="soak", words="random kills and answers", **progress)
    finally:
        standing.close()


if __name__ == "__main__":
    main()
