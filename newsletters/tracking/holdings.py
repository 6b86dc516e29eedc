"""What is kept of the provider's reports on letters to a person."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cms.holdings.registry import Ground, Holding, Person, Row, Rule, facts, read, register

from .models import DeliveryEvent
from .retention import KEPT


def reports_of(person: Person, most: int | None) -> Iterator[Row]:
    found = DeliveryEvent.objects.filter(delivery__member=person.member or 0)
    for report in read(found.order_by("-occurred_at", "-pk"), most):
        yield Row(
            at=report.occurred_at,
            what=report.get_kind_display(),
            facts=facts(("words", _("Details"), report.words)),
            deleted_at=report.received_at + KEPT,
        )


register(
    Holding(
        name="tracking.reports",
        place=35,
        label=_("Reports on newsletters"),
        what=_(
            "What our mail provider reported: delivered, delayed, came back, or reported as spam."
        ),
        why=_("So that mail does not go to an address again and again where it does not arrive."),
        ground=Ground.INTEREST,
        kept="",
        rules=lambda: (
            Rule(_("Deleted after %(period)s."), KEPT, "newsletters.tracking.retention.sweep"),
        ),
        of=reports_of,
        models=frozenset({"newsletters.DeliveryEvent"}),
    )
)
