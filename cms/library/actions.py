"""What can be done with a page about a person: take it down, and erase it."""

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from wagtail.models import PageLogEntry

if TYPE_CHECKING:
    from .persons import ResourcePersonPage


@transaction.atomic
def take_down(
    *, page: "ResourcePersonPage", now: dt.datetime, user: AbstractBaseUser | None = None
) -> None:
    """The person wants it no more: it is off the site in every language, and needs a new yes to come back."""
    for each in page.get_translations(inclusive=True):
        take_back(each, now, user)


def take_back(page: "ResourcePersonPage", now: dt.datetime, user: AbstractBaseUser | None) -> None:
    if not page.alias_of_id:
        draft = page.get_latest_revision_as_object()
        draft.has_consented, draft.withdrawn_at = False, now
        # What was there yesterday needs no yes to be kept as a draft until it is deleted.
        draft.save_revision(user=user, clean=False)
        page.refresh_from_db()
    page.has_consented, page.withdrawn_at = False, now
    if page.live:
        page.unpublish(user=user)
    else:
        page.save(clean=False)


@transaction.atomic
def erase(*, page: "ResourcePersonPage") -> None:
    """The page goes with all its versions, and its name out of the log."""
    key = page.pk
    page.delete()
    # The log keeps the title of a page that is gone, which here is a person's name.
    PageLogEntry.objects.filter(page=key).update(label="")
