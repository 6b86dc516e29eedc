"""What is kept of a file of members that an editor has brought in."""

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.holdings.registry import Ground, Holding, Person, Row, Rule, facts, read, register

from .models import LASTS, ImportRow

EMPTIED_BY = "cms.imports.sweeping.sweep"


def rows_of(person: Person, most: int | None) -> Iterator[Row]:
    found = ImportRow.objects.filter(email_key=person.address).select_related("source")
    for row in read(found.order_by("-source__created_at", "-pk"), most):
        ends = row.source.undoable_until or row.source.created_at + LASTS
        yield Row(
            at=row.source.created_at,
            what=gettext("Stood in a file that an editor brought in"),
            facts=facts(("values", _("What the row said"), " · ".join(map(str, row.values)))),
            deleted_at=ends,
        )


register(
    Holding(
        name="imports.rows",
        place=70,
        label=_("Files of members"),
        what=_("The row with your address in a file that an editor brought in."),
        why=_("So that the editor sees what came of it, and can take it back."),
        ground=Ground.INTEREST,
        kept="",
        rules=lambda: (
            Rule(_("Deleted %(period)s after the file was brought in."), LASTS, EMPTIED_BY),
        ),
        of=rows_of,
        models=frozenset({"cms.Import", "cms.ImportRow", "cms.Import_series"}),
    )
)
