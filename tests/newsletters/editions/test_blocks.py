"""What an editor may leave out of a block, and until when."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.admin.icons import get_icons
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from newsletters.editions.blocks import ButtonBlock, ImageBlock, LetterBlock
from tests.factories.pages import make_story

pytestmark = pytest.mark.django_db


def test_lets_a_draft_lack_where_a_button_leads():
    empty = {"text": "", "page": None, "url": ""}
    block = ButtonBlock()
    assert block.clean_deferred(block.to_python(empty))["page"] is None
    with pytest.raises(ValidationError):
        block.clean(block.to_python(empty | {"text": "Læs"}))


def test_lets_no_button_lead_to_two_places():
    both = {"text": "Læs", "page": make_story().pk, "url": "https://a.example/"}
    block = ButtonBlock()
    for clean in (block.clean, block.clean_deferred):
        with pytest.raises(ValidationError):
            clean(block.to_python(both))


def test_wants_words_for_a_picture_that_is_a_link():
    image = get_image_model().objects.create(title="Bro", file=get_test_image_file())
    block, value = ImageBlock(), {"image": image.pk, "alt": "", "link": "https://a.example/"}
    with pytest.raises(ValidationError):
        block.clean(block.to_python(value))
    for allowed in ({"alt": "Broen"}, {"link": ""}):
        assert block.clean(block.to_python(value | allowed))["image"] == image


def test_shows_every_block_with_an_icon_that_exists():
    icons = get_icons()
    for block in LetterBlock().child_blocks.values():
        assert f'id="icon-{block.meta.icon}"' in icons, block.name
