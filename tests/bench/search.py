"""How fast finding is among many public pages.

    python -m tests.bench.search --pages 10000 --database sqlite|postgres

Stories with two areas, two goals, a level and an organisation each; a mix of words, of facets and of both is
asked of the whole page. Prints for each the middle and the 95th of `--times` in milliseconds of the
clock and of this process, how often the database is asked (beside the same with 100 pages), and what the
first search costs after a change of public content.
"""

import argparse
import datetime as dt
import json
import logging
import random
import sys
import time
from typing import Any

from tests.bench.settings import measured_site

FEW = 100
THINGS = (
    "varme",
    "affald",
    "indkøb",
    "energi",
    "trafik",
    "vand",
    "klima",
    "sundhed",
    "skole",
    "by",
)
DOINGS = ("måler", "sparer", "deler", "planlægger", "genbruger", "bygger", "lærer", "prøver")
PLACES = ("kælderen", "gården", "havnen", "skolen", "rådhuset", "parken", "køkkenet", "hallen")
SEARCHES: dict[str, dict[str, Any]] = {
    "nothing_typed": {},
    "a_word": {"q": "havnen"},
    "a_word_that_all_have": {"q": "verdensmål"},
    "three_words": {"q": "varme måler kælderen"},
    "a_word_and_facets": {"q": "skolerne", "goal": 7, "level": "tactical"},
    "a_wrong_word": {"q": "kælderne hvanen"},
    "a_facet": {"goal": 12},
    "a_cell": {"goal": 12, "topic": "energi-3"},
    "last_page": {"q": "verdensmål", "page": 10**6},
}


def make_ground() -> None:
    from cms.organisations.importing import load_organisations
    from tests.factories.pages import make_goal, make_home, make_site, make_topic

    make_home()
    make_site()
    load_organisations()
    for number in range(1, 11):
        make_topic(title=f"Energi {number}", slug=f"energi-{number}")
    for number in range(1, 18):
        make_goal(number)


def make_stories(first: int, count: int) -> None:
    """Rows as editors leave them; the tree is written by hand, the index by its backend."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection, transaction
    from wagtail.models import Locale, Page
    from wagtail.search.backends import get_search_backend

    from cms.caching import version
    from cms.models import GoalPage, Organisation, StoryPage, TopicPage
    from cms.stories.pages import StoryIndexPage

    dice = random.Random(first)
    index = StoryIndexPage.objects.get()
    kind, locale = ContentType.objects.get_for_model(StoryPage), Locale.get_default()
    topics = list(TopicPage.objects.values_list("pk", flat=True))
    goals = list(GoalPage.objects.values_list("pk", flat=True))
    places = list(Organisation.objects.values_list("pk", flat=True))
    now = dt.datetime.now(dt.UTC)
    pages = Page.objects.bulk_create(
        Page(
            title=f"{dice.choice(THINGS).capitalize()} {dice.choice(DOINGS)} i {dice.choice(PLACES)}",
            slug=f"story-{number}",
            path=Page._get_path(index.path, index.depth + 1, number + 1),
            depth=index.depth + 1,
            url_path=f"{index.url_path}story-{number}/",
            content_type=kind,
            locale=locale,
            live=True,
            first_published_at=now,
        )
        for number in range(first, count)
    )
    with transaction.atomic():
        for number, page in enumerate(pages):
            story = StoryPage(
                page_ptr=page,
                lead=" ".join(dice.choices(THINGS + DOINGS + PLACES, k=20)),
                people="Driften",
                story_date=dt.date(2015, 1, 1) + dt.timedelta(days=number % 4000),
                levels=[("strategic", "tactical", "operational")[number % 3]],
                organisation_id=dice.choice(places),
                challenge=f"<p>Verdensmål {' '.join(dice.choices(THINGS + PLACES, k=150))}</p>",
                approach=f"<p>{' '.join(dice.choices(DOINGS + PLACES, k=150))}</p>",
            )
            # The page's own row is there: only the story's is written.
            story.save_base(raw=True, force_insert=True)
    ids = [page.pk for page in pages]
    for through, targets, name in (
        (StoryPage.topics.through, topics, "topicpage_id"),
        (StoryPage.goals.through, goals, "goalpage_id"),
    ):
        through.objects.bulk_create(
            through(storypage_id=pk, **{name: target})
            for pk in ids
            for target in dice.sample(targets, 2)
        )
    Page.objects.filter(pk=index.pk).update(numchild=count)
    stories = StoryPage.objects.select_related("organisation").prefetch_related("topics", "goals")
    index_of = get_search_backend()
    for start in range(0, len(ids), 500):
        index_of.add_bulk(StoryPage, list(stories.filter(pk__in=ids[start : start + 500])))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    version.bump()


def timed(client: Any, query: dict[str, Any]) -> tuple[float, float]:
    """Milliseconds of the clock and of this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    answer = client.get("/soeg/", query)
    if answer.status_code != 200:
        raise SystemExit(f"{query}: {answer.status_code}")
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def measure(times: int) -> dict[str, dict[str, float]]:
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from cms.caching import version

    # As in production: what is public is read once for each version of it.
    settings.PAGE_CACHE = True
    client = Client()
    client.get("/soeg/")
    version.bump()
    first = timed(client, {"q": "havnen"})
    found: dict[str, dict[str, float]] = {
        "first_after_a_change": {"ms": round(first[0], 1), "own_ms": round(first[1], 1)}
    }
    everything = []
    for name, query in SEARCHES.items():
        client.get("/soeg/", query)
        with CaptureQueriesContext(connection) as asked:
            client.get("/soeg/", query)
        queries = len(asked)
        taken = [timed(client, query) for _ in range(times)]
        everything += taken
        found[name] = summary(taken) | {"queries": queries}
    found["all"] = summary(everything)
    return found


def summary(times: list[tuple[float, float]]) -> dict[str, float]:
    wall, own = (sorted(column) for column in zip(*times, strict=True))
    middle, late = len(times) // 2, int(len(times) * 0.95)
    return {
        "p50_ms": round(wall[middle], 1),
        "p95_ms": round(wall[late], 1),
        "p95_own_ms": round(own[late], 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=100, help="each search is asked so often")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    options = parser.parse_args()
    logging.disable(logging.INFO)
    with measured_site(options.database):
        make_ground()
        make_stories(0, FEW)
        few = measure(1)
        make_stories(FEW, options.pages)
        many = measure(options.times)
    for name, figures in many.items():
        if "queries" in figures:
            figures[f"queries_{FEW}"] = few[name]["queries"]
    sys.stdout.write(json.dumps(many, indent=2) + "\n")


if __name__ == "__main__":
    main()
