"""What is kept of newsletters to a person."""

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.holdings.registry import Ground, Holding, Person, Row, facts, read, register

from .models import Delivery


def letters_of(person: Person, most: int | None) -> Iterator[Row]:
    letters = Delivery.objects.filter(member=person.member or 0).select_related("mailing__series")
    # A mailing's own text is some 50 kB, and nothing of it is shown.
    letters = letters.defer("mailing__html", "mailing__text", "mailing__words")
    for letter in read(letters.order_by("-mailing_id"), most):
        series = letter.mailing.series.title
        yield Row(
            at=letter.mailing.created_at,
            what=gettext("Newsletter »%(subject)s«") % {"subject": letter.mailing.subject},
            facts=facts(
                ("series", _("Newsletter"), series),
                ("address", _("To"), letter.address),
                ("state", _("What became of it"), letter.get_state_display()),
                ("reason", _("Details"), letter.reason_in_words),
            ),
        )


register(
    Holding(
        name="delivery.letters",
        place=30,
        label=_("Newsletters received"),
        what=_(
            "Which newsletter went to which address, and whether it arrived. Nobody counts whether you open "
            "or click."
        ),
        why=_("So that nobody gets the same letter twice, and we see when letters do not arrive."),
        ground=Ground.CONSENT,
        kept=_("As long as you are a member."),
        of=letters_of,
        models=frozenset({"newsletters.Delivery"}),
        stays=_("That a newsletter was sent to somebody that day, without your name and address."),
    )
)
