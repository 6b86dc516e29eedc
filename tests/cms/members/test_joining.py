"""Joining: nobody is a member before they confirm, and nobody learns who is one."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from cms.mail.models import Letter
from cms.members import answering, joining
from cms.members.models import Consent, Member, SignUp, User
from cms.organisations.models import Organisation
from cms.series.actions import reword
from cms.series.queries import shown_wordings
from tests.factories.joining import NOW, asked, sign_up, token_in
from tests.factories.pages import make_goal, make_invitation, make_topic
from tests.factories.people import (
    make_editor,
    make_member,
    make_organisation,
    make_series,
    suppress,
)

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(minutes=5)
DAY, WEEK = dt.timedelta(days=1), dt.timedelta(days=7)


def kinds():
    return list(Letter.objects.order_by("pk").values_list("kind", flat=True))


def confirm(token, now=LATER):
    return joining.confirm(token=token, now=now)


def test_makes_a_member_of_whoever_confirms(home):
    place, topic, goal = make_organisation(), make_topic(), make_goal(13)
    (wording,) = shown_wordings("da")
    made, token = asked(
        organisation=place,
        unit="hr",
        role="director",
        topics=[topic.pk],
        goals=[goal.pk],
        wordings=[wording.pk],
    )
    assert (Member.objects.count(), made.answer) == (0, "asked")
    member = confirm(token).member
    assert (member.full_name, member.email, member.organisation) == (
        "Anna",
        "anna@koege.example",
        place,
    )
    assert (member.unit, member.role, member.language) == ("hr", "director", "da")
    assert (list(member.topics.all()), list(member.goals.all())) == ([topic], [goal])
    consent = Consent.objects.get()
    assert (consent.member, consent.wording, consent.given_at) == (member, wording, LATER)
    assert kinds() == ["members.confirm_joining", "members.welcome"]
    made.refresh_from_db()
    assert (made.confirmed_at, made.token_hash) == (LATER, None)


def test_takes_no_consent_that_was_not_ticked(home):
    confirm(asked()[1])
    assert (Member.objects.count(), Consent.objects.count()) == (1, 0)


def test_keeps_the_words_as_they_were_shown(home):
    series, (wording,) = make_series(), shown_wordings("da")
    _made, token = asked(wordings=[wording.pk])
    reword(series=series, language="da", words="Andre ord.", now=NOW)
    confirm(token)
    assert Consent.objects.get().wording == wording


def test_takes_no_consent_to_a_series_that_has_closed_meanwhile(home):
    _made, token = asked(wordings=[shown_wordings("da")[0].pk])
    make_series().__class__.objects.update(is_open=False)
    confirm(token)
    assert (Member.objects.count(), Consent.objects.count()) == (1, 0)


def test_says_in_the_welcome_what_one_is_in_and_when_we_meet(home):
    day = make_invitation(title="Bygninger")
    confirm(asked(wordings=[shown_wordings("da")[0].pk])[1])
    text = Letter.objects.get(kind="members.welcome").text
    for words in ("Anna", "Aktører for Mål", "Nyhedsbrev", "Bygninger", day.get_url()):
        assert words in text


def test_asks_in_words_that_no_visitor_wrote(home):
    _made, _token = asked(first_name="Vind 1000 kr", last_name="nu", organisation_name="Gratis")
    letter = Letter.objects.get()
    for words in ("Vind", "Gratis", "1000"):
        assert words not in letter.subject + letter.text + letter.html


@pytest.mark.parametrize("language", ["da", "en"])
def test_leads_to_the_page_in_the_language_of_the_letter(home, language):
    asked(language=language)
    start = "" if language == "da" else "/en"
    assert f"http://testserver{start}/bliv-medlem/bekraeft/" in Letter.objects.get().text


def test_works_once(home):
    _made, token = asked()
    confirm(token)
    with pytest.raises(joining.LinkError):
        confirm(token)
    assert Member.objects.count() == 1


def test_works_for_seven_days(home):
    _made, token = asked()
    with pytest.raises(joining.LinkError):
        confirm(token, NOW + WEEK)
    assert confirm(token, NOW + WEEK - dt.timedelta(seconds=1)).is_new is True


def test_discards_the_other_sign_ups_of_the_address(home):
    first, token = asked(first_name="Ann")
    second, other = asked(first_name="Anna", email="ANNA@koege.example", now=NOW + DAY)
    assert (first.answer, second.answer) == ("asked", "asked")
    confirm(token, NOW + DAY)
    assert list(SignUp.objects.values_list("pk", flat=True)) == [first.pk]
    assert Letter.objects.get(about=second.about).state == Letter.State.CANCELLED
    with pytest.raises(joining.LinkError):
        confirm(other, NOW + DAY)


def test_writes_one_letter_a_day_however_often_an_address_is_typed(home, settings):
    settings.JOIN_PER_IP = settings.JOIN_PER_NETWORK = settings.JOIN_PER_HOUR = 0
    for number in range(200):
        made = sign_up(email=f"anna+{number}@koege.example")
        answering.answer(made.pk, now=NOW)
    assert kinds() == ["members.confirm_joining"]
    assert SignUp.objects.filter(answer="repeated").count() == 199


def test_writes_again_when_the_day_is_over(home):
    asked()
    later, _token = asked(now=NOW + DAY)
    assert later.answer == "asked"


def test_tells_a_member_and_changes_nothing(home):
    member = make_member(email="anna@koege.example", first_name="Anna")
    before = Member.objects.values().get(pk=member.pk)
    made = sign_up(first_name="Mallory", wordings=[shown_wordings("da")[0].pk])
    answering.answer(made.pk, now=NOW)
    assert kinds() == ["members.joined_already"]
    assert Member.objects.values().get(pk=member.pk) == before
    assert (SignUp.objects.count(), member.consents.count()) == (0, 1)
    assert "Mallory" not in Letter.objects.get().text


def test_tells_a_member_once_a_day(home):
    make_member(email="anna@koege.example")
    for _ in range(3):
        answering.answer(sign_up().pk, now=NOW)
    assert kinds() == ["members.joined_already"]


def test_changes_nothing_for_one_who_became_a_member_meanwhile(home):
    _made, token = asked(first_name="Ann", wordings=[shown_wordings("da")[0].pk])
    member = make_member(email="anna@koege.example", first_name="Anna", consent=False)
    joined = confirm(token)
    assert (joined.member, joined.is_new, joined.member.first_name) == (member, False, "Anna")
    assert (member.consents.count(), SignUp.objects.count()) == (0, 0)


def test_lets_an_editor_join_and_leaves_the_account_alone(home):
    editor = make_editor(email="anna@koege.example")
    before = User.objects.values().get(pk=editor.pk)
    assert confirm(asked()[1]).is_new is True
    assert User.objects.values().get(pk=editor.pk) == before


def test_writes_nothing_to_an_address_that_takes_no_mail(home):
    gone = make_member(email="anna@koege.example")
    suppress(gone)
    gone.delete()
    made = sign_up()
    answering.answer(made.pk, now=NOW)
    made.refresh_from_db()
    assert (made.answer, kinds(), made.token_hash) == ("stopped", [], None)


def test_answers_once(home):
    made, token = asked()
    answering.answer(made.pk, now=LATER)
    assert len(kinds()) == 1
    assert confirm(token).is_new is True


def test_answers_nothing_that_is_gone(home):
    answering.answer(1_000_000, now=NOW)
    assert kinds() == []


@pytest.mark.parametrize("name", ["Aktører for Mål", "aktører  FOR mål"])
def test_makes_the_organisation_only_when_it_is_confirmed(home, name):
    _made, token = asked(organisation_name=name)
    assert Organisation.objects.count() == 0
    confirm(token)
    made = Organisation.objects.get()
    assert (made.name, made.kind, made.is_listed) == (name, "other", False)


def test_joins_the_organisation_of_that_name_if_there_is_one(home):
    known = make_organisation(name="Aktører for mål", kind="other")
    assert confirm(asked(organisation_name="aktører for Mål")[1]).member.organisation == known


def test_asks_again_with_a_link_that_takes_the_place_of_the_first(home):
    made, first = asked()
    joining.ask_again(sign_up=made, user=make_editor(), now=NOW + DAY)
    with pytest.raises(joining.LinkError):
        confirm(first, NOW + DAY)
    second = token_in(Letter.objects.latest("pk"))
    assert confirm(second, NOW + DAY + WEEK - dt.timedelta(minutes=1)).is_new is True


def test_does_not_ask_again_within_a_day_nor_where_it_is_no_use(home):
    editor, (made, _token) = make_editor(), asked()
    with pytest.raises(joining.limits.TooManySignUpsError):
        joining.ask_again(sign_up=made, user=editor, now=LATER)
    member = make_member(email=made.email)
    with pytest.raises(joining.AddressTakenError):
        joining.ask_again(sign_up=made, user=editor, now=NOW + DAY)
    suppress(member)
    member.delete()
    with pytest.raises(joining.MailStoppedError):
        joining.ask_again(sign_up=made, user=editor, now=NOW + DAY)
    made.delete()
    with pytest.raises(joining.LinkError):
        joining.ask_again(sign_up=SignUp(pk=1), user=editor, now=NOW + DAY)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("same", [True, False])
def test_makes_one_member_of_ten_presses_at_once(home, same, settings):
    first, second = asked()[1], asked(now=NOW + DAY)[1]
    tokens = [first] * 10 if same else [first, second] * 5
    begin = Barrier(len(tokens))

    def press(token):
        begin.wait(10)
        try:
            return confirm(token, NOW + DAY).is_new
        except joining.LinkError:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tokens)) as pool:
        said = list(pool.map(press, tokens))
    assert (said.count(True), said.count(None)) == (1, 9)
    assert (Member.objects.count(), kinds().count("members.welcome")) == (1, 1)
