"""The style sheets as texts: an unclosed block swallows all that follows it, and says nothing."""

from pathlib import Path

import pytest

SHEETS = [path for app in ("cms", "home", "newsletters") for path in Path(app).rglob("*.css")]


@pytest.mark.parametrize("sheet", SHEETS, ids=str)
def test_closes_every_block_that_it_opens(sheet):
    text = sheet.read_text("utf-8")
    assert text.count("{") == text.count("}")
