"""What is kept of who wished for what, and who voted."""

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.holdings.registry import Ground, Holding, Person, Row, facts, read, register

from .models import Vote, Wish


def wishes_of(person: Person, most: int | None) -> Iterator[Row]:
    found = Wish.objects.filter(author=person.member or 0).weighed().order_by("-written_at", "-pk")
    for wish in read(found, most):
        hidden = gettext("yes") if wish.is_confidential else gettext("no")
        yield Row(
            at=wish.written_at,
            what=gettext("Wished for »%(title)s«") % {"title": wish.title},
            facts=facts(
                ("kind", _("About"), wish.get_kind_display()),
                ("text", _("Text"), wish.text),
                ("is_confidential", _("Confidential"), hidden),
                ("state", _("State"), wish.stands_in_words),
                ("answer", _("Answer"), wish.answer),
            ),
        )


def votes_of(person: Person, most: int | None) -> Iterator[Row]:
    found = Vote.objects.filter(member=person.member or 0).select_related("wish")
    for vote in read(found.order_by("-at", "-pk"), most):
        yield Row(at=vote.at, what=gettext("Voted for »%(title)s«") % {"title": vote.wish.title})


register(
    Holding(
        name="participation.wishes",
        place=46,
        label=_("Your wishes"),
        what=_("What you want the network to take up, and your confidential cases."),
        why=_("So that the network works with what its members need."),
        ground=Ground.MEMBERSHIP,
        kept=_("Until you withdraw them, or leave."),
        stays=_(
            "A wish that everybody may read, without your name. What is not public, and every"
            " confidential case, is deleted."
        ),
        of=wishes_of,
        models=frozenset({"cms.Wish", "cms.Citation"}),
    )
)
register(
    Holding(
        name="participation.votes",
        place=47,
        label=_("Your votes for wishes"),
        what=_("Which wishes you vote for. Others see how many votes there are, never whose."),
        why=_("So that what many want is taken up first, and nobody votes twice."),
        ground=Ground.MEMBERSHIP,
        kept=_("Until you take the vote back, or say goodbye."),
        of=votes_of,
        models=frozenset({"cms.Vote"}),
        is_private=True,
    )
)
