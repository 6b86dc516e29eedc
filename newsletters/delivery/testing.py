"""Test letters: which colleagues may get one, and how many a person may send.

A test carries words that nobody has approved yet, so it goes only to people who can read them in the admin
anyway.
"""

from django.contrib.auth.backends import ModelBackend
from django.core.cache import cache
from django.db.models import Case, QuerySet, Value, When
from django.utils.translation import gettext as _

from cms.errors import NetworkError
from cms.members.models import User

TESTS_AN_HOUR = 30
HOUR = 60 * 60


class TooManyTestsError(NetworkError):
    """This person has sent as many tests as fit in an hour."""

    code = "too_many_tests"
    status = 429


def colleagues(user: User) -> QuerySet[User]:
    """Those who can sign in to the admin: this person first, then by name."""
    found = ModelBackend().with_perm("wagtailadmin.access_admin")
    own_first = Case(When(pk=user.pk, then=Value(0)), default=Value(1))
    return found.order_by(own_first, "first_name", "last_name", "email")


def count_test(user: User) -> None:
    """Count one more test of this person. Raises TooManyTestsError.

    In the cache, which forgets by itself: this keeps a slip or a script from flooding colleagues, and is no
    ledger. Without a shared cache each process counts for itself.
    """
    key = f"newsletters-tests-{user.pk}"
    cache.add(key, 0, HOUR)
    try:
        count = cache.incr(key)
    except ValueError:
        # The hour ended between the two lines.
        return
    if count > TESTS_AN_HOUR:
        raise TooManyTestsError(_("You have sent many tests within an hour. Wait a while."))
