"""What an editor sees of a letter before it goes."""

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.users.models import UserProfile

from cms.members.models import Member
from newsletters.editions import previews
from newsletters.editions.pages import NewsletterPage
from newsletters.editions.rendering import render
from tests.factories.pages import make_newsletter, make_story
from tests.factories.people import make_editor, make_member

pytestmark = pytest.mark.django_db


def frame(page, mode):
    return reverse("newsletters_preview", args=[page.pk, mode])


def all_of(page):
    return reverse("newsletters_previews", args=[page.pk])


def shown(client, page, mode="email"):
    return client.get(frame(page, mode)).content.decode()


def with_picture():
    image = get_image_model().objects.create(title="Bro", file=get_test_image_file())
    return make_newsletter(body=[("image", {"image": image, "alt": "En bro", "link": ""})])


def test_shows_each_look_to_whoever_may_edit(admin_client):
    page = with_picture()
    for mode, _name in previews.LOOKS:
        answer = admin_client.get(frame(page, mode))
        assert answer.status_code == 200, mode
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert admin_client.get(frame(page, "web")).status_code == 404


def test_draws_dark_colours_whatever_the_screen_has():
    letter = render(make_newsletter())
    html = previews.show(letter, "email_dark")
    assert ("prefers-color-scheme" in html, "@media all" in html) == (False, True)
    assert re.findall('name="color-scheme" content="([^"]*)"', html) == ["dark"]
    assert "prefers-color-scheme: dark" in previews.show(letter, "email")


def test_shows_the_words_where_pictures_are_off():
    letter = render(with_picture())
    html = previews.show(letter, "email_no_images")
    assert (re.findall(r"\ssrc=", html), 'alt="En bro"' in html) == ([], True)


def test_lists_the_faults_but_not_that_it_is_a_draft():
    page = make_newsletter(live=False, subject="", body=[("heading", "Hej")])
    html = previews.faults(page)
    assert "Nyhedsbrevet har intet emne." in html
    assert "Nyhedsbrevet er en kladde." not in html


def test_shows_the_draft_as_it_was_saved_last(admin_client):
    page = make_newsletter(body=[("heading", "Før")])
    page.body = [("heading", "Efter")]
    page.save_revision()
    assert ("Efter" in shown(admin_client, page), "Før" in shown(admin_client, page)) == (
        True,
        False,
    )


def test_shows_all_looks_beside_each_other_and_the_line_in_the_inbox(admin_client):
    page = make_newsletter(subject="Kom og se", preheader="Tre historier")
    html = admin_client.get(all_of(page)).content.decode()
    assert re.findall(r'<iframe[^>]* src="([^"]*)"', html) == [
        frame(page, mode) for mode, _name in previews.LOOKS
    ]
    assert ("Kom og se" in html, "Tre historier" in html) == (True, True)


def test_shows_it_as_a_member_that_was_picked_until_the_sample_is_wanted_back(admin_client):
    page, bo = make_newsletter(), make_member(first_name='Bo "<b>', email="bo@a.example")
    assert "Kære Anna" in shown(admin_client, page)
    found = admin_client.post(all_of(page), {"words": "bo@a"})
    assert (list(found.context["found"]), found.request["QUERY_STRING"]) == ([bo], "")
    assert admin_client.post(all_of(page), {"member": bo.pk}).url == all_of(page)
    assert "Kære Bo &quot;&lt;b&gt;" in shown(admin_client, page)
    assert "Kære Bo &quot;&lt;b&gt;" in previews.show(render(page), "email_text", bo)
    admin_client.post(all_of(page), {"sample": "1"})
    assert "Kære Anna" in shown(admin_client, page)


def test_says_that_the_file_of_a_picture_is_gone(admin_client):
    page = with_picture()
    page.body[0].value["image"].file.delete(save=False)
    answer = admin_client.get(frame(page, "email"))
    assert (answer.status_code, "Filen til et billede mangler." in answer.content.decode()) == (
        200,
        True,
    )
    assert admin_client.get(all_of(page)).status_code == 200
    assert admin_client.get(reverse("newsletters_send", args=[page.pk])).status_code == 200


def test_shows_the_sample_when_the_member_is_gone(admin_client):
    page, bo = make_newsletter(), make_member(first_name="Bo")
    admin_client.post(all_of(page), {"member": bo.pk})
    bo.delete()
    assert "Kære Anna" in shown(admin_client, page)


@pytest.mark.parametrize("key", ["0", "999999", "x", "\x00", "9" * 40, "-1"])
def test_picks_nobody_who_is_not_there(admin_client, key):
    page = make_newsletter()
    assert admin_client.post(all_of(page), {"member": key}).status_code == 302
    assert "Kære Anna" in shown(admin_client, page)


@pytest.mark.parametrize("words", ["", " ", "\x00", "%", "_", "a" * 5_000, "' OR 1=1 --"])
def test_finds_nobody_by_words_that_are_no_name(admin_client, words):
    make_member(first_name="Bo")
    answer = admin_client.post(all_of(make_newsletter()), {"words": words})
    assert (answer.status_code, list(answer.context["found"])) == (200, [])


def test_keeps_members_from_whoever_may_not_see_them(client, django_user_model):
    page, bo = make_newsletter(), make_member(first_name="Bo")
    user = django_user_model.objects.create_user("e@a.example", "x")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    for answer in (client.get(all_of(page)), client.post(all_of(page), {"member": bo.pk})):
        assert (answer.status_code, "Bo" in answer.content.decode()) == (302, False)


def test_changes_nothing_by_looking(admin_client):
    page = make_newsletter()
    make_member(first_name="Bo")
    admin_client.get(all_of(page) + "?member=1&words=Bo")
    assert previews.SEEN_AS not in admin_client.session
    assert (Member.objects.count(), page.revisions.count()) == (1, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_asks_the_database_as_often_for_three_stories_as_for_one(admin_client, count):
    page = make_newsletter(
        body=[("story", {"page": make_story(), "lead": ""}) for _ in range(count)]
    )
    shown(admin_client, page)
    with CaptureQueriesContext(connection) as asked:
        shown(admin_client, NewsletterPage.objects.get(pk=page.pk))
    assert len(asked) == 9


def test_lets_no_picture_in_where_pictures_are_off(admin_client):
    page = with_picture()
    policies = {
        mode: admin_client.get(frame(page, mode))["Content-Security-Policy"]
        for mode in ("email", "email_no_images")
    }
    assert "img-src http://testserver 'self' data:;" in policies["email"]
    assert "img-src 'none';" in policies["email_no_images"]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Check before sending"), ("da", "Tjek før afsendelse")]
)
def test_speaks_to_the_editor_beside_the_form_in_their_own_language(client, language, words):
    editor = make_editor()
    UserProfile.objects.create(user=editor, preferred_language=language)
    client.force_login(editor)
    page = make_newsletter()
    beside = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    assert f"<h1>{words}</h1>" in client.get(beside, {"mode": "review"}).content.decode()
    assert "Kære Anna" in client.get(beside, {"mode": "email"}).content.decode()


def test_leaves_a_telephone_its_whole_width():
    letter = previews.show(render(make_newsletter()), "email_narrow")
    (inner,) = BeautifulSoup(letter, "html.parser").find_all("iframe")
    assert inner["srcdoc"].endswith("<style>html{scrollbar-width:none}</style>")
    assert "width:320px" in letter
