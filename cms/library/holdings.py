"""What is kept of resource persons, and of who is named on a project as the one to ask."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from cms.content.contacts import register_contacts
from cms.holdings.registry import Ground, Holding, Person, Row, Rule, facts, read, register

from .persons import ResourcePersonPage
from .projects import ProjectPage
from .sweeping import KEPT


def pages_of(person: Person, most: int | None) -> Iterator[Row]:
    own = Q(own_email__iexact=person.address) | Q(contact_email__iexact=person.address)
    if person.member:
        own |= Q(member=person.member)
    found = ResourcePersonPage.objects.filter(own).order_by("-first_published_at", "-pk")
    for page in read(found, most):
        yield Row(
            at=page.first_published_at,
            what=page.title,
            facts=facts(
                ("role", _("Role"), page.role),
                ("helps_with", _("Can help with"), strip_tags(page.helps_with)),
                ("contact_email", _("E-mail that is shown"), page.contact_email),
                ("contact_phone", _("Telephone"), page.contact_phone),
                ("own_email", _("Own address, not shown"), page.own_email),
                ("consented_on", _("You said yes on"), page.consented_on),
                ("consent_note", _("How you said yes"), page.consent_note),
            ),
            deleted_at=page.withdrawn_at + KEPT if page.withdrawn_at else None,
        )


register(
    Holding(
        name="library.persons",
        place=28,
        label=_("Your page as a resource person"),
        what=_("Your name, what you can help with, how you can be reached, and when you said yes."),
        why=_("So that members find somebody to ask."),
        ground=Ground.CONSENT,
        kept=_("Until you take your yes back, or leave: then it is off the site at once."),
        rules=lambda: (
            Rule(
                _("What was written is deleted %(period)s later."),
                KEPT,
                "cms.library.sweeping.sweep",
            ),
        ),
        of=pages_of,
        models=frozenset({"cms.ResourcePersonPage"}),
    )
)
CONTACTS = register_contacts(
    name="library.contacts",
    place=96,
    label=_("Contact of projects"),
    what=_("Your name, address and telephone where you are the one to ask about a project."),
    model=ProjectPage,
)
