"""Somebody who came answers a part, comes back, and sends; then an editor reads the result."""

import pytest
from django.utils import timezone

from cms.participation.evaluations import actions
from cms.participation.evaluations.models import AnswerSheet
from tests.browser.conftest import sign_in
from tests.browser.looking import faults
from tests.factories.evaluations import answer, link_of, make_evaluation, people_of
from tests.factories.pages import make_home, make_invitation

pytestmark = [
    pytest.mark.browser,
    # The site's own thread sees only what is committed; afterwards, what the migrations made is put back.
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
WIDTHS = [1360, 320]


@pytest.fixture
def evaluation(site):
    make_home()
    return make_evaluation(7, timezone.now())


def answers():
    return [one.answers for one in AnswerSheet.objects.exclude(secret_hash="")]


def test_answers_a_part_comes_back_and_sends(chromium, site, evaluation):
    """Without a script, as the whole of it must work so."""
    context = chromium.new_context(base_url=site, locale="da-DK", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/evaluering/{link_of(people_of(evaluation)[0])}/")
    page.get_by_role("button", name="Begynd").click()
    page.get_by_role("group", name="Velkommen").get_by_label("4").check()
    page.get_by_role("group", name="Varme i rørene").get_by_label("Jeg var ikke med").check()
    page.get_by_role("button", name="Gem og fortsæt senere").click()
    assert page.get_by_text("2 af 5 spørgsmål er besvaret.").is_visible()
    own_link = page.get_by_label("Dit eget link").input_value()
    assert answers() == [{"item1": "4", "item2": "absent"}]

    # In the browser where it was begun, the letter's own link leads back.
    page.goto(f"/evaluering/{link_of(people_of(evaluation)[0])}/")
    page.get_by_role("link", name="Fortsæt i denne browser").click()
    assert page.get_by_role("group", name="Velkommen").get_by_label("4").is_checked()
    context.close()

    # In another one, only the link of one's own does.
    context = chromium.new_context(base_url=site, locale="da-DK", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/evaluering/{link_of(people_of(evaluation)[0])}/")
    page.get_by_role("link", name="Fortsæt i denne browser").click()
    assert page.get_by_text("Dine svar er ikke i denne browser").first.is_visible()
    page.goto(own_link)
    page.get_by_role("button", name="Fortsæt i denne browser").click()
    page.get_by_role("group", name="Velkommen").get_by_label("5").check()
    page.get_by_label("Hvad tager du med hjem?").fill("Mod til at begynde småt.")
    page.get_by_role("button", name="Send mine svar").click()
    assert page.get_by_role("heading", name="Tak for dine svar").is_visible()
    assert answers() == [{"item1": "5", "item2": "absent", "home": "Mod til at begynde småt."}]
    context.close()


def test_pressing_twice_in_a_hurry_loses_nothing(browser_page, site, evaluation):
    page = browser_page
    page.goto(f"/evaluering/{link_of(people_of(evaluation)[0])}/")
    page.get_by_role("button", name="Begynd").dblclick()
    page.wait_for_url("**/evaluering/svar/**")
    assert page.get_by_role("button", name="Send mine svar").is_visible()
    assert len(answers()) == 1


def test_an_editor_reads_the_result_when_it_has_closed(browser_page, site, evaluation):
    said = {"item1": "4", "whole": "5", "home": "Mod."}
    answer(evaluation, timezone.now(), *[said] * 6)
    page = sign_in(browser_page, site, "eva@network.example")
    page.goto(f"/admin/days/{evaluation.invitation.pk}/participants/")
    page.get_by_role("link", name="Evaluering").click()
    assert page.get_by_role("img", name="Velkommen").count() == 0
    page.get_by_role("link", name="Luk nu").click()
    page.get_by_role("button", name="Luk den for altid").click()
    page.wait_for_url("**/evaluation/")
    assert page.get_by_role("img", name="Velkommen").is_visible()
    assert page.get_by_role("table", name="Velkommen").get_by_role("row").count() == 6
    assert page.get_by_text("Mod.").count() == 6


@pytest.mark.parametrize(("scheme", "width"), [("light", 1360), ("dark", 320)])
def test_breaks_no_rule_and_never_scrolls_sideways(browser_page, site, evaluation, width, scheme):
    page = browser_page
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)

    def look(name):
        assert (name, faults(page)) == (name, [])
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert (name, wide <= width) == (name, True)

    token = link_of(people_of(evaluation)[0])
    page.goto(f"/evaluering/{token}/")
    look("rules")
    page.get_by_role("button", name="Begynd").click()
    page.wait_for_url("**/svar/**")
    look("questions")
    page.get_by_label("Hvad tager du med hjem?").fill("x" * 2_001)
    page.get_by_role("button", name="Send mine svar").click()
    page.wait_for_selector(".faults")
    look("fault")
    page.get_by_label("Hvad tager du med hjem?").fill("Mod.")
    page.get_by_role("button", name="Send mine svar").click()
    page.wait_for_url("**/tak/")
    look("thanks")
    page.goto(f"/evaluering/{token}/")
    look("begun")
    page.goto("/evaluering/x/")
    look("dead")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_admins_pages_break_no_rule(browser_page, site, evaluation, width):
    answer(evaluation, timezone.now(), *[{"whole": "5", "home": "Mod."}] * 6)
    page = sign_in(browser_page, site, "eva@network.example")
    page.set_viewport_size({"width": width, "height": 900})
    base = f"/admin/days/{evaluation.invitation.pk}/evaluation/"

    def look(name):
        assert (name, faults(page, "main")) == (name, [])
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert (name, wide <= width) == (name, True)

    for path in ("", "close/"):
        page.goto(base + path)
        look(path or "open")
    actions.close(evaluation=evaluation, now=timezone.now())
    page.goto(base)
    look("result")
    page.goto("/admin/days/evaluations/")
    look("season")
    page.goto(f"/admin/days/{make_invitation().pk}/evaluation/")
    page.get_by_text("Flere spørgsmål").click()
    look("before")
