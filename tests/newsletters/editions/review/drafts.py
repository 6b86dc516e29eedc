"""Asking one rule about one newsletter."""

import datetime as dt

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.rich_text import RichText

from newsletters.editions.pages import NewsletterPage
from newsletters.editions.review import Fault
from newsletters.editions.review.draft import Draft, Rule


def draft_of(page: NewsletterPage, now: dt.datetime | None = None) -> Draft:
    """The newsletter as it is stored, at `now`."""
    return Draft(NewsletterPage.objects.get(pk=page.pk), now or timezone.now())


def found(rule: Rule, page: NewsletterPage, now: dt.datetime | None = None) -> list[Fault]:
    return list(rule(draft_of(page, now)))


def severities(faults: list[Fault]) -> list[str]:
    return [str(fault.severity) for fault in faults]


def text(html: str) -> tuple[str, RichText]:
    return ("text", RichText(f"<p>{html}</p>"))


def link(href: str, words: str = "Historien om varmen") -> tuple[str, RichText]:
    return text(f'<a href="{href}">{words}</a>')


def make_image():
    return get_image_model().objects.create(title="Et", file=get_test_image_file())


def make_document(title: str = "Dagsorden"):
    file = ContentFile(b"%PDF-1.4", name="dagsorden.pdf")
    return get_document_model().objects.create(title=title, file=file)


def picture(image, **fields):
    return ("image", {"image": image, "alt": "", "link": "", **fields})
