"""Providers that list what they took: Postmark, Mailgun."""

import email.parser
import email.policy
import json
from typing import Any
from urllib.parse import urlencode

from .base import KEY, Letter, Shape, content_of, provider_id


class Postmark(Shape):
    name, settling = "postmark", "lookup"

    def options(self, url: str) -> dict[str, str]:
        return {"POSTMARK_SERVER_TOKEN": KEY, "POSTMARK_API_URL": f"{url}/"}

    def letters(self, headers: Any, body: bytes) -> list[Letter]:
        return [
            Letter(
                one["To"],
                one["Metadata"]["delivery"],
                content_of(one["From"], one["Subject"], one["HtmlBody"], one["TextBody"]),
                one["Tag"],
            )
            for one in json.loads(body)
        ]

    def answer(self, letters: list[Letter]) -> Any:
        return [self._one(letter) for letter in letters]

    def _one(self, letter: Letter) -> dict[str, Any]:
        return {
            "ErrorCode": 0,
            "Message": "OK",
            "MessageID": provider_id(letter),
            "To": letter.address,
        }

    def mixed(
        self, letters: list[Letter], refused: set[str], missing: set[str], *, is_whole: bool = False
    ) -> Any:
        said = []
        for letter in letters:
            if letter.address in refused:
                words = f"Found inactive addresses: {letter.address}. Inactive recipients are"
                said.append({"ErrorCode": 406, "Message": words})
            elif letter.address not in missing:
                said.append(self._one(letter))
        return said if is_whole else [*said, said[-1], {**said[-1], "To": "nobody@else.example"}]

    def listed(self, url: str, path: str, query: dict, letters: list[Letter]) -> Any:
        found = [letter for letter in letters if letter.tag == query["tag"][0]]
        start = int(query["offset"][0])
        page = found[start : start + int(query["count"][0])]
        messages = [
            {"Tag": one.tag, "Metadata": {"delivery": one.reference}, "To": [one.address]}
            for one in page
        ]
        return {"TotalCount": len(found), "Messages": messages}


class Mailgun(Shape):
    name, settling = "mailgun", "lookup"

    def options(self, url: str) -> dict[str, str]:
        return {
            "MAILGUN_API_KEY": KEY,
            "MAILGUN_API_URL": url,
            "MAILGUN_SENDER_DOMAIN": "mg.example",
        }

    def letters(self, headers: Any, body: bytes) -> list[Letter]:
        kind = headers["Content-Type"].encode()
        parser = email.parser.BytesParser(policy=email.policy.HTTP)
        fields: dict[str, list[str]] = {}
        for part in parser.parsebytes(b"Content-Type: " + kind + b"\r\n\r\n" + body).iter_parts():
            name = str(part.get_param("name", header="Content-Disposition"))
            fields.setdefault(name, []).append(part.get_payload(decode=True).decode())
        own = json.loads(fields["recipient-variables"][0])
        said = [fields[name][0] for name in ("from", "subject", "html", "text")]
        return [
            Letter(address, own[address]["ref"], content_of(*said), fields["o:tag"][0])
            for address in fields["to"]
        ]

    def answer(self, letters: list[Letter]) -> Any:
        return {"id": "<one@mg.example>", "message": "Queued. Thank you."}

    def listed(self, url: str, path: str, query: dict, letters: list[Letter]) -> Any:
        at = int(query.get("at", ["0"])[0])
        limit = int(query["limit"][0])
        found = [letter for letter in letters if letter.tag == query["tags"][0]]
        after = {**{name: values[0] for name, values in query.items()}, "at": at + limit}
        items = [
            {"event": "accepted", "user-variables": {"delivery": letter.reference}}
            for letter in found[at : at + limit]
        ]
        return {"items": items, "paging": {"next": f"{url}{path}?{urlencode(after)}"}}
