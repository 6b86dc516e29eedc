"""What an editor is told who changes a newsletter that has been sent."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from newsletters.audiences.rules import Rule
from newsletters.delivery import actions, planning
from newsletters.delivery.admin.correcting import REMINDER
from newsletters.editions.pages import NewsletterPage
from tests.factories.pages import make_newsletter
from tests.factories.people import make_editor, make_members

pytestmark = pytest.mark.django_db
SAID = {"at": "2026-11-25", "words": "Dagen begynder kl. 10."}


@pytest.fixture
def editor(client):
    client.force_login(make_editor())
    return client


def make_sent():
    """A newsletter whose mailing is prepared, so that letters leave."""
    make_members(1)
    page = make_newsletter(title="Marts", slug="marts")
    mailing = actions.send(page=page, rule=Rule(), user=None, now=timezone.now())
    planning.plan(mailing.pk, now=timezone.now())
    return page


def reminders(editor, page, *, corrections=(), action="action-publish", **changes):
    """How many an editor gets who publishes with these changes and nothing else in the form."""
    form = {
        "title": page.title,
        "slug": page.slug,
        "subject": page.subject,
        "preheader": "",
        "sender_name": "",
        "reply_to": "",
        "headline": page.headline,
        "lead": page.lead,
        "body": streamfield([("heading", "De gik først")]),
        "corrections": inline_formset(
            corrections, initial=sum("id" in each for each in corrections)
        ),
        "comments": inline_formset([]),
        action: "1",
    }
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    answer = editor.post(edit, nested_form_data(form | changes), follow=True)
    assert answer.redirect_chain
    return [str(each.message).strip() for each in answer.context["messages"]].count(str(REMINDER))


def test_reminds_who_changes_what_was_sent_and_does_not_say_what(editor):
    page = make_sent()
    assert reminders(editor, page, lead="Dagen begynder kl. 10.") == 1
    assert NewsletterPage.objects.get().lead == "Dagen begynder kl. 10."


def test_reminds_again_of_the_next_change(editor):
    page = make_sent()
    assert reminders(editor, page, lead="Kl. 10.", corrections=[SAID]) == 0
    said = SAID | {"id": NewsletterPage.objects.get().corrections.get().pk}
    assert reminders(editor, page, lead="Kl. 11.", corrections=[said]) == 1


def test_is_silent_where_the_change_is_said(editor):
    page = make_sent()
    assert reminders(editor, page, lead="Dagen begynder kl. 10.", corrections=[SAID]) == 0
    assert NewsletterPage.objects.get().corrections.get().words == SAID["words"]


def test_is_silent_where_readers_see_no_change(editor):
    assert reminders(editor, make_sent(), title="Et andet navn i træet") == 0


def test_is_silent_while_it_is_a_draft(editor):
    assert reminders(editor, make_sent(), lead="Kladde", action="action-save") == 0


def test_is_silent_before_anything_was_sent(editor):
    page = make_newsletter()
    assert reminders(editor, page, lead="Dagen begynder kl. 10.") == 0


def test_is_silent_where_the_sending_was_stopped_before_it_began(editor):
    make_members(1)
    page = make_newsletter()
    mailing = actions.send(page=page, rule=Rule(), user=None, now=timezone.now())
    type(mailing).objects.update(state="cancelled", planned_at=None)
    assert reminders(editor, page, lead="Dagen begynder kl. 10.") == 0
