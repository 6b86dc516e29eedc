"""The pages of the ground: areas, goals, stories and network days, each from its text file."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone
from wagtail.models import Page, Site

from cms.content.goals import GOALS
from cms.content.levels import Level
from cms.invitations.index_page import InvitationIndexPage
from cms.invitations.pages import InvitationPage
from cms.invitations.questions import Question
from cms.library.index_page import LibraryIndexPage
from cms.organisations.models import Organisation
from cms.seasons.models import Season
from cms.seasons.queries import current_season
from cms.stories.pages import StoryIndexPage, StoryPage
from cms.topics.pages import GoalIndexPage, GoalPage, TopicIndexPage, TopicPage

from . import season, texts
from .pictures import make_pictures
from .publishing import publish
from .register import FIRST_SEASON
from .report import Report
from .texts import FOLDER, Text, plain, rich, stream

LISTS: dict[str, Any] = {
    "netvaerksdage": InvitationIndexPage,
    "fagomraader": TopicIndexPage,
    "historier": StoryIndexPage,
    "bibliotek": LibraryIndexPage,
    "verdensmaal": GoalIndexPage,
}


def fill(report: Report) -> None:
    home = Site.objects.get(is_default_site=True).root_page
    now = timezone.now()
    lists = make_lists(home)
    goals = {}
    for text in report.each("goals", texts.read_all(FOLDER / "goals")):
        goals[int(text["number"])] = publish(lists[GoalIndexPage], goal_page(text))
    topics = {}
    for text in report.each("areas", texts.read_all(FOLDER / "topics")):
        page = topic_page(text)
        page.goals = [goals[int(number)] for number in text.list("goals")]
        topics[text.slug] = publish(lists[TopicIndexPage], page)
    with report.step("pictures") as step:
        pictures = make_pictures()
        step.advance(len(pictures))
    for text in report.each("stories", texts.read_all(FOLDER / "stories")):
        page = story_page(text, timezone.localdate(now))
        page.goals = [goals[int(number)] for number in text.list("goals")]
        page.topics = [topics[slug] for slug in text.list("topics")]
        page.cover = pictures.get(text.get("picture"))
        publish(lists[StoryIndexPage], page, since=at_noon(page.story_date))
    for text, date in report.each("network days", dated_days(timezone.localdate(now))):
        page = invitation_page(text, date)
        page.questions.add(*questions(text.section("questions")))
        page.goals = [goals[int(number)] for number in text.list("goals")]
        page.topics = [topics[slug] for slug in text.list("topics")]
        told = min(now, at_noon(date - dt.timedelta(days=60)))
        publish(lists[InvitationIndexPage], page, since=told)


def make_lists(home: Page) -> dict[type[Page], Page]:
    """The lists, in the order of the menu. The goals are reached from the areas and the foot."""
    lists: dict[type[Page], Page] = {}
    for text in texts.read_all(FOLDER / "lists"):
        model = LISTS[text.slug]
        page = model(
            title=text["title"],
            slug=text.slug,
            lead=plain(text.section("")),
            show_in_menus=text.get("menu") == "yes",
        )
        lists[model] = publish(home, page)
    return lists


def goal_page(text: Text) -> GoalPage:
    number = int(text["number"])
    return GoalPage(
        number=number,
        title=GOALS[number - 1].title_da,
        slug=text.slug,
        lead=plain(text.section("")),
        body=stream(text.section("text")),
    )


def topic_page(text: Text) -> TopicPage:
    return TopicPage(
        title=text["title"],
        slug=text.slug,
        lead=plain(text.section("")),
        body=stream(text.section("text")),
    )


def story_page(text: Text, today: dt.date) -> StoryPage:
    """`told` is a date, or how many days ago."""
    told = text["told"]
    figures = [figure for kind, value in texts.blocks(text.section("results")) for figure in value]
    return StoryPage(
        title=text["title"],
        slug=text.slug,
        lead=plain(text.section("")),
        cover_alt=text.get("picture shows"),
        organisation=Organisation.objects.get(name=text["organisation"]),
        people=text["people"],
        story_date=today - dt.timedelta(int(told))
        if told.isdigit()
        else dt.date.fromisoformat(told),
        levels=text.list("levels"),
        challenge=rich(text.section("challenge")),
        approach=rich(text.section("approach")),
        results=texts.as_json([("figure", figure) for figure in figures]),
        lessons=rich(text.section("lessons")),
        **{level: rich(text.section(level)) for level in Level.values},
        body=stream(text.section("more")),
        contact_name=text["contact"],
        contact_email=text["contact e-mail"],
        contact_phone=text.get("contact phone"),
    )


def dated_days(today: dt.date) -> list[tuple[Text, dt.date]]:
    """Each day's text and date: history has dates of its own, the others get the season's in order."""
    plan = season.plan(today)
    dates = {"past": iter(plan.past), "coming": iter(plan.coming)}
    days = []
    for text in texts.read_all(FOLDER / "days"):
        when = text["date"]
        days.append((text, next(dates[when]) if when in dates else dt.date.fromisoformat(when)))
    return days


def invitation_page(text: Text, date: dt.date) -> InvitationPage:
    starts_at, ends_at = (season.moment(date, text[name]) for name in ("begins", "ends"))
    first = Season.objects.get(name=FIRST_SEASON)
    price = Decimal(text["price"]) if text.get("price") else None
    return InvitationPage(
        title=text["title"],
        slug=text.slug,
        lead=plain(text.section("")),
        kind=text["kind"],
        season=first if starts_at.date() <= first.ends_on else current_season(timezone.localdate()),
        starts_at=starts_at,
        ends_at=ends_at,
        deadline_at=season.moment(date - season.SIGN_UP_BEFORE, "12.00"),
        place_name=text["place"],
        place_address=text.get("address"),
        price_kind="paid" if price else "free",
        price=price,
        seats=int(text["seats"]),
        guests_allowed=int(text.get("guests", "0")),
        sign_up=text.get("sign up", "members"),
        asks_diet="diet" in text.list("asks"),
        asks_access="access" in text.list("asks"),
        contact_name=text["contact"],
        contact_email=text["contact e-mail"],
        contact_phone=text.get("contact phone"),
        programme=texts.as_json([("item", item) for item in programme(text.section("programme"))]),
        body=stream(text.section("text")),
    )


def questions(section: str) -> list[Question]:
    """Lines of `kind | question | one / another | help`; the first must be answered."""
    found: list[Question] = []
    for line in section.splitlines():
        kind, label, *more = (part.strip() for part in line.split("|"))
        options, hint = [*more, "", ""][:2]
        lines = "\n".join(each.strip() for each in options.split("/"))
        found.append(
            Question(kind=kind, label=label, options=lines, hint=hint, is_required=not found)
        )
    return found


def programme(section: str) -> list[dict[str, str | None]]:
    """Lines of `10.00–10.20 | kind | title | who`."""
    items = []
    for line in section.splitlines():
        clock, kind, title, *who = (part.strip() for part in line.split("|"))
        start, _dash, end = (clock + "–" if "–" not in clock else clock).partition("–")
        items.append(
            {
                "starts_at": start.replace(".", ":"),
                "ends_at": end.strip("–").replace(".", ":") or None,
                "kind": kind,
                "title": title,
                "speaker": " ".join(who),
                "text": "",
            }
        )
    return items


def at_noon(date: dt.date) -> dt.datetime:
    return season.moment(date, "12.00")
