"""The headless face: what it shows, what it never shows, and that nothing asked of it is an error of ours."""

import datetime as dt
from urllib.parse import urlencode

import pytest
from django.test import override_settings
from wagtail.models import Page, PageViewRestriction

from cms.api.bounds import MAX_LIMIT, MAX_OFFSET
from cms.library.funding import Award
from cms.library.tools import ToolUse
from newsletters.delivery.tokens import LENGTH
from tests.factories.library import (
    make_call,
    make_experience,
    make_person,
    make_project,
    make_tool,
)
from tests.factories.pages import (
    make_goal,
    make_invitation,
    make_newsletter,
    make_story,
    make_topic,
)
from tests.factories.people import make_organisation

pytestmark = pytest.mark.django_db

V2, V3 = "/api/v2/pages/", "/api/v3-preview/pages/"
ALWAYS = {"id", "meta", "title"}
LEAD = {"lead", "cover", "cover_alt"}
TOPICAL = {"topics", "goals"}
CONTACT = {"contact_name", "contact_email", "contact_phone"}
LIBRARY = LEAD | TOPICAL | {"organisation_name", "levels"}
FIELDS = {
    "cms.TopicPage": LEAD | {"goals", "body"},
    "cms.GoalPage": LEAD | {"number", "colour", "body"},
    "cms.StoryPage": LEAD
    | TOPICAL
    | CONTACT
    | {"organisation_name", "people", "story_date", "levels", "challenge", "approach"}
    | {"results", "lessons", "strategic", "tactical", "operational", "body"},
    "cms.InvitationPage": LEAD
    | TOPICAL
    | CONTACT
    | {"kind", "season_name", "starts_at", "ends_at", "deadline_at", "cancelled_at", "place_name"}
    | {"place_address", "price_kind", "price", "seats", "guests_allowed", "sign_up"}
    | {"programme", "body"},
    "cms.ToolPage": LIBRARY
    | {"purpose", "minutes", "group_from", "group_to", "needs", "steps", "files", "used_by"},
    "cms.ProjectPage": LIBRARY
    | CONTACT
    | {"starts_on", "ends_on", "description", "partners", "results", "link"},
    "cms.FundingPage": LIBRARY
    | {"giver", "deadline_at", "purpose", "applicants", "amount_from", "amount_to"}
    | {"own_contribution", "link", "outcome", "awarded"},
    "cms.ResourcePersonPage": LIBRARY | {"role", "helps_with", "contact_email", "contact_phone"},
    "cms.ExperiencePage": LIBRARY | {"tried", "happened", "differently"},
    "cms.LibraryIndexPage": LEAD,
    "cms.TopicIndexPage": LEAD,
    "cms.GoalIndexPage": LEAD,
    "cms.StoryIndexPage": LEAD,
    "cms.InvitationIndexPage": LEAD,
}
HUGE = "3" * 20
VALUES = [
    "x",
    "-1",
    HUGE,
    "9" * 5000,
    "\x00",
    "%",
    '"',
    "'",
    "1,2,x",
    "[]",
    "🌱",
    "null",
    "1e9",
    "",
]
NAMES = [
    *("limit", "offset", "id", "type", "fields", "order", "search", "search_operator", "slug"),
    *("child_of", "descendant_of", "ancestor_of", "translation_of", "locale", "site", "title"),
    *("number", "starts_at", "story_date", "kind", "rich_text_format", "show_in_menus", "page"),
]


@pytest.fixture
def pages(home):
    goal, topic = make_goal(7), make_topic()
    return {
        "cms.GoalPage": goal,
        "cms.TopicPage": topic,
        "cms.StoryPage": make_story(
            title="Vi skruede ned", topics=[topic], goals=[goal], levels=["strategic"]
        ),
        "cms.InvitationPage": make_invitation(topics=[topic], goals=[goal]),
        "cms.ToolPage": make_tool(uses=[ToolUse(organisation=make_organisation())]),
        "cms.ProjectPage": make_project(),
        "cms.FundingPage": make_call(awards=[Award(other="Foreningen Kysten", amount=1000)]),
        "cms.ResourcePersonPage": make_person(),
        "cms.ExperiencePage": make_experience(),
        "newsletters.NewsletterPage": make_newsletter(),
    }


def test_lists_each_type_of_page_with_its_fields(client, pages):
    for kind, fields in FIELDS.items():
        (item,) = client.get(V2, {"type": kind, "fields": "*"}).json()["items"]
        assert (kind, set(item)) == (kind, ALWAYS | fields)
        detail = client.get(f"{V2}{item['id']}/").json()
        assert {name: detail[name] for name in fields} == {name: item[name] for name in fields}


def test_tells_a_story_as_the_page_does(client, pages):
    story, topic = pages["cms.StoryPage"], pages["cms.TopicPage"]
    item = client.get(f"{V2}{story.pk}/").json()
    assert (item["title"], item["levels"], item["story_date"]) == (
        "Vi skruede ned",
        ["strategic"],
        "2026-03-01",
    )
    assert item["organisation_name"] == story.organisation.name
    assert [related["id"] for related in item["topics"]] == [topic.pk]
    assert item["topics"][0]["title"] == topic.title


def test_reads_the_same_pages_through_the_preview_of_v3(client, pages):
    ids = {item["id"] for item in client.get(V2, {"limit": 100}).json()["items"]}
    answer = client.get(V3, {"limit": 100})
    assert answer.status_code == 200
    assert {item["id"] for item in answer.json()["items"]} == ids


def test_hides_the_documentation_of_v3_by_default(client, home):
    for path in ("docs", "openapi.json"):
        answer = client.get(f"/api/v3-preview/{path}", follow=True)
        assert (path, answer.status_code) == (path, 404)


def test_lets_nobody_write_without_an_account(client, pages):
    page = pages["cms.StoryPage"]
    for method in (client.post, client.patch, client.put, client.delete):
        for address in (V2, V3, f"{V2}{page.pk}/", f"{V3}{page.pk}/"):
            answer = method(address, {}, content_type="application/json")
            assert (address, 400 <= answer.status_code < 500) == (address, True)
    assert Page.objects.filter(pk=page.pk, title=page.title).count() == 1


def canaries():
    """Pages that nobody may see, related to each other and to one that everybody may."""
    topic = make_topic(title="KANARIE-område", live=False)
    goal = make_goal(13, title="KANARIE-mål", live=False)
    private = make_topic(title="KANARIE-privat")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    shown = make_story(topics=[topic, private], goals=[goal])
    hidden = [
        topic,
        goal,
        private,
        make_story(title="KANARIE-historie", live=False),
        make_tool(title="KANARIE-værktøj", live=False),
        make_invitation(title="KANARIE-dag", live=False),
        make_newsletter(title="KANARIE-brev", live=False),
    ]
    restricted = make_invitation(title="KANARIE-lukket")
    PageViewRestriction.objects.create(page=restricted, restriction_type="password", password="x")
    return shown, [*hidden, restricted]


def test_shows_no_drafts_and_nothing_private(client, home):
    _shown, hidden = canaries()
    addresses = [
        f"{V2}?fields=*&limit=100",
        f"{V3}?limit=100",
        *(f"{V2}?type={kind}&fields=*" for kind in FIELDS),
        f"{V2}?search=KANARIE",
        f"{V3}?search=KANARIE",
        "/soeg/?q=KANARIE",
        "/",
        *(page.get_parent().url for page in hidden),
        f"{hidden[4].get_parent().url}kalender/",
    ]
    leaks = [a for a in addresses if "KANARIE-" in client.get(a).content.decode()]
    assert leaks == []
    for page in hidden:
        assert [client.get(f"{api}{page.pk}/").status_code for api in (V2, V3)] == [404, 404]


def test_names_no_hidden_page_beside_one_that_is_shown(client, home):
    shown, _hidden = canaries()
    detail = client.get(f"{V2}{shown.pk}/").json()
    assert (detail["topics"], detail["goals"]) == ([], [])
    assert "KANARIE" not in client.get(f"{V3}{shown.pk}/").content.decode()


@pytest.mark.parametrize("address", [V2, V3, "/api/v2/images/", "/api/v2/documents/"])
@pytest.mark.parametrize(
    ("query", "status"),
    [
        (f"limit={MAX_LIMIT}", 200),
        (f"limit={MAX_LIMIT + 1}", 400),
        ("limit=-1", 400),
        ("limit=x", 400),
        (f"offset={MAX_OFFSET}", 200),
        (f"offset={MAX_OFFSET + 1}", 400),
        (f"offset={HUGE}", 400),
        (f"offset={HUGE}&offset=1", 400),
        ("offset=1&offset=x", 400),
        ("offset=%00", 400),
        ("search=" + "x" * 1001, 400),
    ],
)
def test_bounds_what_may_be_asked(client, home, address, query, status):
    assert client.get(f"{address}?{query}").status_code == status


def test_says_which_parameter_is_out_of_bounds(client, home):
    answer = client.get(V2, {"limit": "101"})
    assert "limit" in answer.json()["message"]


QUERIES = [
    "type=cms.StoryPage&fields=*,-title,_,x(*)",
    "fields=*(*(*(*)))",
    "fields=" + "(" * 500,
    "fields=topics(title),goals(*)",
    "type=cms.Member",
    "type=cms.User&fields=password",
    "type=auth.Permission",
    "type=cms.StoryPage,cms.TopicPage",
    "type=cms.StoryPage&organisation=" + HUGE,
    "type=cms.GoalPage&number=" + HUGE,
    "type=cms.GoalPage&number=7&number=x",
    "type=cms.InvitationPage&starts_at=9999-99-99",
    "type=cms.InvitationPage&seats=-1",
    "type=cms.InvitationPage&order=random&offset=1",
    "order=random,title",
    "order=-,,",
    "search=a&order=title&search_operator=xor",
    "child_of=root&descendant_of=root",
    f"child_of={HUGE}",
    f"id={HUGE}",
    "a[]=1&a[x]=2&%5B%5D",
    "%00=1",
    "&".join(f"p{n}=1" for n in range(1200)),
]


def failing(client, addresses):
    """Those of the addresses that end in an error of ours."""
    client.raise_request_exception = False
    return [address[:80] for address in addresses if client.get(address).status_code >= 500]


@pytest.mark.parametrize("api", [V2, V3])
def test_answers_every_hostile_parameter(client, pages, api):
    asked = (urlencode({name: value}) for name in NAMES for value in VALUES)
    assert failing(client, [f"{api}?{query}" for query in asked]) == []


@pytest.mark.parametrize("api", [V2, V3])
def test_answers_every_hostile_query(client, pages, api):
    assert failing(client, [f"{api}?{query}" for query in QUERIES]) == []


PATHS = [
    *(f"/api/v2/pages/{key}/" for key in ("0", HUGE, "x", "-1", "%00", "find", "1/../2")),
    *(f"/api/v3-preview/pages/{key}/" for key in ("0", HUGE, "x", "-1", "%00")),
    f"/api/v2/images/{HUGE}/",
    f"/api/v2/documents/{HUGE}/",
    f"/api/v2/pages/find/?id={HUGE}",
    "/api/v2/pages/find/?html_path=%00",
    "/api/v2/pages/find/?html_path=" + "a/" * 400,
    "/api/v3-preview/nonsense",
    f"/api/v3-preview/redirects/?offset={HUGE}",
    "/api/",
    *(f"/documents/{HUGE}/{name}" for name in ("a.pdf", "%00")),
    "/documents/1/../../secret_key",
    *(
        f"/afmeld/{token}/"
        for token in ("x", "A" * LENGTH, "A" * 999, "%00", "æ" * LENGTH, "-" * LENGTH)
    ),
    *(f"/covers/{name}" for name in ("1/x-0-lead.svg", "999/x-99.99-lead.png", "1/x-7-lead.svg")),
    *(
        f"/covers/{name}"
        for name in ("1/%00-7-lead.svg", "1/x-7-nonsense.svg", f"{HUGE}/x-7-lead.svg")
    ),
    *(
        f"/soeg/?{query}"
        for query in ("q=%00", "q=%22", "page=x", "q=a&page=" + HUGE, "q=" + "x" * 9000)
    ),
    *(f"/outbox/{name}/" for name in ("x", "..", "%2e%2e", "a" * 300)),
    *(
        f"/historier/?{query}"
        for query in ("page=" + HUGE, "topic=%00", "goal=" + HUGE, "level=%22")
    ),
    *(f"/netvaerksdage/?{query}" for query in ("page=%00", "page=-1", "page=" + "9" * 5000)),
    "/%00/",
    "/historier/%00/",
    "/netvaerksdage/kalender/%00",
    "/" + "a" * 5000 + "/",
    "/" + "a/" * 500,
    "/%ff%fe/",
    "/../../etc/passwd",
    "//evil.example/",
    "/admin/login/?next=//evil.example/%00",
    "/health/?x=%00",
]


def test_answers_every_hostile_address(client, pages):
    assert failing(client, PATHS) == []


HEADERS = [
    {"accept-language": "x" * 9000},
    {"accept-language": "da;q=\x01"},
    {"accept": "application/x"},
    {"cookie": "sessionid=%00; csrftoken=x"},
    {"range": "bytes=-99999999999999999999"},
    {"if-modified-since": "never"},
    {"x-forwarded-proto": "https"},
]


def test_answers_hostile_headers(client, pages):
    for headers in HEADERS:
        for path in ("/", V2, V3, "/soeg/?q=a"):
            assert client.get(path, headers=headers).status_code < 500


def test_does_not_answer_to_another_name(client, home):
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_redirects_to_nobody_after_signing_in(client, home):
    for target in (
        "//evil.example",
        "https:evil.example",
        "\\\\evil.example",
        "http://a@evil.example",
    ):
        answer = client.post("/admin/login/", {"username": "x", "password": "y", "next": target})
        assert (answer.status_code, answer.headers.get("Location")) == (200, None)


def test_gives_times_with_their_zone(client, home):
    page = make_invitation(starts_at=dt.datetime(2027, 7, 1, 7, 0, tzinfo=dt.UTC))
    start = client.get(f"{V2}{page.pk}/").json()["starts_at"]
    assert dt.datetime.fromisoformat(start) == page.starts_at
    assert dt.datetime.fromisoformat(start).tzinfo is not None


@pytest.mark.parametrize(
    "query",
    [
        "?type=cms.StoryPage&goals=x",
        "?type=cms.StoryPage&topics=99999999999999999999",
        "?type=cms.InvitationPage&starts_at=9999-99-99",
        "find/?id=x",
        "find/?id=99999999999999999999",
    ],
)
def test_is_no_error_for_a_value_that_its_field_cannot_have(client, home, query):
    # PostgreSQL compares any number and finds nothing; SQLite cannot, and is answered for.
    make_story()
    make_invitation()
    assert client.get(f"/api/v2/pages/{query}").status_code in (200, 400, 404)
