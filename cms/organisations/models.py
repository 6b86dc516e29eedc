"""The tables of organisations and of the domains that their mail comes from."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.search import index

from .domains import DomainField
from .names import LONGEST, folded

# How far it is followed what an organisation became. A merge makes the way shorter, never longer.
MOST_STEPS = 3
# Fetches all that `as_of` may look at.
HEIRS = "__".join(["successor"] * MOST_STEPS)


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def valid(self, on: dt.date) -> "OrganisationQuerySet":
        """Those that exist on that day."""
        begun = Q(valid_from=None) | Q(valid_from__lte=on)
        not_over = Q(valid_to=None) | Q(valid_to__gte=on)
        return self.filter(begun, not_over)

    def meant_by(self, ids: Collection[Any]) -> "OrganisationQuerySet":
        """These organisations and all that became, or will become, one of them.

        So the old two regions belong to the new one, before its first day and after; the old ones stay
        what they were. An id that was merged away means the organisation that has its members now.
        """
        merged = Q(predecessors__in=ids, predecessors__merged_at__isnull=False)
        chosen = Organisation.objects.filter(Q(pk__in=ids) | merged)
        steps = ["__".join(["successor"] * step) for step in range(1, MOST_STEPS + 1)]
        on_the_way = Q(pk=OuterRef("pk"))
        for step in steps:
            on_the_way |= Q(pk=OuterRef(step))
        return self.filter(Exists(chosen.filter(on_the_way)))

    def within(self, ids: Collection[Any]) -> "OrganisationQuerySet":
        """These regions and the municipalities in them, in the sense of `meant_by`."""
        regions = Organisation.objects.meant_by(ids).values("pk")
        return self.filter(Q(pk__in=regions) | Q(region__in=regions))


class Organisation(index.Indexed, ClusterableModel):
    """A municipality, a region or another body, with its official code and the days it exists."""

    is_public_content = True

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("Municipality")
        REGION = "region", _("Region")
        OTHER = "other", _("Other organisation")

    name = models.CharField(
        _("name"),
        max_length=120,
        unique=True,
        help_text=_("As it is written on the letterhead: »Middelfart Kommune«."),
    )
    # The name as it is searched in (`names.folded`).
    name_key = models.CharField(max_length=LONGEST, editable=False)
    kind = models.CharField(
        _("kind of organisation"),
        max_length=20,
        choices=Kind.choices,
        default=Kind.MUNICIPALITY,
        db_index=True,
        help_text=_("Newsletters can be addressed by kind of organisation."),
    )
    code = models.CharField(
        _("official code"),
        max_length=10,
        blank=True,
        help_text=_("The municipality's or region's number: »410«. Empty for other bodies."),
    )
    region = models.ForeignKey(
        "self",
        verbose_name=_("region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="municipalities",
        limit_choices_to={"kind": Kind.REGION},
        help_text=_(
            "The region that a municipality lies in. When a region becomes another, its municipalities "
            "follow by themselves."
        ),
    )
    is_listed = models.BooleanField(
        _("can be chosen when joining"),
        default=True,
        help_text=_(
            "Unticked for one that a new member named: tick it when the name is right, "
            "and others can choose it too."
        ),
    )
    valid_from = models.DateField(
        _("from"), null=True, blank=True, help_text=_("The first day; empty: it was always there.")
    )
    valid_to = models.DateField(
        _("to"),
        null=True,
        blank=True,
        help_text=_("The last day, for an organisation that is merged or closed."),
    )
    successor = models.ForeignKey(
        "self",
        verbose_name=_("became"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
        help_text=_("What it is from the day after its last one."),
    )
    # When its members and all else were moved to the successor by hand; empty where only the days say it.
    merged_at = models.DateTimeField(_("merged"), null=True, editable=False)

    objects = OrganisationQuerySet.as_manager()

    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.FilterField("kind"),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        permissions = [("merge_organisation", "Can merge two organisations")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code"],
                condition=~models.Q(code=""),
                name="organisation_code_unique",
                violation_error_message=_("Another organisation has this code."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        # The key follows the name wherever one is saved; bulk writers call `folded` themselves.
        self.name_key = folded(self.name)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("The last day is before the first day.")})
        if self.successor is None:
            return
        if self.valid_to is None:
            raise ValidationError(
                {"valid_to": _("What became another organisation has a last day.")}
            )
        if self.successor.kind != self.kind:
            raise ValidationError({"successor": _("It can only become one of its own kind.")})
        after = line(self.successor)
        if self.pk in [one.pk for one in after]:
            raise ValidationError(
                {"successor": _("That one becomes this one: nothing goes in a ring.")}
            )
        if steps_before(self) + len(after) > MOST_STEPS:
            raise ValidationError({"successor": _("That one has become too many others already.")})

    def is_valid(self, on: dt.date) -> bool:
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_to is None or self.valid_to >= on)

    def as_of(self, day: dt.date) -> "Organisation":
        """What this is on that day: itself, or what it became by then.

        `select_related(HEIRS)` spares queries.
        """
        found = self
        for _step in range(MOST_STEPS):
            if found.valid_to is None or found.valid_to >= day or found.successor is None:
                break
            found = found.successor
        return found


def line(first: Organisation) -> list[Organisation]:
    """An organisation and all that it becomes, in order; cut off one step after the longest that may be."""
    found = [first]
    while len(found) <= MOST_STEPS and found[-1].successor:
        found.append(found[-1].successor)
    return found


def steps_before(last: Organisation) -> int:
    """How many steps it took to become this one, by the longest way; counted to one more than may be."""
    level = (
        Organisation.objects.filter(successor=last.pk) if last.pk else Organisation.objects.none()
    )
    for steps in range(MOST_STEPS + 1):
        ids = list(level.values_list("pk", flat=True))
        if not ids:
            return steps
        level = Organisation.objects.filter(successor__in=ids)
    return MOST_STEPS + 1


class Domain(models.Model):
    """The end of an organisation's e-mail addresses: »middelfart.dk« and all its subdomains."""

    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="domains")
    name = DomainField(
        _("domain"),
        unique=True,
        error_messages={"unique": _("Another organisation has this domain already.")},
        help_text=_("What stands after the @: »middelfart.dk«."),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("e-mail domain")
        verbose_name_plural = _("e-mail domains")

    def __str__(self) -> str:
        return self.name
