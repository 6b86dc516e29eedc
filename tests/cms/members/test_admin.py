"""The register of members: list, filters, search, export, and the pages that create and edit."""

import csv
import io
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from cms.members.actions import suppress
from cms.members.admin import mail_in_words
from cms.members.models import Member, Suppression
from tests.factories.pages import make_home, make_topic
from tests.factories.people import (
    make_editor,
    make_member,
    make_members,
    make_organisation,
    make_series,
)

pytestmark = pytest.mark.django_db

LIST = "/admin/members/"
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://e.dk")', "＝1+1"]
HOSTILE = ['"', "'", "%", "\\", "a AND", "(", "*", "<script>", "🌱", "x" * 10_000]


@pytest.fixture
def editor(client):
    make_home()
    client.force_login(make_editor())
    return client


def shown(response):
    return [str(member) for member in response.context["object_list"]]


def stop(member, words="no such user"):
    """Mail to this member came back; an earlier time is over."""
    mark, reason = member.fingerprint, Suppression.Reason.BOUNCED
    suppress(fingerprint=mark, reason=Suppression.Reason.COMPLAINED, now=timezone.now())
    Suppression.objects.filter(fingerprint=mark).update(lifted_at=timezone.now())
    suppress(fingerprint=mark, reason=reason, words=words, now=timezone.now())


def post_data(**fields):
    fields.setdefault("organisation", make_organisation().pk)
    return {
        "first_name": "Anna",
        "last_name": "Berg",
        "email": "anna@kommune.example",
        "language": "da",
        "words": "",
        **fields,
    }


def test_lists_members_with_their_consent(editor):
    make_member(first_name="Anna", last_name="Berg")
    make_member(first_name="Bo", last_name="Dal", consent=False)
    response = editor.get(LIST)
    assert response.status_code == 200
    assert shown(response) == ["Anna Berg", "Bo Dal"]
    said = [
        [one.series.key for one in member.standing] for member in response.context["object_list"]
    ]
    assert said == [["nyhedsbrev"], []]


def test_lists_one_member_and_three_with_as_many_queries(editor, django_assert_num_queries):
    make_member()
    editor.get(LIST)
    with django_assert_num_queries(14):
        editor.get(LIST)
    for member in make_members(2):
        stop(member)
    make_member(organisation=make_organisation())
    with django_assert_num_queries(14):
        editor.get(LIST)


def test_narrows_the_list_by_each_filter(editor):
    topic = make_topic()
    region = make_organisation(kind="region")
    stop(make_member(first_name="Anna", unit="hr", role="director", topics=[topic]))
    make_member(first_name="Bo", organisation=region, language="en", consent=False)
    for query, found in {
        "newsletter=nyhedsbrev": ["Anna"],
        "newsletter=no": ["Bo"],
        "organisation__kind__exact=region": ["Bo"],
        "unit__exact=hr": ["Anna"],
        "role__exact=director": ["Anna"],
        "language__exact=en": ["Bo"],
        f"topic={topic.pk}": ["Anna"],
        "topic=nonsense": ["Anna", "Bo"],
        "newsletter=nonsense": ["Anna", "Bo"],
        "mail=arrives": ["Bo"],
        "mail=stopped": ["Anna"],
        "mail=nonsense": ["Anna", "Bo"],
    }.items():
        assert (query, shown(editor.get(f"{LIST}?{query}"))) == (query, found)


@pytest.mark.parametrize(
    "query",
    [
        "topic=99999999999999999999999",
        "topics__page_ptr__exact=x",
        "topics__page_ptr__exact=99999999999999999999999",
        "organisation__id__exact=99999999999999999999999",
        "password=x",
        "organisation__members__email=x",
        "o=x",
        "o=99.99",
        "p=x",
        "p=99999999999999999999",
        "p=-1",
        "export=exe",
    ],
)
def test_answers_a_hostile_filter(editor, query):
    make_member()
    assert editor.get(f"{LIST}?{query}", follow=True).status_code == 200


def test_searches_names_addresses_and_organisations(editor):
    middelfart = make_organisation(name="Middelfart Kommune")
    make_member(first_name="Anna", email="a@b.example", organisation=middelfart)
    make_member(first_name="Bo", email="bo@b.example")
    for words in ("anna", "a@b", "middelfart"):
        assert (words, shown(editor.get(LIST, {"q": words}))) == (words, ["Anna"])


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: ascii(words[:12]))
def test_finds_nothing_by_hostile_words(editor, words):
    make_member()
    response = editor.get(LIST, {"q": words})
    assert (response.status_code, shown(response)) == (200, [])


def test_answers_a_search_for_a_null_byte(editor):
    assert editor.get(LIST, {"q": "a\x00"}).status_code == 200


def test_finds_a_name_that_holds_a_quotation_mark(editor):
    make_member(first_name='Jens "Jensen"')
    assert shown(editor.get(LIST, {"q": '"Jensen"'})) == ['Jens "Jensen"']


def test_shows_a_script_in_a_name_as_text(editor):
    member = make_member(first_name="<script>alert(1)</script>")
    for path in (LIST, f"{LIST}inspect/{member.pk}/", f"{LIST}edit/{member.pk}/"):
        assert "<script>alert(1)" not in editor.get(path).content.decode()


def rows_of_csv(response):
    content = b"".join(response.streaming_content).decode()
    return list(csv.reader(io.StringIO(content, newline="")))


def make_hostile_members():
    for number, formula in enumerate(FORMULAS):
        make_member(
            first_name=formula,
            last_name=f"-{number}",
            email=f"=cmd{number}@b.example",
            organisation=make_organisation(name=f"={number}+1"),
        )


def test_exports_csv_without_formulas(editor):
    make_hostile_members()
    header, *rows = rows_of_csv(editor.get(f"{LIST}?export=csv"))
    assert (len(header), len(rows)) == (10, len(FORMULAS))
    starts = {cell[0] for row in rows for cell in row[:4]}
    assert starts == {"'"}


def test_exports_xlsx_without_formulas(editor):
    make_hostile_members()
    response = editor.get(f"{LIST}?export=xlsx")
    content = b"".join(response.streaming_content)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheets = [name for name in book.namelist() if "worksheets/" in name]
        assert [name for name in sheets if b"<f" in book.read(name)] == []
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet.max_row == len(FORMULAS) + 1
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row[:4]} == {"s"}


@pytest.mark.parametrize("export", ["csv", "xlsx"])
def test_exports_control_characters_as_nothing(editor, export):
    member = make_member(last_name="Berg")
    Member.objects.filter(pk=member.pk).update(last_name="Be\x0brg\x1f\uffff")
    content = b"".join(editor.get(f"{LIST}?export={export}").streaming_content)
    if export == "csv":
        assert rows_of_csv(editor.get(f"{LIST}?export=csv"))[1][1] == "Berg"
    else:
        assert load_workbook(io.BytesIO(content)).active["B2"].value == "Berg"


def test_exports_what_the_list_shows(editor):
    kommune = make_organisation(name="Middelfart Kommune")
    make_member(first_name="Anna", email="anna@b.example", organisation=kommune, unit="hr")
    make_member(first_name="Bo", consent=False)
    _header, *rows = rows_of_csv(editor.get(f"{LIST}?export=csv&newsletter=nyhedsbrev"))
    (row,) = rows
    assert row[:5] == ["Anna", "", "anna@b.example", "Middelfart Kommune", "HR-enhed"]


def test_creates_a_member(editor):
    data = post_data(subscriptions=[make_series().pk], words="Telefonisk, 3. maj.")
    response = editor.post(f"{LIST}create/", data)
    assert (response.status_code, response.url) == (302, LIST)
    member = Member.objects.get()
    assert (str(member), member.open_consent(make_series()).words) == (
        "Anna Berg",
        "Telefonisk, 3. maj.",
    )


def test_edits_a_member(editor):
    member = make_member(email="anna@kommune.example")
    data = post_data(first_name="Anne", email="Anne@Kommune.example")
    response = editor.post(f"{LIST}edit/{member.pk}/", data)
    assert response.status_code == 302
    member = Member.objects.get()
    assert (member.first_name, member.email_key) == ("Anne", "anne@kommune.example")
    assert member.open_consent(make_series()) is None


def test_shows_the_form_again_when_the_address_is_taken(editor):
    make_member(email="Anna@kommune.example")
    response = editor.post(f"{LIST}create/", post_data(email="anna@KOMMUNE.example"))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["email"]
    assert Member.objects.count() == 1


def test_inspects_a_member_with_their_consents(editor):
    member = make_member(first_name="Anna", topics=[make_topic(title="Energi")])
    response = editor.get(f"{LIST}inspect/{member.pk}/")
    assert response.status_code == 200
    page = response.content.decode()
    assert (page.count("Energi") > 0, "cms.Consent.None" in page) == (True, False)
    assert str(member.open_consent(make_series())) in page


def test_deletes_a_member(editor):
    member = make_member()
    assert editor.post(f"{LIST}delete/{member.pk}/").status_code == 302
    assert Member.objects.count() == 0


@pytest.mark.parametrize("key", ["999999", "9" * 30, "x", "_3C", "٣"])
@pytest.mark.parametrize("verb", ["edit", "inspect", "delete", "history"])
def test_answers_404_for_a_member_that_is_not(editor, verb, key):
    assert editor.get(f"{LIST}{verb}/{key}/").status_code == 404


@pytest.mark.parametrize("path", ["", "create/", "?export=csv"])
def test_shows_members_to_nobody_who_is_not_signed_in(client, path):
    make_home()
    response = client.get(LIST + path)
    assert response.status_code == 302
    assert response.url.startswith(reverse("wagtailadmin_login"))


def test_lists_whether_mail_arrives(editor):
    anna, bo = make_member(first_name="Anna"), make_member(first_name="Bo")
    stop(bo)
    response = editor.get(LIST)
    reasons = [member.stopped_because for member in response.context["object_list"]]
    assert reasons == [None, "bounced"]
    page = response.content.decode()
    for member, words in ((anna, mail_in_words(None)), (bo, mail_in_words("bounced"))):
        link = f'<a href="{LIST}{member.pk}/mail/">{words}</a>'
        assert page.count(link) == 1


def test_says_in_words_whether_mail_arrives():
    with translation.override("en"):
        assert mail_in_words(None) == "arrives"
        assert mail_in_words("soft_bounces") == "stopped: letters came back again and again"


@pytest.mark.parametrize("path", ["inspect", "edit"])
def test_shows_on_a_members_own_page_whether_mail_arrives(editor, path):
    member = make_member()
    url, mail = f"{LIST}{path}/{member.pk}/", f"{LIST}{member.pk}/mail/"
    assert editor.get(url).content.decode().count(mail) >= 1
    stop(member, words="<script>alert(1)</script>")
    page = editor.get(url).content.decode()
    assert page.count(str(Suppression.Reason.BOUNCED.label)) == 1
    assert page.count(mail) >= 1
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_shows_no_word_on_mail_where_a_member_is_made(editor):
    response = editor.get(f"{LIST}create/")
    assert response.status_code == 200
    assert "/mail/" not in response.content.decode()


def test_edits_a_member_whose_mail_is_stopped(editor):
    member = make_member()
    stop(member)
    editor.post(f"{LIST}edit/{member.pk}/", post_data(email=member.email, first_name="Anne"))
    assert Member.objects.get().first_name == "Anne"
