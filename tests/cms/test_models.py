"""The tables as a whole: nothing waits to be migrated, and everything that is edited explains itself."""

from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils.functional import Promise
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Task, Workflow, get_page_models

OURS = ("cms", "home", "newsletters")
# What a label says by itself, or Wagtail explains.
EVIDENT = {"title", "slug", "seo_title", "search_description", "show_in_menus", "go_live_at"}
EVIDENT |= {"expire_at", "comments", "comment_notifications"}
PAGE_MODELS = [model for model in get_page_models() if model._meta.app_label in OURS]
EVIDENT_BLOCKS = {
    *("heading", "paragraph", "divider", "image", "document", "text", "quote", "figures", "facts"),
    *("file", "name", "title", "term", "page", "kind", "figure", "item", "button", "link"),
    *("invitation", "story", "topic", "two_columns", "left", "right", "areas", "label", "line"),
}


@pytest.mark.django_db
def test_leaves_no_migration_to_be_made():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Workflow, Task])
def test_calls_the_first_workflow_by_a_danish_name(model):
    assert list(model.objects.values_list("name", flat=True)) == ["Godkendelse"]


def test_names_migrations_by_hand():
    names = [p.stem for app in OURS for p in Path(app, "migrations").glob("0*.py")]
    assert [name for name in names if "auto" in name] == []


@pytest.mark.parametrize("model", PAGE_MODELS, ids=lambda model: model.__name__)
def test_explains_every_field_that_an_editor_sees(model):
    fields = model.get_edit_handler().get_form_class().base_fields
    bare = [name for name, field in fields.items() if not field.help_text and name not in EVIDENT]
    assert bare == []


@pytest.mark.parametrize("model", PAGE_MODELS, ids=lambda model: model.__name__)
def test_says_what_a_page_type_is_for(model):
    assert str(model.page_description) != ""


@pytest.mark.parametrize("name", ["cms.Member", "cms.Organisation", "cms.Season"])
def test_explains_every_field_of_a_register(name):
    model = apps.get_model(name)
    editable = [
        f for f in model._meta.get_fields() if f.concrete and f.editable and not f.auto_created
    ]
    assert [field.name for field in editable if not field.help_text] == []


def bare_blocks(block, path=""):
    """The paths of the blocks below this one that explain themselves to nobody."""
    found = []
    children = getattr(block, "child_blocks", {})
    if isinstance(block, blocks.ListBlock):
        children = {"": block.child_block}
    for name, child in children.items():
        explained = (
            getattr(child.meta, "help_text", "")
            or getattr(child.meta, "admin_text", "")
            or getattr(getattr(child, "field", None), "help_text", "")
        )
        composed = isinstance(child, blocks.StructBlock | blocks.StreamBlock | blocks.ListBlock)
        if not (explained or composed or name in EVIDENT_BLOCKS):
            found.append(f"{path}{name}")
        found += bare_blocks(child, f"{path}{name}.")
    return found


@pytest.mark.parametrize("model", PAGE_MODELS, ids=lambda model: model.__name__)
def test_explains_every_block_that_is_not_evident(model):
    streams = [field for field in model._meta.get_fields() if isinstance(field, StreamField)]
    assert [path for field in streams for path in bare_blocks(field.stream_block)] == []


@pytest.mark.parametrize("model", PAGE_MODELS, ids=lambda model: model.__name__)
def test_can_be_read_without_a_browser(model):
    assert len(model.api_fields) > 0


def test_labels_every_field_in_words_that_are_translated():
    plain = [
        f"{model.__name__}.{field.name}"
        for model in (*PAGE_MODELS, *(apps.get_model(n) for n in ("cms.Member", "cms.Season")))
        for field in model._meta.local_fields
        if field.editable
        and not field.auto_created
        and not field.remote_field
        and not isinstance(field._verbose_name, Promise)
    ]
    assert plain == []
