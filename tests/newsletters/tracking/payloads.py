"""What each provider really sends, after their documentation, and calls that carry its signature."""

import base64
import datetime as dt
import hashlib
import hmac
import itertools
import json
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.test import Client

from newsletters.tracking.sns import signed_words

PROVIDERS = ("mailgun", "postmark", "brevo", "mailjet", "sparkpost", "resend", "ses")
LISTS = ("brevo", "mailjet", "sparkpost")
SECRET = "provider:a-long-random-word"
KEYS = {"mailgun": "mailgun-key", "resend": "whsec_" + base64.b64encode(b"resend-key" * 3).decode()}
AMAZON = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CERTIFICATE = "https://sns.eu-north-1.amazonaws.com/SimpleNotificationService-0123abcd.pem"
_numbers = itertools.count(1)


def choose(settings: Any, provider: str) -> None:
    """Let this provider carry the mail, and let it report."""
    settings.MAIL_PROVIDER = provider
    settings.MAIL_WEBHOOK_SECRET = SECRET
    settings.MAIL_WEBHOOK_KEY = KEYS.get(provider, "")


def event(
    provider: str,
    word: str,
    reference: str,
    at: dt.datetime,
    message_id: str = "",
    says: str = "",
    who: str = "anna@kommune.example",
    **extra: Any,
) -> dict:
    """One event in the provider's own shape; `word` is what the provider calls it."""
    number = next(_numbers)
    return globals()[f"_{provider}"](number, word, reference, at, message_id, says, who, extra)


def _mailgun(number, word, reference, at, message_id, says, who, extra):
    return {
        "event-data": {
            "id": f"id{number}",
            "event": word,
            "timestamp": at.timestamp(),
            "recipient": who,
            "message": {"headers": {"message-id": message_id}},
            "user-variables": {"delivery": reference},
            "delivery-status": {"message": says, "code": 550, "description": ""},
            "tags": [],
            **extra,
        }
    }


def _postmark(number, word, reference, at, message_id, says, who, extra):
    moment = {"Delivery": "DeliveredAt", "Bounce": "BouncedAt", "SpamComplaint": "BouncedAt"}
    who_is = "Recipient" if word in ("Delivery", "Open", "SubscriptionChange") else "Email"
    return {
        "RecordType": word,
        "MessageID": message_id,
        who_is: who,
        moment.get(word, "ChangedAt"): at.isoformat(),
        "Details": says,
        "Metadata": {"delivery": reference},
        "Tag": "",
        **({"ID": number} if word in ("Bounce", "SpamComplaint") else {}),
        **extra,
    }


def _brevo(number, word, reference, at, message_id, says, who, extra):
    return {
        "event": word,
        "email": who,
        "id": number,
        "ts_epoch": int(at.timestamp() * 1000),
        "message-id": message_id,
        "reason": says,
        "X-Mailin-custom": json.dumps({"delivery": reference}),
        "tags": [""],
        **extra,
    }


def _mailjet(number, word, reference, at, message_id, says, who, extra):
    return {
        "event": word,
        "time": int(at.timestamp()),
        "MessageID": int(message_id or 0),
        "email": who,
        "smtp_reply": says,
        "Payload": json.dumps({"delivery": reference}),
        **extra,
    }


def _sparkpost(number, word, reference, at, message_id, says, who, extra):
    return {
        "msys": {
            "message_event": {
                "type": word,
                "event_id": str(number),
                "timestamp": str(int(at.timestamp())),
                "transmission_id": message_id,
                "raw_rcpt_to": who,
                "raw_reason": says,
                "rcpt_meta": {"delivery": reference},
                **extra,
            }
        }
    }


def _resend(number, word, reference, at, message_id, says, who, extra):
    metadata = {"name": "X-Metadata", "value": json.dumps({"delivery": reference})}
    data = {"email_id": message_id, "to": [who], "headers": [metadata]}
    if "type" in extra:
        data["bounce"] = {"message": says, "type": extra["type"], "subType": "General"}
    return {"type": word, "created_at": at.isoformat(), "data": data}


def _ses(number, word, reference, at, message_id, says, who, extra):
    metadata = {"name": "X-Metadata", "value": json.dumps({"delivery": reference})}
    told = {
        "Bounce": {
            "bounceType": extra.get("type", "Permanent"),
            "bounceSubType": "General",
            "bouncedRecipients": [{"emailAddress": who, "diagnosticCode": says}],
        },
        "Complaint": {
            "complaintFeedbackType": extra.get("type", "abuse"),
            "complainedRecipients": [{"emailAddress": who}],
        },
        "Delivery": {"smtpResponse": says, "recipients": [who]},
        "Reject": {"reason": says},
    }
    message = {
        "eventType": word,
        "mail": {"messageId": message_id, "destination": [who], "headers": [metadata]},
        word.lower(): told.get(word, {}),
    }
    return {
        "Type": "Notification",
        "MessageId": f"sns-{number}",
        "Timestamp": at.isoformat(),
        "Message": json.dumps(message),
    }


def post(client: Client, provider: str, events: Any, *, now: dt.datetime, **headers: str) -> Any:
    """The provider's call with these events, signed as the provider signs."""
    if isinstance(events, list) and provider not in LISTS:
        (events,) = events
    if provider == "mailgun":
        events = {"signature": mailgun_signature(now), **events}
    if provider == "ses":
        events = signed_by_amazon(events)
    body = json.dumps(events if provider != "sparkpost" or isinstance(events, list) else [events])
    return post_raw(client, provider, body.encode(), events, now=now, **headers)


def post_raw(
    client: Client,
    provider: str,
    body: bytes,
    events: Any = None,
    *,
    now: dt.datetime,
    content_type: str = "application/json",
    **headers: str,
) -> Any:
    auth = base64.b64encode(SECRET.encode()).decode()
    sent = {"authorization": f"Basic {auth}", **signature_headers(provider, body, events, now)}
    return client.generic(
        "POST", f"/hooks/mail/{provider}/", body, content_type, headers={**sent, **headers}
    )


def signed_by_amazon(message: dict, key: Any = None, version: str = "2") -> dict:
    """The message with a signature that counts where AMAZON's key is taken for Amazon's."""
    signed = {**message, "SigningCertURL": CERTIFICATE, "SignatureVersion": version}
    digest = {"1": hashes.SHA1, "2": hashes.SHA256}[version]()
    made = (key or AMAZON).sign(signed_words(signed), padding.PKCS1v15(), digest)
    return {**signed, "Signature": base64.b64encode(made).decode()}


def mailgun_signature(now: dt.datetime, token: str = "") -> dict:
    token = token or f"{next(_numbers):050d}"
    stamp = str(int(now.timestamp()))
    key = KEYS["mailgun"].encode()
    signature = hmac.new(key, f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    return {"timestamp": stamp, "token": token, "signature": signature}


def signature_headers(provider: str, body: bytes, events: Any, now: dt.datetime) -> dict:
    if provider == "ses":
        known = events if isinstance(events, dict) else {}
        return {
            "x-amz-sns-message-type": str(known.get("Type", "Notification")),
            "x-amz-sns-message-id": str(known.get("MessageId", "sns")),
        }
    if provider == "resend":
        # `now` is the real time here: svix refuses what is five minutes old.
        name, stamp = f"msg_{next(_numbers)}", str(int(now.timestamp()))
        key = base64.b64decode(KEYS["resend"].removeprefix("whsec_"))
        signed = hmac.new(key, f"{name}.{stamp}.".encode() + body, hashlib.sha256).digest()
        return {
            "svix-id": name,
            "svix-timestamp": stamp,
            "svix-signature": "v1," + base64.b64encode(signed).decode(),
        }
    return {}
