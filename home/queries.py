"""What the network page finds among the published pages."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from cms.caching.moments import remember_until
from cms.invitations.queries import public_invitations
from cms.library.queries import newest_tools
from cms.seasons.queries import current_season
from cms.stories.queries import public_stories
from cms.topics.queries import topics_with_goals

STORIES_ON_FRONT = 3
TOOLS_ON_FRONT = 4


def front(home: Page, now: dt.datetime) -> dict:
    """The next day, the season with its days, the areas, the newest stories and tools below `home`.

    Keys: `now`, `next_invitation` (or None), `season` (or None), `season_days`, `topics`,
    `stories` and `tools` (lists). The next day need not belong to the season.
    """
    return remember_until(("front", home.pk), lambda: _find(home, now), now) | {"now": now}


def _find(home: Page, now: dt.datetime) -> dict:
    season = current_season(timezone.localdate(now))
    wanted = Q(ends_at__gt=now) | Q(season=season) if season else Q(ends_at__gt=now)
    # The front shows no goals of days and no areas of stories, so those stay where they are.
    days = list(public_invitations().descendant_of(home).filter(wanted).prefetch_related(None))
    stories = public_stories().descendant_of(home).prefetch_related(None)
    return {
        "next_invitation": next(
            (day for day in days if not day.is_past(now) and not day.is_cancelled), None
        ),
        "season": season,
        "season_days": [day for day in days if season and day.season_id == season.pk],
        "topics": list(topics_with_goals().descendant_of(home)),
        "stories": list(stories.prefetch_related("goals")[:STORIES_ON_FRONT]),
        "tools": list(newest_tools().descendant_of(home)[:TOOLS_ON_FRONT]),
    }
