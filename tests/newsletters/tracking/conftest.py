"""Nothing here asks Amazon for its certificate."""

import pytest

from newsletters.tracking import sns

from .payloads import AMAZON


@pytest.fixture(autouse=True)
def _amazons_key(monkeypatch) -> None:
    monkeypatch.setattr(sns, "public_key", lambda address: AMAZON.public_key())
