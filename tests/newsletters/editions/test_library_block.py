"""What a letter shows of the library."""

import pytest
from wagtail.blocks import StructBlockValidationError

from newsletters.editions.blocks import LibraryBlock
from newsletters.editions.rendering import render
from tests.factories.library import make_call, make_person, make_tool
from tests.factories.pages import make_goal, make_newsletter

pytestmark = pytest.mark.django_db


def test_shows_of_which_kind_it_is(home):
    tool = make_tool(title="Målkompasset", lead="Fra 17 til tre.", goals=[make_goal(7)])
    letter = render(make_newsletter(body=[("library", {"page": tool, "lead": ""})]))
    kind = str(tool._meta.verbose_name).capitalize()
    for words in (kind, "Målkompasset", "Fra 17 til tre.", tool.full_url):
        assert (words, words in letter.html, words in letter.text) == (words, True, True)


def test_shows_it_on_the_web_too(client, home):
    call = make_call(title="Grønne indkøb", lead="Til driften.")
    page = make_newsletter(body=[("library", {"page": call, "lead": "Skynd dig"})])
    html = client.get(page.url).content.decode()
    assert [words for words in ("Grønne indkøb", "Skynd dig", call.url) if words not in html] == []
    call.unpublish()
    assert "Grønne indkøb" not in client.get(page.url).content.decode()


def test_takes_no_person(home):
    block = LibraryBlock()
    tool = block.to_python({"page": make_tool().pk, "lead": ""})
    assert block.clean(tool)["page"].title == tool["page"].title
    person = block.to_python({"page": make_person().pk, "lead": ""})
    with pytest.raises(StructBlockValidationError) as caught:
        block.clean(person)
    assert list(caught.value.block_errors) == ["page"]
