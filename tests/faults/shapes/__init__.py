"""The wire formats of five providers: what a call says, what is answered, how a list of letters is read.

Written from the providers' own pages, not from what the sender expects of them: Resend repeats its first
answer to a key that it knows and answers 409 where the body differs or the first call is still under way;
Brevo answers 400 `duplicate_parameter` to any key that it knows.
"""

import base64
from urllib.parse import parse_qs

from .base import KEY, Letter, Shape, provider_id
from .keys import Brevo, Resend
from .lists import Mailgun, Postmark
from .reports import Mailjet

__all__ = ["OF_CLASS", "SHAPES", "Letter", "Shape", "credentials", "parsed", "provider_id"]

SHAPES: dict[str, Shape] = {
    shape.name: shape for shape in (Resend(), Brevo(), Postmark(), Mailgun(), Mailjet())
}
# The provider that stands for each class, and the other one of the same class.
OF_CLASS = {
    "key": ("resend", "brevo"),
    "lookup": ("postmark", "mailgun"),
    "events": ("mailjet", "mailjet"),
}


def parsed(query: str) -> dict[str, list[str]]:
    return parse_qs(query, keep_blank_values=True)


def credentials() -> tuple[str, ...]:
    """In all the forms in which a log could give them away."""
    return KEY, base64.b64encode(f"api:{KEY}".encode()).decode()[:24]
