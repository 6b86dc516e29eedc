"""From a letter and its recipients to messages that Anymail can hand over."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from unicodedata import category

from anymail.message import AnymailMessage
from anymail.utils import EmailAddress

from cms.errors import NetworkError

from .placeholders import fill, for_provider, used
from .providers import Provider, Settling

# Embeddings, overrides and isolates (Unicode TR 9): what makes »gro.live« read as »evil.org«.
_TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"
# Controls (C0, DEL, C1), Unicode's own line ends, and half characters.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# A calendar entry is all that a letter brings along; a name that is a name everywhere.
# The method says what the calendar program is asked to do (RFC 5546); Outlook looks for it here.
_ATTACHED = {"text/calendar", "text/calendar; method=REQUEST", "text/calendar; method=CANCEL"}
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}\.[a-z]{2,4}")
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
LONGEST_ATTACHMENT = 64 * 1024
# What would make one recipient several, or give it a name.
_NOT_BARE = re.compile(r'[,;:<>()"\\ ]')


class UnsafeHeaderError(NetworkError):
    """A control character in something that becomes a header: the mark of a header injection."""

    code = "unsafe_header"


class AttachmentError(NetworkError):
    """What should go along with a letter is no calendar entry, too large, or has an odd name."""

    code = "letter_attachment"


class Attachment(NamedTuple):
    """A file that goes along. Its text is UTF-8."""

    name: str
    mimetype: str
    text: str


@dataclass(frozen=True)
class Content:
    """What all recipients get, with neutral placeholders.

    `headers` are the same for everybody; `own_headers` have placeholders, and so a value for each.
    `attachments` go along with letters that are handed over singly.
    """

    subject: str
    html: str
    text: str
    sender: str
    reply_to: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    own_headers: dict[str, str] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()


class Recipient(NamedTuple):
    """One person: `id` is ours and never leaves, `ref` is opaque and all that a provider learns.

    `address` is as mail carries it (`addresses.on_the_wire`), `fields` has a value for each placeholder.
    """

    id: int
    ref: str
    address: str
    fields: dict[str, str]


class BareAddress(EmailAddress):
    """An address that was checked here, in the form that Anymail's payloads read: not parsed again."""

    def __init__(self, address: str) -> None:
        self.bare = address

    @property
    def display_name(self) -> str:
        return ""

    @property
    def username(self) -> str:
        return self.bare.rpartition("@")[0]

    @property
    def domain(self) -> str:
        return self.bare.rpartition("@")[2]

    @property
    def addr_spec(self) -> str:
        return self.bare

    @property
    def address(self) -> str:
        return self.bare

    def format(self, **options: object) -> str:
        """The address. Its domain is in A-labels already, so nothing is left to encode."""
        return self.bare


def merged(
    content: Content, recipients: Sequence[Recipient], provider: Provider, *, key: str
) -> AnymailMessage:
    """One message to many, which the provider merges, or which is filled in for each as it is written down.

    `content` is in the provider's own syntax (`in_syntax_of`); `key` is the batch's.
    """
    message = _message(content, [recipient.address for recipient in recipients])
    message.letter, message.letter_to = content, recipients
    if provider.merges_headers:
        # The ids travel beside the fields (`payloads.variables`).
        message.merge_data = {}
        message.extra_headers |= content.own_headers
    else:
        message.merge_metadata = {person.address: {"delivery": person.ref} for person in recipients}
        message.merge_headers = {
            person.address: own_headers(content, person) for person in recipients
        }
        if provider.merges:
            message.merge_data = {person.address: person.fields for person in recipients}
    _mark(message, provider, key)
    return message


def in_syntax_of(provider: Provider, content: Content) -> Content:
    """The letter with its placeholders as the provider merges them."""
    if not provider.merges:
        return content
    own = content.own_headers
    if provider.merges_headers:
        own = {name: for_provider(value, provider, html=False) for name, value in own.items()}
    return replace(
        content,
        text=for_provider(content.text, provider, html=False),
        html=for_provider(content.html, provider, html=True),
        own_headers=own,
    )


def single(
    content: Content, recipient: Recipient, provider: Provider, *, key: str
) -> AnymailMessage:
    """One recipient's own message, filled in by us."""
    filled = replace(
        content,
        text=fill(content.text, recipient.fields),
        html=fill(content.html, recipient.fields),
    )
    message = _message(filled, [recipient.address])
    message.extra_headers |= own_headers(content, recipient)
    if provider.metadata:
        message.metadata = {"delivery": recipient.ref}
    _mark(message, provider, key)
    return message


def own_headers(content: Content, recipient: Recipient) -> dict[str, str]:
    """The headers that only this recipient gets."""
    return {name: fill(value, recipient.fields) for name, value in content.own_headers.items()}


def check_content(content: Content) -> None:
    """Raises UnsafeHeaderError when what becomes a header of every letter holds a control character, and
    AttachmentError for what must not go along.
    """
    for attached in content.attachments:
        check_attachment(attached)
    for value in (content.subject, content.sender, content.reply_to):
        check_header(value)
    for headers in (content.headers, content.own_headers):
        for name, value in headers.items():
            check_header(name)
            check_header(value)


def fields_in_headers(content: Content) -> set[str]:
    """The fields of a recipient that become part of a header."""
    return {name for value in content.own_headers.values() for name in used(value)}


def is_safe(recipient: Recipient, in_headers: Iterable[str]) -> bool:
    """Whether nothing of this recipient would become a second recipient or a second header."""
    try:
        check_address(recipient.address)
        for name in in_headers:
            check_header(recipient.fields[name])
    except UnsafeHeaderError:
        return False
    return True


def _message(content: Content, to: list[str]) -> AnymailMessage:
    message = AnymailMessage(
        subject=content.subject,
        body=content.text,
        from_email=content.sender,
        to=[BareAddress(address) for address in to],
        reply_to=[content.reply_to] if content.reply_to else None,
        headers=dict(content.headers),
    )
    message.attach_alternative(content.html, "text/html")
    for attached in content.attachments:
        message.attach(attached.name, attached.text, attached.mimetype)
    return message


def _mark(message: AnymailMessage, provider: Provider, key: str) -> None:
    """Switch the provider's tracking off, and say by what the batch is found or known again.

    Brevo takes the key among a message's headers, Resend among those of the call.
    """
    if provider.track_off:
        message.track_opens = message.track_clicks = False
    if provider.settling is Settling.LOOKUP:
        message.tags = [key]
    elif provider.settling is Settling.KEY:
        message.idempotency_key = key
        if provider.name == "brevo":
            message.extra_headers["idempotencyKey"] = key


def check_header(value: str) -> None:
    """The last gate before the wire: JSON APIs carry a line break on, Django checks only for SMTP.

    Unicode's own line ends and half characters are no better.
    """
    if _CONTROL.search(value):
        raise UnsafeHeaderError("A header holds a control character; nothing was sent.")


def check_attachment(attached: Attachment) -> None:
    """Raises AttachmentError."""
    if attached.mimetype not in _ATTACHED or not _FILE_NAME.fullmatch(attached.name):
        raise AttachmentError("A letter takes calendar entries along, with a plain name: dag.ics.")
    if len(attached.text) > LONGEST_ATTACHMENT or _NOT_TEXT.search(attached.text):
        raise AttachmentError("The calendar entry is too long, or holds what no text has.")


def check_address(address: str) -> None:
    """One recipient is one bare address: a list or a name in it would become further recipients."""
    if not address or _CONTROL.search(address) or _NOT_BARE.search(address):
        raise UnsafeHeaderError("A recipient is not one bare address; nothing was sent.")


def hides_something(text: str) -> bool:
    """Whether a text meant for a header holds a character that is not seen but changes what is.

    Controls, private and unassigned characters, and those that turn the direction of writing. Joiners
    stay: emoji and some scripts are written with them.
    """
    return any(category(c) in ("Cc", "Cs", "Co", "Cn") or c in _TURNS for c in text)
