"""What follows when somebody signs in, gets a passkey or an app, and when an account is deleted."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from cms.members import presence
from cms.members.models import User


@receiver(user_logged_in)
def see_member(user: User, **kwargs: Any) -> None:
    presence.see(address=user.email, now=timezone.now())


@receiver(authenticator_added)
def trust_this_session(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
    end_other_sessions(request, user)


@receiver(pre_delete, sender=User)
def end_sessions(instance: User, **kwargs: Any) -> None:
    """A session holds the address; it goes with the account."""
    for session in UserSession.objects.filter(user=instance):
        session.end()
