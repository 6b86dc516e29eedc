"""The page on a day's evaluation in the admin, from the first decision to the result."""

import csv
import datetime as dt
import io
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone
from openpyxl import load_workbook

from cms.members.groups import make_editors
from cms.members.models import User
from cms.participation.evaluations import actions, opening, queries
from cms.participation.evaluations.models import Evaluation
from tests.factories.evaluations import answer, begin, make_evaluation, make_held_day, people_of
from tests.factories.pages import make_invitation
from tests.factories.people import make_editor

pytestmark = pytest.mark.django_db
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|'/C calc'!A0", "\x01x", "﹦1", "＝1"]
ITEM = ("item", {"starts_at": "10:00", "title": "Punkt", "kind": "talk"})


@pytest.fixture
def editor(client, home):
    client.force_login(make_editor(first_name="Eva"))
    return client


@pytest.fixture
def now(home):
    return timezone.now()


def page(day, *more):
    return f"/admin/days/{day.pk}/evaluation/" + "".join(f"{part}/" for part in more)


def settings(**changed):
    data = {"is_on": "on", "days_open": "14", "reminds": "on"}
    data |= {"form-TOTAL_FORMS": "5", "form-INITIAL_FORMS": "0"}
    data |= {f"form-{number}-kind": "line" for number in range(5)}
    return data | changed


class TestBefore:
    def test_shows_when_it_opens_and_what_it_asks(self, editor, home):
        day = make_invitation(title="Energidag", programme=[ITEM])
        text = editor.get(page(day)).content.decode()
        assert "Den åbner af sig selv, når dagen slutter" in text
        assert "Hvor meget fik du ud af dagen som helhed?" in text
        assert Evaluation.objects.count() == 0

    def test_keeps_what_the_editor_decides(self, editor, home):
        day = make_invitation()
        own = {"form-0-words": "Lyd?", "form-0-kind": "yes_no"}
        answered = editor.post(page(day), settings(days_open="20", **own))
        assert answered["Location"] == page(day)
        kept = Evaluation.objects.get()
        assert (kept.days_open, kept.is_on, kept.reminds) == (20, True, True)
        assert kept.own_questions == [{"words": "Lyd?", "kind": "yes_no", "choices": []}]
        assert "Lyd?" in editor.get(page(day)).content.decode()

    def test_can_be_switched_off(self, editor, home):
        day = make_invitation()
        data = settings()
        del data["is_on"]
        editor.post(page(day), data)
        assert Evaluation.objects.get().is_on is False
        assert "Slået fra" in editor.get(page(day)).content.decode()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"days_open": "0"},
            {"days_open": "31"},
            {"days_open": "x" * 10_000},
            {"form-0-words": "Længde?", "form-0-kind": "choice"},
            {"form-0-kind": "stars"},
            {"form-TOTAL_FORMS": "9999"},
            {"form-TOTAL_FORMS": "x"},
        ],
    )
    def test_says_what_is_wrong_and_saves_nothing(self, editor, home, wrong):
        day = make_invitation()
        answered = editor.post(page(day), settings(**wrong))
        assert answered.status_code in (302, 422)
        assert Evaluation.objects.count() == (1 if answered.status_code == 302 else 0)

    def test_keeps_each_question_that_was_typed_where_one_is_wrong(self, editor, home):
        typed = {"form-0-words": "Mit spørgsmål?", "form-1-words": "x" * 201}
        answered = editor.post(page(make_invitation()), settings(**typed))
        assert answered.status_code == 422
        assert "Mit spørgsmål?" in answered.content.decode()

    def test_says_why_a_day_is_not_evaluated(self, editor, now):
        few = make_held_day(4, now)
        assert "så snart 5 er registreret" in editor.get(page(few)).content.decode()
        type(few).objects.filter(pk=few.pk).update(ends_at=now - queries.OPENS_WITHIN)
        assert "Dagen er ikke evalueret" in editor.get(page(few)).content.decode()


class TestWhileOpen:
    def test_shows_how_many_and_nothing_of_what_they_say(self, editor, now):
        evaluation = make_evaluation(6, now)
        answer(evaluation, now, *[{"whole": "5", "home": "Hemmeligt."}] * 5)
        shown = editor.get(page(evaluation.invitation))
        assert (shown.context["turnout"].asked, shown.context["turnout"].answered) == (6, 5)
        assert ("Hemmeligt." in shown.content.decode(), shown.context["whole"]) == (False, None)

    def test_exports_nothing(self, editor, now):
        evaluation = make_evaluation(6, now)
        answer(evaluation, now, *[{"home": "Hemmeligt."}] * 5)
        shown = editor.get(page(evaluation.invitation), {"export": "csv"})
        assert shown["Content-Type"].startswith("text/html")

    def test_can_be_open_longer_but_asks_what_it_asks(self, editor, now):
        evaluation = make_evaluation(5, now)
        editor.post(
            page(evaluation.invitation), settings(days_open="20", **{"form-0-words": "Ny?"})
        )
        evaluation.refresh_from_db()
        assert evaluation.closes_at == now + dt.timedelta(days=20)
        assert evaluation.own_questions == []

    def test_is_closed_by_a_second_press_only(self, editor, now):
        evaluation = make_evaluation(6, now)
        answer(evaluation, now, *[{"whole": "5"}] * 6)
        close = page(evaluation.invitation, "close")
        assert "6 af 6 er begyndt" in editor.get(close).content.decode()
        assert not queries.evaluation_of(evaluation.invitation).is_sealed
        for _press in range(2):
            assert editor.post(close)["Location"] == page(evaluation.invitation)
        assert queries.evaluation_of(evaluation.invitation).is_sealed

    def test_cannot_be_closed_before_it_has_opened(self, editor, home):
        day = make_invitation()
        assert "ikke åben" in editor.get(page(day, "close")).content.decode()
        editor.post(page(day, "close"))
        assert Evaluation.objects.count() == 0


@pytest.fixture
def sealed(now):
    evaluation = make_evaluation(9, now)
    marks, said = "555443321", [*FORMULAS]
    answers = [{"whole": mark, "home": text} for mark, text in zip(marks, said, strict=True)]
    answer(evaluation, now, *answers)
    return actions.close(evaluation=evaluation, now=now)


class TestResult:
    def test_draws_a_chart_with_its_numbers_beneath(self, editor, sealed):
        text = editor.get(page(sealed.invitation)).content.decode()
        assert 'role="img" aria-labelledby="whole-title whole-desc"' in text
        assert '<title id="whole-title">Hvor meget fik du ud af dagen som helhed?</title>' in text
        assert "5 – rigtig meget: 3" in text
        assert '<th scope="row">5 – rigtig meget</th><td>3</td><td>33 %</td>' in text
        assert "3,6" in text

    def test_shows_nothing_of_what_fewer_than_five_answered(self, editor, sealed):
        shown = {
            one.question.key: chart
            for one, chart in editor.get(page(sealed.invitation)).context["shown"]
        }
        assert [key for key, chart in shown.items() if chart] == ["whole"]

    @pytest.mark.parametrize("answers", [0, 1, 4])
    def test_says_how_many_were_missing_where_too_few_answered(self, editor, now, answers):
        evaluation = make_evaluation(6, now)
        answer(evaluation, now, *[{"whole": "5", "home": "Hemmeligt."}] * answers)
        actions.close(evaluation=evaluation, now=now)
        shown = editor.get(page(evaluation.invitation))
        text = shown.content.decode()
        assert f"Der manglede {5 - answers}" in text
        assert ("Hemmeligt." in text, "evaluation-chart" in text, "rigtig meget" in text) == (
            *(False, False, False),
        )

    def test_escapes_what_people_write(self, editor, now):
        evaluation = make_evaluation(6, now)
        answer(evaluation, now, *[{"home": "<script>alert(1)</script>"}] * 6)
        actions.close(evaluation=evaluation, now=now)
        assert "<script>alert(1)" not in editor.get(page(evaluation.invitation)).content.decode()

    def test_exports_no_formula(self, editor, sealed):
        answered = editor.get(page(sealed.invitation), {"export": "xlsx"})
        with ZipFile(io.BytesIO(answered.content)) as file:
            sheets = [name for name in file.namelist() if name.startswith("xl/worksheets/")]
            assert sum(file.read(name).count(b"<f>") for name in sheets) == 0
        book = load_workbook(io.BytesIO(answered.content))
        assert len(book.sheetnames) == 2
        rows = list(csv.reader(io.StringIO(as_csv(editor, sealed))))
        assert all(not cell.startswith(tuple("=+-@\t\r")) for row in rows for cell in row)

    def test_exports_each_question_by_itself(self, editor, sealed):
        rows = list(csv.reader(io.StringIO(as_csv(editor, sealed))))
        whole = [row[1:] for row in rows if row[0].startswith("Hvor meget fik du ud af dagen")]
        assert whole[0] == ["5 – rigtig meget", "3"]
        assert {len(row) for row in rows} == {3}
        assert len(rows) == 1 + 5 + 9

    def test_exports_an_empty_book_where_nothing_is_shown(self, editor, now):
        evaluation = make_evaluation(5, now)
        actions.close(evaluation=evaluation, now=now)
        answered = editor.get(page(evaluation.invitation), {"export": "xlsx"})
        assert load_workbook(io.BytesIO(answered.content)).sheetnames == ["1"]

    def test_takes_no_other_format(self, editor, sealed):
        for asked in ("pdf", "x" * 10_000, "\x00"):
            assert editor.get(page(sealed.invitation), {"export": asked}).status_code == 200

    @pytest.mark.parametrize("items", [1, 3])
    def test_asks_the_database_the_same_for_one_question_and_for_three(
        self, editor, now, items, django_assert_num_queries
    ):
        evaluation = make_evaluation(6, now, programme=[ITEM] * items)
        said = {f"item{number}": "4" for number in range(1, items + 1)}
        answer(evaluation, now, *[said] * 6)
        actions.close(evaluation=evaluation, now=now)
        editor.get(page(evaluation.invitation))
        with django_assert_num_queries(RESULT_QUERIES):
            editor.get(page(evaluation.invitation))


RESULT_QUERIES = 10


def as_csv(editor, evaluation):
    answered = editor.get(page(evaluation.invitation), {"export": "csv"})
    return answered.content.decode("utf-8-sig")


class TestWhoMay:
    def test_editors_of_the_group_may(self, client, now):
        user = User.objects.create_user("ib@network.example", "secret")
        user.groups.add(make_editors())
        client.force_login(user)
        evaluation = make_evaluation(5, now)
        for path in (page(evaluation.invitation), page(evaluation.invitation, "close")):
            assert client.get(path).status_code == 200

    def test_who_may_only_look_changes_nothing(self, client, now):
        user = User.objects.create_user("ib@network.example", "secret")
        names = ("access_admin", "view_registration")
        user.user_permissions.set(Permission.objects.filter(codename__in=names))
        client.force_login(user)
        evaluation = make_evaluation(5, now)
        day = evaluation.invitation
        assert client.get(page(day)).status_code == 200
        client.post(page(day), settings(days_open="20"))
        client.post(page(day, "close"))
        assert queries.evaluation_of(day).closes_at == evaluation.closes_at

    def test_members_and_strangers_come_nowhere_near(self, client, now):
        evaluation = make_evaluation(5, now)
        member = people_of(evaluation)[0].member
        user = User.objects.create_user(member.email_key, "secret")
        for signed_in in (None, user):
            if signed_in:
                client.force_login(signed_in)
            for path in (page(evaluation.invitation), page(evaluation.invitation, "close")):
                assert client.get(path).status_code in (302, 403, 404)
                assert client.post(path).status_code in (302, 403, 404)
        assert not queries.evaluation_of(evaluation.invitation).is_sealed

    def test_a_day_that_is_none_is_not_found(self, editor, home):
        assert editor.get("/admin/days/999999/evaluation/").status_code == 404

    def test_nobody_reads_in_the_admin_who_has_answered(self, editor, now):
        evaluation = make_evaluation(5, now)
        before = editor.get(f"/admin/days/{evaluation.invitation.pk}/participants/").content
        begin(people_of(evaluation)[0], now)
        after = editor.get(f"/admin/days/{evaluation.invitation.pk}/participants/").content
        assert before.count(b"begyndt") == after.count(b"begyndt") == 0


def test_the_list_of_participants_leads_to_it(editor, now):
    day = make_held_day(5, now)
    opening.open_one(day, now)
    text = editor.get(f"/admin/days/{day.pk}/participants/").content.decode()
    assert f'href="{page(day)}"' in text


def test_the_invitations_own_page_says_the_rule_and_leads_to_it(editor, home):
    day = make_invitation()
    text = editor.get(f"/admin/pages/{day.pk}/edit/").content.decode()
    assert "spurgt, hvad de fik ud af den" in text
    assert page(day) in text


class TestOverview:
    PATH = "/admin/days/evaluations/"

    def test_says_that_there_is_none_yet(self, editor):
        assert "Ingen dage er evalueret endnu" in editor.get(self.PATH).content.decode()

    def test_shows_how_each_day_was_on_the_whole(self, editor, sealed, now):
        few = make_evaluation(5, now, title="Vanddag")
        actions.close(evaluation=few, now=now)
        rows = editor.get(self.PATH).context["rows"]
        said = {row.day.title: (row.answers, row.mean and round(row.mean, 1)) for row in rows}
        assert said == {"Energidag": (9, 3.6), "Vanddag": (0, None)}

    def test_is_for_those_who_may_see_participants(self, client, home):
        user = User.objects.create_user("ib@network.example", "secret")
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(user)
        assert client.get(self.PATH).status_code == 302

    @pytest.mark.parametrize("days", [1, 3])
    def test_asks_the_database_the_same_for_one_day_and_for_three(
        self, editor, now, days, django_assert_num_queries
    ):
        for _each in range(days):
            actions.close(evaluation=make_evaluation(5, now), now=now)
        editor.get(self.PATH)
        with django_assert_num_queries(OVERVIEW_QUERIES):
            editor.get(self.PATH)


OVERVIEW_QUERIES = 7
