"""Content goes through Wagtail's own workflow; sending has an approval of its own."""

import pytest

from newsletters.editions.pages import NewsletterPage
from newsletters.editions.review import faults
from tests.factories.pages import make_newsletter
from tests.factories.people import make_editor

pytestmark = pytest.mark.django_db


def test_is_published_when_a_moderator_approves_it_and_only_then():
    page, author, moderator = make_newsletter(live=False), make_editor(), make_editor()
    page.save_revision(user=author)
    page.get_workflow().start(page, author)
    assert not NewsletterPage.objects.get(pk=page.pk).live
    state = page.current_workflow_task_state
    state.task.specific.on_action(state, user=moderator, action_name="approve")
    page = NewsletterPage.objects.get(pk=page.pk)
    assert (page.live, faults(page)) == (True, [])
