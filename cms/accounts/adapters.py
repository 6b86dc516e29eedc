"""How django-allauth works here: by service letters, with no signing up, and leading nowhere else."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.content.models import NetworkSettings
from cms.members.models import User

from . import actions, queries

# What allauth calls its notices: (was added, is an app).
KEY_NOTICES = {
    "mfa/email/webauthn_added": (True, False),
    "mfa/email/webauthn_removed": (False, False),
    "mfa/email/totp_activated": (True, True),
    "mfa/email/totp_deactivated": (False, True),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("That is not the code. Look in the newest letter from us."),
        "too_many_login_attempts": _(
            "That was too many tries. Wait a little, or ask for a new code."
        ),
        "rate_limited": _("That was too many tries. Wait a little, and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        return ["cms.accounts.stages.CodeStage", "cms.accounts.stages.SecondFactorStage"]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The code. The one other thing that allauth writes of, a key, is `send_notification_mail`."""
        if template_prefix != "account/email/login_code":
            raise NotImplementedError(f"There is no service letter for {template_prefix}.")
        actions.post_code(
            address=email, code=context["code"], minutes=settings.CODE_MINUTES, now=timezone.now()
        )

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        if notice := KEY_NOTICES.get(template_prefix):
            was_added, is_app = notice
            actions.tell_of_key(user=user, was_added=was_added, is_app=is_app, now=timezone.now())

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Only what went wrong. The pages say the rest, and a message lies in a cookie, with the address."""
        if level >= messages.ERROR:
            super().add_message(request, level, *args, **kwargs)

    def is_safe_url(self, url: str) -> bool:
        """This site, by the name that it is asked by; no other that it may also answer to."""
        request = current.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """An editor's work is in the admin, a member's page is the member's."""
        user = request.user
        goes_to_admin = queries.is_editor(user) and not queries.member_of(user)
        return resolve_url("wagtailadmin_home" if goes_to_admin else settings.LOGIN_REDIRECT_URL)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        return redirect("account_login")


class KeyAdapter(DefaultMFAAdapter):
    """Passkeys belong to the address of the site, whichever of its names was asked."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("That did not match. Try again."),
    }

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": urlsplit(settings.SITE_URL).hostname or "", "name": self._get_site_name()}

    def _get_site_name(self) -> str:
        return NetworkSettings.for_request(current.request).network_name

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        return gettext("Passkey")
