"""What a spam filter says of every letter of the demo: `python -m tests.spam`.

SpamAssassin with its own rules alone, nothing asked over the net; the very bytes that SMTP would carry. Ends
with an error when a letter scores `LIMIT` or more. Debian: apt-get install spamassassin.
"""

import logging
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.settings import measured_site

LIMIT = 1.0
SECONDS = 120  # the first call compiles its rules
STATUS = re.compile(
    rb"^X-Spam-Status:.*?score=(-?[\d.]+).*?tests=(.*?)(?=\s+autolearn)", re.M | re.S
)


def main() -> int:
    if not shutil.which("spamassassin"):
        raise SystemExit("spamassassin is not there. Debian: apt-get install spamassassin")
    logging.disable(logging.INFO)
    worst = 0.0
    with measured_site("sqlite"), tempfile.TemporaryDirectory() as folder:
        for title, message in letters(Path(folder)):
            points, rules = score(message)
            worst = max(worst, points)
            sys.stdout.write(f"{points:4.1f}  {title}  {rules}\n")
    return int(worst >= LIMIT)


def letters(folder: Path) -> list[tuple[str, bytes]]:
    """(subject, the whole message) of each newsletter of the demo, as a member gets it."""
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone, translation

    from cms.mail.mime import Skeleton
    from newsletters.delivery.writing import content_of, recipient_writer
    from newsletters.editions.pages import NewsletterPage
    from newsletters.editions.rendering import render

    settings.VAR_DIR = settings.MEDIA_ROOT = folder
    call_command("demo", "--no-serve", stdout=open(folder / "said", "w"))  # noqa: SIM115
    made = []
    for page in NewsletterPage.objects.order_by("pk"):
        letter = render(page)
        with translation.override(letter.language):
            recipient = recipient_writer(letter.words)(1, "anna@kommune.example", "Anna")
            message = Skeleton(content_of(letter)).message_for(recipient, now=timezone.now())
        made.append((letter.subject, message))
    return made


def score(message: bytes) -> tuple[float, str]:
    """Points and the names of the rules that gave them."""
    call = ["spamassassin", "--local", "--cf=use_bayes 0"]
    answer = subprocess.run(call, input=message, capture_output=True, timeout=SECONDS, check=True)
    found = STATUS.search(answer.stdout)
    if found is None:
        raise SystemExit("spamassassin gave no score")
    return float(found[1]), re.sub(r"\s+", "", found[2].decode())


if __name__ == "__main__":
    raise SystemExit(main())
