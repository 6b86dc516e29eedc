"""What is taken out of log lines."""

import logging

import pytest

from cms.logs import MaskTokens, masked
from cms.members.tokens import make_token
from newsletters.delivery.tokens import make_token as make_unsubscribe_token


@pytest.mark.parametrize(
    "token", [make_token(), make_unsubscribe_token(17)], ids=["joining", "leaving"]
)
def test_masks_what_a_link_is_opened_with(token):
    line = logging.LogRecord("django.request", 30, "", 1, "Not Found: %s", (f"/x/{token}/",), None)
    assert MaskTokens().filter(line) is True
    assert line.getMessage() == "Not Found: /x/…/"


@pytest.mark.parametrize(
    "text", ["GET /bliv-medlem/tak/", "/netvaerksdage/en-meget-lang-titel/", "100 % done"]
)
def test_leaves_the_rest(text):
    assert masked(text) == text
