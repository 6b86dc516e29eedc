"""Which requests share an answer."""

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from cms.caching.keys import key_of, narrow


def asked(path="/", **said):
    return RequestFactory().get(path, **said)


def test_is_the_same_for_parameters_in_any_order():
    assert key_of(asked("/historier/?goal=7&page=2")) == key_of(asked("/historier/?page=2&goal=7"))


def test_leaves_out_what_others_follow_people_by():
    request = asked("/?utm_source=brev&fbclid=1")
    assert key_of(request) == key_of(asked("/"))
    assert not request.GET


@pytest.mark.parametrize(
    "one", ["/en/", "/?page=2", "/historier/"], ids=["language", "parameter", "path"]
)
def test_is_another_for_another_page(one):
    assert key_of(asked(one)) != key_of(asked("/"))


def test_is_another_for_another_host_and_scheme():
    keys = {key_of(asked(headers={"host": host})) for host in ("a.example", "b.example")}
    keys.add(key_of(RequestFactory().get("/", secure=True, headers={"host": "a.example"})))
    assert len(keys) == 3


@pytest.mark.parametrize(
    "request_",
    [
        RequestFactory().post("/"),
        asked(headers={"authorization": "Bearer x"}),
        asked(headers={"cookie": "sessionid=1"}),
        asked(headers={"cookie": "a=b; messages=1"}),
        asked("/?q=varme"),
        asked("/?page=1&page=2"),
        asked(f"/?page={'1' * 300}"),
        asked("/?page=%ff"),
    ],
    ids=["post", "authorized", "session", "message", "unknown", "twice", "long", "no text"],
)
def test_has_none_where_the_answer_may_be_one_persons(request_):
    assert key_of(request_) is None


@given(query=st.text(max_size=300))
def test_reads_any_query(query):
    narrowed = narrow(query)
    assert narrowed is None or narrow(narrowed) == narrowed
