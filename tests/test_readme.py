"""The README keeps its promises."""

from pathlib import Path

import pytest

from cms.settings.env import VARIABLES

README = Path(__file__).parents[1] / "README.md"


@pytest.mark.parametrize("name", [variable.name for variable in VARIABLES])
def test_documents_every_variable(name):
    assert f"`{name}`" in README.read_text()
