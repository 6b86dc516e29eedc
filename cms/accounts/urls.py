"""The addresses of signing in and of one's own page, in the language that they are read in.

Names that begin with `account_` and `mfa_` are django-allauth's: it asks for them.
"""

from django.urls import path

from cms.content.paths import spoken

from . import address_views, key_views, leaving_views, own_views, receipt_views, views

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
    path(
        spoken("min-side/det-gemmer-vi/", "my-page/what-we-keep/"),
        receipt_views.receipt,
        name="my_receipt",
    ),
    path(spoken("min-side/hent-alt/", "my-page/download/"), receipt_views.export, name="my_export"),
    path(spoken("min-side/meld-ud/", "my-page/leave/"), leaving_views.leave, name="my_goodbye"),
    path(spoken("min-side/bliv/", "my-page/stay/"), leaving_views.stay, name="my_return"),
    path(spoken("min-side/slet-mig/", "my-page/erase-me/"), leaving_views.erase_me, name="my_end"),
    path(spoken("slettet/", "erased/"), leaving_views.erased, name="my_farewell"),
    path(
        spoken("min-side/log-ind-igen/", "my-page/sign-in-again/"),
        receipt_views.sign_in_again,
        name="my_proof",
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
