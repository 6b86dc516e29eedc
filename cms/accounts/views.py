"""The doors in and out: a code by mail, a passkey, an editor's password, the second factor, signing out."""

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.logout import logout
from allauth.account.models import Login
from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from allauth.core import ratelimit
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin.views.account import LoginView

from . import actions, queries
from .forms import AddressForm, AppCodeForm, CodeForm


def is_welcome(request: HttpRequest) -> bool:
    """Whether one more letter to a stranger fits, from this place and from everywhere together."""
    return ratelimit.consume(request, action="answer_stranger", key="all")


class SignIn(RequestLoginCodeView):
    """Asks for an address, and mails a code to it, or says by mail that it is not in the network."""

    template_name = "cms/accounts/sign_in.html"
    extra_context = {"join_url": lazy(actions.join_path, str)()}

    def get_form_class(self) -> type[Form]:
        return AddressForm

    def form_valid(self, form: Any) -> HttpResponse:
        # One transaction, as one that is waited for longer would tell who is known.
        with transaction.atomic():
            address, now = form.cleaned_data["email"], timezone.now()
            self.request.session.set_expiry(settings.ASKED_FOR)
            form._user = actions.open_account(address=address)
            if form._user is None:
                actions.answer_stranger(
                    address=address, may_write=is_welcome(self.request), now=now
                )
            return super().form_valid(form)


class EnterCode(ConfirmLoginCodeView):
    template_name = "cms/accounts/enter_code.html"

    def get_form_class(self) -> type[Form]:
        return CodeForm

    def form_valid(self, form: Any) -> HttpResponse:
        self.request.session.set_expiry(None)
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "minutes": settings.CODE_MINUTES}


class SignInByKey(LoginWebAuthnView):
    """A passkey alone: it has asked for finger, face or PIN. GET gives the script its challenge."""

    def form_valid(self, form: Any) -> HttpResponse:
        self.request.session.set_expiry(None)
        return super().form_valid(form)


class SecondFactor(AuthenticateView):
    """An editor's passkey or app, after code or password."""

    template_name = "cms/accounts/second_factor.html"

    def get_form_class(self) -> type[Form]:
        return AppCodeForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = {key.instance.type for key in queries.keys_of(self.stage.login.user)}
        return {**super().get_context_data(**kwargs), "kinds": kinds}


class EditorSignIn(LoginView):
    """Wagtail's page for address and password, with the second factor behind it."""

    def form_valid(self, form: Any) -> HttpResponse:
        user = form.get_user()
        lasts = settings.SESSION_COOKIE_AGE if form.cleaned_data.get("remember") else 0
        self.request.session.set_expiry(lasts)
        record_authentication(self.request, user, method="password")
        return perform_login(
            self.request, Login(user=user, redirect_url=str(self.get_success_url()))
        )


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request, show_message=False)
    return redirect("/en/" if request.LANGUAGE_CODE == "en" else "/")


sign_in = SignIn.as_view()
enter_code = EnterCode.as_view()
sign_in_by_key = method_decorator(never_cache, name="dispatch")(SignInByKey).as_view()
second_factor = SecondFactor.as_view()
editor_sign_in = EditorSignIn.as_view()
