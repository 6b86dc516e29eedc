"""The admin's pages of imports: from upload to undo, who may come in, and whatever is sent to them."""

import csv
import io

import openpyxl
import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import example, given, settings
from hypothesis import strategies as some
from hypothesis.extra.django import TestCase

from cms.imports import actions
from cms.imports.models import Import, ImportRow
from cms.members.groups import make_editors
from cms.members.models import Consent, Member, User
from tests.factories.imports import csv_file, imported, planned, upload
from tests.factories.pages import make_home
from tests.factories.people import make_editor, make_organisation, make_series

pytestmark = pytest.mark.django_db
LIST, NEW = "/admin/imports/", "/admin/imports/new/"
ANNA, BO = "Anna;Holm;anna@koege.example;259", "Bo;Dahl;bo@koege.example;259"
COLUMNS = {
    "column_0": "first_name",
    "column_1": "last_name",
    "column_2": "email",
    "column_3": "organisation",
    "on_known": "fill",
    "language": "da",
}


@pytest.fixture
def editor(client):
    make_home()
    make_organisation(name="Køge Kommune", code="259")
    user = User.objects.create_user("rikke@network.example", "secret", first_name="Rikke")
    user.groups.add(make_editors())
    client.force_login(user)
    return client


def page_of(source, part=""):
    return f"{LIST}{source.pk}/{part}"


def send(client, file):
    return client.post(NEW, {"file": file})


def test_goes_from_the_file_to_members_and_back(editor):
    answer = send(editor, csv_file(ANNA, BO, encoding="cp1252"))
    source = Import.objects.get()
    assert (answer.status_code, answer.url) == (302, page_of(source, "columns/"))
    assert editor.get(answer.url).context["form"].columns()[2].initial == "email"
    said = {"series": [make_series().pk], "source": "Deltagerlisten", "source_on": "2026-05-03"}
    answer = editor.post(page_of(source, "columns/"), COLUMNS | said)
    assert answer.url == page_of(source)
    preview = editor.get(page_of(source))
    assert [one.name for one in preview.context["shown"]] == ["Anna Holm", "Bo Dahl"]
    assert Member.objects.count() == 0
    editor.post(page_of(source, "run/"))
    assert (Member.objects.count(), Consent.objects.count()) == (2, 2)
    assert editor.get(page_of(source)).context["is_undoable"] is True
    editor.post(page_of(source, "undo/"))
    assert (Member.objects.count(), Consent.objects.count()) == (0, 0)
    assert editor.get(page_of(source)).status_code == 200


def test_asks_for_the_source_of_a_consent(editor):
    source = upload(ANNA)
    answer = editor.post(page_of(source, "columns/"), COLUMNS | {"series": [make_series().pk]})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"source", "source_on"}
    source.refresh_from_db()
    assert source.state == "read"


@pytest.mark.parametrize(
    ("said", "faults"),
    [
        ({"column_2": ""}, {"__all__"}),
        ({"column_1": "first_name"}, {"column_1"}),
        ({"column_1": "fingerprint"}, {"column_1"}),
        ({"on_known": "delete"}, {"on_known"}),
        ({"language": "xx"}, {"language"}),
        ({"series": ["999"]}, {"series"}),
        ({"source": "a\u202eb"}, {"source"}),
        ({"source": "a\x00b"}, {"source"}),
        ({"source": "a" * 601}, {"source"}),
        ({"source_on": "2999-01-01"}, {"source_on"}),
        ({"source_on": "0001-01-01"}, {"source_on"}),
    ],
)
def test_takes_no_choice_that_is_none(editor, said, faults):
    source = upload(ANNA)
    answer = editor.post(page_of(source, "columns/"), COLUMNS | said)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, faults)


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"PK\x03\x04", b"A;B\n", b'A;B\n"x'])
def test_answers_a_file_that_is_none_and_keeps_nothing(editor, content):
    answer = send(editor, SimpleUploadedFile("x.csv", content))
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert (Import.objects.count(), ImportRow.objects.count()) == (0, 0)


def test_keeps_nothing_of_a_file_that_is_broken_in_its_middle(editor):
    content = b"A;B\n" + b"1;2\n" * 3_000 + b'"never closed' + b"x" * 200_000
    assert send(editor, SimpleUploadedFile("x.csv", content)).status_code == 422
    assert (Import.objects.count(), ImportRow.objects.count()) == (0, 0)


def test_answers_without_a_file(editor):
    assert editor.post(NEW).status_code == 422


def test_reads_a_workbook(editor):
    book, file = openpyxl.Workbook(), io.BytesIO()
    for line in (["Navn", "E-mail", "Kommune"], ["Anna Holm", "anna@koege.example", 259]):
        book.active.append(line)
    book.save(file)
    answer = send(editor, SimpleUploadedFile("x.xlsx", file.getvalue()))
    assert answer.status_code == 302
    assert ImportRow.objects.get().values == ["Anna Holm", "anna@koege.example", "259"]


def test_shows_only_what_is_asked_for(editor):
    source = planned(ANNA, ANNA, ";x;y@koege.example;259", "Info;;info@koege.example;259")
    shown = {
        only: [
            one.row.number for one in editor.get(page_of(source), {"only": only}).context["shown"]
        ]
        for only in ("", "create", "skip", "fault", "remark", "merge", "nonsense")
    }
    everything = [2, 3, 4, 5]
    assert shown == {
        "": everything,
        "create": [2, 5],
        "skip": [3],
        "fault": [4],
        "remark": [5],
        "merge": [],
        "nonsense": everything,
    }


def test_takes_as_many_queries_for_three_rows_as_for_one(editor, django_assert_num_queries):
    one = planned(ANNA)
    three = planned(*[f"A;;a{number}@koege.example;259" for number in range(3)])
    editor.get(page_of(one))
    for source in (one, three):
        with django_assert_num_queries(15):
            editor.get(page_of(source))


def test_lists_one_and_three_with_as_many_queries(editor, django_assert_num_queries):
    planned(ANNA)
    editor.get(LIST)
    with django_assert_num_queries(12):
        editor.get(LIST)
    planned(ANNA)
    planned(BO)
    with django_assert_num_queries(12):
        editor.get(LIST)


def test_downloads_the_faulty_rows_without_formulas(editor):
    bad = ["=1+1;Holm;;259", "+45;Dahl;bo@;259", "@SUM(1);x;y;259", "\t-1;x;;259"]
    source = planned(*bad, ANNA)
    answer = editor.get(page_of(source, "faults.csv"))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    assert head[2:] == ["Fornavn", "Efternavn", "E-mail", "Organisation"]
    assert [row[0] for row in rows] == ["2", "3", "4", "5"]
    assert [row[2] for row in rows] == ["'=1+1", "'+45", "'@SUM(1)", "'-1"]
    assert all(row[1] for row in rows)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_offers_a_template_that_can_be_imported(editor, kind):
    content = editor.get(f"/admin/imports/template.{kind}").content
    assert send(editor, SimpleUploadedFile(f"x.{kind}", content)).status_code == 302
    source = Import.objects.get()
    assert (source.total, "" in source.columns) == (2, False)


def test_knows_no_other_template(editor):
    assert editor.get("/admin/imports/template.exe").status_code == 404


def test_shows_a_script_in_a_cell_as_text(editor):
    source = planned("<script>alert(1)</script>;Holm;anna@;<script>alert(2)</script>")
    for part in ("", "columns/"):
        assert "<script>alert" not in editor.get(page_of(source, part)).content.decode()


def test_changes_nothing_when_it_is_only_looked_at(editor):
    source = planned(ANNA)
    for part in ("run/", "undo/", "discard/"):
        assert editor.get(page_of(source, part)).status_code == 405
    source.refresh_from_db()
    assert (source.state, Member.objects.count()) == ("planned", 0)


def test_answers_a_second_press_with_a_sentence(editor):
    source = planned(ANNA)
    for part in ("run/", "run/", "undo/", "undo/", "discard/"):
        assert editor.post(page_of(source, part), follow=True).status_code == 200
    source.refresh_from_db()
    assert (source.state, source.removed) == ("undone", 1)


def test_throws_a_file_away(editor):
    source = planned(ANNA)
    assert editor.post(page_of(source, "discard/")).url == LIST
    assert Import.objects.count() == 0
    for part in ("", "columns/", "progress/", "faults.csv"):
        assert editor.get(page_of(source, part)).status_code == 404


@pytest.mark.parametrize("state", Import.State.values)
def test_shows_an_import_in_each_state(editor, state):
    source = imported(ANNA)
    Import.objects.update(state=state)
    for part in ("", "progress/", "columns/"):
        assert editor.get(page_of(source, part), follow=True).status_code == 200
    if state in Import.UNDER_WAY:
        assert "data-open" in editor.get(page_of(source)).content.decode()


def test_goes_on_in_the_background_and_says_how_far_it_is(editor, monkeypatch, work):
    monkeypatch.setattr(actions, "RUN_AT_ONCE", 0)
    source = planned(ANNA, BO)
    editor.post(page_of(source, "run/"))
    assert "0 " in editor.get(page_of(source, "progress/")).content.decode()
    work()
    assert Member.objects.count() == 2
    assert "data-open" not in editor.get(page_of(source)).content.decode()


def test_is_reached_from_the_members_and_the_menu(editor):
    assert f'href="{LIST}"' in editor.get("/admin/members/").content.decode()
    assert LIST in editor.get("/admin/").content.decode()


@pytest.mark.parametrize("codenames", [(), ("add_member",), ("change_member", "view_member")])
def test_is_only_for_those_who_may_add_and_change_members(client, codenames):
    make_home()
    user = User.objects.create_user("bo@network.example", "secret")
    names = ("access_admin", *codenames)
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(user)
    make_organisation(name="Køge Kommune", code="259")
    source = planned(ANNA)
    for path in (LIST, NEW, page_of(source), page_of(source, "faults.csv")):
        answer = client.get(path)
        assert answer.status_code in (302, 403)
        assert b"anna@koege.example" not in answer.content
    client.post(page_of(source, "run/"))
    assert Member.objects.count() == 0
    assert LIST not in client.get("/admin/").content.decode()
    client.logout()
    assert client.get(page_of(source)).status_code == 302


class TestAnything(TestCase):
    @settings(max_examples=25)
    @example(b"", "/")
    @given(some.binary(max_size=300), some.text(max_size=60))
    def test_answers_whatever_file_is_sent(self, content, name):
        make_home()
        self.client.force_login(make_editor())
        # Django's own upload refuses names that a stranger may send.
        file = io.BytesIO(content)
        file.name = name or "x"
        assert self.client.post(NEW, {"file": file}).status_code < 500

    @settings(max_examples=25)
    @given(some.lists(some.text(max_size=60), min_size=4, max_size=4))
    def test_answers_whatever_stands_in_cells(self, cells):
        make_home()
        self.client.force_login(make_editor())
        file = io.StringIO(newline="")
        csv.writer(file, delimiter=";").writerows(
            [["Fornavn", "Efternavn", "E-mail", "Kommune"], cells]
        )
        content = file.getvalue().encode("utf-8", "replace")
        answer = self.client.post(NEW, {"file": SimpleUploadedFile("x.csv", content)})
        assert answer.status_code < 500
        for source in Import.objects.all():
            self.client.post(page_of(source, "columns/"), COLUMNS)
            assert self.client.get(page_of(source)).status_code == 200
            assert self.client.get(page_of(source, "faults.csv")).status_code == 200

    @settings(max_examples=25)
    @given(some.dictionaries(some.sampled_from(["only", "p", "x"]), some.text(max_size=40)))
    def test_answers_whatever_is_in_the_address(self, query):
        make_home()
        self.client.force_login(make_editor())
        assert self.client.get(LIST, query).status_code < 500
        assert self.client.get(page_of(planned(ANNA)), query).status_code == 200
