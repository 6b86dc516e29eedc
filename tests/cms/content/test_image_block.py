"""A picture in the text is described or decoration."""

import pytest
from django.core.files.images import ImageFile
from wagtail.blocks import StructBlockValidationError
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from cms.content.blocks import ImageBlock

pytestmark = pytest.mark.django_db


@pytest.fixture
def value(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = ImageFile(get_test_image_file(), name="foto.png")
    image = get_image_model().objects.create(title="Foto", file=file)
    return ImageBlock().to_python({"image": image.pk, "alt": "", "caption": ""})


@pytest.mark.parametrize(("alt", "decorative"), [("Taget", False), ("", True), ("  ", True)])
def test_takes_one_of_the_two(value, alt, decorative):
    value.update(alt=alt, decorative=decorative)
    assert ImageBlock().clean(value)["decorative"] is decorative


@pytest.mark.parametrize(
    ("alt", "decorative", "field"),
    [("", False, "alt"), ("  ", False, "alt"), ("Taget", True, "decorative")],
)
def test_refuses_neither_and_both(value, alt, decorative, field):
    value.update(alt=alt, decorative=decorative)
    with pytest.raises(StructBlockValidationError) as caught:
        ImageBlock().clean(value)
    assert list(caught.value.block_errors) == [field]


def test_waits_with_a_draft(value):
    assert ImageBlock().clean_deferred(value)["alt"] == ""
