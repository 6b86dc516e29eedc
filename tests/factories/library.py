"""What stands in the library, for tests."""

import datetime as dt
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from cms.library.experiences import ExperiencePage
from cms.library.funding import FundingPage
from cms.library.index_page import LibraryIndexPage
from cms.library.persons import ResourcePersonPage
from cms.library.projects import ProjectPage
from cms.library.tools import ToolPage

from .pages import add, index, named, related, split
from .people import make_organisation

TEXT = "<p>Sådan gør vi.</p>"


def make_library() -> LibraryIndexPage:
    return index(LibraryIndexPage)


def make(model: type[Page], title: str, fields: dict[str, Any]) -> Any:
    inline = {name: fields.pop(name) for name in ("uses", "awards") if name in fields}
    fields, later = split(model, named(fields, title))
    return add(make_library(), related(model(**fields), later | inline))


def make_tool(**fields: Any) -> ToolPage:
    fields.setdefault("purpose", TEXT)
    return make(ToolPage, "Værktøj", fields)


def make_project(**fields: Any) -> ProjectPage:
    fields.setdefault("description", TEXT)
    if "organisation" not in fields:
        fields["organisation"] = make_organisation()
    return make(ProjectPage, "Projekt", fields)


def make_call(**fields: Any) -> FundingPage:
    """A call that closes in sixty days, unless the test says when."""
    fields.setdefault("giver", "Fonden")
    fields.setdefault("purpose", TEXT)
    fields.setdefault("applicants", TEXT)
    fields.setdefault("deadline_at", timezone.now() + dt.timedelta(days=60))
    return make(FundingPage, "Pulje", fields)


def make_person(**fields: Any) -> ResourcePersonPage:
    """Somebody who has said yes."""
    fields.setdefault("helps_with", TEXT)
    fields.setdefault("own_email", "ida@kommune.example")
    fields.setdefault("has_consented", True)
    fields.setdefault("consented_on", dt.date(2026, 1, 5))
    fields.setdefault("consent_note", "Pr. mail til sekretariatet")
    return make(ResourcePersonPage, "Ida", fields)


def make_experience(**fields: Any) -> ExperiencePage:
    for name in ("tried", "happened", "differently"):
        fields.setdefault(name, TEXT)
    return make(ExperiencePage, "Erfaring", fields)


KINDS = {
    "tool": make_tool,
    "project": make_project,
    "funding": make_call,
    "person": make_person,
    "experience": make_experience,
}
