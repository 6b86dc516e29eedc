"""The register of decisions: dates in order, what has happened stays, and the decision is published."""

import datetime as dt

import pytest
from django.utils import timezone

from cms.members.groups import make_editors
from cms.members.models import User
from cms.participation.decisions import deciding
from cms.participation.decisions.forms import suggested
from cms.participation.decisions.models import DATES, Ballot, Decision, Option
from tests.factories.decisions import DAY, give_ballots, make_decision, make_season, options_of

REGISTER = "/admin/decisions/"
NOW = timezone.now()


@pytest.fixture
def eva(client):
    """An editor of the editors' group."""
    user = User.objects.create_user("eva@network.example", "secret", first_name="Eva")
    user.groups.add(make_editors())
    client.force_login(user)
    return user


def words(answer):
    return answer.content.decode()


def typed(decision=None, **fields):
    """The form as it stands, with other words for some of it."""
    season = decision.season if decision else make_season()
    moments = {
        name: getattr(decision, name) if decision else suggested(season)[name] for name in DATES
    }
    said = {
        "season": season.pk,
        "question": decision.question if decision else "Hvad nu?",
        "introduction": "",
        **{name: when(moment) for name, moment in moments.items()},
    }
    options = options_of(decision) if decision and decision.pk else []
    said |= {"options-TOTAL_FORMS": len(options), "options-INITIAL_FORMS": len(options)}
    said |= {"options-MIN_NUM_FORMS": 0, "options-MAX_NUM_FORMS": 10}
    for number, option in enumerate(options):
        said |= {
            f"options-{number}-id": option.pk,
            f"options-{number}-title": option.title,
            f"options-{number}-text": option.text,
            f"options-{number}-ORDER": number + 1,
        }
    return said | fields


def when(moment):
    return timezone.localtime(moment).strftime("%d.%m.%Y %H:%M")


def save(client, decision, **fields):
    decision.refresh_from_db()
    return client.post(f"{REGISTER}edit/{decision.pk}/", typed(decision, **fields))


def in_whole_minutes(decision):
    """As an editor types them."""
    for name in DATES:
        setattr(decision, name, getattr(decision, name).replace(second=0, microsecond=0))
    decision.save()
    return decision


def test_suggests_dates_from_the_season(client, eva):
    season = make_season(ends_in=150)
    page = client.get(f"{REGISTER}create/")
    opens = timezone.localtime(page.context["form"].initial["consultation_opens_at"])
    assert (opens.date(), opens.hour) == (season.ends_on - dt.timedelta(days=91), 9)


def test_makes_a_decision_with_options(client, eva):
    said = typed() | {"options-TOTAL_FORMS": 1, "options-0-title": "Vi fortsætter"}
    said |= {"options-0-text": "", "options-0-ORDER": 1}
    assert client.post(f"{REGISTER}create/", said).status_code == 302
    assert Decision.objects.get().options.get().title == "Vi fortsætter"


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("consultation_closes_at", -100),
        ("vote_opens_at", -60),
        ("vote_closes_at", -40),
        ("asks_at", 99),
    ],
)
def test_says_what_is_out_of_order(client, eva, name, days):
    season = make_season(ends_in=150)
    moment = timezone.make_aware(dt.datetime.combine(season.ends_on, dt.time(9))) + days * DAY
    said = typed() | {"season": season.pk, **{n: when(m) for n, m in suggested(season).items()}}
    page = client.post(f"{REGISTER}create/", said | {name: when(moment)})
    assert (page.status_code, name in page.context["form"].errors) == (200, True)


@pytest.mark.parametrize(
    "moment",
    ["", "x", "01.01.0001 00:00", "31.12.9999 23:59", "28.03.2027 02:30", "32.13.2026 25:61"],
)
def test_takes_no_moment_that_there_is_not(client, eva, moment):
    page = client.post(f"{REGISTER}create/", typed(vote_closes_at=moment))
    assert (page.status_code, Decision.objects.exists()) == (200, False)


def test_moves_what_is_to_come_and_not_what_has_been(client, eva):
    decision = in_whole_minutes(make_decision())
    later = decision.vote_closes_at + DAY
    assert save(client, decision, vote_closes_at=when(later)).status_code == 302
    decision.refresh_from_db()
    assert decision.vote_closes_at == later
    page = save(client, decision, vote_opens_at=when(decision.vote_opens_at + DAY * 3))
    assert list(page.context["form"].errors) == ["vote_opens_at"]
    page = save(client, decision, vote_closes_at=when(NOW - dt.timedelta(hours=1)))
    assert list(page.context["form"].errors) == ["vote_closes_at"]


@pytest.mark.parametrize(
    "said", [{"options-0-DELETE": "on"}, {"options-0-title": "Andre ord"}], ids=["delete", "change"]
)
def test_touches_no_option_when_the_vote_has_begun(client, eva, said):
    decision = in_whole_minutes(make_decision())
    give_ballots(options_of(decision)[0], 1)
    page = save(client, decision, **said)
    assert page.context["form"].non_field_errors()
    assert [option.title for option in options_of(decision)] == ["Mulighed 1", "Mulighed 2"]
    assert Ballot.objects.count() == 1


def test_changes_options_before_the_vote(client, eva):
    decision = in_whole_minutes(make_decision("options"))
    assert save(client, decision, **{"options-0-DELETE": "on"}).status_code == 302
    assert Option.objects.count() == 1


def test_shows_where_it_stands_and_counts_nothing_early(client, eva):
    decision = make_decision()
    give_ballots(options_of(decision)[1], 3)
    page = client.get(f"{REGISTER}inspect/{decision.pk}/")
    assert [moment.name for moment in page.context["moments"] if moment.is_next] != []
    assert all(option.votes is None for option in page.context["options"])
    assert client.get(REGISTER).status_code == 200


def test_publishes_when_it_is_counted(client, eva):
    decision = make_decision("closed")
    one = f"{REGISTER}inspect/{decision.pk}/"
    assert client.post(one, {"outcome": "Vi går videre."}).status_code == 409
    deciding.count(decision=decision, now=NOW)
    for bad in ("", "x" * 10_000, "a\x00b"):
        assert client.post(one, {"outcome": bad}).status_code == 422
    assert client.post(one, {"outcome": "Vi går videre."}).url == one
    decision.refresh_from_db()
    assert decision.outcome == "Vi går videre."


def test_a_decision_is_not_deleted(client, eva):
    decision = make_decision()
    client.post(f"{REGISTER}delete/{decision.pk}/")
    assert Decision.objects.filter(pk=decision.pk).exists()


def test_a_member_never_reaches_it(client, anna):
    assert client.get(REGISTER).status_code == 302
