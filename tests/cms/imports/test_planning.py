"""The preview: what each row says, and what would happen to it."""

import datetime as dt

import pytest
from django.utils import timezone

from cms.imports import actions, planning, queries, working
from cms.imports.mapping import guessed
from cms.imports.models import ImportRow
from cms.members.models import Member
from cms.organisations.models import Domain
from tests.factories.imports import planned, upload
from tests.factories.pages import make_goal, make_home, make_topic
from tests.factories.people import make_member, make_organisation, make_series

pytestmark = pytest.mark.django_db
WIDE = "Fornavn;Efternavn;E-mail;Organisation;Rolle;Enhed;Niveau;Sprog;Fagområder;Verdensmål"


@pytest.fixture(autouse=True)
def town():
    return make_organisation(name="Køge Kommune", code="259")


def notes(source, number=2):
    return [note[0] for note in source.rows.get(number=number).notes]


def outcome(*lines, **options):
    source = planned(*lines, **options)
    return source.rows.order_by("-number").first().outcome, notes(source, len(lines) + 1)


def test_changes_nothing_of_a_member():
    source = planned("Anna;Holm;anna@koege.example;259")
    assert (source.state, source.created, Member.objects.count()) == ("planned", 1, 0)


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        ("Fornavn Efternavn E-mail Kommune", "first_name last_name email organisation"),
        ("Navn Mail Stilling Afdeling", "name email role unit"),
        ("First_name Email Municipality Language", "first_name email organisation language"),
        ("E-MAIL email Fornavn Navn", "email - first_name -"),
        ("x y", "- -"),
    ],
)
def test_guesses_columns_by_their_headings(headings, columns):
    assert guessed(headings.split()) == [one.strip("-") for one in columns.split()]


@pytest.mark.parametrize(
    "written",
    ["Køge Kommune", "køge  kommune", "Koege", "259", "0259", "KØGE KOMMUNE"],
)
def test_finds_an_organisation_by_name_and_code(written, town):
    source = planned(f"Anna;Holm;anna@x.example;{written}")
    assert source.rows.get().found["organisation"] == town.pk


def test_finds_an_organisation_by_its_earlier_name(town):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    make_organisation(name="Skovbo Kommune", valid_to=yesterday, successor=town)
    source = planned("Anna;Holm;anna@x.example;Skovbo Kommune")
    assert source.rows.get().found["organisation"] == town.pk


@pytest.mark.parametrize("address", ["anna@koegenet.dk", "anna@it.koegenet.dk", "anna@koege.dk"])
def test_finds_an_organisation_by_the_address_and_says_so(address, town):
    Domain.objects.create(organisation=town, name="koegenet.dk")
    source = planned(f"Anna;Holm;{address};")
    assert source.rows.get().found["organisation"] == town.pk
    assert notes(source) == ["by_domain"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Anna;Holm;;259", "no_address"),
        ("Anna;Holm;anna@;259", "address"),
        ("Anna;Holm;anna@localhost;259", "address"),
        ("Anna;Holm;a@[127.0.0.1];259", "address"),
        ("Anna;Holm;mi\u212ae@koege.example;259", "address"),
        ("Anna;Holm;å@koege.example;259", "address"),
        (f"Anna;Holm;{'a' * 65}@koege.example;259", "address"),
        ("Anna;Holm;a@koege.example, b@koege.example;259", "address"),
        (";Holm;anna@koege.example;259", "no_name"),
        ("12;Holm;anna@koege.example;259", "name"),
        (f"{'a' * 61};Holm;anna@koege.example;259", "name"),
        ("An\u202ena;Holm;anna@koege.example;259", "unreadable"),
        ("An\x00na;Holm;anna@koege.example;259", "unreadable"),
        (f"Anna;{'a' * 1001};anna@koege.example;259", "too_long"),
        ("Anna;Holm;anna@koege.example;Ingensteds", "unknown_organisation"),
        ("Anna;Holm;anna@nowhere.example;", "no_organisation"),
        ("Anna;Holm;anna@koege.example;259;more", "too_many_cells"),
    ],
)
def test_names_the_fault_of_a_row_and_how_to_mend_it(line, why):
    source = planned(line)
    assert (source.faulty, notes(source)[0]) == (1, why)
    assert queries.faults_of(source, source.rows.get()).endswith(".")


def test_names_every_address_with_its_domain_in_one_way(town):
    source = planned("Anna;Holm;Anna.Holm@KØGE.dk;259")
    row = source.rows.get()
    assert (row.email_key, row.found["email"]) == ("anna.holm@xn--kge-0na.dk", "Anna.Holm@KØGE.dk")


def test_lets_the_first_row_of_an_address_count():
    lines = [
        "Anna;Holm;anna@;259",
        *["Anna;Holm;anna@koege.example;259"] * 3,
        "Bo;Ø;ANNA@koege.example;259",
    ]
    source = planned(*lines)
    assert (source.created, source.skipped, source.faulty) == (1, 3, 1)
    assert [row.notes[0][3] for row in source.rows.filter(outcome="skip")] == ["3"] * 3


def test_finds_an_address_again_that_stood_in_an_earlier_batch(monkeypatch):
    monkeypatch.setattr(planning, "BATCH", 2)
    monkeypatch.setattr(actions, "PLANNED_AT_ONCE", 0)
    source = planned(*["Anna;Holm;anna@koege.example;259"] * 5)
    assert source.state == "planning"
    working.go_on(source.pk)
    source.refresh_from_db()
    assert (source.state, source.created, source.skipped) == ("planned", 1, 4)


@pytest.mark.parametrize(
    "address", ["info@koege.example", "postmaster@koege.example", "hr-list@koege.example"]
)
def test_warns_of_an_address_that_several_read(address):
    source = planned(f"Anna;Holm;{address};259")
    assert (source.created, source.remarks, notes(source)) == (1, 1, ["role_address"])


def test_keeps_addresses_with_a_plus_as_two_people():
    source = planned("A;;anna+1@koege.example;259", "A;;anna+2@koege.example;259")
    assert source.created == 2


def test_reads_units_roles_levels_languages_areas_and_goals_in_danish_and_english():
    make_home()
    topic, goal = make_topic(title="Energi, klima og natur"), make_goal(13)
    end = f"strategic;English;{topic.title};Verdensmål 13"
    for words in (
        "Kontorchef;Teknisk afdeling",
        "head of office;technical",
        "head_of_office;Technical department",
    ):
        source = planned(f"A;;a@koege.example;259;{words};{end}", headings=WIDE)
        found = source.rows.get().found
        assert (found["role"], found["unit"]) == ("head_of_office", "technical")
        assert (found["level"], found["language"]) == ("strategic", "en")
        assert (found["topics"], found["goals"]) == ([topic.pk], [goal.pk])


def test_leaves_unknown_words_out_only_where_that_was_chosen():
    line = "A;;a@koege.example;259;Overhoved;;;;;99"
    assert planned(line, headings=WIDE).faulty == 1
    source = planned(line, headings=WIDE, leaves_out_unknown=True)
    assert (source.created, source.remarks, notes(source)) == (1, 1, ["left_out", "left_out"])


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("Anna Marie Holm", "Anna Marie", "Holm"),
        ("Holm, Anna", "Anna", "Holm"),
        ("Anna", "Anna", ""),
        ("  Anna   Holm ", "Anna", "Holm"),
    ],
)
def test_divides_a_whole_name(written, first, last):
    source = planned(f'"{written}";a@koege.example;259', headings="Navn;E-mail;Organisation")
    found = source.rows.get().found
    assert (found["first_name"], found.get("last_name", "")) == (first, last)


def test_shows_what_would_change_of_a_member():
    make_member(first_name="Anna", last_name="", email="anna@koege.example")
    source = planned(
        "Anna;Holm;anna@koege.example;259;Direktør",
        headings="Fornavn;Efternavn;E-mail;Organisation;Rolle",
    )
    (shown,) = queries.shown(source, source.rows.all())
    assert (
        shown.changes == ["Efternavn: – → Holm", "Rolle: – → Direktør"] or len(shown.changes) == 2
    )


def test_can_be_planned_anew_with_other_choices():
    source = planned("Anna;Holm;anna@koege.example;Havn")
    choices = actions.Choices(
        columns=source.columns, on_known="fill", language="da", makes_organisations=True
    )
    actions.choose(source=source, choices=choices, now=timezone.now())
    source.refresh_from_db()
    assert (source.faulty, source.created) == (0, 1)


def test_asks_for_source_and_columns():
    source = upload("Anna;Holm;anna@koege.example;259")
    blank = {"columns": source.columns, "on_known": "fill", "language": "da"}
    for error, more in (
        (actions.SourceMissingError, {"series": [make_series()]}),
        (actions.SourceMissingError, {"series": [make_series()], "source": "x"}),
        (actions.ColumnsMissingError, {"columns": ["first_name", "", "", ""]}),
    ):
        with pytest.raises(error):
            actions.choose(
                source=source, choices=actions.Choices(**{**blank, **more}), now=timezone.now()
            )
    assert ImportRow.objects.filter(outcome="").count() == 1


def test_asks_the_database_as_often_for_three_rows_as_for_one(django_assert_num_queries):
    for count in (1, 3):
        source = upload(*[f"A;;a{number}@koege.example;259" for number in range(count)])
        choices = actions.Choices(columns=source.columns, on_known="fill", language="da")
        with django_assert_num_queries(22):
            actions.choose(source=source, choices=choices, now=timezone.now())
