"""From a letter and its recipients to messages that Anymail or Django can hand over."""

from dataclasses import dataclass, field
from unicodedata import category

from anymail.message import AnymailMessage

from cms.errors import NetworkError

from .placeholders import fill, for_provider
from .providers import Provider

# Embeddings, overrides and isolates (Unicode TR 9): what makes »gro.live« read as »evil.org«.
_TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"


class UnsafeHeaderError(NetworkError):
    """A control character in something that becomes a header: the mark of a header injection."""

    code = "unsafe_header"


@dataclass(frozen=True)
class Content:
    """What all recipients get, with neutral placeholders. `headers` are the same for everybody."""

    subject: str
    html: str
    text: str
    sender: str
    reply_to: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Recipient:
    """One person: an opaque id (all that a provider learns), address, placeholder values, own
    headers.
    """

    id: str
    address: str
    fields: dict[str, str]
    headers: dict[str, str] = field(default_factory=dict)


def merged(content: Content, recipients: list[Recipient], provider: Provider) -> AnymailMessage:
    """One message that the provider merges for each recipient."""
    message = _message(
        content,
        to=[recipient.address for recipient in recipients],
        text=for_provider(content.text, provider, html=False),
        html=for_provider(content.html, provider, html=True),
    )
    message.merge_data = {person.address: person.fields for person in recipients}
    message.merge_headers = {person.address: _checked(person.headers) for person in recipients}
    if provider.metadata:
        message.merge_metadata = {person.address: {"delivery": person.id} for person in recipients}
    _switch_tracking_off(message, provider)
    return message


def single(content: Content, recipient: Recipient, provider: Provider) -> AnymailMessage:
    """One recipient's own message, filled in by us."""
    message = _message(
        content,
        to=[recipient.address],
        text=fill(content.text, recipient.fields),
        html=fill(content.html, recipient.fields),
    )
    message.extra_headers |= _checked(recipient.headers)
    if provider.metadata:
        message.metadata = {"delivery": recipient.id}
    _switch_tracking_off(message, provider)
    return message


def _message(content: Content, *, to: list[str], text: str, html: str) -> AnymailMessage:
    for value in (content.subject, content.sender, content.reply_to, *to):
        check_header(value)
    for address in to:
        check_address(address)
    message = AnymailMessage(
        subject=content.subject,
        body=text,
        from_email=content.sender,
        to=to,
        reply_to=[content.reply_to] if content.reply_to else None,
        headers=dict(_checked(content.headers)),
    )
    message.attach_alternative(html, "text/html")
    return message


def _switch_tracking_off(message: AnymailMessage, provider: Provider) -> None:
    if provider.track_off:
        message.track_opens = message.track_clicks = False


def _checked(headers: dict[str, str]) -> dict[str, str]:
    for name, value in headers.items():
        check_header(name)
        check_header(value)
    return headers


def check_header(value: str) -> None:
    """The last gate before the wire: JSON APIs carry a line break on, Django checks only for SMTP.

    Unicode's own line ends and half characters are no better.
    """
    if any(category(character) in ("Cc", "Zl", "Zp", "Cs") for character in value):
        raise UnsafeHeaderError("A header holds a control character; nothing was sent.")


def check_address(address: str) -> None:
    """One recipient is one bare address: a list or a name in it would become further recipients."""
    if not address or any(character in ',;:<>()"\\ ' for character in address):
        raise UnsafeHeaderError("A recipient is not one bare address; nothing was sent.")


def hides_something(text: str) -> bool:
    """Whether a text meant for a header holds a character that is not seen but changes what is.

    Controls, private and unassigned characters, and those that turn the direction of writing. Joiners
    stay: emoji and some scripts are written with them.
    """
    return any(category(c) in ("Cc", "Cs", "Co", "Cn") or c in _TURNS for c in text)
