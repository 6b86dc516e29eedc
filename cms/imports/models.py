"""The tables of imports and their rows."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.members.models import Member, User
from cms.members.work import Language
from cms.series.models import Series

MOST_ROWS = 200_000
MOST_COLUMNS = 50
MOST_CHARACTERS = 1_000
# With the date and »imported«, it fits into the words of a consent.
MOST_SOURCE = 600
LASTS = dt.timedelta(days=1)


class ImportQuerySet(models.QuerySet["Import"]):
    def under_way(self) -> "ImportQuerySet":
        """Those that a worker has to go on with."""
        return self.filter(state__in=Import.UNDER_WAY)


class Import(models.Model):
    """One file of members: who brought it, what was chosen, how far it is and what came of it.

    The numbers balance: `total` is what was read, and each row is created, merged, skipped or faulty.
    """

    class State(models.TextChoices):
        READING = "reading", _("is being read")
        READ = "read", _("waits for its columns")
        PLANNING = "planning", _("is being looked at")
        PLANNED = "planned", _("can be imported")
        RUNNING = "running", _("is being imported")
        DONE = "done", _("imported")
        UNDOING = "undoing", _("is being undone")
        UNDONE = "undone", _("undone")

    class OnKnown(models.TextChoices):
        """What is done with somebody who is a member already."""

        FILL = "fill", _("Fill in what is empty")
        OVERWRITE = "overwrite", _("Overwrite with what the file says")
        SKIP = "skip", _("Leave them as they are")

    UNDER_WAY = (State.PLANNING, State.RUNNING, State.UNDOING)
    # Nothing of it has happened to a member.
    NOT_RUN = (State.READING, State.READ, State.PLANNING, State.PLANNED)

    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.READING
    )
    created_by = models.ForeignKey(
        User,
        verbose_name=_("imported by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("uploaded"))
    file_name = models.CharField(_("file"), max_length=120)
    headings = models.JSONField(default=list)
    # For each heading the key of a field (`mapping`), or »«.
    columns = models.JSONField(default=list)
    series = models.ManyToManyField(
        Series, verbose_name=_("newsletters"), blank=True, related_name="+"
    )
    source = models.TextField(_("where the consent comes from"), max_length=MOST_SOURCE, blank=True)
    source_on = models.DateField(_("when they said yes"), null=True, blank=True)
    # What stands in each consent that it gave, word for word; how undoing knows them.
    words = models.TextField(blank=True)
    on_known = models.CharField(
        _("somebody who is a member already"),
        max_length=10,
        choices=OnKnown.choices,
        default=OnKnown.FILL,
    )
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.DANISH
    )
    makes_organisations = models.BooleanField(_("make organisations we do not know"), default=False)
    leaves_out_unknown = models.BooleanField(_("leave out words we do not know"), default=False)
    # The ids of the organisations that it made.
    organisations = models.JSONField(default=list)
    # The number of the last row that was dealt with in this state.
    cursor = models.PositiveIntegerField(default=0)
    # The number of the last row of all.
    last = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(_("rows"), default=0)
    created = models.PositiveIntegerField(_("new members"), default=0)
    merged = models.PositiveIntegerField(_("members updated"), default=0)
    skipped = models.PositiveIntegerField(_("skipped"), default=0)
    faulty = models.PositiveIntegerField(_("faults"), default=0)
    remarks = models.PositiveIntegerField(_("rows with a remark"), default=0)
    consents = models.PositiveIntegerField(_("consents"), default=0)
    # What undoing did.
    removed = models.PositiveIntegerField(default=0)
    restored = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    # When what it is at now began, and when a worker last went on with it.
    begun_at = models.DateTimeField(null=True)
    touched_at = models.DateTimeField()
    # The number of the last row whose member the search finds: that follows after the rows.
    indexed = models.PositiveIntegerField(default=0)
    ran_at = models.DateTimeField(_("imported on"), null=True)
    undoable_until = models.DateTimeField(_("can be undone until"), null=True)
    undone_at = models.DateTimeField(_("undone on"), null=True)
    undone_by = models.ForeignKey(
        User,
        verbose_name=_("undone by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    emptied_at = models.DateTimeField(_("rows deleted"), null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("import of members")
        verbose_name_plural = _("imports of members")
        # Whoever may add and change members may import them (`admin.access`).
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["planned", "done", "undoing", "undone"])
                | Q(total=F("created") + F("merged") + F("skipped") + F("faulty")),
                name="import_balances",
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.pk})"

    @property
    def is_under_way(self) -> bool:
        return self.state in self.UNDER_WAY

    @property
    def has_run(self) -> bool:
        return self.state not in self.NOT_RUN

    @property
    def percent(self) -> int:
        """How far it is in this state."""
        return min(100, 100 * self.cursor // self.last) if self.last else 100

    def is_undoable(self, now: dt.datetime) -> bool:
        return (
            self.state == self.State.DONE
            and self.undoable_until is not None
            and now < self.undoable_until
        )


class ImportRow(models.Model):
    """One row of the file: what stood in it, what was understood, what happens to it, what was changed.

    `number` counts as a spreadsheet does: the headings are row 1. `notes` are `notes.Note.stored()`.
    """

    class Outcome(models.TextChoices):
        CREATE = "create", _("New member")
        MERGE = "merge", _("Member updated")
        SKIP = "skip", _("Skipped")
        FAULT = "fault", _("Fault")

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    values = models.JSONField(default=list)
    outcome = models.CharField(max_length=6, choices=Outcome.choices, blank=True)
    notes = models.JSONField(default=list)
    has_remark = models.BooleanField(default=False)
    email_key = models.CharField(max_length=254, blank=True)
    # What the row says of the member, in the terms of the tables: `interpreting.Said`.
    found = models.JSONField(default=dict)
    # For a member who was there: {field: [before, after]}.
    changes = models.JSONField(default=dict)
    member = models.ForeignKey(
        Member, null=True, on_delete=models.SET_NULL, related_name="import_rows"
    )
    # Why undoing left it as it is: a sentence in English (`touching`), and what its %(what)s is, if anything.
    kept_because = models.JSONField(default=list)

    class Meta:
        ordering = ["source", "number"]
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="one_row_a_number")
        ]
        indexes = [
            models.Index(fields=["source", "outcome", "number"], name="import_rows_by_outcome"),
            models.Index(fields=["email_key"], name="import_rows_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}: {self.number}"
