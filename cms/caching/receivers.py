"""What counts the version up: any change of what public pages show."""

from typing import Any

from django.apps import apps
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Locale, Page, PageViewRestriction, Site
from wagtail.signals import post_page_move

from . import version

SEEN = (
    Page,
    Site,
    Locale,
    PageViewRestriction,
    Collection,
    Redirect,
    BaseSiteSetting,
    get_image_model(),
    get_document_model(),
)
# What Wagtail writes on a page when a draft of it is kept: nothing that a reader sees.
OF_DRAFTS = {
    "draft_title",
    "has_unpublished_changes",
    "latest_revision",
    "latest_revision_created_at",
    "locked",
    "locked_at",
    "locked_by",
}


def connect() -> None:
    """To the public models alone: whatever listens to a model makes Django fetch each row that it deletes."""
    for model in apps.get_models():
        if not is_public(model):
            continue
        post_save.connect(on_change, sender=model, dispatch_uid="caching.save")
        post_delete.connect(on_change, sender=model, dispatch_uid="caching.delete")
        for field in model._meta.many_to_many:
            through = field.remote_field.through
            m2m_changed.connect(on_change, sender=through, dispatch_uid="caching.relation")
    # What is remembered of a picture ends with its files; that new ones are made changes nothing.
    rendition = get_image_model().get_rendition_model()
    post_delete.connect(on_change, sender=rendition, dispatch_uid="caching.rendition")
    # A move writes on the tree itself; publishing and its opposite save the page.
    post_page_move.connect(on_move, dispatch_uid="caching.move")


def is_public(model: type[Model]) -> bool:
    return issubclass(model, SEEN) or getattr(model, "is_public_content", False)


def on_change(sender: type[Model], **said: Any) -> None:
    fields = said.get("update_fields")
    if fields is None or not OF_DRAFTS.issuperset(fields):
        version.bump()


def on_move(sender: type[Page], **said: Any) -> None:
    version.bump()
