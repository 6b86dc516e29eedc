"""Who has been touched since an import made them, by anybody and in whatever table; and how, in words.

What signs people up, writes to them or lists them stands above this package or beside it, so nothing is
imported from there: every foreign key that points at a member is asked.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils.translation import gettext_noop as _
from wagtail.models import ModelLogEntry

from cms.members.models import Consent, Member, User

from .deciding import PAGE, SEVERAL, THROUGH
from .models import Import, ImportRow

# What a member has from the beginning; looked at by itself.
OWN = {Consent, ImportRow, *THROUGH.values()}
SIGNED_IN = _("has signed in")
CONSENT = _("has said yes or no to a newsletter")
EDITED = _("was edited")
AGAIN = _("stands in a later import")
OTHERS = _("has something else on the site: %(what)s")
PLAIN = ("first_name", "last_name", "unit", "role", "level", "email")


def touched(source: Import, rows: Iterable[ImportRow]) -> dict[int, list[str]]:
    """Member → why they stay, as rows keep it. The rows made a member each, with `member` fetched."""
    made = {row.member_id: row for row in rows if row.member_id}
    ids = list(made)
    found: dict[int, list[str]] = {}
    for relation in relations():
        column = relation.field.name
        pointing = relation.related_model._base_manager.filter(**{f"{column}__in": ids})
        # In English, where undoing runs; it is translated where it is read.
        what = str(relation.related_model._meta.verbose_name_plural)
        for pk in pointing.order_by().values_list(column, flat=True).distinct():
            found.setdefault(pk, [OTHERS, what])
    later = ImportRow.objects.filter(member__in=ids, outcome=ImportRow.Outcome.MERGE)
    for pk in later.exclude(source=source).values_list("member", flat=True):
        found.setdefault(pk, [AGAIN])
    said = Consent.objects.filter(member__in=ids)
    for pk in said.exclude(words=source.words, withdrawn_at=None).values_list("member", flat=True):
        found.setdefault(pk, [CONSENT])
    for pk in edited(made):
        found.setdefault(pk, [EDITED])
    for pk in signed_in(source, made):
        found.setdefault(pk, [SIGNED_IN])
    return found


def relations() -> list[ForeignObjectRel]:
    """Every foreign key that points at a member, also those of tables that are yet to be made."""
    return [
        field
        for field in Member._meta.get_fields(include_hidden=True)
        if isinstance(field, ForeignObjectRel)
        and field.field.concrete
        and not field.many_to_many
        and field.related_model not in OWN
    ]


def edited(made: Mapping[int, ImportRow]) -> set[int]:
    """Those who are not any more what the file said, and those whom somebody kept in the admin."""
    found = {pk for pk, row in made.items() if differs(row.found, row.member)}
    for name in SEVERAL:
        now = interests(name, made)
        found |= {pk for pk, row in made.items() if now.get(pk, []) != row.found.get(name, [])}
    keys = [str(pk) for pk in made]
    log = ModelLogEntry.objects.get_for_model(Member).filter(object_id__in=keys)
    return found | {int(pk) for pk in log.values_list("object_id", flat=True)}


def differs(said: Mapping[str, Any], member: Member | None) -> bool:
    return member is None or any(getattr(member, name) != said.get(name, "") for name in PLAIN)


def interests(name: str, members: Iterable[int]) -> dict[int, list[int]]:
    """Member → the pages of interest, in the order of their ids."""
    found: dict[int, list[int]] = {}
    rows = THROUGH[name].objects.filter(member__in=list(members)).order_by(PAGE[name])
    for member, page in rows.values_list("member_id", PAGE[name]):
        found.setdefault(member, []).append(page)
    return found


def signed_in(source: Import, made: Mapping[int, ImportRow]) -> set[int]:
    """Those whose account was made or used since. An editor's, which was there before, says nothing."""
    keys = {row.email_key: pk for pk, row in made.items()}
    since = Q(date_joined__gte=source.created_at) | Q(last_login__gte=source.created_at)
    accounts = User.objects.filter(since, email__in=list(keys))
    return {keys[email] for email in accounts.values_list("email", flat=True)}
