"""`manage.py maintenance on [--until 14:30]` closes the site on this machine, `off` opens it again."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cms import maintenance


class Command(BaseCommand):
    help = "Answer every visitor with »back soon« (503), or open the site again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("state", choices=("on", "off"))
        parser.add_argument(
            "--until", help="When it is expected to be over: 14:30, or 2026-11-26T14:30."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["state"] == "off":
            maintenance.reopen()
            self.stdout.write("The site is open.")
            return
        end = moment(options["until"], timezone.localtime()) if options["until"] else None
        maintenance.close(end)
        told = f" until {end:%Y-%m-%d %H:%M}" if end else ""
        self.stdout.write(f"The site is closed{told}. Open it with: manage.py maintenance off")


def moment(typed: str, now: dt.datetime) -> dt.datetime:
    """A moment to come: a time is the next such one; without a zone it is this site's.

    Raises CommandError.
    """
    typed = typed.strip()
    try:
        if "-" in typed:
            found = dt.datetime.fromisoformat(typed)
            found = found if timezone.is_aware(found) else timezone.make_aware(found)
        else:
            clock = dt.time.fromisoformat(typed.replace(".", ":"))
            found = timezone.make_aware(dt.datetime.combine(now.date(), clock))
            if found <= now:
                tomorrow = now.date() + dt.timedelta(days=1)
                found = timezone.make_aware(dt.datetime.combine(tomorrow, clock))
    except ValueError as fault:
        raise CommandError(f"»{typed}« is no time. Write 14:30, or 2026-11-26T14:30.") from fault
    if found <= now:
        raise CommandError(f"{found:%Y-%m-%d %H:%M} has passed. Name a time to come.")
    return found
