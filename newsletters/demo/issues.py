"""The archive and its two issues, each from its text file. The last one uses every kind of block."""

import datetime as dt
from pathlib import Path

from django.utils import timezone
from wagtail.models import Site

from cms.demo.people import INVITATIONS
from cms.demo.publishing import publish
from cms.demo.report import Report
from cms.demo.texts import Text, as_json, plain, read_all
from cms.series.models import Series
from cms.series.queries import first_series
from newsletters.editions.pages import NewsletterIndexPage, NewsletterPage

from .files import make_sheet
from .writing import letter_blocks

FOLDER = Path(__file__).parent / "texts"


def fill(report: Report) -> None:
    home = Site.objects.get(is_default_site=True).root_page
    archive = NewsletterIndexPage(
        title="Nyhedsbreve",
        slug="nyhedsbreve",
        lead="Et brev om måneden: næste netværksdag, tre historier og noget, du kan bruge i morgen.",
        show_in_menus=True,
        series=first_series(),
    )
    publish(home, archive)
    publish(home, invitations())
    make_sheet()
    for text in report.each("newsletters", read_all(FOLDER)):
        since = timezone.now() - dt.timedelta(days=int(text.get("days ago", "0")))
        publish(archive, issue(text), since=since)


def invitations() -> NewsletterIndexPage:
    """The archive of the second series, with a sender and a colour of its own."""
    return NewsletterIndexPage(
        title="Invitationer",
        slug="invitationer",
        lead="Et brev, når tilmeldingen til en netværksdag åbner.",
        series=Series.objects.get(key=INVITATIONS),
        sender_name="Netværksdagene",
        accent="#7a2e1d",
        accent_dark="#f2b5a3",
    )


def issue(text: Text) -> NewsletterPage:
    return NewsletterPage(
        title=text["title"],
        slug=text.slug,
        subject=text["subject"],
        preheader=text["preheader"],
        headline=text["headline"],
        lead=plain(text.section("")),
        body=as_json(letter_blocks(text.section("body"))),
    )
