"""What stands in links that are each one person's: the colleague's pass, the guest's own page, handing over.

A token is the registration's code, which is random, and a signature over the purpose, the code and whose it
is at this moment (HMAC-SHA-256, 128 bits). So one for another purpose or another registration is none, and
when the seat changes hands all earlier ones are worth nothing. Nothing has to be kept.
"""

import re
from base64 import urlsafe_b64encode

from django.utils.crypto import constant_time_compare, salted_hmac

from .models import CODE_LENGTH, Registration

PASS, GUEST, HANDOVER = "invitations.pass", "invitations.guest", "invitations.handover"
_TOKEN = re.compile(rf"[\w-]{{{2 * CODE_LENGTH}}}", re.ASCII)


def make_token(purpose: str, registration: Registration) -> str:
    """44 characters that an address of a page may hold."""
    holder = registration.member_id or registration.email_key
    value = f"{registration.code}:{registration.pass_number}:{holder}"
    digest = salted_hmac(purpose, value, algorithm="sha256").digest()[:16]
    return registration.code + urlsafe_b64encode(digest).decode().rstrip("=")


def registration_of(purpose: str, token: str) -> Registration | None:
    """The registration that this token of this purpose belongs to now, or None for any other text."""
    if not _TOKEN.fullmatch(token):
        return None
    found = Registration.objects.filter(code=token[:CODE_LENGTH])
    registration = found.select_related(
        "host__member", "member", "organisation", "invitation"
    ).first()
    if registration is None or not constant_time_compare(make_token(purpose, registration), token):
        return None
    return registration
