"""Merging two organisations into one."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.errors import NetworkError

from . import moving
from .models import Organisation, line
from .queries import Reference
from .signals import organisations_merged

MERGED = "cms.merge_organisations"  # its name in Wagtail's log


class MergeError(NetworkError):
    """These two cannot be merged. Subclasses are named for the reason."""

    code = "merge"


class SameOrganisationError(MergeError):
    code = "same_organisation"


class OtherKindError(MergeError):
    code = "other_kind"


class OrganisationOverError(MergeError):
    """The one to keep is gone itself."""

    code = "organisation_over"


class OrganisationNotBegunError(MergeError):
    code = "organisation_not_begun"


class MergedBeforeError(MergeError):
    """The one that goes has gone already, into another."""

    code = "merged_before"


class RingError(MergeError):
    """The one to keep becomes, by its days, the one that goes."""

    code = "ring"


@dataclass(frozen=True)
class Merged:
    kept: Organisation
    gone: Organisation
    moved: list[Reference]


@transaction.atomic
def merge(
    *, kept: Organisation, gone: Organisation, user: AbstractBaseUser, now: dt.datetime
) -> Merged:
    """Move all that points at `gone` to `kept`, and close `gone`, which stays as an earlier name.

    Doing it again moves what came since. There is no way back. Raises MergeError and
    `moving.BothHaveOneError`.
    """
    # Always in the same order, so that two merges cannot wait for each other; whoever is adding somebody
    # to `gone` at this moment waits, and what comes after us still leads to `kept` (`as_of`).
    ids = sorted({kept.pk, gone.pk})
    locked = Organisation.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    by_id = {one.pk: one for one in locked}
    kept, gone = by_id[kept.pk], by_id[gone.pk]
    today = timezone.localdate(now)
    check(kept=kept, gone=gone, today=today)
    is_first = gone.merged_at is None
    moved = moving.move(kept=kept, gone=gone)
    close(gone, kept, now)
    organisations_merged.send(sender=Organisation, kept=kept, gone=gone, now=now)
    if is_first or moved:
        data = {
            "gone": gone.name,
            "kept": kept.name,
            "moved": {reference.words: reference.count for reference in moved},
        }
        for one in (kept, gone):
            log(instance=one, action=MERGED, user=user, data=data)
    return Merged(kept, gone, moved)


def check(*, kept: Organisation, gone: Organisation, today: dt.date) -> None:
    """Raises a MergeError that says in words why these two cannot be merged on that day."""
    names = {"kept": kept.name, "gone": gone.name}
    if kept.pk == gone.pk:
        raise SameOrganisationError(
            _("An organisation cannot be merged with itself. Choose another.")
        )
    if kept.kind != gone.kind:
        words = _(
            "»%(gone)s« and »%(kept)s« are not of the same kind. Choose one of the same kind."
        )
        raise OtherKindError(words % names)
    if gone.merged_at and gone.successor and gone.successor_id != kept.pk:
        words = _("»%(gone)s« was merged into »%(into)s« already. Merge that one instead.")
        raise MergedBeforeError(words % (names | {"into": gone.successor.name}))
    if not kept.is_valid(today):
        raise_not_valid(kept, today)
    if gone.pk in [one.pk for one in line(kept)]:
        words = _(
            "»%(kept)s« becomes »%(gone)s«. Merge them the other way round, when that day has come."
        )
        raise RingError(words % names)


def raise_not_valid(kept: Organisation, today: dt.date) -> None:
    names = {"kept": kept.name}
    if kept.valid_from and kept.valid_from > today:
        words = _("»%(kept)s« begins on %(day)s. Until then nothing can be merged into it.")
        raise OrganisationNotBegunError(words % (names | {"day": shown(kept.valid_from)}))
    now = kept.as_of(today)
    if now.pk != kept.pk and now.is_valid(today):
        words = _("»%(kept)s« has become »%(into)s«. Choose that one.")
        raise OrganisationOverError(words % (names | {"into": now.name}))
    words = _("»%(kept)s« ended on %(day)s. Choose one that exists.")
    raise OrganisationOverError(words % (names | {"day": shown(kept.valid_to)}))


def close(gone: Organisation, kept: Organisation, now: dt.datetime) -> None:
    """It was there until yesterday, whatever was written; what ended earlier keeps its day."""
    yesterday = timezone.localdate(now) - dt.timedelta(days=1)
    gone.valid_to = min(gone.valid_to or yesterday, yesterday)
    if gone.valid_from and gone.valid_from > gone.valid_to:
        gone.valid_from = gone.valid_to
    gone.successor = kept
    gone.merged_at = gone.merged_at or now
    gone.save(update_fields=["valid_from", "valid_to", "successor", "merged_at", "name_key"])


def shown(day: dt.date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""
