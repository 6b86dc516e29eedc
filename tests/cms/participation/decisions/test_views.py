"""The season's decision over HTTP."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from cms.mail.models import Letter
from cms.members.leaving import say_goodbye
from cms.members.tokens import make_answer_token
from cms.participation.decisions import deciding, sweeping
from cms.participation.decisions.models import Ballot, Proposal, Renewal
from tests.factories.decisions import DAY, give_ballots, make_decision, options_of
from tests.factories.people import make_editor, make_member

SEASON, RENEW = "/saesonen/", "/min-side/saeson/"
NOW = timezone.now()


def words(answer):
    return answer.content.decode()


def vote(client, decision, option):
    return client.post(f"{SEASON}{decision.pk}/stem/", {"option": option})


@pytest.mark.parametrize("step", ["before", "consultation", "options", "vote", "closed"])
def test_shows_each_step(client, anna, step):
    decision = make_decision(step)
    page = words(client.get(SEASON))
    assert decision.question in page
    assert ("/forslag/" in page, "/stem/" in page) == (step == "consultation", step == "vote")


def test_says_what_will_be_here_while_there_is_no_decision(client, anna):
    assert 'class="empty' in words(client.get(SEASON))


def test_proposes_shows_it_with_the_name_and_deletes_it(client, anna):
    decision = make_decision("consultation")
    client.post(f"{SEASON}{decision.pk}/forslag/", {"text": "Vi fortsætter et år."})
    page = words(client.get(SEASON)).split("<main")[1]
    assert ("Vi fortsætter et år." in page, "Anna Holm" in page) == (True, True)
    client.post(f"{SEASON}forslag/{Proposal.objects.get().code}/slet/")
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("text", ["", "x" * 10_000, "a\x00b", "\u202e", "\ue000"], ids=repr)
def test_keeps_what_was_written_when_it_cannot_be_taken(client, anna, text):
    decision = make_decision("consultation")
    assert client.post(f"{SEASON}{decision.pk}/forslag/", {"text": text}).status_code == 422
    assert not Proposal.objects.exists()


def test_says_that_proposals_closed_while_the_form_was_open_and_loses_nothing(client, anna):
    decision = make_decision("options")
    answer = client.post(f"{SEASON}{decision.pk}/forslag/", {"text": "Vi fortsætter."})
    assert (answer.status_code, "Vi fortsætter." in words(answer)) == (409, True)


def test_anothers_proposal_is_not_there_to_delete(client, anna, bo):
    decision = make_decision("consultation")
    other = Proposal.objects.create(decision=decision, member=bo, press="p", text="Nej.", at=NOW)
    assert client.post(f"{SEASON}forslag/{other.code}/slet/").status_code == 404
    assert Proposal.objects.exists()


def test_votes_and_sees_the_turnout_but_no_counts(client, anna):
    decision = make_decision()
    first, second = options_of(decision)
    give_ballots(second, 3)
    assert vote(client, decision, first.pk).status_code == 302
    page = client.get(SEASON)
    assert page.context["chosen"] == first.pk
    assert page.context["turnout"].voted == 4
    assert all(option.votes is None for option in page.context["options"])


@pytest.mark.parametrize("option", ["", "x", "-1", "9" * 40, "\x00", "other"])
def test_takes_no_vote_for_what_there_is_not(client, anna, option):
    decision, other = make_decision(), make_decision("closed")
    typed = options_of(other)[0].pk if option == "other" else option
    assert vote(client, decision, typed).status_code == 422
    assert not Ballot.objects.exists()


def test_says_that_the_vote_is_over(client, anna):
    decision = make_decision("closed")
    assert vote(client, decision, options_of(decision)[0].pk).status_code == 409


@pytest.mark.parametrize("pk", [0, 999_999, 2**63, 10**30])
def test_a_decision_that_there_is_not_is_not_there(client, anna, pk):
    assert client.post(f"{SEASON}{pk}/stem/", {"option": 1}).status_code == 404


def test_whoever_is_no_member_or_has_left_votes_for_nothing(client, anna):
    decision = make_decision()
    option = options_of(decision)[0].pk
    editor = Client()
    editor.force_login(make_editor())
    assert vote(editor, decision, option).status_code == 404
    assert editor.get(SEASON).status_code == 403
    say_goodbye(member=anna, now=NOW)
    assert vote(client, decision, option).status_code == 404
    assert vote(Client(), decision, option).url.startswith("/log-ind/")
    assert not Ballot.objects.exists()


def test_changes_nothing_with_a_get(client, anna):
    decision = make_decision()
    assert client.get(f"{SEASON}{decision.pk}/stem/").status_code == 405
    assert client.get("/min-side/vaagn/").status_code == 405


def test_everybody_reads_what_was_decided_and_no_name(client, bo):
    decision = make_decision("closed")
    Proposal.objects.create(decision=decision, member=bo, press="p", text="Hemmeligt", at=NOW)
    give_ballots(options_of(decision)[0], 2)
    deciding.count(decision=decision, now=NOW)
    assert "Vi går videre." not in words(client.get("/du-sagde/"))
    deciding.publish(decision=decision, outcome="Vi går videre.", by=make_editor(), now=NOW)
    page = words(client.get("/du-sagde/"))
    assert ("Vi går videre." in page, "Mulighed 1" in page) == (True, True)
    assert ("Hemmeligt" in page, bo.last_name in page) == (False, False)
    other = words(client.get("/du-sagde/", {"season": decision.season_id}))
    assert "Vi går videre." in other or "Vi går videre." in page


@pytest.mark.parametrize("choice", ["renew", "rest", "leave"])
def test_answers_with_one_press_on_ones_own_page(client, anna, choice):
    make_decision("options", asks_at=NOW - DAY)
    assert RENEW in words(client.get("/min-side/"))
    page = client.post(RENEW, {"choice": choice})
    assert (page.status_code, 'class="said done"' in words(page)) == (200, True)
    assert Renewal.objects.get().choice == choice
    anna.refresh_from_db()
    assert bool(anna.left_at) is (choice == "leave")


@pytest.mark.parametrize(
    "choice", ["", "nonsense", "\x00", "x" * 10_000], ids=lambda c: repr(c[:9])
)
def test_takes_no_other_answer(client, anna, choice):
    make_decision("options", asks_at=NOW - DAY)
    assert client.post(RENEW, {"choice": choice}).status_code == 422
    assert not Renewal.objects.exists()


def test_rests_no_more_with_one_press(client, anna):
    make_decision("options", asks_at=NOW - DAY)
    client.post(RENEW, {"choice": "rest"})
    assert "/min-side/vaagn/" in words(client.get("/min-side/"))
    client.post("/min-side/vaagn/")
    anna.refresh_from_db()
    assert anna.resting_until is None


def test_says_so_when_nothing_is_asked(client, anna):
    assert 'class="empty' in words(client.get(RENEW))
    assert client.post(RENEW, {"choice": "leave"}).status_code == 200
    anna.refresh_from_db()
    assert anna.left_at is None


@pytest.fixture
def letter(bo):
    """The path of the link in Bo's letter."""
    type(bo).objects.update(joined_at=NOW - 90 * DAY)
    make_decision("options", asks_at=NOW - DAY)
    sweeping.ask(NOW)
    text = Letter.objects.get(kind="participation.ask_renewal").text
    return re.search(r"/saesonen/svar/[\w-]+/", text)[0]


def test_the_letters_link_asks_and_only_a_press_answers(letter, bo):
    visitor = Client(enforce_csrf_checks=True)
    page = visitor.get(letter)
    assert page["Referrer-Policy"] == "no-referrer"
    assert (bo.last_name in words(page), Renewal.objects.get().choice) == (False, "")
    visitor.post(letter, {"choice": "rest"})
    assert Renewal.objects.get().choice == "rest"
    visitor.post(letter, {"choice": "leave"})
    bo.refresh_from_db()
    assert bo.left_at
    assert visitor.post(letter, {"choice": "renew"}).status_code == 409


def test_no_other_link_answers(letter, bo):
    renewal = Renewal.objects.get()
    of_presence = make_answer_token(bo.pk, renewal.asked_at)
    for token in (letter[15:-2], of_presence, "x" * 43, "æ", "a%00b"):
        assert Client().post(f"/saesonen/svar/{token}/", {"choice": "leave"}).status_code == 404
    bo.refresh_from_db()
    assert bo.left_at is None


def test_a_letter_that_comes_too_late_says_so(letter):
    renewal = Renewal.objects.get()
    season = renewal.decision.season
    type(season).objects.update(ends_on=timezone.localdate() - DAY)
    answer = Client().post(letter, {"choice": "leave"})
    assert answer.status_code == 404
    assert Renewal.objects.get().choice == ""


@pytest.mark.parametrize("count", [1, 3])
def test_asks_the_database_as_often_for_one_as_for_three(
    client, anna, count, django_assert_num_queries
):
    decision = make_decision("consultation", options=count)
    for number in range(count):
        member = make_member(consent=False)
        Proposal.objects.create(
            decision=decision, member=member, press=str(number), text="Videre.", at=NOW
        )
    client.get(SEASON)
    with django_assert_num_queries(16):
        client.get(SEASON)
