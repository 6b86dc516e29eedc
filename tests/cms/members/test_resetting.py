"""A forgotten password: the letter is a service letter, and says nothing to anybody else."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from cms.mail.models import Letter
from tests.factories.letters import NOW
from tests.factories.pages import make_home
from tests.factories.people import make_editor

pytestmark = pytest.mark.django_db
URL = "/admin/password_reset/"


@pytest.fixture
def anonymous(client):
    make_home()
    return client


def ask(client, email, **more):
    return client.post(URL, {"email": email}, **more)


def test_writes_a_letter_whose_link_gives_a_new_password(anonymous, work, letters):
    user = make_editor()
    assert ask(anonymous, user.email).url == reverse("wagtailadmin_password_reset_done")
    work()
    (mail,) = letters()
    link = re.search(r"http://testserver(\S+)", mail.get_body(("plain",)).get_content())
    form = anonymous.get(link[1], follow=True).redirect_chain[-1][0]
    new = {"new_password1": "et-godt-og-langt-ord", "new_password2": "et-godt-og-langt-ord"}
    assert anonymous.post(form, new).status_code == 302
    user.refresh_from_db()
    assert user.check_password("et-godt-og-langt-ord")
    letter = Letter.objects.get()
    assert (letter.state, letter.text, letter.about) == ("accepted", "", f"user:{user.pk}")


def test_answers_a_stranger_the_same_and_writes_nothing(anonymous):
    known = ask(anonymous, make_editor().email)
    Letter.objects.all().delete()
    unknown = ask(anonymous, "nobody@network.example")
    assert (unknown.status_code, unknown.url) == (known.status_code, known.url)
    assert Letter.objects.count() == 0


def test_writes_one_letter_however_often_somebody_asks(anonymous):
    user = make_editor()
    for _turn in range(5):
        ask(anonymous, user.email)
    # Two, where ten minutes end just between two of the five.
    assert Letter.objects.count() in (1, 2)
    assert Letter.objects.filter(created_at__lt=NOW - dt.timedelta(hours=1)).count() == 0


def test_leads_to_this_site_whatever_host_was_asked(anonymous, settings):
    settings.ALLOWED_HOSTS = ["*"]
    ask(anonymous, make_editor().email, headers={"host": "evil.example"})
    letter = Letter.objects.get()
    assert "evil" not in letter.html + letter.text
    assert "http://testserver/admin/password_reset/confirm/" in letter.text


@pytest.mark.parametrize(
    "email", ["", "x", "a\x00@b.dk", "x" * 500 + "@b.dk", "a@b.dk\r\nBcc: c@d.dk"]
)
def test_shows_the_form_again_for_what_is_no_address(anonymous, email):
    assert ask(anonymous, email).status_code == 200
    assert Letter.objects.count() == 0
