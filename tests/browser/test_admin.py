"""How the registers look to editors, by day and in the dark."""

import pytest

from tests.browser.looking import faults
from tests.factories.pages import make_home
from tests.factories.people import make_member
from tests.factories.wishes import make_wish

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
REGISTERS = ("", "members/", "organisations/", "wishes/", "letters/", "imports/", "coverage/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_reads_registers_in_every_light(editor_page, scheme):
    make_home()
    make_wish(make_member())
    editor_page.emulate_media(color_scheme=scheme)
    found = []
    for register in REGISTERS:
        editor_page.goto(f"/admin/{register}")
        found += [f"{register}: {fault}" for fault in faults(editor_page, "main")]
    assert found == []
