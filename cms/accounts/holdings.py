"""What is kept of accounts: the account, where one is signed in, the keys, and what an editor did."""

import datetime as dt
from collections.abc import Iterable, Iterator

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry, PageLogEntry

from cms.content.dates import day_text
from cms.holdings.registry import Ground, Holding, Person, Row, Rule, facts, read, register
from cms.members.models import User

from .browsers import name_of
from .changing import EXPIRES_AFTER
from .models import AddressChange

SESSIONS = "cms.accounts.sweeping.sweep"


def account_of(person: Person, most: int | None) -> Iterator[Row]:
    for user in User.objects.filter(pk=person.account or 0).prefetch_related("groups"):
        last = user.last_login
        yield Row(
            at=user.date_joined,
            what=gettext("The account was made"),
            facts=facts(
                ("email", _("E-mail"), user.email),
                ("name", _("Name"), user.get_full_name()),
                ("last_login", _("Last signed in"), last and day_text(last, year=True)),
                ("groups", _("Works here as"), ", ".join(str(one) for one in user.groups.all())),
            ),
        )


def changes_of(person: Person, most: int | None) -> Iterator[Row]:
    for asked in AddressChange.objects.filter(user=person.account or 0):
        yield Row(
            at=asked.asked_at,
            what=gettext("Asked to change the address"),
            facts=facts(("email", _("To"), asked.address)),
            deleted_at=asked.expires_at,
        )


def sessions_of(person: Person, most: int | None) -> Iterator[Row]:
    found = UserSession.objects.filter(user=person.account or 0).order_by("-created_at", "-pk")
    # A person has a handful; each ends by itself.
    signed_in = list(read(found, most))
    keys = [one.session_key for one in signed_in]
    ends = dict(
        Session.objects.filter(session_key__in=keys).values_list("session_key", "expire_date")
    )
    for one in signed_in:
        yield Row(
            at=one.created_at,
            what=gettext("Signed in"),
            facts=facts(
                ("browser", _("With"), name_of(one.user_agent)),
                ("user_agent", _("What the browser says of itself"), one.user_agent),
                ("ip", _("From this place on the net"), one.ip),
            ),
            deleted_at=ends.get(one.session_key),
        )


def keys_of(person: Person, most: int | None) -> Iterator[Row]:
    found = Authenticator.objects.filter(user=person.account or 0).order_by("-created_at", "-pk")
    for one in read(found, most):
        is_app = one.type == Authenticator.Type.TOTP
        used = one.last_used_at and day_text(one.last_used_at, year=True)
        yield Row(
            at=one.created_at,
            what=gettext("An authenticator app was taken into use")
            if is_app
            else gettext("A passkey was made"),
            facts=facts(
                ("name", _("Name"), "" if is_app else one.wrap().name),
                ("last_used_at", _("Last used"), used),
            ),
        )


def work_of(person: Person, most: int | None) -> Iterable[Row]:
    """What an editor did, from Wagtail's logs."""
    for log in (PageLogEntry, ModelLogEntry):
        done = log.objects.filter(user=person.account or 0).order_by("-timestamp", "-pk")
        for entry in read(done, most):
            yield Row(
                at=entry.timestamp,
                what=str(entry.message),
                facts=facts(("with", _("With"), entry.label)),
            )


register(
    Holding(
        name="accounts.account",
        place=50,
        label=_("Account"),
        what=_("The account that you sign in with: address, name, and when you signed in last."),
        why=_("So that you can sign in."),
        ground=Ground.MEMBERSHIP,
        kept=_("As long as you are a member. An editor's account as long as they are an editor."),
        of=account_of,
        models=frozenset({"cms.User", "cms.User_groups", "cms.User_user_permissions"})
        | {"account.EmailAddress", "account.EmailConfirmation", "wagtailusers.UserProfile"},
    )
)
register(
    Holding(
        name="accounts.changes",
        place=52,
        label=_("A new address"),
        what=_("The address that you want to change to, until you have confirmed it."),
        why=_("So that nobody changes to an address that is not theirs."),
        ground=Ground.MEMBERSHIP,
        kept=_("Until it is confirmed."),
        rules=lambda: (
            Rule(_("Or until %(period)s after you wrote it."), EXPIRES_AFTER, SESSIONS),
        ),
        of=changes_of,
        models=frozenset({"cms.AddressChange"}),
        is_private=True,
    )
)
register(
    Holding(
        name="accounts.sessions",
        place=55,
        label=_("Signing in"),
        what=_("When and from where you signed in, and with which browser."),
        why=_("So that the site knows you from page to page, and you can see if it was not you."),
        ground=Ground.MEMBERSHIP,
        kept=_("Until you sign out."),
        rules=lambda: (
            Rule(
                _("Or until %(period)s after you signed in."),
                dt.timedelta(seconds=settings.SESSION_COOKIE_AGE),
                SESSIONS,
            ),
        ),
        of=sessions_of,
        models=frozenset({"usersessions.UserSession", "sessions.Session"}),
        is_private=True,
    )
)
register(
    Holding(
        name="accounts.keys",
        place=60,
        label=_("Passkeys"),
        what=_("The public half of a passkey, its name, and when it was used last."),
        why=_("So that you can sign in with it."),
        ground=Ground.MEMBERSHIP,
        kept=_("Until you remove it, or leave."),
        of=keys_of,
        models=frozenset({"mfa.Authenticator"}),
        is_private=True,
    )
)
register(
    Holding(
        name="accounts.work",
        place=90,
        label=_("Work as an editor"),
        what=_("What you wrote, published and changed in the admin, and when."),
        why=_("So that colleagues can see who did what, and a mistake can be put right."),
        ground=Ground.INTEREST,
        kept=_("As long as what you worked on is there."),
        of=work_of,
        models=frozenset({"wagtailcore.PageLogEntry"}),
        stays=_("That it was done, without your name once your account is gone."),
    )
)
