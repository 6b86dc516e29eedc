"""Proof of sending, for the records system: what was sent to whom, when, by whom, with which result.

One JSON document holds the facts; its signature (Ed25519, RFC 8032) is over the document without the
signature, as JSON with sorted keys and no spaces, in UTF-8. The same facts are a PDF for people
(`proof_pdf`), and the letter itself is an .eml file whose hash is among the facts. No member is named: the
ledger's rows are bound by one hash over all of them.
"""

import base64
import datetime as dt
import hashlib
import hmac
import json
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.utils import translation

from cms.content.models import NetworkSettings
from cms.mail.message import single
from cms.mail.providers import PROVIDERS

from . import queries
from .models import Attempt, Batch, Delivery, Mailing, Translation
from .tokens import TEST
from .writing import content_of, recipient_writer

FORMAT = "network-proof-of-sending/1"
PURPOSE = b"newsletters.proof"
SAMPLE_ADDRESS = "modtager@example.invalid"
ROWS_AT_ONCE = 10_000


def proof(mailing: Mailing, *, now: dt.datetime) -> dict[str, Any]:
    """The signed document. Its times are UTC in ISO 8601."""
    facts = facts_of(mailing, now=now)
    key = signing_key()
    public = key.public_key().public_bytes_raw()
    signature = {
        "algorithm": "Ed25519",
        "public_key": encode(public),
        "value": encode(key.sign(canonical(facts))),
    }
    return {**facts, "signature": signature}


def verify(document: dict[str, Any], *, public_key: str = "") -> bool:
    """Whether the document is as it was signed, by this installation or by the given public key."""
    if not isinstance(document, dict):
        return False
    signature: Any = document.get("signature")
    facts = {name: value for name, value in document.items() if name != "signature"}
    known = {public_key} if public_key else known_keys()
    try:
        if signature["public_key"] not in known:
            return False
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(signature["public_key"]))
        key.verify(base64.b64decode(signature["value"]), canonical(facts))
    except (InvalidSignature, KeyError, TypeError, ValueError):
        return False
    return True


def facts_of(mailing: Mailing, *, now: dt.datetime) -> dict[str, Any]:
    """Everything that the proof says, as plain data."""
    numbers = queries.balance(mailing)
    batches = Batch.objects.filter(mailing=mailing).order_by("id")
    network = NetworkSettings.objects.first() or NetworkSettings()
    return {
        "format": FORMAT,
        "made_at": moment(now),
        "network": network.network_name,
        "site": settings.SITE_URL,
        "mailing": {
            "number": mailing.pk,
            "part": mailing.part,
            "state": mailing.state,
            "newsletter": mailing.page_key,
            "revision": mailing.revision_key,
            "subject": mailing.subject,
            "sender": mailing.sender,
            "reply_to": mailing.reply_to,
            "language": mailing.language,
            "provider": mailing.provider,
            "content_sha256": mailing.content_hash,
            "letter_sha256": hashlib.sha256(letter(mailing)).hexdigest(),
            "translations": [
                {
                    "language": each.language,
                    "subject": each.subject,
                    "letter_sha256": hashlib.sha256(letter(mailing, each)).hexdigest(),
                }
                for each in mailing.translations.all()
            ],
            "pressed_at": moment(mailing.created_at),
            "frozen_at": moment(mailing.planned_at),
            "finished_at": moment(mailing.finished_at),
        },
        "audience": {
            "sentence": mailing.audience_sentence,
            "rule": mailing.audience,
            "members": mailing.candidates,
            "had_it_already": mailing.excluded,
            "unreachable": mailing.suppressed,
            "frozen": mailing.frozen,
        },
        "balance": {
            state.name.lower(): getattr(numbers, state.name.lower()) for state in Delivery.State
        },
        "left_out": queries.skipped_by_reason_code(mailing),
        "ledger_sha256": ledger_hash(mailing),
        "batches": [
            {
                "number": batch.number,
                "key": str(batch.key),
                "state": batch.state,
                "provider_id": batch.provider_id,
                "attempts": batch.attempts,
            }
            for batch in batches
        ],
        "calls": Attempt.objects.filter(batch__mailing=mailing).count(),
        "acts": [
            {
                "at": moment(act.at),
                "kind": act.kind,
                "by": str(act.user) if act.user else "",
                "words": act.words,
            }
            for act in queries.acts_of(mailing)
        ],
    }


def letter(mailing: Mailing, other: Translation | None = None) -> bytes:
    """The letter as a message, in its own or another language, to a recipient who is nobody."""
    written = other or mailing
    with translation.override(written.language):
        nobody = recipient_writer(written.table)(TEST, SAMPLE_ADDRESS, "")
        content = content_of(written)
    message = single(content, nobody, PROVIDERS["smtp"], key="")
    # Neither the hour nor a random number may change the hash of the same letter.
    message.extra_headers |= {
        "Message-ID": f"<mailing-{mailing.pk}@proof.invalid>",
        "Date": mailing.created_at.strftime("%a, %d %b %Y %H:%M:%S +0000"),
    }
    message.to = [SAMPLE_ADDRESS]
    made = message.message()
    made.set_boundary(f"==proof-{mailing.content_hash[:32]}==")
    return made.as_bytes(linesep="\r\n")


def ledger_hash(mailing: Mailing) -> str:
    """SHA-256 over »id state provider-id« of every row, a line each, in the order of the ids."""
    digest = hashlib.sha256()
    rows = Delivery.objects.of(mailing.pk).order_by("pk")
    for row in rows.values_list("pk", "state", "provider_id").iterator(ROWS_AT_ONCE):
        digest.update("{} {} {}\n".format(*row).encode())
    return digest.hexdigest()


def signing_key(secret: str = "") -> Ed25519PrivateKey:
    """This installation's key, made from its SECRET_KEY."""
    seed = hmac.digest((secret or settings.SECRET_KEY).encode(), PURPOSE, hashlib.sha256)
    return Ed25519PrivateKey.from_private_bytes(seed)


def known_keys() -> set[str]:
    """The public keys of this installation, also of its earlier SECRET_KEYs."""
    secrets = map(str, (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))
    return {encode(signing_key(one).public_key().public_bytes_raw()) for one in secrets}


def canonical(facts: dict[str, Any]) -> bytes:
    return json.dumps(
        facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def encode(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def moment(when: dt.datetime | None) -> str:
    return when.astimezone(dt.UTC).isoformat(timespec="seconds") if when else ""
