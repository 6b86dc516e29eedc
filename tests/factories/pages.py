"""Pages for tests: each hangs where it belongs and says only what the test is about."""

import datetime as dt
import itertools
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from cms.content.jobs import each_once
from cms.invitations.index_page import InvitationIndexPage
from cms.invitations.pages import InvitationPage
from cms.library.index_page import LibraryIndexPage
from cms.stories.pages import StoryIndexPage, StoryPage
from cms.topics.pages import GoalIndexPage, GoalPage, TopicIndexPage, TopicPage
from home.pages import HomePage
from newsletters.editions.pages import NewsletterIndexPage, NewsletterPage

from .people import make_organisation, make_series

_numbers = itertools.count(1)
LISTS: dict[type[Page], tuple[str, str]] = {
    GoalIndexPage: ("Verdensmål", "verdensmaal"),
    TopicIndexPage: ("Fagområder", "fagomraader"),
    StoryIndexPage: ("Historier", "historier"),
    InvitationIndexPage: ("Netværksdage", "netvaerksdage"),
    LibraryIndexPage: ("Værktøjer og viden", "bibliotek"),
}


def clear_site() -> None:
    """Leave the site as Wagtail's own migrations do: a page that welcomes, and nothing else."""
    root = Page.objects.get(depth=1)
    for page in root.get_children():
        page.specific.delete()
    root.refresh_from_db()
    welcome = root.add_child(instance=Page(title="Welcome to your new Wagtail site!", slug="home"))
    Site.objects.create(hostname="localhost", root_page=welcome, is_default_site=True)


def make_home() -> HomePage:
    """The network page at the root of the default site; the one that is there, if it is."""
    home = HomePage.objects.first()
    if home:
        return home
    root = Page.objects.get(depth=1)
    for default in root.get_children():
        default.specific.delete()
    root.refresh_from_db()
    home = root.add_child(instance=HomePage(title="Verdensmålsnetværket", slug="home"))
    Site.objects.all().delete()
    host = urlsplit(settings.SITE_URL)
    Site.objects.create(
        hostname=host.hostname, port=host.port or 80, root_page=home, is_default_site=True
    )
    return home


def index(model: type[Page]) -> Page:
    """The list of this kind; the one that is there, if it is."""
    title, slug = LISTS[model]
    return model.objects.first() or add(make_home(), model(title=title, slug=slug))


def add(parent: Page, page: Page) -> Any:
    """Add the page below `parent`, published through a revision as an editor would."""
    live, page.live = page.live, False
    parent = Page.objects.get(pk=parent.pk)
    with each_once():
        parent.add_child(instance=page)
        # It was tried for faults just now.
        revision = page.save_revision(clean=False)
        if live:
            revision.publish()
    return type(page).objects.get(pk=page.pk)


def named(fields: dict, title: str) -> dict:
    number = next(_numbers)
    fields.setdefault("title", f"{title} {number}")
    fields.setdefault("slug", f"{title.lower()}-{number}")
    return fields


def split(model: type[Page], fields: dict) -> tuple[dict, dict]:
    """Fields that can be given at once, and relations that must wait."""
    later = {name: fields.pop(name) for name in ("goals", "topics") if name in fields}
    return fields, later


def make_goal(number: int = 7, **fields: Any) -> GoalPage:
    parent = index(GoalIndexPage)
    fields = named(fields, "Mål")
    fields["slug"] = f"goal-{number}"
    return add(parent, GoalPage(number=number, **fields))


def make_topic(**fields: Any) -> TopicPage:
    parent = index(TopicIndexPage)
    fields, later = split(TopicPage, named(fields, "Energi"))
    return add(parent, related(TopicPage(**fields), later))


def make_story(**fields: Any) -> StoryPage:
    parent = index(StoryIndexPage)
    fields, later = split(StoryPage, named(fields, "Historie"))
    fields.setdefault("story_date", dt.date(2026, 3, 1))
    fields.setdefault("people", "Teknisk Forvaltning")
    fields.setdefault("challenge", "<p>Det var koldt.</p>")
    fields.setdefault("approach", "<p>Vi målte.</p>")
    if "organisation" not in fields:
        fields["organisation"] = make_organisation()
    return add(parent, related(StoryPage(**fields), later))


def make_invitation(**fields: Any) -> InvitationPage:
    """A day of seven hours, in thirty days unless the test says when."""
    parent = index(InvitationIndexPage)
    fields, later = split(InvitationPage, named(fields, "Dag"))
    start = timezone.now().replace(minute=0, second=0, microsecond=0) + dt.timedelta(days=30)
    fields.setdefault("starts_at", start)
    fields.setdefault("ends_at", fields["starts_at"] + dt.timedelta(hours=7))
    return add(parent, related(InvitationPage(**fields), later))


def make_site() -> None:
    """The network page and what hangs right below it, empty."""
    for model in LISTS:
        index(model)
    make_archive()


def make_archive(key: str = "nyhedsbrev", **fields: Any) -> NewsletterIndexPage:
    """The archive of a series, with these fields; it is made with its series where it is not there."""
    standing = NewsletterIndexPage.objects.filter(series__key=key).first()
    if standing:
        for name, value in fields.items():
            setattr(standing, name, value)
        if fields:
            standing.save()
        return standing
    title = "Nyhedsbreve" if key == "nyhedsbrev" else key.capitalize()
    slug = "nyhedsbreve" if key == "nyhedsbrev" else key
    fields = {"title": title, "slug": slug, **fields}
    return add(make_home(), NewsletterIndexPage(series=make_series(key), **fields))


def make_newsletter(**fields: Any) -> NewsletterPage:
    """A published newsletter with one heading, ready to send."""
    parent = fields.pop("archive", None) or make_archive()
    fields = named(fields, "Nyhedsbrev")
    fields.setdefault("subject", "Nyt fra netværket")
    fields.setdefault("body", [("heading", "De gik først")])
    return add(parent, NewsletterPage(**fields))


def translate(page: NewsletterPage, **fields: Any) -> NewsletterPage:
    """The newsletter in English, published, with whatever stands above it in that language."""
    english, _made = Locale.objects.get_or_create(language_code="en")
    other = page.copy_for_translation(english, copy_parents=True)
    for name, value in fields.items():
        setattr(other, name, value)
    other.save_revision().publish()
    return NewsletterPage.objects.get(pk=other.pk)


def related(page: Any, later: dict) -> Any:
    for name, others in later.items():
        setattr(page, name, others)
    return page
