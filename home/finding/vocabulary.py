"""»Mente du …?«: the words of what is public, and the nearest of them to what was typed."""

from collections import Counter

from django.apps import apps
from rapidfuzz import process
from rapidfuzz.distance import OSA

from cms.caching.remembering import remember
from cms.content.models import ContentMixin
from cms.topics.catalogue import catalogue

from .words import words_of

# Shorter words have too many neighbours.
SHORTEST = 4
# How alike, of 1: one wrong letter in four, two in nine.
ALIKE = 0.72


def vocabulary() -> Counter[str]:
    """{word: how often} of the titles and leads of public pages and the names of their organisations."""
    return remember("vocabulary", read_vocabulary)


def read_vocabulary() -> Counter[str]:
    known = catalogue()
    words: Counter[str] = Counter()
    for facts in known.pages.values():
        words.update(words_of(facts.title))
        if facts.organisation is not None:
            words.update(words_of(known.organisations[facts.organisation]))
    for model in apps.get_models():
        if issubclass(model, ContentMixin):
            leads = model._default_manager.exclude(lead="").values_list("pk", "lead")
            for pk, lead in leads:
                if pk in known.pages:
                    words.update(words_of(lead))
    return Counter({word: count for word, count in words.items() if len(word) >= SHORTEST})


def meant(query: str) -> str:
    """The query with each unknown word as the nearest known one; "" where nothing is near enough."""
    known = vocabulary()
    typed = query.lower().split()
    words = [nearest(word, known) for word in typed]
    return "" if words == typed else " ".join(words)


def nearest(word: str, known: Counter[str]) -> str:
    """The likest known word, of equals the one that is used most; the word itself where none is alike."""
    if len(word) < SHORTEST or word in known:
        return word
    alike = process.extract(
        word,
        known.keys(),
        scorer=OSA.normalized_similarity,
        score_cutoff=ALIKE,
        limit=5,
    )
    best = max(alike, key=lambda one: (one[1], known[one[0]]), default=None)
    return best[0] if best else word
