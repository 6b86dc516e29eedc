"""What audiences do when two organisations are merged: their rules hold ids, which no foreign key moves."""

import datetime as dt
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.organisations.models import Organisation
from cms.organisations.queries import Reference
from cms.organisations.signals import organisations_merged, references_asked

from . import actions, queries
from .models import Audience


def connect() -> None:
    references_asked.connect(count_audiences, dispatch_uid="newsletters.count_audiences")
    organisations_merged.connect(follow_merge, dispatch_uid="newsletters.follow_merge")


def count_audiences(*, organisation: Organisation, **_kwargs: Any) -> Reference:
    return Reference(
        words=capfirst(str(Audience._meta.verbose_name_plural)),
        count=len(queries.audiences_naming(organisation.pk)),
        note=_("They name the other one instead, also where they leave its members out."),
    )


def follow_merge(
    *, kept: Organisation, gone: Organisation, now: dt.datetime, **_kwargs: Any
) -> None:
    actions.replace_organisation(gone=gone.pk, kept=kept.pk, now=now)
