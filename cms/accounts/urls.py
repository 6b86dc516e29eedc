"""The addresses of signing in and of one's own page, in the language that they are read in.

Names that begin with `account_` and `mfa_` are django-allauth's: it asks for them.
"""

from django.urls import path
from django.utils.functional import lazy
from django.utils.translation import get_language

from . import address_views, key_views, own_views, views


def _spoken(danish: str, english: str) -> str:
    return english if get_language() == "en" else danish


spoken = lazy(_spoken, str)
SIGN_IN = spoken("log-ind/", "sign-in/")
OWN = spoken("min-side/", "my-page/")

urlpatterns = [
    path(SIGN_IN, views.sign_in, name="account_request_login_code"),
    path(SIGN_IN, views.sign_in, name="account_login"),
    path(
        spoken("log-ind/kode/", "sign-in/code/"),
        views.enter_code,
        name="account_confirm_login_code",
    ),
    path(
        spoken("log-ind/adgangsnoegle/", "sign-in/passkey/"),
        views.sign_in_by_key,
        name="mfa_login_webauthn",
    ),
    path(
        spoken("log-ind/bekraeft/", "sign-in/confirm/"),
        views.second_factor,
        name="mfa_authenticate",
    ),
    path(spoken("log-ud/", "sign-out/"), views.sign_out, name="account_logout"),
    path(OWN, own_views.own, name="my_page"),
    path(
        spoken("min-side/serier/<int:series_id>/", "my-page/series/<int:series_id>/"),
        own_views.change_series,
        name="my_series",
    ),
    path(
        spoken("min-side/sprog/", "my-page/language/"),
        own_views.change_language,
        name="my_language",
    ),
    path(
        spoken("min-side/steder/", "my-page/sessions/"), own_views.end_sessions, name="my_sessions"
    ),
    path(spoken("min-side/adresse/", "my-page/address/"), address_views.address, name="my_address"),
    path(
        spoken("min-side/adresse/<str:token>/", "my-page/address/<str:token>/"),
        address_views.confirm_address,
        name="my_address_confirmation",
    ),
    path(spoken("min-side/noegler/", "my-page/keys/"), key_views.keys, name="my_keys"),
    path(spoken("min-side/noegler/", "my-page/keys/"), key_views.keys, name="mfa_index"),
    path(
        spoken("min-side/noegler/app/", "my-page/keys/app/"),
        key_views.add_app,
        name="mfa_activate_totp",
    ),
    path(
        spoken("min-side/noegler/<int:key_id>/fjern/", "my-page/keys/<int:key_id>/remove/"),
        key_views.remove_key,
        name="my_key_removal",
    ),
]
