"""The date-time picker leaves what was typed to the form, which names what it cannot read."""

import pytest
from django.urls import reverse

from cms.content.widgets import TypedDateTimeInput
from cms.invitations.index_page import InvitationIndexPage
from cms.invitations.pages import InvitationPage

FIELDS = ("starts_at", "ends_at", "deadline_at")


def test_tells_the_picker_to_leave_what_was_typed():
    shown = TypedDateTimeInput().render("starts_at", "4. februar", {"id": "id_starts_at"})
    assert '"validateOnBlur": false' in shown
    assert 'value="4. februar"' in shown


@pytest.mark.parametrize("field", FIELDS)
def test_stands_at_each_moment_of_an_invitation(field):
    form_class = InvitationPage.get_edit_handler().get_form_class()
    assert isinstance(form_class.base_fields[field].widget, TypedDateTimeInput)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("typed", ["4. februar 2027 10:00", "32.02.2027", "2027-02-32 10:00"])
@pytest.mark.django_db
def test_names_an_unreadable_date_at_its_field(admin_client, home, field, typed):
    days = home.add_child(instance=InvitationIndexPage(title="Netværksdage"))
    moments = {"starts_at": "04.02.2027 10:00", "ends_at": "04.02.2027 16:00"}
    streams = {f"{stream}-count": "0" for stream in ("programme", "body", "recap")}
    for name in ("materials", "questions"):
        streams |= {f"{name}-TOTAL_FORMS": "0", f"{name}-INITIAL_FORMS": "0"}
    answer = admin_client.post(
        reverse("wagtailadmin_pages:add", args=["cms", "invitationpage", days.pk]),
        {
            "title": "Energidag",
            "slug": "energidag",
            "kind": "network_day",
            "price_kind": "free",
            "guests_allowed": "0",
            "sign_up": "members",
            **moments,
            **streams,
            field: typed,
        },
    )
    form = answer.context["form"]
    assert list(form.errors) == [field]
    assert form[field].value() == typed
    assert not InvitationPage.objects.exists()
