"""The Danish catalogue has no gaps. (`python -m tests.translations` also extracts the strings anew.)"""

import pytest

from tests.translations import CATALOGUES, find_faults


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_translates_every_entry(path):
    assert find_faults(path) == []


def test_knows_our_own_and_wagtails_catalogues():
    assert len(CATALOGUES) == 3
