"""»Min profil«: I change what is mine, nothing else, and see what colleagues see."""

import pytest
from django.test import Client
from wagtail.models import Locale

from cms.directory.models import Entry
from cms.members.models import Member, User
from tests.factories.directory import SHOWN, make_entry
from tests.factories.pages import make_goal, make_topic
from tests.factories.people import make_member, make_organisation

PROFILE = "/min-side/profil/"


def typed(whose, **fields):
    kept = {"first_name": whose.first_name, "last_name": whose.last_name}
    return {**kept, "organisation": whose.organisation_id, **fields}


def save(client, whose, **fields):
    answer = client.post(PROFILE, typed(whose, **fields))
    return answer.status_code


def test_saves_what_i_say_of_myself(client, anna):
    topic, goal, place = make_topic(), make_goal(7), make_organisation(name="Køge Kommune")
    answer = client.post(
        PROFILE,
        typed(
            anna,
            first_name=" Åse ",
            organisation=place.pk,
            unit="hr",
            role="director",
            level="tactical",
            topics=[topic.pk],
            goals=[goal.pk],
        ),
        follow=True,
    )
    assert 'class="said done"' in answer.content.decode()
    anna.refresh_from_db()
    assert (anna.full_name, anna.organisation) == ("Åse Holm", place)
    assert (anna.unit, anna.role, anna.level) == ("hr", "director", "tactical")
    assert (list(anna.topics.all()), list(anna.goals.all())) == ([topic], [goal])
    assert str(User.objects.get(email=anna.email_key)) == "Åse Holm"


def test_puts_me_in_the_directory_only_when_i_say_so(client, anna):
    save(client, anna, shows_unit="on", takes_letters="on", helps_with="Udbud")
    assert Entry.objects.count() == 0
    save(client, anna, is_listed="on", shows_unit="on", helps_with="Udbud")
    entry = Entry.objects.get()
    assert (entry.member, entry.helps_with, entry.takes_letters) == (anna, "Udbud", False)
    assert [name for name in SHOWN if getattr(entry, name)] == ["shows_unit"]
    save(client, anna)
    assert Entry.objects.count() == 0


def test_ticks_nothing_for_me_beforehand(client, anna):
    form = client.get(PROFILE).context["form"]
    assert [form[name].value() for name in ("is_listed", *SHOWN)] == [False] * 6
    assert form["takes_letters"].value() is True


def test_shows_me_what_colleagues_see(client, enter):
    entry = make_entry(first_name="Bo", last_name="Dahl", role="director", shows_role=True)
    enter(entry.member)
    own = client.get(PROFILE).context["card"]
    assert own == client.get(f"/medlemmer/{entry.code}/").context["card"]
    assert (own.name, bool(own.role)) == ("Bo Dahl", True)


def test_keeps_my_address_in_the_directory_when_i_change_something(client, anna):
    save(client, anna, is_listed="on")
    before = Entry.objects.get()
    save(client, anna, is_listed="on", shows_role="on")
    after = Entry.objects.get()
    assert (after.code, after.listed_at) == (before.code, before.listed_at)


def test_takes_nothing_else_that_is_posted(client, anna):
    bo = make_member(first_name="Bo")
    save(
        client,
        anna,
        email="evil@b.dk",
        email_key="evil@b.dk",
        fingerprint="x",
        id=bo.pk,
        member=bo.pk,
        joined_at="2020-01-01",
        language="en",
        is_listed="on",
        code="mine",
        is_staff="on",
        is_superuser="on",
    )
    mine, his = Member.objects.get(pk=anna.pk), Member.objects.get(pk=bo.pk)
    assert (mine.email, mine.language, mine.joined_at) == (anna.email, "da", anna.joined_at)
    assert (his.first_name, his.email) == ("Bo", bo.email)
    assert Entry.objects.get().code != "mine"
    user = User.objects.get(email=anna.email_key)
    assert (user.is_staff, user.is_superuser) == (False, False)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first_name", ""),
        ("first_name", "A" * 10_000),
        ("first_name", "A\x00"),
        ("first_name", "A\u202eB"),
        ("first_name", "!!!"),
        ("last_name", "A\ue000"),
        ("last_name", "B\r\nBcc: e@evil.dk\x1b"),
        ("organisation", ""),
        ("organisation", "999999"),
        ("organisation", "9" * 400),
        ("unit", "nonsense"),
        ("role", "\x00"),
        ("topics", ["999999"]),
        ("goals", ["x"]),
        ("helps_with", "x" * 301),
        ("helps_with", "a\u202eb"),
    ],
)
def test_says_at_the_field_what_cannot_be_taken(client, anna, field, value):
    answer = client.post(PROFILE, typed(anna, **{field: value}))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Member.objects.get(pk=anna.pk).first_name == "Anna"


def test_keeps_areas_that_were_chosen_in_another_language(client, anna):
    topic = make_topic()
    english = topic.copy_for_translation(
        Locale.objects.get_or_create(language_code="en")[0], copy_parents=True
    )
    english.save_revision().publish()
    anna.topics.set([topic])
    form = client.get("/en/my-page/profile/").context["form"]
    assert form["topics"].value() == [english.pk]
    client.post("/en/my-page/profile/", typed(anna, topics=[english.pk]))
    assert list(anna.topics.all()) == [topic]
    client.post("/en/my-page/profile/", typed(anna))
    assert list(anna.topics.all()) == []


def test_keeps_an_area_that_is_not_public_just_now(client, anna):
    topic = make_topic()
    anna.topics.set([topic])
    topic.unpublish()
    save(client, anna)
    assert list(anna.topics.all()) == [topic]


def test_chooses_no_organisation_for_me_where_i_chose_none(client, anna):
    make_organisation(name="Aabenraa Kommune")
    page = client.post(PROFILE, typed(anna, organisation="")).content.decode()
    select = page.split('name="organisation"')[1].split("</select>")[0]
    assert '<option value="" selected>' in select
    assert select.count("selected") == 1


def test_keeps_an_organisation_that_is_not_on_the_list(client, anna):
    anna.organisation.is_listed = False
    anna.organisation.save()
    assert save(client, anna) == 302


def test_changes_nothing_by_get_or_for_a_form_of_another_site(client, anna):
    client.get(PROFILE, typed(anna, first_name="X"))
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(email=anna.email_key))
    assert strict.post(PROFILE, typed(anna, first_name="X")).status_code == 403
    assert Member.objects.get(pk=anna.pk).first_name == "Anna"
    assert Client().get(PROFILE).url == f"/log-ind/?next={PROFILE}"


def test_asks_the_database_a_constant_number_of_times(client, anna, django_assert_num_queries):
    for _ in range(3):
        make_topic()
    client.get(PROFILE)
    with django_assert_num_queries(21):
        client.get(PROFILE)
