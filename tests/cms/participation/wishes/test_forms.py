"""Whatever is typed: it is kept as it was meant, or refused at its field; nothing fails."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.mail.message import hides_something
from cms.participation.decisions.forms import OutcomeForm, ProposalForm
from cms.participation.wishes.forms import DecideForm, FindForm, LedgerForm, WishForm
from cms.participation.wishes.models import LONGEST_TEXT, LONGEST_TITLE
from cms.participation.wishes.queries import VOTES

# All of Unicode, lone surrogates and controls included.
ANYTHING = st.text(st.characters(), max_size=200)
same_database = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@same_database
@given(title=ANYTHING, text=ANYTHING)
def test_keeps_or_refuses_any_wish(title, text):
    form = WishForm({"kind": "way", "title": title, "text": text})
    if form.is_valid():
        words = form.words()
        assert 0 < len(words.title) <= LONGEST_TITLE
        assert 0 < len(words.text) <= LONGEST_TEXT
        assert not hides_something(words.title)
    else:
        assert set(form.errors) <= {"title", "text"}


@same_database
@given(ANYTHING)
def test_answers_any_search(typed):
    names = ("words", "kind", "topic", "state", "order", "season")
    for form in (FindForm, LedgerForm):
        wanted = form(dict.fromkeys(names, typed)).wanted()
        assert wanted.kind in ("", typed)


@same_database
@given(ANYTHING)
def test_keeps_or_refuses_what_members_propose_and_editors_answer(typed):
    for form in (
        ProposalForm({"text": typed}),
        OutcomeForm({"outcome": typed}),
        DecideForm({"state": "new", "answer": typed}),
    ):
        form.is_valid()
        assert set(form.errors) <= {"text", "outcome", "answer"}


def test_the_ledger_begins_with_what_most_want():
    assert LedgerForm({}).wanted().order == VOTES


def test_a_tampered_press_is_as_good_as_a_new_one():
    form = WishForm({"kind": "way", "title": "Et", "text": "To", "press": "<script>"})
    assert form.is_valid()
    assert form.cleaned_data["press"] == form.initial["press"]
