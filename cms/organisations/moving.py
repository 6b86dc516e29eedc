"""Moves what points at one organisation to another: rows, drafts of pages, Wagtail's own lists."""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from wagtail.models import Page, ReferenceIndex, Revision, RevisionMixin
from wagtail.search import index
from wagtail.search.backends import get_search_backends

from cms.errors import NetworkError

from . import queries
from .models import Organisation

DRAFTS_AT_ONCE = 50


class BothHaveOneError(NetworkError):
    """A table allows each organisation one row of a kind, and both have one."""

    code = "both_have_one"


def move(*, kept: Organisation, gone: Organisation) -> list[queries.Reference]:
    """Let everything point at `kept`; return what was moved. Belongs in a transaction.

    Raises BothHaveOneError.
    """
    moved = [
        queries.Reference(queries.in_words(relation), count)
        for relation in queries.relations()
        if (count := move_rows(relation, kept, gone))
    ]
    move_wagtails(kept, gone)
    return moved


def move_rows(relation: ForeignObjectRel, kept: Organisation, gone: Organisation) -> int:
    model, name = relation.related_model, relation.field.name
    rows = queries.pointing(relation, gone)
    if model is Organisation:
        rows = rows.exclude(pk=kept.pk)  # nothing lies in itself
    found_by_name = isinstance(model, type) and is_found_by(model, name)
    moved = list(rows.values_list("pk", flat=True)) if found_by_name else []
    try:
        with transaction.atomic():
            count = rows.update(**{name: kept})
    except IntegrityError as error:
        words = _(
            "Both have a row in »%(table)s«, where each organisation can have one. Take one away first."
        )
        table = capfirst(str(model._meta.verbose_name_plural))
        raise BothHaveOneError(words % {"table": table}) from error
    if issubclass(model, RevisionMixin):
        move_drafts(model, name, kept, gone)
    if parent := next((key for key in model._meta.fields if isinstance(key, ParentalKey)), None):
        move_drafts_of_parent(parent, name, kept, gone)
    if moved:
        find_again(model, moved)
    return count


def find_again(model: type[Model], keys: list[int]) -> None:
    """Tell the search, which no signal of an `update` reaches."""
    rows = model._base_manager.filter(pk__in=keys)
    if issubclass(model, Page):
        # Rows may be of several kinds that share this table; each is found as what it is.
        for row in rows.iterator(DRAFTS_AT_ONCE):
            index.insert_or_update_object(row)
        return
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(model, rows)


def is_found_by(model: type[Model], name: str) -> bool:
    """Whether the search finds rows of this table by words of the organisation."""
    fields = getattr(model, "search_fields", [])
    return any(isinstance(one, index.RelatedFields) and one.field_name == name for one in fields)


def move_drafts(model: type[Model], name: str, kept: Organisation, gone: Organisation) -> None:
    """Drafts too, or publishing one would bring the old organisation back."""
    held = Revision.objects.filter(
        content_type__in=kinds_of(model), **{f"content__{name}": gone.pk}
    )
    changed = []
    for revision in held.iterator(DRAFTS_AT_ONCE):
        revision.content[name] = kept.pk
        changed.append(revision)
    Revision.objects.bulk_update(changed, ["content"], batch_size=DRAFTS_AT_ONCE)


def move_drafts_of_parent(
    key: ParentalKey, name: str, kept: Organisation, gone: Organisation
) -> None:
    """The drafts of pages that hold such rows: a draft has them inside it, as a list."""
    rows_of = key.remote_field.get_accessor_name()
    changed = []
    held = Revision.objects.filter(content_type__in=kinds_of(key.related_model))
    for revision in held.iterator(DRAFTS_AT_ONCE):
        rows = [row for row in revision.content.get(rows_of, []) if row.get(name) == gone.pk]
        for row in rows:
            row[name] = kept.pk
        if rows:
            changed.append(revision)
    Revision.objects.bulk_update(changed, ["content"], batch_size=DRAFTS_AT_ONCE)


def kinds_of(model: type[Model]) -> list[ContentType]:
    """The model and those that share its table: a draft is kept under the name of what it really is."""
    models = [each for each in apps.get_models() if issubclass(each, model)]
    return list(ContentType.objects.get_for_models(*models).values())


def move_wagtails(kept: Organisation, gone: Organisation) -> None:
    """Wagtail's list of what refers to what, which it keeps by ids."""
    kind = ContentType.objects.get_for_model(Organisation)
    known = ReferenceIndex.objects.filter(to_content_type=kind, to_object_id=str(gone.pk))
    # What the one that goes says of others stays with it.
    known.exclude(base_content_type=kind, object_id__in=[str(gone.pk), str(kept.pk)]).update(
        to_object_id=str(kept.pk)
    )
