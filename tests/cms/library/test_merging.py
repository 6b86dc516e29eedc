"""When two organisations become one, the library follows: what is published, and what is a draft."""

import pytest
from django.utils import timezone
from wagtail.models import Page, Revision

from cms.library.funding import Award
from cms.library.tools import ToolPage, ToolUse
from cms.organisations.actions import merge
from tests.factories.library import make_call, make_project, make_tool
from tests.factories.people import make_editor, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(home):
    return make_organisation(name="Middelfart Kommune"), make_organisation(name="Middelfart Komune")


def merged(pair):
    kept, gone = pair
    merge(kept=kept, gone=gone, user=make_editor(), now=timezone.now())
    return kept


def test_moves_tools_users_of_tools_and_grants(pair):
    _kept, gone = pair
    tool = make_tool(organisation=gone, uses=[ToolUse(organisation=gone)])
    call = make_call(awards=[Award(organisation=gone)])
    kept = merged(pair)
    tool.refresh_from_db()
    assert tool.organisation == kept
    assert [use.organisation for use in tool.uses.all()] == [kept]
    assert [award.organisation for award in call.awards.all()] == [kept]


def test_moves_drafts_so_that_publishing_one_does_not_bring_it_back(pair):
    _kept, gone = pair
    tool = make_tool(organisation=gone, uses=[ToolUse(organisation=gone, note="Budget")])
    tool.title = "Nyt navn"
    draft = tool.save_revision()
    kept = merged(pair)
    Revision.objects.get(pk=draft.pk).publish()
    tool = ToolPage.objects.get(pk=tool.pk)
    assert (tool.title, tool.organisation) == ("Nyt navn", kept)
    assert [(use.organisation, use.note) for use in tool.uses.all()] == [(kept, "Budget")]


def test_finds_each_as_what_it_is_by_the_new_name(pair):
    kept, gone = pair
    type(kept).objects.filter(pk=kept.pk).update(name="Lillebælt Kommune")
    project = make_project(organisation=gone, description="<p>Kasserne kører retur.</p>")
    merged(pair)
    for words in ("Lillebælt", "retur"):
        assert [page.pk for page in Page.objects.search(words)] == [project.pk]
