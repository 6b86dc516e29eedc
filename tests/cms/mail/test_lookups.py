"""Asking a provider what it took."""

import datetime as dt
import json

import pytest
from django.utils import timezone

from cms.mail.lookups import MOST_PAGES, LookupFailedError, find_references
from tests.endpoints import Answer, provider_settings, running_endpoint

SINCE = timezone.now() - dt.timedelta(minutes=20)


def use(settings, provider, url):
    for name, value in provider_settings(provider, url).items():
        setattr(settings, name, value)


def as_json(value, status=200):
    return Answer(status, json.dumps(value).encode())


def test_reads_postmarks_list_page_by_page(settings):
    letters = [{"Metadata": {"delivery": f"ref{number}"}} for number in range(3)]
    pages = [
        as_json({"TotalCount": 3, "Messages": letters[:2]}),
        as_json({"TotalCount": 3, "Messages": letters[2:]}),
    ]
    with running_endpoint(*pages) as endpoint:
        use(settings, "postmark", endpoint.url)
        assert find_references("the-tag", since=SINCE) == {"ref0", "ref1", "ref2"}
    first, second = [call["path"] for call in endpoint.calls]
    assert first == "/messages/outbound?tag=the-tag&count=300&offset=0"
    assert second == "/messages/outbound?tag=the-tag&count=300&offset=2"
    assert endpoint.calls[0]["headers"]["X-Postmark-Server-Token"] == "a-test-key"


def test_reads_mailguns_list_until_a_page_is_empty(settings):
    with running_endpoint() as endpoint:
        use(settings, "mailgun", endpoint.url)
        item = {"user-variables": {"delivery": "ref0"}}
        more = {"next": f"{endpoint.url}/mg.example/events/next"}
        endpoint.answers = [
            as_json({"items": [item, item], "paging": more}),
            as_json({"items": [], "paging": more}),
        ]
        assert find_references("the-tag", since=SINCE) == {"ref0"}
    assert "tags=the-tag" in endpoint.calls[0]["path"]
    assert endpoint.calls[1]["path"] == "/mg.example/events/next"


@pytest.mark.parametrize("provider", ["mailgun", "postmark"])
@pytest.mark.parametrize(
    "answer",
    [
        as_json({}),
        as_json([]),
        as_json({"items": None, "Messages": None}),
        as_json({"items": ["x"], "Messages": ["x"], "TotalCount": "many"}),
        as_json({"message": "no"}, status=401),
        Answer(307, b"", {"Location": "http://127.0.0.1:1/"}),
        Answer(200, b"\xff\xfe<html>"),
        Answer(hang=3),
    ],
)
def test_says_that_a_list_could_not_be_read(settings, provider, answer):
    with running_endpoint(answer) as endpoint:
        use(settings, provider, endpoint.url)
        with pytest.raises(LookupFailedError):
            find_references("the-tag", since=SINCE)
    assert endpoint.count == 1


def test_takes_no_list_for_one_that_never_ends(settings):
    page = as_json({"TotalCount": 10**9, "Messages": [{"Metadata": {}}]})
    with running_endpoint(page) as endpoint:
        use(settings, "postmark", endpoint.url)
        with pytest.raises(LookupFailedError):
            find_references("the-tag", since=SINCE)
    assert endpoint.count == MOST_PAGES


def test_gives_the_key_to_nobody_else(settings):
    elsewhere = as_json({"items": [{}], "paging": {"next": "http://127.0.0.1:9/mg.example/events"}})
    with running_endpoint(elsewhere) as endpoint:
        use(settings, "mailgun", endpoint.url)
        with pytest.raises(LookupFailedError, match="somewhere else"):
            find_references("the-tag", since=SINCE)


def test_has_no_list_of_a_provider_that_offers_none(settings):
    use(settings, "brevo", "http://127.0.0.1:9")
    with pytest.raises(LookupFailedError, match="no list"):
        find_references("the-tag", since=SINCE)
