"""The tables of accounts, members and consents: what the database itself refuses."""

import datetime as dt

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.members.actions import give_consent
from cms.members.models import Consent, Member, User
from tests.factories.people import make_editor, make_member, make_organisation, make_series

pytestmark = pytest.mark.django_db

SPELLINGS = [
    ("anna@ælg.example", "ANNA@ÆLG.EXAMPLE"),
    ("anna@ælg.example", "anna@xn--lg-0ia.example"),
    ("anna@å.example", "anna@a\u030a.example"),
    ("anna@kommune.example", " Anna@Kommune.example\n"),
]


def unsaved(**fields):
    fields.setdefault("organisation", make_organisation())
    return Member(first_name="Bo", **fields)


def test_keeps_an_address_as_written_and_knows_it_by_its_key():
    member = make_member(email=" Anna@Ælg.example ")
    assert (member.email, member.email_key) == ("Anna@Ælg.example", "anna@xn--lg-0ia.example")


@pytest.mark.parametrize(("first", "second"), SPELLINGS)
def test_refuses_a_second_member_with_the_same_address_in_the_form(first, second):
    make_member(email=first)
    with pytest.raises(ValidationError) as caught:
        unsaved(email=second).clean()
    assert list(caught.value.message_dict) == ["email"]


@pytest.mark.parametrize(("first", "second"), SPELLINGS)
def test_refuses_a_second_member_with_the_same_address_in_the_database(first, second):
    make_member(email=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        unsaved(email=second).save()
    assert Member.objects.count() == 1


def test_lets_a_member_keep_their_own_address():
    member = make_member(email="anna@kommune.example")
    member.email = "Anna@kommune.example"
    member.full_clean()
    member.save()
    assert Member.objects.get().email == "Anna@kommune.example"


def test_keeps_a_plus_address_apart():
    make_member(email="anna@kommune.example")
    make_member(email="anna+net@kommune.example")
    assert Member.objects.count() == 2


def test_refuses_an_address_that_mail_cannot_reach():
    with pytest.raises(ValidationError) as caught:
        unsaved(email="anna@localhost").full_clean()
    assert list(caught.value.message_dict) == ["email"]
    with pytest.raises(ValidationError):
        unsaved(email="mi\u212ae@kommune.example").save()


@pytest.mark.parametrize("field", ["first_name", "last_name"])
@pytest.mark.parametrize(
    "name", ["Anna\r\nBcc: e@e.dk", "Anna\u202e", "An\x1fna", "\ue000name\ue001"]
)
def test_refuses_characters_that_are_not_seen_in_a_name(field, name):
    member = unsaved(email="anna@kommune.example")
    setattr(member, field, name)
    with pytest.raises(ValidationError) as caught:
        member.full_clean()
    assert list(caught.value.message_dict) == [field]


@pytest.mark.parametrize("name", ["Åse-Marie O'Hara", "김 민수", "{{ x }}", "<b>", "Zoë", "=1+1"])
def test_takes_any_other_name(name):
    member = unsaved(email="anna@kommune.example", last_name=name)
    member.full_clean()
    assert member.full_name == f"Bo {name}"


def test_is_called_by_name_or_address():
    assert str(make_member(first_name="Anna", last_name="Berg")) == "Anna Berg"
    assert str(Member(email="anna@kommune.example")) == "anna@kommune.example"


def test_keeps_an_organisation_while_somebody_belongs_to_it():
    organisation = make_organisation()
    make_member(organisation=organisation)
    with pytest.raises(IntegrityError), transaction.atomic():
        organisation.delete()


def test_refuses_a_consent_to_nothing_in_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(
            member=make_member(consent=False), series=make_series(), given_at=timezone.now()
        )


def test_finds_those_who_have_said_yes_to_a_series():
    member, other = make_member(), make_member(consent=False)
    second = make_series("invitationer")
    give_consent(member=other, series=second, words="Ja", now=timezone.now())
    assert list(Member.objects.consenting(second)) == [other]
    assert set(Member.objects.consenting()) == {member, other}


def test_finds_those_who_have_said_yes():
    yes, no = make_member(), make_member(consent=False)
    assert list(Member.objects.consenting()) == [yes]
    assert list(Member.objects.silent()) == [no]


def test_refuses_two_open_consents_of_one_member_in_the_database():
    member = make_member()
    series = make_series()
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(member=member, series=series, words="Ja", given_at=timezone.now())
    assert member.consents.count() == 1


def test_refuses_a_consent_withdrawn_before_it_was_given():
    now = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(
            member=make_member(consent=False),
            series=make_series(),
            words="Ja",
            given_at=now,
            withdrawn_at=now - dt.timedelta(seconds=1),
        )


def test_takes_a_members_consents_along_when_the_member_is_deleted():
    make_member().delete()
    assert Consent.objects.count() == 0


def test_keeps_an_account_by_its_canonical_address():
    user = User.objects.create_user(email=" Eva@Ælg.example", password="secret")
    assert user.email == "eva@xn--lg-0ia.example"
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user(email="EVA@ælg.example", password="other")


@pytest.mark.parametrize(
    "typed", ["eva@ælg.example", " EVA@xn--lg-0ia.EXAMPLE ", "Eva@Ælg.example"]
)
def test_signs_in_by_any_spelling_of_the_address(typed):
    user = make_editor(email="eva@ælg.example")
    assert authenticate(username=typed, password="secret") == user


@pytest.mark.parametrize("typed", ["", "eva", "eva@localhost", "a\x00@b.dk", "e\u212a@b.dk", "'--"])
def test_signs_nobody_in_by_something_else(typed):
    make_editor(email="eva@network.example")
    assert authenticate(username=typed, password="secret") is None


def test_names_the_field_when_an_account_has_no_real_address():
    with pytest.raises(ValidationError) as caught:
        User(email="eva@localhost", password="x").clean()
    assert list(caught.value.message_dict) == ["email"]


def test_refuses_to_make_an_account_without_a_real_address():
    with pytest.raises(ValidationError):
        User.objects.create_superuser(email="eva@localhost", password="x")
