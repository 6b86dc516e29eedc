"""The form in which an editor keeps a member and their consent."""

import datetime as dt

import pytest

from cms.members.admin import MemberAdmin
from cms.members.models import Member
from tests.factories.pages import make_topic
from tests.factories.people import make_editor, make_member, make_organisation, make_series

pytestmark = pytest.mark.django_db


def form(member=None, **data):
    """The form as the admin builds it, filled in with `data` over what a member needs."""
    handler = MemberAdmin().get_edit_handler().bind_to_model(Member)
    filled = {
        "first_name": "Anna",
        "email": "anna@kommune.example",
        "organisation": member.organisation_id if member else make_organisation().pk,
        "language": "da",
        "words": "",
        **data,
    }
    return handler.get_form_class()(filled, instance=member or Member(), for_user=make_editor())


def test_makes_a_member_with_a_consent():
    topic = make_topic()
    bound = form(
        subscriptions=[make_series().pk], words="Telefonisk, 3. maj.", topics=[topic.pk], unit="hr"
    )
    assert bound.errors == {}
    member = bound.save()
    assert (member.open_consent(make_series()).words, list(member.topics.all())) == (
        "Telefonisk, 3. maj.",
        [topic],
    )


def test_makes_a_member_without_a_consent():
    member = form().save()
    assert (Member.objects.get(), member.open_consent(make_series())) == (member, None)


@pytest.mark.parametrize("words", ["", "   "])
def test_asks_what_the_member_said_yes_to(words):
    assert list(form(subscriptions=[make_series().pk], words=words).errors) == ["words"]


def test_shows_the_consent_that_holds():
    member = make_member()
    bound = form(member)
    assert bound["subscriptions"].initial == [make_series().pk]
    assert "»Nyhedsbrev«: givet" in bound["words"].help_text


def test_keeps_the_consent_when_the_member_is_saved_again():
    member = make_member(email="anna@kommune.example")
    consent = member.open_consent(make_series())
    form(member, subscriptions=[make_series().pk], words=consent.words).save()
    assert list(member.consents.all()) == [consent]


def test_takes_the_consent_back_when_it_is_unticked():
    member = make_member(email="anna@kommune.example")
    form(member).save()
    assert (member.open_consent(make_series()), member.consents.count()) == (None, 1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", ""),
        ("email", "anna@localhost"),
        ("email", "å@kommune.example"),
        ("email", "a" * 65 + "@kommune.example"),
        ("email", "a" * 100_000),
        ("email", "a\x00@kommune.example"),
        ("first_name", ""),
        ("first_name", "x" * 61),
        ("first_name", "An\x00na"),
        ("first_name", "Anna\r\nBcc: e@e.dk"),
        ("last_name", "x" * 81),
        ("organisation", ""),
        ("organisation", "999999"),
        ("organisation", "9" * 40),
        ("unit", "nonsense"),
        ("role", "nonsense"),
        ("language", "de"),
        ("topics", ["999999"]),
        ("topics", ["x"]),
        ("words", "x" * 1001),
        ("subscriptions", ["999999"]),
        ("subscriptions", ["x"]),
    ],
)
def test_names_the_field_that_is_wrong(field, value):
    assert list(form(**{field: value}).errors) == [field]


def test_names_the_address_that_another_member_has():
    make_member(email="Anna@Kommune.example")
    assert list(form(email=" anna@kommune.EXAMPLE").errors) == ["email"]


def test_never_edits_the_wording_of_a_standing_consent():
    member, second = make_member(), make_series("invitationer")
    form(member, subscriptions=[make_series().pk, second.pk], words="Noget andet.").save()
    said = member.consents.order_by("pk").values_list("series__key", "words")
    assert list(said) == [
        ("nyhedsbrev", "Ja tak til nyhedsbreve."),
        ("invitationer", "Noget andet."),
    ]


def test_offers_no_organisation_that_ended_but_keeps_who_is_there():
    ended = make_organisation(name="Lukket", valid_to=dt.date(2020, 1, 1))
    here = make_organisation(name="Åben")

    member = make_member(organisation=ended)

    def offered(member=None):
        return sorted(str(one) for one in form(member).fields["organisation"].queryset)

    assert offered(member) == ["Lukket", "Åben"]
    member.organisation = here
    assert offered(member) == ["Åben"]
    assert form(organisation=ended.pk).errors.keys() == {"organisation"}
