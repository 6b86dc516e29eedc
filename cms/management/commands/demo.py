"""`manage.py demo`: the whole network on this machine, from an empty environment."""

import io
import logging
import socket
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation
from django.utils.module_loading import import_string
from wagtail.models import Site

from cms.content.jobs import each_once
from cms.demo import accounts, marker, worker
from cms.demo.collecting import collecting_seldom
from cms.demo.report import Report
from cms.mail import outbox

LOCAL = {"localhost", "127.0.0.1"}


class Command(BaseCommand):
    help = "Shows the whole network: migrates, fills an empty database, sends a newsletter, serves."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--no-serve", action="store_false", dest="serve", help="Exit when filled."
        )
        parser.add_argument("--host", default="127.0.0.1", help="Where to serve (%(default)s).")
        parser.add_argument("--port", type=int, default=8000, help="The port (%(default)s).")

    def handle(self, *, serve: bool, host: str, port: int, **options: Any) -> None:
        refuse_where_people_rely_on_it()
        if serve:
            refuse_taken_port(host, port)
            serve_at(host, port)
        # They log each page and each job; the steps say it shorter.
        for name in ("wagtail", "django_tasks", "django_tasks_db"):
            logging.getLogger(name).setLevel(logging.WARNING)
        report = Report(self.stdout)
        self.stdout.write("The network's demo\n")
        refuse_others_work()
        with report.step("migrations") as step, collecting_seldom():
            call_command("migrate", interactive=False, stdout=Counter(" OK", step.advance))
        refuse_others_work()
        with translation.override(settings.LANGUAGE_CODE):
            if marker.is_filled():
                self.stdout.write("  ✓ filled earlier: nothing is changed, nothing is sent again\n")
            else:
                fill(report)
        keep_site_at_its_address()
        with report.step("letters in the outbox") as step:
            worker.catch_up()
            step.advance(len(outbox.names()))
        self.stdout.write(where_to_look(serve))
        # Into a log file, these lines would else wait for the server to end.
        self.stdout.flush()
        if serve:
            with worker.running():
                call_command("runserver", f"{host}:{port}", use_reloader=False, skip_checks=True)


class Counter(io.StringIO):
    """Swallows what a command says, and calls `advance` each time it says `word`."""

    def __init__(self, word: str, advance: Callable[[], None]) -> None:
        super().__init__()
        self.word, self.advance = word, advance

    def write(self, text: str) -> int:
        if self.word in text:
            self.advance()
        return len(text)


def refuse_where_people_rely_on_it() -> None:
    if settings.PRODUCTION:
        raise CommandError(
            "The demo does not run on production settings: it would add invented people and pages. "
            "Unset ENVIRONMENT to look at it on a machine of your own."
        )
    if settings.MAIL_PROVIDER != "outbox":
        raise CommandError(
            f"The demo sends letters to invented people, and MAIL_PROVIDER={settings.MAIL_PROVIDER} would "
            "post them. Unset MAIL_PROVIDER to keep them in the local outbox."
        )


def refuse_others_work() -> None:
    if marker.is_migrated() and marker.holds_others_work():
        raise CommandError(
            "This database holds pages or members that the demo did not make, and it does not mix its "
            "own with them. Give the demo a database of its own: "
            f"DATABASE_URL=sqlite:///{settings.VAR_DIR}/demo.sqlite3 manage.py demo"
        )


def refuse_taken_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        # As runserver does: a port that was just left may be taken again.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except OSError as error:
            raise CommandError(
                f"{host}:{port} cannot be served ({error.strerror}). "
                f"Choose another port: manage.py demo --port {port + 1}"
            ) from error


def serve_at(host: str, port: int) -> None:
    """Let every link point at the port that is served, unless SITE_URL says where the site stands."""
    address = urlsplit(settings.SITE_URL)
    if address.hostname in LOCAL and address.port != port:
        url = f"http://{address.hostname}:{port}"
        settings.SITE_URL = settings.WAGTAILADMIN_BASE_URL = settings.WAGTAILAPI_BASE_URL = url


@transaction.atomic
def fill(report: Report) -> None:
    """Run all steps. Whatever goes wrong or is interrupted leaves the database empty."""
    with each_once():
        for step in settings.DEMO_STEPS:
            import_string(step)(report)
    marker.mark(Site.objects.get(is_default_site=True))


def keep_site_at_its_address() -> None:
    """A site on this machine stands at the port that is served this time, so that its links work."""
    address = urlsplit(settings.SITE_URL)
    site = Site.objects.filter(is_default_site=True, hostname__in=LOCAL).first()
    if site and address.hostname in LOCAL:
        place = (address.hostname, address.port or 80)
        if (site.hostname, site.port) != place:
            site.hostname, site.port = place
            site.save()


def where_to_look(serve: bool) -> str:
    url = settings.SITE_URL
    rows = (
        ("site", f"{url}/"),
        ("admin", f"{url}/admin/"),
        ("outbox", f"{url}/outbox/"),
        ("API", f"{url}/api/v2/pages/"),
        ("editor", accounts.sign_in_words(accounts.EDITOR)),
        ("administrator", accounts.sign_in_words(accounts.ADMINISTRATOR)),
    )
    lines = [f"  {name:<14} {value}" for name, value in rows]
    last = "Stop with Ctrl-C." if serve else "Serve it: manage.py demo"
    return "\n".join(["", *lines, "", last, ""])
