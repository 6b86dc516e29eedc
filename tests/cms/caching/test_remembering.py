"""What is asked for once: until public content changes, and never inside a transaction."""

import pytest
from django.db import transaction

from cms.caching import remembering, version
from cms.caching.remembering import remember

# In a transaction nothing is remembered, so these have none.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_gives_the_same_object_until_public_content_changes(caching):
    first = remember("menu", lambda: ["old"])
    assert remember("menu", lambda: ["new"]) is first
    version.bump()
    assert remember("menu", lambda: ["new"]) == ["new"]


def test_does_not_keep_nothing(caching):
    assert remember("menu", lambda: None) is None
    assert remember("menu", lambda: "made") == "made"


def test_neither_reads_nor_keeps_in_a_transaction(caching):
    remember("menu", lambda: "kept")
    with transaction.atomic():
        assert remember("menu", lambda: "not yet seen") == "not yet seen"
        remember("foot", lambda: "not yet seen")
    assert remember("menu", lambda: "anew") == "kept"
    assert remember("foot", lambda: "anew") == "anew"


def test_asks_each_time_where_no_pages_are_kept(caching, settings):
    settings.PAGE_CACHE = False
    assert [remember("menu", lambda said=said: said) for said in (1, 2)] == [1, 2]


def test_forgets_all_when_there_is_no_more_room(caching, monkeypatch):
    monkeypatch.setattr(remembering, "MOST", 2)
    said = [remember(name, lambda: object()) for name in ("menu", "menu", "foot", "menu")]
    assert [said[1] is said[0], said[3] is said[0]] == [True, False]
