"""What stands in the demo's library, each from its text file."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents import get_document_model

from cms.content.sheets import FJORD, Sheet
from cms.library.experiences import ExperiencePage
from cms.library.funding import Award, FundingPage
from cms.library.index_page import LibraryIndexPage
from cms.library.models import LibraryPage
from cms.library.persons import ResourcePersonPage
from cms.library.projects import ProjectPage
from cms.library.tools import ToolPage, ToolUse
from cms.organisations.models import Organisation
from cms.stories.pages import StoryPage
from cms.topics.pages import GoalPage, TopicPage

from . import texts
from .publishing import publish
from .report import Report
from .season import moment
from .texts import FOLDER, Text, plain, rich

# The newest first, so many days apart.
DAYS_APART = 4


def fill(report: Report) -> None:
    now = timezone.now()
    library = LibraryIndexPage.objects.get()
    goals = {page.number: page for page in GoalPage.objects.all()}
    topics = {page.slug: page for page in TopicPage.objects.all()}
    found = texts.read_all(FOLDER / "library")
    for place, text in enumerate(report.each("library", found)):
        page = MAKERS[text["kind"]](text, timezone.localdate(now))
        page.goals = [goals[int(number)] for number in text.list("goals")]
        page.topics = [topics[slug] for slug in text.list("topics")]
        publish(library, page, since=now - dt.timedelta(days=1 + DAYS_APART * place))


def common(text: Text) -> dict[str, Any]:
    return {
        "title": text["title"],
        "slug": text.slug,
        "lead": plain(text.section("")),
        "levels": text.list("levels"),
        "organisation": organisation(text.get("organisation")),
    }


def tool(text: Text, today: dt.date) -> ToolPage:
    smallest, largest = bounds(text["group"])
    steps = [
        ("step", {"title": title, "minutes": int(minutes), "text": f"<p>{how}</p>"})
        for title, minutes, how in rows(text.section("steps"))
    ]
    page = ToolPage(
        **common(text),
        purpose=rich(text.section("purpose")),
        minutes=int(text["minutes"]),
        group_from=smallest,
        group_to=largest,
        needs=text["needs"],
        steps=texts.as_json(steps),
        files=texts.as_json(files(text)),
    )
    for name, note, story in (padded(row, 3) for row in rows(text.section("uses"))):
        told = StoryPage.objects.filter(slug=story).first() if story else None
        page.uses.add(ToolUse(organisation=organisation(name), note=note, story=told))
    return page


def files(text: Text) -> list[tuple[str, Any]]:
    """The tool's sheet, if it has one, as a document of Wagtail's."""
    title = text.get("file")
    if not title:
        return []
    sheet = Sheet(title)
    sheet.set_margins(22, 22)
    sheet.add_page()
    sheet.write_line(title, size=24, colour=FJORD, bold=True)
    for number, (step, *_rest) in enumerate(rows(text.section("steps")), start=1):
        sheet.ln(9)
        sheet.write_line(f"{number}. {step}", size=13, bold=True)
        for _line in range(2):
            sheet.ln(11)
            sheet.line(22, sheet.get_y(), 188, sheet.get_y())
    file = ContentFile(bytes(sheet.output()), name=f"{text.slug}.pdf")
    document = get_document_model().objects.create(title=title, file=file)
    value = {"document": document.pk, "title": "", "licence": text["licence"]}
    return [("file", value)]


def project(text: Text, today: dt.date) -> ProjectPage:
    return ProjectPage(
        **common(text),
        starts_on=today + dt.timedelta(int(text["begins"])),
        ends_on=today + dt.timedelta(int(text["ends"])),
        description=rich(text.section("description")),
        partners=texts.as_json([("partner", name) for name in text.list("partners")]),
        results=rich(text.section("results")),
        link=text.get("link"),
        contact_name=text.get("contact"),
        contact_email=text.get("contact e-mail"),
    )


def funding(text: Text, today: dt.date) -> FundingPage:
    least, most = bounds(text["amount"])
    page = FundingPage(
        **common(text),
        giver=text["giver"],
        deadline_at=moment(today + dt.timedelta(int(text["closes in"])), text["time"]),
        purpose=rich(text.section("purpose")),
        applicants=rich(text.section("applicants")),
        amount_from=least,
        amount_to=most,
        own_contribution=text["own"],
        link=text["link"],
        outcome=plain(text.section("outcome")),
    )
    for name, amount, what, note in (padded(row, 4) for row in rows(text.section("awards"))):
        known = Organisation.objects.filter(name=name).first()
        other = "" if known else name
        page.awards.add(
            Award(organisation=known, other=other, amount=int(amount), project=what, note=note)
        )
    return page


def person(text: Text, today: dt.date) -> ResourcePersonPage:
    return ResourcePersonPage(
        **common(text),
        role=text["role"],
        helps_with=rich(text.section("helps with")),
        contact_email=text.get("contact e-mail"),
        contact_phone=text.get("contact phone"),
        own_email=text["own e-mail"],
        has_consented=True,
        consented_on=today - dt.timedelta(int(text["said yes"])),
        consent_note=text["how"],
    )


def experience(text: Text, today: dt.date) -> ExperiencePage:
    parts = {name: rich(text.section(name)) for name in ("tried", "happened", "differently")}
    story = StoryPage.objects.filter(slug=text.get("story")).first()
    return ExperiencePage(**common(text), **parts, story=story)


Maker = Callable[[Text, dt.date], LibraryPage]
MAKERS: dict[str, Maker] = {
    "tool": tool,
    "project": project,
    "funding": funding,
    "person": person,
    "experience": experience,
}


def organisation(name: str) -> Organisation | None:
    return Organisation.objects.get(name=name) if name else None


def bounds(written: str) -> tuple[int | None, int | None]:
    """»4–12«, »–20«, »5–«."""
    least, _dash, most = (part.strip() for part in written.partition("–"))
    return int(least) if least else None, int(most) if most else None


def rows(section: str) -> Iterator[list[str]]:
    """The lines of a section, each cut at its bars."""
    for line in section.splitlines():
        if line.strip():
            yield [part.strip() for part in line.split("|")]


def padded(row: list[str], length: int) -> list[str]:
    return [*row, *([""] * length)][:length]
