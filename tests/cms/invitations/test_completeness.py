"""What readers miss, named while an editor writes and when the page is published."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision, Site
from wagtail.workflows import publish_workflow_state

from cms.content.models import NetworkSettings
from cms.invitations.completeness import STOPPED, gaps
from cms.invitations.pages import InvitationPage
from tests.factories.pages import make_invitation
from tests.factories.people import make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def network(home):
    found = NetworkSettings.for_site(Site.objects.get())
    found.contact_email, found.privacy_page = "post@network.example", home
    found.save()
    return found


def complete(**fields):
    start = dt.datetime(2030, 5, 6, 9, tzinfo=dt.UTC)
    said = {
        "starts_at": start,
        "deadline_at": start - dt.timedelta(days=5),
        "place_name": "Rådhuset",
        "seats": 40,
        "contact_email": "ida@kommune.example",
    }
    return make_invitation(**(said | fields))


def fields_missed(page, network):
    return [gap.field for gap in gaps(page, network)]


def test_misses_nothing_where_all_is_said(network):
    assert gaps(complete(), network) == []


@pytest.mark.parametrize(
    ("field", "empty"),
    [("place_name", ""), ("seats", None), ("deadline_at", None)],
)
def test_names_what_is_missing(field, empty, network):
    assert fields_missed(complete(**{field: empty}), network) == [field]


def test_asks_how_to_sign_up_where_nobody_is_named(network):
    page = complete(sign_up="nobody", contact_email="")
    assert fields_missed(page, network) == ["sign_up", "contact_name"]


def test_needs_no_place_on_the_net(network):
    page = complete(place_name="", online_url="https://moede.example/1")
    assert gaps(page, network) == []


def test_asks_for_a_sender_and_for_privacy(network):
    network.contact_email, network.privacy_page = "", None
    assert fields_missed(complete(), network) == ["", ""]


def post(client, page, **said):
    """Press »Publish« in the admin's form, as it stands, with these fields changed."""
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = client.get(url).context["form"]
    data = {f"{form.prefix}-{name}" if form.prefix else name: value for name, value in said.items()}
    for name in form.fields:
        value = form.initial.get(name)
        if isinstance(value, dt.datetime):
            value = value.strftime("%Y-%m-%d %H:%M")
        data.setdefault(name, "" if value is None or isinstance(value, list) else value)
    for name in ("programme", "body", "recap"):
        data[f"{name}-count"] = 0
        data.pop(name, None)
    for name in ("comments", "materials", "questions"):
        data |= {f"{name}-TOTAL_FORMS": 0, f"{name}-INITIAL_FORMS": 0}
    data["action-publish"] = "1"
    return client.post(url, data, follow=True)


@pytest.mark.parametrize(("stops", "title"), [(False, "Ny titel"), (True, "Energidag")])
def test_warns_or_stops_as_the_network_has_decided(stops, title, client, network):
    page = complete(title="Energidag", place_name="")
    NetworkSettings.objects.update(stops_at_gaps=stops)
    client.force_login(make_editor())
    html = post(client, page, title="Ny titel").content.decode()
    assert "Hvor er det?" in html
    page = InvitationPage.objects.get(pk=page.pk)
    assert page.title == title
    assert page.get_latest_revision_as_object().title == "Ny titel"


def test_leads_from_each_gap_to_its_field(client, network):
    page = complete(place_name="")
    client.force_login(make_editor())
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert '<a href="#id_place_name">Hvor er det?</a>' in html
    assert 'id="id_place_name"' in html


@pytest.fixture
def stopping(network):
    NetworkSettings.objects.update(stops_at_gaps=True)


def draft(**fields):
    page = complete(live=False, **fields)
    page.save_revision()
    return InvitationPage.objects.get(pk=page.pk)


def is_live(page):
    return InvitationPage.objects.get(pk=page.pk).live


def test_stops_at_the_time_that_was_set_once_and_tells_the_editor(client, stopping):
    page = draft(place_name="")
    Revision.objects.filter(pk=page.latest_revision_id).update(
        approved_go_live_at=timezone.now() - dt.timedelta(minutes=1)
    )
    for _ in range(2):
        call_command("publish_scheduled")
    assert not is_live(page)
    assert PageLogEntry.objects.filter(page=page.pk, action=STOPPED).count() == 1
    client.force_login(make_editor())
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "help-critical" in html
    call_command("publish_scheduled")
    page.place_name = "Rådhuset"
    revision = page.save_revision()
    Revision.objects.filter(pk=revision.pk).update(
        approved_go_live_at=timezone.now() - dt.timedelta(minutes=1)
    )
    call_command("publish_scheduled")
    assert is_live(page)


def test_stops_an_approval(stopping):
    page = draft(place_name="")
    publish_workflow_state(SimpleNamespace(content_object=page), user=make_editor())
    assert not is_live(page)


@pytest.mark.parametrize(("place", "goes_out"), [("", False), ("Rådhuset", True)])
def test_stops_many_at_once(client, stopping, place, goes_out):
    one, two = draft(place_name=place), draft(slug="to")
    client.force_login(make_editor())
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = client.post(f"{url}?id={one.pk}&id={two.pk}")
    assert answer.status_code == 302
    assert (is_live(one), is_live(two)) == (goes_out, goes_out)


def test_stops_nothing_where_the_network_only_warns(network):
    page = draft(place_name="")
    page.get_latest_revision().publish()
    assert is_live(page)
