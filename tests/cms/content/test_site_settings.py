"""What an editor sets for a site: read without being written, written when it is saved."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

from cms.accessibility.models import AccessibilitySettings
from cms.content.models import NetworkSettings
from newsletters.approvals.models import SendingSettings
from newsletters.editions.models import LetterTheme

pytestmark = pytest.mark.django_db

KINDS = [NetworkSettings, AccessibilitySettings, SendingSettings, LetterTheme]
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)


@pytest.fixture
def site(home):
    for kind in KINDS:
        kind.objects.all().delete()
    return Site.objects.get(root_page=home)


def address_of(kind, site):
    return reverse("wagtailsettings:edit", args=[kind._meta.app_label, kind.__name__, site.pk])


def test_shows_the_network_page_without_writing(client, site, home):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(home.url).status_code == 200
    written = ("INSERT", "UPDATE", "DELETE", "SAVEPOINT")
    assert [one["sql"] for one in asked if one["sql"].startswith(written)] == []


@every_kind
def test_reads_what_would_stand_on_a_new_site(site, kind):
    found = kind.for_site(site)
    assert (found.pk, found.site, kind.objects.count()) == (None, site, 0)
    assert kind.for_site(None).site_id is None


@every_kind
def test_reads_what_is_kept(site, kind, django_assert_num_queries):
    kept = kind.objects.create(site=site)
    with django_assert_num_queries(1):
        assert kind.for_site(site) == kept


@every_kind
def test_makes_the_row_when_an_editor_saves_and_only_then(admin_client, site, kind):
    address = address_of(kind, site)
    form = admin_client.get(address).context["form"]
    assert kind.objects.count() == 0
    said = {name: form[name].value() for name in form.fields}
    typed = {name: value for name, value in said.items() if value not in (None, False)}
    for _time in range(2):
        assert admin_client.post(address, typed).status_code == 302
        assert [kept.site for kept in kind.objects.all()] == [site]
