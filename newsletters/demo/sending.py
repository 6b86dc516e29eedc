"""Presses *Send* for the current issue, as the editor would."""

from django.contrib.auth import get_user_model
from django.utils import timezone

from cms.demo.accounts import EDITOR
from cms.demo.report import Report
from newsletters.audiences.rules import Rule
from newsletters.delivery.actions import send
from newsletters.editions.pages import NewsletterPage


def fill(report: Report) -> None:
    editor = get_user_model().objects.get(email=EDITOR)
    newest = NewsletterPage.objects.live().order_by("-first_published_at").first()
    with report.step("the first mailing") as step:
        send(page=newest, rule=Rule(), user=editor, now=timezone.now())
        step.advance()
