"""One newsletter in several languages: which go out, and which speaks for them."""

import pytest
from wagtail.models import Locale

from newsletters.editions.languages import drafts, issue_of, speaker_of, versions
from newsletters.editions.rendering import render
from tests.factories.pages import make_newsletter, translate

pytestmark = pytest.mark.django_db


def test_goes_out_in_each_language_that_is_published():
    danish = make_newsletter(subject="Nyt")
    english = translate(danish, subject="News")
    assert versions(danish) == versions(english) == [danish, english]
    issue = issue_of(english)
    assert [letter.language for letter in issue.letters] == ["da", "en"]
    assert (issue.subject, issue.main.language) == ("Nyt", "da")
    assert "[en] News" in issue.text


def test_takes_a_page_that_only_stands_in_for_a_translation_for_none():
    danish = make_newsletter()
    english, _made = Locale.objects.get_or_create(language_code="en")
    danish.copy_for_translation(english, copy_parents=True, alias=True)
    assert versions(danish) == [danish]


def test_leaves_a_draft_out_and_names_it():
    danish = make_newsletter()
    english = translate(danish)
    english.unpublish()
    english.refresh_from_db()
    assert versions(danish) == [danish]
    assert drafts(danish) == [english]


def test_speaks_in_the_other_language_while_the_sites_own_is_a_draft():
    danish = make_newsletter()
    english = translate(danish)
    danish.unpublish()
    english.refresh_from_db()
    assert speaker_of(english) == english
    assert versions(english) == [english]


def test_is_the_same_letter_as_before_in_one_language():
    page = make_newsletter()
    assert issue_of(page).content_hash == render(page).content_hash


def test_is_another_letter_once_any_of_its_languages_changes():
    danish = make_newsletter()
    alone = issue_of(danish).content_hash
    english = translate(danish, subject="News")
    both = issue_of(danish).content_hash
    english.subject = "Other news"
    english.save_revision().publish()
    assert len({alone, both, issue_of(danish).content_hash}) == 3
