"""The words of a consent: in versions, never edited."""

import datetime as dt

import pytest
from django.utils import timezone

from cms.series.actions import reword
from cms.series.models import Series, Wording
from cms.series.queries import current_wording, first_series
from tests.factories.people import make_series

pytestmark = pytest.mark.django_db

NOW = timezone.now()
LATER = NOW + dt.timedelta(days=1)


def versions(series):
    found = Wording.objects.filter(series=series).order_by("language", "version")
    return list(found.values_list("language", "version", "words"))


def test_every_site_has_a_first_series_with_words_in_both_languages():
    series = first_series()
    assert series.key == "nyhedsbrev"
    assert {language for language, _version, _words in versions(series)} == {"da", "en"}


def test_keeps_the_words_of_before_as_an_earlier_version():
    series = make_series("invitationer")
    reword(series=series, language="da", words="Ja tak.", now=NOW)
    reword(series=series, language="da", words="Ja tak til alt.", now=LATER)
    assert versions(series) == [("da", 1, "Ja tak."), ("da", 2, "Ja tak til alt.")]
    assert current_wording(series, "da").words == "Ja tak til alt."


def test_makes_no_version_of_the_same_words():
    series = make_series("invitationer")
    first = reword(series=series, language="da", words="Ja tak.", now=NOW)
    assert reword(series=series, language="da", words=" Ja tak. ", now=LATER) == first
    assert versions(series) == [("da", 1, "Ja tak.")]


def test_makes_no_version_of_no_words():
    series = make_series("invitationer")
    assert reword(series=series, language="en", words=" ", now=NOW) is None
    assert versions(series) == []


def test_shows_the_sites_own_language_where_there_are_no_words_in_another():
    series = make_series("invitationer")
    assert current_wording(series, "en") is None
    reword(series=series, language="da", words="Ja tak.", now=NOW)
    assert current_wording(series, "en").language == "da"


def test_knows_a_first_series_although_the_usual_one_is_gone(bare_site):
    Wording.objects.all().delete()
    Series.objects.all().delete()
    with pytest.raises(Series.DoesNotExist):
        first_series()
    other = make_series("invitationer")
    assert first_series() == other
