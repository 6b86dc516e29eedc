"""The page on who comes to a day: numbers, the list, and the same list as a file."""

import math
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from .. import roster
from ..asked import in_words
from ..attending import is_the_day
from ..models import Registration, SeatEvent
from ..questions import Needs
from ..roster import Shown
from .day import MANAGE, SEE, DayView
from .exporting import WRITERS
from .papers import A_FILE

A_PAGE = 100
SORTS = ("name", "number")
STATES = dict(Registration.State.choices)
STEPS = dict(SeatEvent.What.choices)


class ParticipantsView(DayView):
    """What the address asks for and fits nothing counts for nothing."""

    template_name = "cms/invitations/admin/participants.html"
    page_title = gettext_lazy("Participants")
    needs = SEE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET
        self.typed = asked.get("q", "")[: roster.MOST_TYPED].replace("\x00", " ")
        state, sort = asked.get("state", ""), asked.get("sort", "")
        self.shown = Shown(state) if state in Shown.values else Shown.STANDING
        self.asked_sort = sort if sort in SORTS else ""
        # A line is read from its beginning.
        self.sort = self.asked_sort or ("number" if self.shown == Shown.WAITING else "name")
        self.rows = roster.roster(self.day)
        if writer := WRITERS.get(asked.get("export", "")):
            return writer(self.day, self.found(), roster.places(self.rows))
        return super().get(request, *args, **kwargs)

    def found(self) -> list[roster.Row]:
        found = roster.searched(roster.narrowed(self.rows, self.shown), self.typed)
        return roster.by_name(found) if self.sort == "name" else found

    def address(self, **changed: str) -> str:
        """This page with the same filters but for what is changed."""
        now = {
            "q": self.typed,
            "state": self.shown.value if self.shown != Shown.STANDING else "",
            "sort": self.asked_sort,
        }
        return "?" + urlencode({name: value for name, value in (now | changed).items() if value})

    def get_context_data(self, **kwargs: Any) -> dict:
        page = Paginator(self.found(), A_PAGE).get_page(self.request.GET.get("p"))
        places = roster.places(self.rows)
        people = roster.registrations_of(page.object_list)
        prefetch_related_objects(people, "answers")
        self.needs = self.needs_of(people)
        counted = roster.numbers(self.day, self.rows)
        return super().get_context_data(
            numbers=counted,
            page=page,
            people=[self.person(one, places) for one in people],
            can_offer=bool(counted.waiting) and counted.free != 0 and self.day.starts_at > self.now,
            badge_parts=range(1, math.ceil(counted.seated / A_FILE) + 1),
            is_the_day=is_the_day(self.day, self.now),
            is_over=self.day.is_past(self.now),
            has_kitchen=self.may_cook(),
            states=Shown.choices,
            state=self.shown,
            sort=self.sort,
            asked_sort=self.asked_sort,
            typed=self.typed,
            by_name=self.address(sort="name"),
            by_number=self.address(sort="number"),
            as_csv=self.address(export="csv"),
            as_xlsx=self.address(export="xlsx"),
            before=self.address(p=str(page.number - 1)),
            after=self.address(p=str(page.number + 1)),
            **kwargs,
        )

    def needs_of(self, people: list[Registration]) -> dict[int, Needs]:
        """For those who run the day alone."""
        if not self.request.user.has_perm(MANAGE):
            return {}
        found = Needs.objects.filter(registration__in=[one.pk for one in people])
        return {one.registration_id: one for one in found}

    def may_cook(self) -> bool:
        """Whether there is, or may be, a kitchen's list for this person to take out."""
        asks = self.day.asks_diet or self.day.asks_access
        return bool(self.needs) or (asks and self.request.user.has_perm(MANAGE))

    def person(self, own: Registration, places: dict[int, int]) -> dict[str, Any]:
        """With the words looked up once: Django's own way hashes all of them for each."""
        events = [(STEPS[event.what], event.at, event.by) for event in own.events.all()]
        state, place = STATES[own.state], places.get(own.pk)
        return {
            "own": own,
            "state": state,
            "place": place,
            "events": events,
            "answers": [(one.label, in_words(one.value)) for one in own.answers.all()],
            "needs": self.needs.get(own.pk),
        }
