"""`manage.py start`: from a migrated database to a site that editors can fill."""

import io

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db.models import Count
from django.urls import reverse
from wagtail.models import Page, PageLogEntry, Revision, Site

from cms.content.goals import GOALS
from cms.members.groups import EDITORS
from cms.members.models import User
from cms.models import GoalPage, InvitationIndexPage, Organisation
from home.models import HomePage
from newsletters.models import NewsletterIndexPage
from tests.factories.pages import make_newsletter
from tests.factories.people import make_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bare_site")]


def start():
    said = io.StringIO()
    call_command("start", stdout=said)
    return said.getvalue()


def counts():
    models = (Page, Revision, PageLogEntry, Site, Group)
    return [model._default_manager.count() for model in models]


def test_makes_published_pages_that_all_answer(client):
    start()
    pages = Page.objects.filter(depth__gt=1).specific()
    assert len(pages) == 1 + 6 + 17
    for page in pages:
        assert page.live, page
        assert page.live_revision_id, page
        assert not page.has_unpublished_changes, page
        assert client.get(page.url).status_code == 200, page


def test_puts_the_network_page_in_the_place_of_the_welcome_page(settings):
    settings.SITE_URL = "https://netvaerk.example.dk"
    start()
    home = HomePage.objects.get()
    site = Site.objects.get()
    assert home.title == settings.WAGTAIL_SITE_NAME
    assert (site.root_page_id, site.hostname, site.port) == (home.pk, "netvaerk.example.dk", 443)
    assert site.is_default_site
    assert list(Page.objects.filter(depth=2)) == [home.page_ptr]


def test_makes_each_list_with_a_lead_and_the_goals_by_number():
    start()
    lists = HomePage.objects.get().get_children().specific()
    assert [page.title for page in lists if page.show_in_menus] == [
        "Netværksdage",
        "Fagområder",
        "Historier",
        "Værktøjer og viden",
        "Nyhedsbreve",
    ]
    assert all(page.lead for page in lists)
    goals = GoalPage.objects.order_by("number").values_list("number", "title")
    assert list(goals) == [(goal.number, goal.title_da) for goal in GOALS]


def test_loads_the_municipalities_and_regions():
    start()
    kinds = Organisation.objects.values_list("kind").annotate(Count("pk"))
    assert dict(kinds) == {"municipality": 98, "region": 6}


def test_names_the_next_two_steps(settings):
    said = start()
    assert "manage.py createsuperuser" in said
    assert f"{settings.SITE_URL}/admin/" in said


def test_running_again_changes_nothing():
    start()
    before = counts()
    said = start()
    assert "Nothing is changed" in said
    assert counts() == before


@pytest.mark.parametrize(
    "make", [make_newsletter, make_member, lambda: Group.objects.create(name=EDITORS)]
)
def test_leaves_a_database_that_somebody_has_begun_with(make):
    make()
    before = counts()
    assert "Nothing is changed" in start()
    assert counts() == before


def test_lets_an_editor_of_the_group_add_an_invitation_and_send(client):
    start()
    editor = User.objects.create_user("rikke@network.example", "hemmeligt")
    editor.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(editor)
    days = InvitationIndexPage.objects.get()
    add = reverse("wagtailadmin_pages:add", args=["cms", "invitationpage", days.pk])
    assert client.get(add).status_code == 200
    assert NewsletterIndexPage.objects.get().permissions_for_user(editor).can_add_subpage()
    send = reverse("newsletters_send", args=[make_newsletter().pk])
    assert client.get(send).status_code == 200
    assert not editor.is_superuser
