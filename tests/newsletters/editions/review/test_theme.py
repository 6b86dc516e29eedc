"""The site's own colours."""

import pytest
from django.core.exceptions import ValidationError

from newsletters.editions.models import LetterTheme
from newsletters.editions.review import theme
from tests.factories.pages import make_home, make_newsletter

from .drafts import found, severities

pytestmark = pytest.mark.django_db


def make_theme(**fields):
    return LetterTheme.objects.create(site=make_home().get_site(), **fields)


def test_lets_the_usual_colours_be():
    assert found(theme.is_legible, make_newsletter()) == []
    make_theme()
    assert found(theme.is_legible, make_newsletter()) == []


@pytest.mark.parametrize("fields", [{"accent": "#f3b43c"}, {"accent_dark": "#0d4a43"}])
def test_stops_colours_that_nobody_can_read(fields):
    page = make_newsletter()
    make_theme(**fields)
    faults = found(theme.is_legible, page)
    assert severities(faults) == ["stop"]
    assert next(iter(fields.values())) in faults[0].words


@pytest.mark.parametrize("colour", ["", "red", "#fff", "#0d4a4g", "#0d4a43;x", "#0d4a43\n"])
def test_takes_nothing_that_is_no_colour(colour):
    with pytest.raises(ValidationError):
        LetterTheme(site=make_home().get_site(), accent=colour).full_clean()
