"""What an audience can be narrowed by: each is one class, entered in CRITERIA, and known nowhere else.

A criterion reads its values (ids, words or a day), offers them as choices, finds the members, and says
it in words.
"""

import datetime as dt
import re
from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cms.content.goals import GOALS
from cms.content.levels import Level
from cms.invitations.models import Registration, RegistrationQuerySet
from cms.invitations.pages import InvitationPage
from cms.invitations.queries import original_days
from cms.members.models import Consent, Member
from cms.organisations.models import Organisation
from cms.series.models import Series
from cms.topics.pages import GoalPage, TopicPage
from cms.topics.queries import topics_with_goals

from .naming import titled
from .words import join_or

Value = int | str
Text = str | Promise
WORD = re.compile(r"[a-z_]{1,20}\Z")
LARGEST_ID = 2**31 - 1
# Days are offered for two years; a rule that names an older one still reads.
DAYS_OFFERED = dt.timedelta(days=730)


class Criterion:
    """One thing to narrow by. `positive` and `negative` say it, around `%(values)s`."""

    name: str
    label: Text
    positive: Text
    negative: Text
    control = "ticks"
    most_values = 200

    def read(self, value: Any) -> Value:
        """The value as it is kept. Raises ValueError for what can be none; one that is gone is kept."""
        raise NotImplementedError

    def choices(self) -> list[tuple[Value, str]]:
        """What an editor can tick, in order."""
        raise NotImplementedError

    def titles(self, values: Collection[Value]) -> dict[Value, str]:
        """The words of those of these values that there still are, in the order of the choices."""
        return {value: title for value, title in self.choices() if value in values}

    def query(self, values: Collection[Value]) -> Q:
        """The members for whom it is true."""
        raise NotImplementedError

    def gone(self, count: int) -> str:
        words = ngettext("a choice that is gone", "%(count)s choices that are gone", count)
        return words % {"count": count}

    def words(self, values: Collection[Value], is_true: bool, titles: dict[Value, str]) -> str:
        """»are interested in water or energy«, with the titles that were looked up for many at once."""
        named = [title for value, title in titles.items() if value in values]
        if missing := len(values) - len(named):
            named.append(self.gone(missing))
        return str(self.positive if is_true else self.negative) % {"values": join_or(named)}


class Ids(Criterion):
    """Values that are ids, from 1."""

    def read(self, value: Any) -> int:
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 11:
            value = int(value)
        if type(value) is not int or not 0 < value <= LARGEST_ID:
            raise ValueError
        return value


class Words(Criterion):
    """Values out of a fixed list."""

    options: type[TextChoices]
    column: str

    def read(self, value: Any) -> str:
        if not isinstance(value, str) or not WORD.match(value):
            raise ValueError
        return value

    def choices(self) -> list[tuple[Value, str]]:
        return [(value, str(label)) for value, label in self.options.choices]

    def titles(self, values: Collection[Value]) -> dict[Value, str]:
        return {value: f"»{label}«" for value, label in super().titles(values).items()}

    def query(self, values: Collection[Value]) -> Q:
        return Q(**{f"{self.column}__in": values})


class Kind(Words):
    name = "kind"
    label = _("Kind of organisation")
    options = Organisation.Kind
    positive = _("work in %(values)s")
    negative = _("do not work in %(values)s")

    def titles(self, values: Collection[Value]) -> dict[Value, str]:
        titles: dict[Value, str] = {
            Organisation.Kind.MUNICIPALITY.value: gettext("a municipality"),
            Organisation.Kind.REGION.value: gettext("a region"),
            Organisation.Kind.OTHER.value: gettext("another organisation"),
        }
        return {value: title for value, title in titles.items() if value in values}

    def query(self, values: Collection[Value]) -> Q:
        return Q(organisation__in=Organisation.objects.filter(kind__in=values).values("pk"))


class OneOrganisation(Ids):
    """The organisation and what became it. One that ended still means those who were entered under it."""

    name = "organisation"
    label = _("Organisation")
    positive = _("work for %(values)s")
    negative = _("do not work for %(values)s")

    def found(self) -> QuerySet[Organisation]:
        return Organisation.objects.order_by("name")

    def choices(self) -> list[tuple[Value, str]]:
        # What was merged away cannot be chosen any more, but a letter that went may still name it.
        return list(titled(self.found().filter(merged_at=None)).items())

    def titles(self, values: Collection[Value]) -> dict[Value, str]:
        named = titled(self.found().filter(Q(pk__in=values) | Q(successor__in=values)))
        return {value: title for value, title in named.items() if value in values}

    def query(self, values: Collection[Value]) -> Q:
        return Q(organisation__in=Organisation.objects.meant_by(values).values("pk"))

    def gone(self, count: int) -> str:
        words = ngettext(
            "an organisation that is gone", "%(count)s organisations that are gone", count
        )
        return words % {"count": count}


class Region(OneOrganisation):
    """The region itself and all municipalities in it, those of the regions that became it included."""

    name = "region"
    label = _("Region, with its municipalities")
    positive = _("work within %(values)s")
    negative = _("do not work within %(values)s")

    def found(self) -> QuerySet[Organisation]:
        return super().found().filter(kind=Organisation.Kind.REGION)

    def query(self, values: Collection[Value]) -> Q:
        return Q(organisation__in=Organisation.objects.within(values).values("pk"))

    def gone(self, count: int) -> str:
        words = ngettext("a region that is gone", "%(count)s regions that are gone", count)
        return words % {"count": count}


class Unit(Words):
    name = "unit"
    label = _("Kind of unit")
    options = Member.Unit
    column = "unit"
    positive = _("belong to a unit of the kind %(values)s")
    negative = _("do not belong to a unit of the kind %(values)s")


class Role(Words):
    name = "role"
    label = _("Role")
    options = Member.Role
    column = "role"
    positive = _("have the role %(values)s")
    negative = _("do not have the role %(values)s")


class TheLevel(Words):
    name = "level"
    label = _("Level of interest")
    options = Level
    column = "level"
    positive = _("work at the level %(values)s")
    negative = _("do not work at the level %(values)s")


class Topic(Ids):
    name = "topic"
    label = _("Area of interest")
    positive = _("are interested in %(values)s")
    negative = _("are not interested in %(values)s")

    def choices(self) -> list[tuple[Value, str]]:
        return list(topics_with_goals().values_list("pk", "title"))

    def titles(self, values: Collection[Value]) -> dict[Value, str]:
        # One that is taken off the site still has its members.
        found = TopicPage.objects.filter(pk__in=values).order_by("path")
        return dict(found.values_list("pk", "title"))

    def query(self, values: Collection[Value]) -> Q:
        topics = [int(value) for value in values]
        interests = Member.topics.through.objects
        return Q(Exists(interests.filter(member=OuterRef("pk"), topicpage__in=topics)))

    def gone(self, count: int) -> str:
        words = ngettext("an area that is gone", "%(count)s areas that are gone", count)
        return words % {"count": count}


class AGoal(Ids):
    """A goal by its number, which outlives its page: those interested in it, or in an area that moves it."""

    name = "goal"
    label = _("Goal of interest")
    positive = _("are interested in %(values)s, by itself or through an area")
    negative = _("are not interested in %(values)s, by itself or through an area")

    def choices(self) -> list[tuple[Value, str]]:
        return [(goal.number, f"{goal.number}. {goal.title}") for goal in GOALS]

    def titles(self, values: Collection[Value]) -> dict[Value, str]:
        words = gettext("goal %(number)s (%(title)s)")
        return {
            goal.number: words % {"number": goal.number, "title": goal.title}
            for goal in GOALS
            if goal.number in values
        }

    def query(self, values: Collection[Value]) -> Q:
        moved = GoalPage.objects.filter(number__in=values)
        topics = TopicPage.objects.filter(goals__in=moved.values("pk"))
        own = moved.filter(members=OuterRef("pk"))
        through_areas = Member.topics.through.objects.filter(
            member=OuterRef("pk"), topicpage__in=topics.values("pk")
        )
        return Q(Exists(own)) | Q(Exists(through_areas))


class Subscribed(Ids):
    """A series that they have said yes to, whichever the letter belongs to."""

    name = "series"
    label = _("Newsletter series")
    positive = _("have said yes to %(values)s")
    negative = _("have not said yes to %(values)s")

    def choices(self) -> list[tuple[Value, str]]:
        return [(series.pk, series.title) for series in Series.objects.all()]

    def titles(self, values: Collection[Value]) -> dict[Value, str]:
        return {value: f"»{title}«" for value, title in super().titles(values).items()}

    def query(self, values: Collection[Value]) -> Q:
        keys = [int(value) for value in values]
        standing = Consent.objects.filter(member=OuterRef("pk"), withdrawn_at=None)
        return Q(Exists(standing.filter(series__in=keys)))

    def gone(self, count: int) -> str:
        words = ngettext("a series that is gone", "%(count)s series that are gone", count)
        return words % {"count": count}


class OfADay(Ids):
    """A network day, and what became of the member there; as somebody's guest too."""

    def choices(self) -> list[tuple[Value, str]]:
        since = timezone.now() - DAYS_OFFERED
        days = original_days().filter(live=True, starts_at__gte=since)
        return self.named(days.order_by("-starts_at", "pk"))

    def titles(self, values: Collection[Value]) -> dict[Value, str]:
        # One that is long ago, or taken off the site, still had its people.
        return dict(self.named(original_days().filter(pk__in=values).order_by("-starts_at", "pk")))

    def named(self, days: QuerySet[InvitationPage]) -> list[tuple[Value, str]]:
        found = days.values_list("pk", "title", "starts_at")
        return [
            (pk, f"»{title}« ({date_format(timezone.localtime(start), 'j. F Y')})")
            for pk, title, start in found
        ]

    def those(self) -> RegistrationQuerySet:
        raise NotImplementedError

    def query(self, values: Collection[Value]) -> Q:
        days = [int(value) for value in values]
        found = self.those().filter(invitation__in=days)
        guests = found.exclude(email_key="")
        return Q(Exists(found.filter(member=OuterRef("pk")))) | Q(
            Exists(guests.filter(email_key=OuterRef("email_key")))
        )

    def gone(self, count: int) -> str:
        words = ngettext("a day that is gone", "%(count)s days that are gone", count)
        return words % {"count": count}


class Seated(OfADay):
    name = "seated"
    label = _("Has a seat at a day")
    positive = _("have a seat at %(values)s")
    negative = _("have no seat at %(values)s")

    def those(self) -> RegistrationQuerySet:
        return Registration.objects.seated()


class InLine(OfADay):
    """Those who wait, and those who have not answered yet whether they take the seat they are offered."""

    name = "in_line"
    label = _("Waits for a seat at a day")
    positive = _("wait for a seat at %(values)s")
    negative = _("do not wait for a seat at %(values)s")

    def those(self) -> RegistrationQuerySet:
        state = Registration.State
        return Registration.objects.filter(state__in=[state.WAITING, state.OFFERED])


class Came(OfADay):
    name = "came"
    label = _("Came to a day")
    positive = _("came to %(values)s")
    negative = _("did not come to %(values)s")

    def those(self) -> RegistrationQuerySet:
        return Registration.objects.came()


class Joined(Criterion):
    """One day, in the site's time zone: those who came that day or later."""

    name = "joined"
    label = _("Member since")
    positive = _("joined on %(values)s or later")
    negative = _("joined before %(values)s")
    control = "day"
    most_values = 1

    def read(self, value: Any) -> str:
        if not isinstance(value, str) or len(value) != 10:
            raise ValueError
        day = dt.date.fromisoformat(value)
        if not 1900 <= day.year <= 2100:
            raise ValueError
        return day.isoformat()

    def choices(self) -> list[tuple[Value, str]]:
        return []

    def titles(self, values: Collection[Value]) -> dict[Value, str]:
        days = {value: dt.date.fromisoformat(str(value)) for value in sorted(values, key=str)}
        return {value: date_format(day, "DATE_FORMAT") for value, day in days.items()}

    def query(self, values: Collection[Value]) -> Q:
        (value,) = values
        midnight = dt.datetime.combine(dt.date.fromisoformat(str(value)), dt.time())
        return Q(joined_at__gte=timezone.make_aware(midnight))


class Language(Words):
    name = "language"
    label = _("Language of letters")
    options = Member.Language
    column = "language"
    positive = _("get their letters %(values)s")
    negative = _("do not get their letters %(values)s")

    def titles(self, values: Collection[Value]) -> dict[Value, str]:
        titles: dict[Value, str] = {"da": gettext("in Danish"), "en": gettext("in English")}
        return {value: title for value, title in titles.items() if value in values}


# The order in which an editor finds them and a sentence says them.
CRITERIA: dict[str, Criterion] = {
    criterion.name: criterion
    for criterion in (
        Kind(),
        OneOrganisation(),
        Region(),
        Unit(),
        Role(),
        TheLevel(),
        Topic(),
        AGoal(),
        Subscribed(),
        Seated(),
        InLine(),
        Came(),
        Joined(),
        Language(),
    )
}
ORDER = {name: place for place, name in enumerate(CRITERIA)}
