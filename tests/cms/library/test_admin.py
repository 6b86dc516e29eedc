"""The library as editors see it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.members.groups import make_editors
from cms.members.models import User
from tests.factories.library import KINDS, make_call, make_library

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = User.objects.create_user(email="eva@network.example", password="secret")
    user.groups.add(make_editors())
    client.force_login(user)
    return user


def test_lists_calls_by_their_deadline(client, home, editor):
    make_call(title="Grønne indkøb", deadline_at=timezone.make_aware(dt.datetime(2027, 5, 6, 12)))
    make_call(title="Blå byrum", deadline_at=timezone.make_aware(dt.datetime(2027, 2, 3, 12)))
    make_call(title="Hele tiden", deadline_at=None)
    html = client.get("/admin/funding_listing/").content.decode()
    assert html.index("Grønne indkøb") < html.index("Blå byrum")
    assert [
        day for day in ("6. maj 2027", "3. februar 2027", "Hele tiden") if day not in html
    ] == []


@pytest.mark.parametrize("kind", KINDS)
def test_lets_an_editor_write_each_kind(client, home, editor, kind):
    model = type(KINDS[kind]())
    address = reverse(
        "wagtailadmin_pages:add", args=["cms", model._meta.model_name, make_library().pk]
    )
    html = client.get(address).content.decode()
    assert 'name="title"' in html
    assert 'name="lead"' in html


@pytest.mark.parametrize("kind", KINDS)
def test_shows_an_editor_a_page_before_it_is_there(client, home, editor, kind):
    page = KINDS[kind]()
    page.pk = page.id = None
    response = page.make_preview_request(preview_mode="")
    assert response.status_code == 200
    assert page.title in response.content.decode()


def test_is_offered_on_the_first_page(client, home, editor):
    make_library()
    html = client.get("/admin/").content.decode()
    assert reverse("wagtailadmin_pages:add", args=["cms", "toolpage", make_library().pk]) in html
    assert reverse("wagtailadmin_pages:add", args=["cms", "fundingpage", make_library().pk]) in html
