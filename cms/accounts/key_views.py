"""Passkeys, and the editors' app: listed, added, removed."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import flows as app_flows
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.internal import flows as passkey_flows
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST

from . import queries
from .forms import AppForm, PasskeyForm

private = cache_control(private=True, no_store=True)


class Keys(AddWebAuthnView):
    """The list, and the form for one more passkey."""

    template_name = "cms/accounts/keys.html"

    def get_form_class(self) -> type[Form]:
        return PasskeyForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        keys = queries.keys_of(user)
        is_editor = queries.is_editor(user)
        context = super(AddWebAuthnView, self).get_context_data(**kwargs)
        # Asked for as one that signs in by itself, so that no address is needed with it.
        context["js_data"] = {"creation_options": auth.begin_registration(user, True)}
        return {
            **context,
            "keys": keys,
            "is_editor": is_editor,
            "has_app": any(key.instance.type == Authenticator.Type.TOTP for key in keys),
            "must_have_one": is_editor and settings.SECOND_FACTOR and not keys,
            "onward": onward(self.request),
        }

    def get_success_url(self) -> str:
        return after_adding(self.request)


class AddApp(ActivateTOTPView):
    """An authenticator app, for editors: a second factor where no passkey can be kept."""

    template_name = "cms/accounts/add_app.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not queries.is_editor(request.user) or has_app(request):
            return redirect("my_keys")
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self) -> type[Form]:
        return AppForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "onward": onward(self.request)}

    def get_success_url(self) -> str:
        return after_adding(self.request)


def has_app(request: HttpRequest) -> bool:
    found = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP)
    return found.exists()


def onward(request: HttpRequest) -> str:
    """Where this person was going when they were sent here for a key: inside the admin, or nowhere."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    admin = reverse("wagtailadmin_home")
    return wanted if wanted.startswith(admin) and "\\" not in wanted else ""


def after_adding(request: HttpRequest) -> str:
    return onward(request) or reverse("my_keys")


@require_POST
@login_required
def remove_key(request: HttpRequest, key_id: int) -> HttpResponse:
    """Remove one's own key; anybody else's is not there."""
    key = get_object_or_404(Authenticator, pk=key_id, user=request.user)
    if key.type == Authenticator.Type.TOTP:
        app_flows.deactivate_totp(request, key)
    else:
        passkey_flows.remove_authenticator(request, key)
    return redirect("my_keys")


keys = private(login_required(Keys.as_view()))
add_app = private(login_required(AddApp.as_view()))
