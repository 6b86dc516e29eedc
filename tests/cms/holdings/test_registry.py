"""What is kept about people is declared: every table that points to a person, and every period."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from cms.checks import check_retention
from cms.holdings import registry
from cms.holdings.registry import Ground, Holding, Person, Rule, all_holdings, in_words, nothing_of
from cms.members.models import Member

# Addresses that are no person's: the network's own, and where answers to a newsletter go.
OF_THE_NETWORK = {"cms.AccessibilitySettings", "cms.NetworkSettings"} | {
    f"newsletters.{one}Page" for one in ("Newsletter", "NewsletterIndex")
}
ADDRESSES = {"email", "email_key", "address", "fingerprint", "contact_email", "email_address"}


def points_to_a_person(model):
    for field in model._meta.get_fields(include_hidden=True):
        if not field.concrete:
            continue
        if field.related_model is Member and not field.many_to_many:
            return True
        if field.name in ADDRESSES or isinstance(field, models.EmailField):
            return True
    return False


def test_names_every_table_that_points_to_a_member_or_holds_an_address():
    known = frozenset().union(*(holding.models for holding in all_holdings()))
    found = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if points_to_a_person(model)
    }
    assert {"cms.Member", "cms.Member_topics", "cms.Consent", "newsletters.Delivery"} <= found
    assert found - known - OF_THE_NETWORK == set()


def test_names_no_table_that_there_is_not():
    there = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    assert {label for one in all_holdings() for label in one.models} - there == set()


def test_says_of_each_what_why_by_which_right_and_for_how_long():
    for holding in all_holdings():
        said = (holding.label, holding.what, holding.why, holding.ground.words, holding.how_long())
        assert (holding.name, all(said)) == (holding.name, True)


def test_shows_the_nearest_first():
    names = [holding.name for holding in all_holdings()]
    assert names[:3] == ["members.profile", "members.consents", "invitations.seats"]


def test_runs_every_rule_that_it_promises(settings):
    assert check_retention(None) == []
    settings.TICK_STEPS = [step for step in settings.TICK_STEPS if "proofs" not in step]
    (fault,) = check_retention(None)
    assert (fault.id, "cms.members.proofs.sweep" in fault.msg) == ("network.E017", True)


def test_promises_something_of_each_step_that_deletes(settings):
    rules = {rule.step for holding in all_holdings() for rule in holding.rules()}
    assert set(settings.TICK_STEPS) - rules == {
        "newsletters.delivery.sweeping.sweep",
        # The first reminds the secretariat, the second deletes numbers that are about nobody.
        "cms.accessibility.reminders.remind",
        "cms.readership.sweeping.sweep",
    }


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (dt.timedelta(days=730), "2 "),
        (dt.timedelta(days=365), "1 "),
        (dt.timedelta(days=90), "90 "),
        (dt.timedelta(days=1), "1 "),
        (dt.timedelta(minutes=15), "15 "),
    ],
)
def test_says_a_period_in_words(period, words):
    rule = Rule("Deleted after %(period)s.", period, "x")
    assert in_words(period).startswith(words)
    assert str(rule) == f"Deleted after {in_words(period)}."


def test_refuses_two_of_one_name(monkeypatch):
    monkeypatch.setattr(registry, "_holdings", {})
    given = {"label": "X", "what": "x", "why": "x", "ground": Ground.INTEREST, "kept": "x"}
    one = Holding(name="x.y", place=1, of=nothing_of, **given)
    assert registry.register(one) is registry.register(one)
    with pytest.raises(ValueError, match="another holding"):
        registry.register(Holding(name="x.y", place=2, of=nothing_of, **given))


def test_shows_the_newest_and_says_that_there_is_more(monkeypatch):
    def of(person, most):
        return (registry.Row(at=None, what=str(number)) for number in range(5))

    given = {"label": "X", "what": "x", "why": "x", "ground": Ground.INTEREST, "kept": "x"}
    monkeypatch.setattr(registry, "_holdings", {})
    registry.register(Holding(name="x.y", place=1, of=of, **given))
    (kept,) = registry.receipt(Person("a@b.example", "0"), most=3)
    assert ([row.what for row in kept.rows], kept.has_more) == (["0", "1", "2"], True)
    (kept,) = registry.receipt(Person("a@b.example", "0"), most=5)
    assert (len(kept.rows), kept.has_more) == (5, False)


@pytest.mark.django_db
def test_finds_nothing_for_one_who_is_not_there():
    kept = registry.receipt(Person("nobody@kommune.example", "0" * 32), most=3)
    assert [one.holding.name for one in kept if one.rows] == []


@pytest.mark.django_db
def test_shows_the_public_the_very_periods(client, home):
    page = client.get(reverse("privacy")).content.decode()
    for holding in all_holdings():
        assert str(holding.label) in page
        for words in holding.how_long():
            assert words.replace("'", "&#x27;").replace('"', "&quot;") in page
