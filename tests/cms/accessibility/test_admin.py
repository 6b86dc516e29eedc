"""The register of issues, and the reminder on the admin's first page."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.accessibility.models import AccessibilityIssue
from cms.members.groups import make_editors
from cms.members.models import User

pytestmark = pytest.mark.django_db
LIST = "/admin/accessibility-issues/"


@pytest.fixture
def editor(client, home):
    user = User.objects.create_user("rikke@netvaerk.example", "secret", first_name="Rikke")
    user.groups.add(make_editors())
    client.force_login(user)
    return client


def panel(client):
    return 'id="start-accessibility"' in client.get("/admin/").content.decode()


def test_editors_write_an_issue_down(editor):
    said = {"what": "Pdf uden overskrifter", "where": "Bilag", "hits": "Blinde", "reason": "burden"}
    answer = editor.post(f"{LIST}create/", said)
    assert (answer.status_code, AccessibilityIssue.objects.get().what) == (302, said["what"])
    assert said["what"] in editor.get(LIST).content.decode()


def test_an_empty_register_says_what_it_is_for(editor):
    page = editor.get(LIST)
    assert (page.status_code, page.content.decode().count("letters-about")) == (200, 2)


def test_exports_the_register(editor, issue):
    issue(what="=1+1")
    rows = b"".join(editor.get(f"{LIST}?export=csv").streaming_content).decode()
    assert "'=1+1" in rows


def test_first_page_says_when_the_check_is_due(editor, checked):
    checked(timezone.localdate() - dt.timedelta(days=400))
    assert panel(editor)


def test_first_page_is_silent_after_a_check(editor, checked):
    checked(timezone.localdate())
    assert not panel(editor)


def test_editors_keep_the_settings(editor, checked):
    kept = checked(None)
    address = reverse("wagtailsettings:edit", args=["cms", "accessibilitysettings", kept.site_id])
    assert editor.get(address).status_code == 200
