"""The registers that everything else points at: organisations, accounts, seasons."""

import datetime as dt

from django.utils import timezone

from cms.organisations.importing import load_organisations
from cms.seasons.models import Season

from .accounts import make_accounts
from .report import Report
from .season import plan

FIRST_SEASON = "2019–2020"


def fill(report: Report) -> None:
    with report.step("municipalities and regions") as step:
        step.advance(load_organisations())
    with report.step("accounts") as step:
        step.advance(len(make_accounts()))
    with report.step("seasons") as step:
        step.advance(len(make_seasons(timezone.localdate())))


def make_seasons(today: dt.date) -> list[Season]:
    """The first season, which is history, and the one that `today` lies in."""
    current = plan(today)
    seasons = [
        Season(
            name=FIRST_SEASON,
            starts_on=dt.date(2019, 8, 1),
            ends_on=dt.date(2020, 5, 1),
            summary="Den første sæson: fra gem datoen til fælles evaluering.",
        ),
        Season(
            name=current.name,
            starts_on=current.starts_on,
            ends_on=current.ends_on,
            summary="Fra ét mål og én mandag til en beslutning, vi tager sammen.",
        ),
    ]
    for season in seasons:
        season.full_clean()
        season.save()
    return seasons
