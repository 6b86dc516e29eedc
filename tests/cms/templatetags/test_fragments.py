"""A dear part of a page is made once for each version of the public content."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation

from cms.caching import remembering
from cms.models import User


@pytest.fixture
def caching(settings, monkeypatch):
    settings.PAGE_CACHE = True
    monkeypatch.setattr(remembering, "_kept", (-1, {}))
    # A test lives in a transaction, in which nothing is remembered.
    monkeypatch.setattr(remembering, "connection", SimpleNamespace(in_atomic_block=False))


class Counted:
    def __init__(self):
        self.number = 0

    def __str__(self):
        self.number += 1
        return f"made {self.number}"


def render(word, *, name='"part"', user=None, preview=False):
    request = RequestFactory().get("/")
    request.user, request.is_preview = user or AnonymousUser(), preview
    source = "{% load fragments %}{% fragment " + name + " %}{{ word }}{% endfragment %}"
    return Template(source).render(Context({"request": request, "word": word, "number": 1}))


@pytest.fixture
def word():
    return Counted()


@pytest.mark.django_db
class TestFragment:
    def test_is_made_once(self, caching, word):
        assert [render(word), render(word)] == ["made 1", "made 1"]

    def test_is_made_for_each_name(self, caching, word):
        names = ('"part"', '"part" number', '"other"', '"part"')
        assert [render(word, name=name) for name in names] == [
            "made 1",
            "made 2",
            "made 3",
            "made 1",
        ]

    def test_is_made_for_each_language(self, caching, word):
        assert render(word) == "made 1"
        with translation.override("en"):
            assert render(word) == "made 2"

    def test_is_made_anew_for_who_is_known(self, caching, word):
        user = User(email="kim@koege.example")
        assert [render(word), render(word, user=user), render(word)] == [
            "made 1",
            "made 2",
            "made 1",
        ]

    def test_is_made_anew_in_a_preview(self, caching, word):
        assert [render(word), render(word, preview=True)] == ["made 1", "made 2"]

    def test_is_made_anew_where_nothing_is_kept(self, word):
        assert [render(word), render(word)] == ["made 1", "made 2"]


def test_asks_for_a_name():
    with pytest.raises(TemplateSyntaxError, match="name"):
        Template("{% load fragments %}{% fragment %}{% endfragment %}")
