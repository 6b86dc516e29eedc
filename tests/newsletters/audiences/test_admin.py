"""The doors to the saved audiences: the list, the builder, the preview."""

import pytest
from django.contrib.auth.models import Group as UserGroup
from django.contrib.auth.models import Permission
from django.urls import reverse

from cms.members.models import User
from newsletters.audiences.models import Audience
from newsletters.audiences.queries import Counted
from newsletters.audiences.rules import Rule
from tests.factories.pages import make_home, make_topic
from tests.factories.people import make_editor, make_member, make_members, suppress

pytestmark = pytest.mark.django_db
LIST, NEW, PREVIEW = (f"audience:{name}" for name in ("index", "add", "preview"))


@pytest.fixture
def editor(client):
    editor = make_editor()
    make_home()
    client.force_login(editor)
    return editor


def row(place: int, number: int, field: str, *values: object, **more: str) -> dict:
    """What a form sends for one condition."""
    name = f"rule-{place}-{number}"
    fields = {"field": field, "shown": field, "is": "1", "value": [str(v) for v in values]} | more
    return {f"rule-{place}-match": "all"} | {f"{name}-{part}": v for part, v in fields.items()}


def make_audience(name: str = "HR") -> Audience:
    return Audience.objects.create(name=name, rule=Rule(kinds=("region",)).to_json())


def test_saves_a_rule_that_was_built(client, editor):
    topic = make_topic()
    data = row(0, 0, "topic", topic.pk) | row(0, 1, "kind", "region")
    answer = client.post(reverse(NEW), {"name": "Energi", **data})
    assert answer["Location"] == reverse(LIST)
    saved = Audience.objects.get()
    assert Rule.from_json(saved.rule) == Rule(topics=(topic.pk,), kinds=("region",))
    assert (saved.name, saved.created_by) == ("Energi", editor)


def test_adds_and_removes_a_condition_without_saving(client, editor):
    data = {"name": "Energi", **row(0, 0, "unit", "hr")}
    added = client.post(reverse(NEW), data | {"act": "condition-0"}).content.decode()
    assert 'name="rule-0-1-field"' in added
    assert 'value="Energi"' in added
    removed = client.post(reverse(NEW), data | {"act": "remove-0-0"}).content.decode()
    assert 'value="unit" selected' not in removed
    grown = client.post(reverse(NEW), data | {"act": "group"}).content.decode()
    assert 'name="rule-1-0-field"' in grown
    assert not Audience.objects.exists()


def test_shows_the_choices_of_what_was_chosen_and_forgets_those_of_another(client, editor):
    data = row(0, 0, "unit", "hr", shown="role")
    shown = client.post(reverse(NEW), {"name": "", "act": "show", **data}).content.decode()
    assert 'name="rule-0-0-value" value="hr">' in shown


def test_changes_a_saved_rule(client, editor):
    saved = make_audience()
    url = reverse("audience:edit", args=[saved.pk])
    assert 'value="region" checked' in client.get(url).content.decode()
    client.post(url, {"name": "HR", **row(0, 0, "unit", "hr", **{"is": "0"})})
    saved.refresh_from_db()
    (condition,) = Rule.from_json(saved.rule).conditions
    assert (condition.field, condition.values, condition.is_true) == ("unit", ("hr",), False)


def test_refuses_a_condition_without_a_choice(client, editor):
    answer = client.post(reverse(NEW), {"name": "Energi", **row(0, 0, "topic")})
    assert answer.status_code == 200
    assert answer.context["form"].errors["rule"]
    assert not Audience.objects.exists()


def test_refuses_a_name_that_is_taken(client, editor):
    make_audience("HR")
    answer = client.post(reverse(NEW), {"name": "HR", **row(0, 0, "unit", "hr")})
    assert answer.context["form"].errors["name"]


def test_deletes_an_audience(client, editor):
    saved = make_audience()
    client.post(reverse("audience:delete", args=[saved.pk]))
    assert not Audience.objects.exists()


def test_says_how_many_it_reaches_and_how_many_not(client, editor):
    make_members(2, unit="hr")
    suppress(make_member(unit="hr"))
    make_member(unit="hr", consent=False, first_name="Usagt")
    shown = client.get(reverse(PREVIEW), row(0, 0, "unit", "hr"))
    assert shown.context["preview"].counted == Counted(2, 1, 1)
    assert shown.content.decode().count("Anna · ") == 2
    assert "Usagt" not in shown.content.decode()


def test_says_that_nobody_fits(client, editor):
    preview = client.get(reverse(PREVIEW), row(0, 0, "unit", "hr")).context["preview"]
    assert (preview.counted.members, preview.members) == (0, [])


def test_says_that_a_stored_rule_cannot_be_read(client, editor):
    make_member()
    saved = Audience.objects.create(name="Gammel", rule={"moon": 1})
    shown = client.get(reverse("audience:edit", args=[saved.pk]))
    assert shown.context["preview"].counted == Counted(0, 0, 0)
    assert 'role="alert"' in shown.content.decode()


def test_keeps_what_is_gone_in_sight(client, editor):
    saved = Audience.objects.create(name="Energi", rule=Rule(topics=(987654,)).to_json())
    shown = client.get(reverse("audience:edit", args=[saved.pk])).content.decode()
    assert 'value="987654" checked' in shown
    assert "et fagområde, der er væk" in shown


@pytest.mark.parametrize(
    "data",
    [
        {"act": "remove-9-9"},
        {"act": "remove-0"},
        {"act": "condition-99"},
        {"act": "²-²"},
        row(0, 0, "moon", "1"),
        row(0, 0, "topic", "x", "9" * 40, "\x00"),
        row(0, 0, "joined", "yesterday"),
        row(0, 0, "unit", "hr") | {"rule-match": "moon", "rule-0-match": "moon"},
        row(0, 0, "organisation", *range(1, 300)),
    ],
)
def test_answers_junk_with_words(client, editor, data):
    assert client.get(reverse(PREVIEW), data).status_code == 200
    assert client.post(reverse(NEW), {"name": "x", "act": "show", **data}).status_code == 200
    assert client.post(reverse(NEW), {"name": "x" * 101, **data}).status_code == 200


def test_invites_to_build_the_first_one(client, editor):
    assert f'class="button" href="{reverse(NEW)}"' in client.get(reverse(LIST)).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_lists_them_in_words_with_as_many_queries_for_one_as_for_three(
    client, editor, number, django_assert_num_queries
):
    for place in range(number):
        make_audience(f"Gruppe {place}")
    client.get(reverse(LIST))
    with django_assert_num_queries(8):
        shown = client.get(reverse(LIST)).content.decode()
    assert shown.count("medlemmer, der har sagt ja til nyhedsbreve") == number


def test_lets_only_those_in_who_may_send(client):
    make_home()
    group = UserGroup.objects.create(name="Redaktører")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user = User.objects.create_user("redaktoer@network.example", "secret")
    user.groups.add(group)
    client.force_login(user)
    saved = make_audience()
    urls = [reverse(LIST), reverse(NEW), reverse(PREVIEW)]
    urls.append(reverse("audience:edit", args=[saved.pk]))
    assert [client.get(url).status_code for url in urls] == [302] * 4
    group.permissions.add(Permission.objects.get(codename="send_newsletter"))
    assert [client.get(url).status_code for url in urls] == [200] * 4
