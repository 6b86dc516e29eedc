"""Gathering what is new, as an editor does it."""

import pytest
from django.urls import reverse

from newsletters.editions.pages import NewsletterPage
from tests.factories.pages import make_newsletter, make_story

pytestmark = pytest.mark.django_db


def gather_url(page):
    return reverse("newsletters_gather", args=[page.pk])


def titles(page):
    draft = page.get_latest_revision_as_object()
    return [child.value["page"].title for child in draft.body if child.block_type == "story"]


def test_begins_a_new_newsletter_with_what_is_new(admin_client):
    archive = make_newsletter(live=False).get_parent()
    story = make_story(title="Varmen i kælderen")
    address = reverse("wagtailadmin_pages:add", args=["newsletters", "newsletterpage", archive.pk])
    form = admin_client.get(address).context["form"]
    assert [(child.block_type, child.value) for child in form.initial["body"]][1:] == [
        ("story", {"page": story, "lead": ""})
    ]
    assert "De gik først" in str(form.initial["body"][0].value)


def test_adds_what_is_ticked_as_a_draft_and_once(admin_client):
    page = make_newsletter()
    story = make_story(title="Ny")
    posted = {"find": [f"story-{story.pk}"]}
    answer = admin_client.post(gather_url(page), posted)
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    page = NewsletterPage.objects.get(pk=page.pk)
    assert (titles(page), page.has_unpublished_changes) == (["Ny"], True)
    answer = admin_client.post(gather_url(page), posted)
    assert (answer.url, titles(page)) == (gather_url(page), ["Ny"])


def test_adds_nothing_that_it_did_not_offer(admin_client):
    page = make_newsletter()
    secret = make_story(live=False)
    for posted in ([f"story-{secret.pk}"], ["story-999999"], ["\x00"], []):
        assert admin_client.post(gather_url(page), {"find": posted}).url == gather_url(page)
    assert titles(page) == []


def test_shows_without_changing_anything(admin_client):
    page = make_newsletter()
    make_story(title="Ny")
    body = admin_client.get(gather_url(page)).content.decode()
    assert ("Ny" in body, page.revisions.count()) == (True, 1)


def test_says_that_there_is_nothing_to_gather(admin_client):
    answer = admin_client.get(gather_url(make_newsletter()))
    assert (answer.status_code, answer.context["has_finds"]) == (200, False)


def test_lets_nobody_in_who_may_not_edit(client, django_user_model):
    page = make_newsletter()
    assert client.get(gather_url(page)).status_code == 302
    client.force_login(django_user_model.objects.create_user("a@b.example", "x"))
    assert client.get(gather_url(page)).status_code == 302
