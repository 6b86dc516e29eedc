"""Sets of pages as numbers: narrowing and counting say what counting by hand says."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from cms.topics.catalogue import NEVER, Catalogue, Facts
from home.finding.facets import Names, around, counted, narrowed

DAYS = (NEVER, dt.date(2024, 5, 1), dt.date(2025, 5, 1))


def names_of(goals_and_levels):
    pages = {
        10 * number: Facts(
            10 * number, "", "storypage", "", DAYS[number % 3], goals=g, levels=levels
        )
        for number, (g, levels) in enumerate(goals_and_levels)
    }
    return Names(pages, Catalogue(pages)), pages


facts = st.tuples(
    st.lists(st.integers(1, 17), unique=True, max_size=3).map(tuple),
    st.lists(st.sampled_from(["strategic", "tactical"]), unique=True).map(tuple),
)


@given(st.lists(facts, max_size=30), st.integers(1, 17), st.randoms())
def test_narrows_and_counts_as_by_hand(found, goal, dice):
    names, pages = names_of(found)
    ids = [pk for pk in pages if dice.random() < 0.7]
    dice.shuffle(ids)
    chosen = {"goal": str(goal), "level": "tactical"}

    by_hand = [pk for pk in ids if goal in pages[pk].goals and "tactical" in pages[pk].levels]
    assert narrowed([*ids, 5, 7], chosen, names) == by_hand
    assert narrowed([*ids, 5, 7], {}, names) == ids
    counts = {
        facet.name: [option.count for option in facet.options]
        for facet in counted(ids, "", {}, names)
    }
    assert counts.get("level", []) == [
        count
        for level in ("strategic", "tactical")
        if (count := sum(level in pages[pk].levels for pk in ids))
    ]
    assert sum(counts.get("goal", [])) == sum(len(pages[pk].goals) for pk in ids)
    assert sum(counts.get("year", [])) == sum(pages[pk].day != NEVER for pk in ids)


@given(st.sets(st.integers(0, 29)))
def test_writes_a_set_as_a_number_and_reads_it_again(places):
    names, _pages = names_of([((), ())] * 30)
    ids = [pk for pk, place in names.places.items() if place in places]

    digits = names.as_digits(names.as_bits(ids))

    assert {place for place in range(30) if digits[place] == "1"} == places


def test_holds_the_newest_first():
    names, _pages = names_of([((), ())] * 4)

    assert list(names.places) == [20, 10, 30, 0]


def test_puts_the_value_of_a_facet_between_the_others(db):
    chosen = {"year": "2025", "topic": "energi"}

    assert around("goal", "varme & vand", chosen) == (
        "/soeg/?q=varme+%26+vand&topic=energi&goal=",
        "&year=2025",
    )
