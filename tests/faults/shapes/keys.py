"""Providers that know a call again by its key: Resend, Brevo."""

import json
from typing import Any

from .base import KEY, Letter, Reply, Shape, content_of, provider_id


class Resend(Shape):
    name, settling = "resend", "key"

    def options(self, url: str) -> dict[str, str]:
        return {"RESEND_API_KEY": KEY, "RESEND_API_URL": f"{url}/"}

    def letters(self, headers: Any, body: bytes) -> list[Letter]:
        tag = headers.get("Idempotency-Key", "")
        return [
            Letter(
                one["to"][0],
                json.loads(one["headers"]["X-Metadata"])["delivery"],
                content_of(one["from"], one["subject"], one["html"], one["text"]),
                tag,
            )
            for one in json.loads(body)
        ]

    def answer(self, letters: list[Letter]) -> Any:
        return {"data": [{"id": provider_id(letter)} for letter in letters]}

    def known_key(self, same_body: bool, finished: bool, answer: Any) -> Reply:
        if not same_body:
            return 409, {"statusCode": 409, "name": "invalid_idempotent_request"}
        if not finished:
            return 409, {"statusCode": 409, "name": "concurrent_idempotent_requests"}
        return 200, answer


class Brevo(Shape):
    name, settling = "brevo", "key"

    def options(self, url: str) -> dict[str, str]:
        return {"BREVO_API_KEY": KEY, "BREVO_API_URL": f"{url}/"}

    def letters(self, headers: Any, body: bytes) -> list[Letter]:
        said = json.loads(body)
        tag = {k.lower(): v for k, v in said["headers"].items()}.get("idempotencykey", "")
        content = content_of(
            json.dumps(said["sender"]), said["subject"], said["htmlContent"], said["textContent"]
        )
        return [
            Letter(
                one["to"][0]["email"],
                json.loads(one["headers"]["X-Mailin-custom"])["delivery"],
                content,
                tag,
            )
            for one in said["messageVersions"]
        ]

    def answer(self, letters: list[Letter]) -> Any:
        return {"messageIds": [provider_id(letter) for letter in letters]}

    def known_key(self, same_body: bool, finished: bool, answer: Any) -> Reply:
        return 400, {"code": "duplicate_parameter", "message": "idempotencyKey is known"}
