"""Photographs as browsers get them."""

import re
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.core.files.images import ImageFile
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from cms.caching import version
from cms.content.pictures import photograph
from cms.templatetags import network

pytestmark = pytest.mark.django_db


@pytest.fixture
def make_image(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    # Wagtail keeps what it knows of a picture by its id, which the next test has again.
    cache.clear()

    def make(width=2000, height=1200):
        file = ImageFile(get_test_image_file(size=(width, height)), name="foto.png")
        return get_image_model().objects.create(title="Foto", file=file)

    return make


def widths(html, kind):
    found = re.search(rf'<{kind} [^>]*srcset="([^"]*)"', html)
    return [int(width) for width in re.findall(r" (\d+)w", found[1])]


def test_offers_each_size_in_both_formats(make_image):
    html = photograph(make_image(), ("width-480", "width-1200"), alt="Taget", sizes="95vw")
    assert (widths(html, "source"), widths(html, "img")) == ([480, 1200], [480, 1200])
    assert re.findall(r"\.(avif|webp) ", html) == ["avif", "avif", "webp", "webp"]
    assert ' width="1200" height="720" alt="Taget" loading="lazy"' in html


def test_says_how_large_a_small_original_is(make_image):
    html = photograph(
        make_image(600, 300), ("width-480", "width-800", "width-1200"), alt="", sizes=""
    )
    assert widths(html, "img") == [480, 600]
    assert ' width="600" height="300" alt=""' in html


def test_loads_at_once_what_stands_first(make_image):
    page = SimpleNamespace(
        pk=7, cover=make_image(), cover_alt='Taget "set" oppefra', goal_numbers=[7]
    )
    assert 'loading="eager" fetchpriority="high"' in network.cover(page, "strip", eager=True)
    card = network.cover(page, "card")
    assert 'loading="lazy" fetchpriority="auto"' in card
    assert widths(card, "img") == [300, 450, 900]
    assert "Taget &quot;set&quot; oppefra" in card


def test_composes_a_cover_where_the_file_is_gone(make_image):
    image = make_image()
    image.file.storage.delete(image.file.name)
    page = SimpleNamespace(pk=7, cover=image, cover_alt="Taget", goal_numbers=[7])
    assert 'src="/covers/1/7-7-card.svg"' in network.cover(page, "card")
    assert network.picture_in_text(image, "Taget") == ""


def test_asks_once_for_all_sizes(make_image, django_assert_num_queries):
    image, cuts = make_image(), ("width-480", "width-1200")
    photograph(image, cuts, alt="", sizes="")
    cache.clear()
    with django_assert_num_queries(1):
        photograph(image, cuts, alt="", sizes="")


def test_tells_everybody_when_files_of_a_picture_go(make_image, monkeypatch):
    image, told = make_image(), []
    image.get_rendition("width-100")
    monkeypatch.setattr(version, "bump", lambda: told.append(1))
    image.get_rendition("width-200")
    assert told == []
    image.renditions.all().delete()
    assert told == [1] * 2
