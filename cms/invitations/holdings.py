"""Who is named on a page as the one to ask."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cms.holdings.registry import Ground, Holding, Person, Row, facts, read, register

from .pages import InvitationPage


def contacts_of(person: Person, most: int | None) -> Iterator[Row]:
    found = InvitationPage.objects.filter(contact_email__iexact=person.address)
    for page in read(found.order_by("-first_published_at", "-pk"), most):
        yield Row(
            at=page.first_published_at,
            what=page.title,
            facts=facts(
                ("name", _("Name"), page.contact_name),
                ("email", _("E-mail"), page.contact_email),
                ("phone", _("Telephone"), page.contact_phone),
            ),
        )


register(
    Holding(
        name="invitations.contacts",
        place=96,
        label=_("Contact of network days"),
        what=_(
            "Your name, address and telephone where you are the one to ask about a network day."
        ),
        why=_("So that readers can ask."),
        ground=Ground.INTEREST,
        kept=_("As long as the page is there, or until you ask us to take your name off it."),
        of=contacts_of,
        models=frozenset({"cms.InvitationPage"}),
        stays=_("Your name on such a page, until an editor takes it off. Write to us, and we do."),
    )
)
