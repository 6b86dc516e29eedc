"""A small network with one of each kind of page, and of each view that anybody may open."""

import datetime as dt

from django.utils import timezone

from cms.accessibility.models import AccessibilityIssue
from cms.invitations.pages import InvitationPage
from cms.library.funding import Award
from cms.seasons.models import Season
from home.models import StandardPage
from tests.factories.library import (
    make_call,
    make_experience,
    make_library,
    make_person,
    make_project,
    make_tool,
)
from tests.factories.pages import (
    add,
    make_goal,
    make_home,
    make_invitation,
    make_newsletter,
    make_story,
    make_topic,
)
from tests.factories.seats import make_registrations
from tests.factories.wishes import make_wish

HOURS = range(9, 17)
PARAGRAPH = f"<p>{'De målte i et halvt år, før nogen skrev en plan. ' * 6}</p>"
#: What no editor should write, and one will: as long as a title can be, a word that no line holds, a picture
#: sign.
ODD = f"🌍 Speciallægepraksisplanlægningsstabiliseringsperiodeudløbsdato {'og så et langt stykke ' * 9}"[
    :250
]


def make_network() -> dict[str, str]:
    """{name of the view: its address}."""
    home, now = make_home(), timezone.now()
    goal = make_goal(7, title="Bæredygtig energi")
    goals = [goal, *(make_goal(number) for number in (11, 12, 13))]
    topic = make_topic(title="Energi", slug="energi", goals=goals)
    about = {"goals": goals, "topics": [topic]}
    pages = {
        "home": home,
        "goal": goal,
        "topic": topic,
        "newsletter": make_newsletter(body=[("heading", "Her")], headline="se her"),
        "plain page": add(home, StandardPage(title="Om os", slug="om-os", lead="Hvem vi er.")),
        "story": make_story(
            title="Varmen i kælderen",
            lead="De målte først.",
            results=[("figure", {"value": "−18", "unit": "%", "text": "varme"})] * 3,
            strategic=PARAGRAPH * 2,
            tactical=PARAGRAPH,
            operational=PARAGRAPH,
            challenge=PARAGRAPH * 2,
            approach=PARAGRAPH * 4,
            lessons=PARAGRAPH,
            **about,
        ),
        "odd story": make_story(title=ODD, slug="odd", lead=ODD, people=ODD[:200], **about),
    }
    pages |= days(about, now) | library(about, now)
    below = ("goal", "topic", "newsletter", "story", "invitation")
    pages |= {f"list of each {name}": pages[name].get_parent() for name in below}
    make_wish(title="Verdensmål i udbud", votes=2, is_public=True)
    make_wish(title=ODD[:120], is_public=True)
    AccessibilityIssue.objects.create(what="Film uden tekst", where="Opsamlinger", hits="Døve")
    return {name: page.get_url() for name, page in pages.items()} | {
        "search": "/soeg/",
        "what was found": "/soeg/?q=varmen&goal=7",
        "nothing found": "/soeg/?q=vramen&year=xyz",
        "joining": "/bliv-medlem/",
        "signing in": "/log-ind/",
        "ledger of wishes": "/du-sagde/",
        "accessibility": "/tilgaengelighed/",
        "accessibility in English": "/en/accessibility/",
        "privacy": "/privatliv/",
        "not here": "/her-er-intet/",
    }


def days(about: dict, now: dt.datetime) -> dict[str, InvitationPage]:
    today = timezone.localdate(now)
    season = Season.objects.create(
        name="I år", starts_on=today - dt.timedelta(days=90), ends_on=today + dt.timedelta(days=200)
    )
    full = make_invitation(title="Fuld dag", seats=1, **about)
    make_registrations(2, full)
    cancelled = make_invitation(title="Aflyst dag", **about)
    InvitationPage.objects.filter(pk=cancelled.pk).update(
        cancelled_at=now, cancelled_because="Salen er lukket."
    )
    return {
        "invitation": make_invitation(
            title="Bygninger",
            lead="Regn på dit eget hus.",
            seats=40,
            season=season,
            programme=[("item", {"starts_at": dt.time(hour), "title": "Punkt"}) for hour in HOURS],
            body=[("paragraph", PARAGRAPH)],
            **about,
        ),
        "full day": full,
        "cancelled day": cancelled,
        "odd day": make_invitation(title=ODD, slug="odd", lead=ODD, place_name=ODD[:120]),
        "day that was held": make_invitation(
            title="Holdt dag",
            season=season,
            starts_at=now - dt.timedelta(days=40),
            recap=[("paragraph", PARAGRAPH)],
            **about,
        ),
    }


def library(about: dict, now: dt.datetime) -> dict:
    later, before = now + dt.timedelta(days=5), now - dt.timedelta(days=5)
    return {
        "tool": make_tool(
            minutes=90, group_to=12, steps=[("step", {"title": "Skriv op", "text": ""})], **about
        ),
        "call": make_call(deadline_at=later, **about),
        "call that is over": make_call(
            deadline_at=before,
            awards=[Award(other="Foreningen Kysten", amount=1000, project="Klitten")],
        ),
        "person": make_person(contact_phone="00 00 00 07", **about),
        "project": make_project(link="https://projekt.example/", **about),
        "experience": make_experience(**about),
        "library": make_library(),
    }
