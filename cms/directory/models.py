"""The tables of the directory: who is in it, and who wrote to whom."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.members.models import Member
from cms.organisations.names import folded, in_danish_order

# 96 random bits: the address of a person says nothing, not even how many there are.
BYTES = 12
LONGEST_HELP = 300
# The last letters as every collation sorts them: after z, in the Danish order.
_LAST = str.maketrans({"{": "zza", "|": "zzb", "}": "zzc"})


def make_code() -> str:
    return secrets.token_urlsafe(BYTES)


class Entry(models.Model):
    """A member's yes to being in the directory, and what of theirs is shown there.

    Name and organisation always are: they are what an entry is. A no deletes it; a later yes is a new one,
    with another address.
    """

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="entry")
    code = models.CharField(max_length=22, unique=True, default=make_code, editable=False)
    listed_at = models.DateTimeField(_("in the directory since"))
    shows_unit = models.BooleanField(_("kind of unit"), default=False)
    shows_role = models.BooleanField(_("role"), default=False)
    shows_level = models.BooleanField(_("level"), default=False)
    shows_topics = models.BooleanField(_("areas"), default=False)
    shows_goals = models.BooleanField(_("goals"), default=False)
    takes_letters = models.BooleanField(_("takes letters from colleagues"), default=True)
    helps_with = models.CharField(_("can help with"), max_length=LONGEST_HELP, blank=True)
    # The member's names as they were when the two keys below were made of them.
    name = models.CharField(max_length=150, editable=False)
    name_key = models.CharField(max_length=300, editable=False)
    place = models.CharField(max_length=450, editable=False)

    # Who is here is nobody's business who asks where a page is used.
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["place", "pk"]
        default_permissions = ()
        verbose_name = _("entry in the directory")
        verbose_name_plural = _("entries in the directory")
        indexes = [models.Index(fields=["place", "id"], name="entries_by_name")]

    def __str__(self) -> str:
        return self.code

    def take_name(self) -> None:
        """Make the keys of the member's names as they are now."""
        self.name = name_of(self.member)
        self.name_key = folded(self.name)
        self.place = in_danish_order(self.name).translate(_LAST)


# What `take_name` writes.
NAME_FIELDS = ("name", "name_key", "place")


def name_of(member: Member) -> str:
    """Both names as they are written; the sweep compares them with this form, in the database."""
    return f"{member.first_name} {member.last_name}"


class Note(models.Model):
    """That one member wrote to another, and when; not what. Letters are counted by it, and it lets the
    recipient answer, also a sender who is not in the directory.
    """

    code = models.CharField(max_length=22, unique=True, default=make_code, editable=False)
    sender = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="notes_sent", db_index=False
    )
    recipient = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notes_received")
    # A keyed hash of the form and the words in it: the same letter, pressed twice, is one.
    mark = models.CharField(max_length=32)
    at = models.DateTimeField(db_index=True)
    # Its sender, who is not in the directory, wants no more answers.
    is_closed = models.BooleanField(default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()
        verbose_name = _("letter between members")
        verbose_name_plural = _("letters between members")
        constraints = [
            models.UniqueConstraint(fields=["sender", "mark"], name="one_note_a_letter"),
        ]
        indexes = [models.Index(fields=["sender", "at"], name="notes_by_sender")]

    def __str__(self) -> str:
        return self.code

    @property
    def about(self) -> str:
        """What its letter is about."""
        return f"note:{self.code}"
