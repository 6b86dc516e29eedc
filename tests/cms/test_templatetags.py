"""The words of the public templates."""

import datetime as dt
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from cms.content.goals import GOALS
from cms.seasons.models import Season
from cms.templatetags import network, season

CSS = Path(settings.BASE_DIR) / "cms/static/cms/css"


def moment(*parts):
    return timezone.make_aware(dt.datetime(*parts))


@pytest.fixture(autouse=True)
def danish():
    with translation.override("da"):
        yield


@pytest.fixture
def the_season():
    return Season(name="2019–2020", starts_on=dt.date(2019, 8, 1), ends_on=dt.date(2020, 5, 1))


def a_day(*parts):
    starts_at = moment(*parts)
    return SimpleNamespace(
        starts_at=starts_at,
        is_past=lambda now: starts_at + dt.timedelta(hours=7) <= now,
    )


def test_writes_a_day_as_danes_do():
    assert network.day(moment(2020, 2, 25, 10)) == "tirsdag 25. februar 2020"
    assert network.short_day(moment(2020, 2, 25, 10)) == "25. feb."
    assert network.long_date(dt.date(2020, 2, 25)) == "25. februar 2020"


def test_writes_a_day_in_english():
    with translation.override("en"):
        assert network.day(moment(2020, 2, 25, 10)) == "Tuesday 25 February 2020"
        assert network.short_day(moment(2020, 2, 25, 10)) == "25 Feb"


def test_writes_a_time_in_copenhagen():
    start = dt.datetime(2020, 2, 25, 9, tzinfo=dt.UTC)

    assert network.time_span(start, start + dt.timedelta(hours=7)) == "10.00–17.00"


def test_names_both_days_of_a_span_over_midnight():
    text = network.time_span(moment(2020, 2, 25, 10), moment(2020, 2, 26, 15))

    assert "25. februar" in text
    assert "26. februar" in text


@pytest.mark.parametrize(
    ("title", "classes"),
    [
        ("Fra 17 mål til mandag morgen", ""),
        ("Fra sytten mål til mandag morgen i driften", "long"),
        ("Verdensmålsnetværket", "word-20"),
        ("Arbejdsmiljørepræsentanternes dag", "word-32"),
        ("Ord " * 20, "very-long"),
        ("x" * 60, "long word-32"),
    ],
)
def test_sizes_a_title_by_its_length_and_its_longest_word(title, classes):
    assert network.title_class(title) == classes


def test_says_a_goal_s_name_to_those_who_cannot_see_its_colour():
    with translation.override("en"):
        tile = network.goal_tile(7)

    assert 'class="goal goal-7 dark-ink"' in tile
    assert "Goal 7: Affordable and clean energy" in tile


def test_writes_no_list_without_goals():
    assert network.goal_tiles([]) == ""


def test_composes_a_silent_cover_without_a_photograph():
    page = SimpleNamespace(pk=7, cover=None, goal_numbers=[7, 13])
    image = network.cover(page, "lead")

    assert 'src="/covers/1/7-7.13-lead.svg"' in image
    assert 'alt=""' in image
    assert 'width="1200" height="750"' in image


def test_prints_structured_data_that_cannot_leave_its_script():
    printed = network.json_ld({"name": "</script><script>alert(1)"})

    assert printed.count("</script>") == 1
    assert printed.startswith('<script type="application/ld+json">')


def test_colours_goals_in_css_as_in_python():
    tokens = dict(re.findall(r"--g(\d+): (#[0-9a-f]{6})", (CSS / "tokens.css").read_text()))

    assert tokens == {str(goal.number): goal.colour for goal in GOALS}


def test_has_a_class_for_every_goal_and_title_length():
    css = (CSS / "parts.css").read_text() + (CSS / "pages.css").read_text()

    for goal in GOALS:
        assert f".goal-{goal.number} {{" in css
    for letters in network.LONG_WORDS:
        assert f".word-{letters} {{" in css


def test_links_every_stylesheet_of_the_site():
    linked = re.findall(r"css/(\w+\.css)", render_to_string("includes/styles.html"))

    # The outbox, the directory and what members have a say in link their own.
    own = {"outbox.css", "directory.css", "finding.css", "participation.css"}
    assert {*linked, *own} == {file.name for file in CSS.glob("*.css")}


def test_places_a_day_where_it_lies_in_the_season(the_season):
    assert season.percent(the_season, dt.date(2019, 8, 1)) == "0.00%"
    assert season.percent(the_season, dt.date(2019, 12, 16)) == "50.00%"
    assert season.percent(the_season, dt.date(2021, 1, 1)) == "100.00%"


def test_spreads_the_words_of_days_evenly(the_season):
    days = [a_day(2019, 8, 22, 10), a_day(2019, 8, 23, 10)]
    placed = season.rail_days(the_season, days, moment(2019, 8, 1, 0))

    assert [day.column for day in placed] == ["25.00%", "75.00%"]


def test_marks_what_was_and_what_comes_next(the_season):
    days = [a_day(2019, 8, 22, 10), a_day(2020, 2, 25, 10), a_day(2020, 4, 1, 10)]
    placed = season.rail_days(the_season, days, moment(2019, 12, 1, 0))

    assert [day.state for day in placed] == ["past", "next", "coming"]


def test_names_the_months_small_in_danish(the_season):
    names = [name for _start, _middle, name in season.months(the_season)]

    assert names == ["aug", "sept", "okt", "nov", "dec", "jan", "feb", "mar", "apr"]


def test_names_no_months_of_a_season_too_long_to_show_them():
    long = Season(name="x", starts_on=dt.date(2000, 1, 1), ends_on=dt.date(2026, 1, 1))

    assert season.months(long) == []
