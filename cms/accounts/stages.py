"""What stands between a code, a password or a passkey and being signed in. allauth walks through them."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.stages import LoginByCodeStage
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from cms.members.models import User

from . import queries


class CodeStage(LoginByCodeStage):
    """The code. Whoever goes back to the first page writes another address there."""

    def is_resumable(self, request: HttpRequest) -> bool:
        return False


class SecondFactorStage(AuthenticateStage):
    """The passkey or the app of those who work in the admin. A member's passkey is a way in of its own:
    without it, on another machine, a code is enough.
    """

    def _should_handle(self, request: HttpRequest) -> bool:
        user = self.login.user
        return user is not None and queries.is_editor(user) and super()._should_handle(request)

    def is_resumable(self, request: HttpRequest) -> bool:
        return False


def has_proven(request: HttpRequest, user: User) -> bool:
    """Whether this session was signed in with, or has just been given, a passkey or an app's code."""
    records = get_authentication_records(request, user)
    return any(record.get("method") == "mfa" for record in records)
