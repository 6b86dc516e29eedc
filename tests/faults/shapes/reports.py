"""A provider that only reports: Mailjet."""

import json
from typing import Any

from .base import KEY, Letter, Shape, content_of, provider_id


class Mailjet(Shape):
    name, settling = "mailjet", "events"

    def options(self, url: str) -> dict[str, str]:
        return {"MAILJET_API_KEY": KEY, "MAILJET_SECRET_KEY": KEY, "MAILJET_API_URL": f"{url}/"}

    def letters(self, headers: Any, body: bytes) -> list[Letter]:
        said = json.loads(body)
        common = said["Globals"]
        content = content_of(
            json.dumps(common["From"]), common["Subject"], common["HTMLPart"], common["TextPart"]
        )
        return [
            Letter(one["To"][0]["Email"], json.loads(one["EventPayload"])["delivery"], content, "")
            for one in said["Messages"]
        ]

    def answer(self, letters: list[Letter]) -> Any:
        return {"Messages": [self._one(letter) for letter in letters]}

    def _one(self, letter: Letter) -> dict[str, Any]:
        to = {"Email": letter.address, "MessageID": provider_id(letter), "MessageUUID": "u"}
        return {"Status": "success", "To": [to]}

    def mixed(
        self, letters: list[Letter], refused: set[str], missing: set[str], *, is_whole: bool = False
    ) -> Any:
        said = []
        for letter in letters:
            if letter.address in refused:
                # Mailjet does not say whose error it is: the place in the list does.
                said.append({"Status": "error", "Errors": [{"ErrorCode": "mj-0013"}]})
            elif letter.address not in missing:
                said.append(self._one(letter))
        extra = self._one(Letter("nobody@else.example", "", "", ""))
        return {"Messages": said if is_whole else [*said, said[-1], extra]}
