"""What is kept of whoever a page names as the one to ask: the same on stories and on network days."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.holdings.registry import Ground, Holding, Person, Row, Text, facts, read, register


def register_contacts(
    *, name: str, place: int, label: Text, what: Text, model: type[Page]
) -> Holding:
    """Declare the contacts of these pages, which have the fields contact_name, _email and _phone."""

    def contacts_of(person: Person, most: int | None) -> Iterator[Row]:
        pages: Any = model._default_manager.filter(contact_email__iexact=person.address)
        for page in read(pages.order_by("-first_published_at", "-pk"), most):
            yield Row(
                at=page.first_published_at,
                what=page.title,
                facts=facts(
                    ("name", _("Name"), page.contact_name),
                    ("email", _("E-mail"), page.contact_email),
                    ("phone", _("Telephone"), page.contact_phone),
                ),
            )

    return register(
        Holding(
            name=name,
            place=place,
            label=label,
            what=what,
            why=_("So that readers can ask."),
            ground=Ground.INTEREST,
            kept=_("As long as the page is there, or until you ask us to take your name off it."),
            of=contacts_of,
            models=frozenset({model._meta.label}),
            stays=_(
                "Your name on such a page, until an editor takes it off. Write to us, and we do."
            ),
        )
    )
