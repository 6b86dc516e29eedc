"""One newsletter in all its languages: what goes out together, each reader in their own.

The versions are Wagtail's translations of the page. The one in the site's own language speaks for all, where
it is live: whichever version an editor opens, it is one letter that is checked, approved and sent.
"""

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.db.models import QuerySet

from .rendering import Letter, language_of, render

if TYPE_CHECKING:
    from .pages import NewsletterPage


@dataclass(frozen=True)
class Issue:
    """A newsletter as it goes out: the letter that speaks for it first, then those in other languages."""

    letters: tuple[Letter, ...]

    @property
    def main(self) -> Letter:
        return self.letters[0]

    @property
    def others(self) -> tuple[Letter, ...]:
        return self.letters[1:]

    @property
    def subject(self) -> str:
        return self.main.subject

    @property
    def text(self) -> str:
        """What all of them say, one after the other."""
        if not self.others:
            return self.main.text
        return "\n".join(f"[{each.language}] {each.subject}\n{each.text}" for each in self.letters)

    @property
    def content_hash(self) -> str:
        """SHA-256 over everything that any reader gets."""
        if not self.others:
            return self.main.content_hash
        hashes = " ".join(f"{each.language} {each.content_hash}" for each in self.letters)
        return hashlib.sha256(hashes.encode()).hexdigest()


def speaker_of(page: "NewsletterPage") -> "NewsletterPage":
    """The version that speaks for the newsletter: in the site's own language, where that is live."""
    if language_of(page) == settings.LANGUAGE_CODE:
        return page
    own = translations(page).filter(live=True, locale__language_code=settings.LANGUAGE_CODE)
    return own.first() or page


def versions(page: "NewsletterPage") -> list["NewsletterPage"]:
    """The newsletter in each language in which it goes out, the one that speaks for all first."""
    speaker = speaker_of(page)
    return [speaker, *translations(speaker).filter(live=True)]


def drafts(page: "NewsletterPage") -> list["NewsletterPage"]:
    """Translations that nobody has published yet: their readers get the other language."""
    return list(translations(speaker_of(page)).filter(live=False))


def translations(page: "NewsletterPage") -> QuerySet:
    """The newsletter's other languages, live or not, by language. An alias is the same words again."""
    pages = apps.get_model("newsletters.NewsletterPage").objects.filter(alias_of=None)
    same = pages.filter(translation_key=page.translation_key).exclude(pk=page.pk)
    return same.select_related("locale").order_by("locale__language_code")


def issue_of(page: "NewsletterPage") -> Issue:
    """The newsletter in all its languages. Raises RenderingError when one of them cannot be made."""
    return Issue(tuple(render(each) for each in versions(page)))
