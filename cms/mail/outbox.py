"""The local outbox: an Anymail backend that keeps each letter as a file instead of posting it.

It merges as a provider does, so what lies in `var/outbox/` went through the real sending path. File names
begin with the moment, so that the newest letters are found without opening all.
"""

import datetime as dt
import itertools
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_binary_file, policy
from email.message import EmailMessage as ParsedMessage
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any

from anymail.backends.base import AnymailBaseBackend, BasePayload
from anymail.message import AnymailRecipientStatus
from django.conf import settings
from django.core.mail import EmailMultiAlternatives

SUFFIX = ".eml"
MOMENT = "%Y%m%dT%H%M%S%f"
_NAME = re.compile(r"[A-Za-z0-9-]{1,200}")
_FIELD = re.compile(r"\[\[([a-z0-9_]+)\]\]")
_counter = itertools.count()


class OutboxPayload(BasePayload):
    """What Anymail made of the message, kept as plain attributes."""

    def init_payload(self) -> None:
        self.to: list[Any] = []
        self.headers: dict[str, str] = {}
        self.parts: dict[str, Any] = {"text": "", "html": ""}
        self.merge_data: dict[str, dict] = {}
        self.merge_headers: dict[str, dict] = {}
        self.attachments: list[Any] = []

    def set_from_email(self, email: Any) -> None:
        self.sender = email

    def set_to(self, emails: list) -> None:
        self.to += emails

    set_cc = set_bcc = set_to

    def set_subject(self, subject: str) -> None:
        self.subject = subject

    def set_reply_to(self, emails: list) -> None:
        self.headers["Reply-To"] = ", ".join(email.address for email in emails)

    def set_extra_headers(self, headers: dict) -> None:
        self.headers |= dict(headers)

    def set_text_body(self, body: str) -> None:
        self.parts["text"] = body

    def set_html_body(self, body: str) -> None:
        self.parts["html"] = body

    def add_attachment(self, attachment: Any) -> None:
        self.attachments.append(attachment)

    def set_merge_data(self, merge_data: dict) -> None:
        self.merge_data = merge_data

    def set_merge_headers(self, merge_headers: dict) -> None:
        self.merge_headers = merge_headers

    def _ignore(self, *_args: Any) -> None:
        """Ids and tracking switches are for providers; a file needs neither."""

    set_metadata = set_merge_metadata = set_tags = _ignore
    set_track_clicks = set_track_opens = set_esp_extra = _ignore

    def copies(self) -> Iterator[EmailMultiAlternatives]:
        """One complete message for each recipient."""
        for person in self.to:
            values = self.merge_data.get(person.addr_spec, {})
            own = self.merge_headers.get(person.addr_spec, {})
            message = EmailMultiAlternatives(
                subject=self.subject,
                body=merge(self.parts["text"], values),
                from_email=self.sender.address,
                to=[person.address],
                headers=self.headers | own,
            )
            if self.parts["html"]:
                message.attach_alternative(merge(self.parts["html"], values), "text/html")
            for attachment in self.attachments:
                message.attach(
                    attachment.name or "attachment", attachment.content, attachment.mimetype
                )
            yield message


def merge(text: str, values: dict[str, str]) -> str:
    """The text for one person, in one pass: a value that looks like a field is shown as it is."""
    return _FIELD.sub(lambda field: str(values.get(field[1], field[0])), text)


class OutboxBackend(AnymailBaseBackend):
    esp_name = "Outbox"

    def build_message_payload(self, message: Any, defaults: dict) -> OutboxPayload:
        return OutboxPayload(message, defaults, self)

    def post_to_esp(self, payload: OutboxPayload, message: Any) -> list[str]:
        folder = Path(settings.OUTBOX_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        # RFC 5322 ends lines with CR LF; Django's own signature of `as_bytes` has `linesep`.
        return [
            write(folder, copy.message().as_bytes(linesep="\r\n"))  # type: ignore[call-arg]
            for copy in payload.copies()
        ]

    def parse_recipient_status(
        self, response: list[str], payload: OutboxPayload, message: Any
    ) -> dict[str, AnymailRecipientStatus]:
        return {
            person.addr_spec: AnymailRecipientStatus(message_id=name, status="sent")
            for person, name in zip(payload.to, response, strict=True)
        }


def write(folder: Path, content: bytes) -> str:
    """Write one letter and return its name. Names sort by time, also between processes."""
    moment = dt.datetime.now(dt.UTC).strftime(MOMENT)
    name = f"{moment}-{os.getpid()}-{next(_counter):06d}"
    (folder / (name + SUFFIX)).write_bytes(content)
    return name


def names() -> list[str]:
    """The names of all letters, newest first."""
    folder = Path(settings.OUTBOX_DIR)
    if not folder.is_dir():
        return []
    files = (entry.name for entry in os.scandir(folder) if entry.name.endswith(SUFFIX))
    found = (name.removesuffix(SUFFIX) for name in files)
    return sorted((name for name in found if _NAME.fullmatch(name)), reverse=True)


@dataclass(frozen=True)
class Envelope:
    """What a list shows of a letter."""

    name: str
    subject: str
    to: str
    date: dt.datetime | None


def moment_of(name: str) -> dt.datetime | None:
    """When the letter of this name was written."""
    try:
        return dt.datetime.strptime(name.partition("-")[0], MOMENT).replace(tzinfo=dt.UTC)
    except ValueError:
        return None


def envelopes(some: Iterable[str]) -> Iterator[Envelope]:
    """The envelopes of these letters. Only their headers are read; a letter that is gone is left out."""
    for name in some:
        try:
            with (Path(settings.OUTBOX_DIR) / (name + SUFFIX)).open("rb") as file:
                headers = BytesHeaderParser(policy=policy.default).parse(file)
        except FileNotFoundError:
            continue
        subject, to = str(headers["Subject"] or ""), str(headers["To"] or "")
        yield Envelope(name, subject, to, moment_of(name))


def read(name: str) -> ParsedMessage:
    """The letter of this name, parsed. Raises FileNotFoundError for any other name."""
    if not _NAME.fullmatch(name):
        raise FileNotFoundError(name)
    with (Path(settings.OUTBOX_DIR) / (name + SUFFIX)).open("rb") as file:
        return message_from_binary_file(file, policy=policy.default)
