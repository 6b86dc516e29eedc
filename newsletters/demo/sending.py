"""Asks for the current issue, approves it and presses *Send*, as two editors would."""

from django.contrib.auth import get_user_model
from django.utils import timezone

from cms.demo.accounts import ADMINISTRATOR, EDITOR
from cms.demo.report import Report
from newsletters.approvals.actions import answer, ask
from newsletters.audiences.rules import Rule, sentence
from newsletters.delivery.actions import send
from newsletters.delivery.queries import audience_key
from newsletters.editions.languages import issue_of
from newsletters.editions.pages import NewsletterPage
from newsletters.editions.queries import series_of

EVERYBODY = Rule()


def fill(report: Report) -> None:
    accounts = get_user_model().objects
    editor, second = accounts.get(email=EDITOR), accounts.get(email=ADMINISTRATOR)
    newest = NewsletterPage.objects.live().order_by("-first_published_at").first()
    issue, now = issue_of(newest), timezone.now()
    with report.step("the first mailing") as step:
        question = ask(
            page_key=newest.pk,
            issue=issue,
            rule=EVERYBODY,
            audience_key=audience_key(EVERYBODY),
            sentence=sentence(EVERYBODY, series_of(newest).title),
            user=editor,
            now=now,
        )
        answer(
            approval=question, is_yes=True, content_hash=issue.content_hash, user=second, now=now
        )
        send(page=newest, rule=EVERYBODY, user=editor, now=now)
        step.advance()
