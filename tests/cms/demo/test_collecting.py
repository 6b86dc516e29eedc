"""How often garbage is looked for."""

import gc

from cms.demo.collecting import SELDOM, collecting_seldom


def test_looks_seldom_inside_and_as_before_afterwards():
    before = gc.get_threshold()
    with collecting_seldom():
        assert gc.get_threshold() == SELDOM
    assert gc.get_threshold() == before
