"""Moves what points at one organisation to another: rows, drafts of pages, Wagtail's own lists."""

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex, Revision, RevisionMixin
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
    if moved:
        for backend in get_search_backends(with_auto_update=True):  # `update` sends no signals
            backend.add_bulk(model, model._base_manager.filter(pk__in=moved))
    return count


def is_found_by(model: type[Model], name: str) -> bool:
    """Whether the search finds rows of this table by words of the organisation."""
    fields = getattr(model, "search_fields", [])
    return any(isinstance(one, index.RelatedFields) and one.field_name == name for one in fields)


def move_drafts(model: type[Model], name: str, kept: Organisation, gone: Organisation) -> None:
    """Drafts too, or publishing one would bring the old organisation back."""
    kind = ContentType.objects.get_for_model(model)
    held = Revision.objects.filter(content_type=kind, **{f"content__{name}": gone.pk})
    changed = []
    for revision in held.iterator(DRAFTS_AT_ONCE):
        revision.content[name] = kept.pk
        changed.append(revision)
    Revision.objects.bulk_update(changed, ["content"], batch_size=DRAFTS_AT_ONCE)


def move_wagtails(kept: Organisation, gone: Organisation) -> None:
    """Wagtail's list of what refers to what, which it keeps by ids."""
    kind = ContentType.objects.get_for_model(Organisation)
    known = ReferenceIndex.objects.filter(to_content_type=kind, to_object_id=str(gone.pk))
    # What the one that goes says of others stays with it.
    known.exclude(base_content_type=kind, object_id__in=[str(gone.pk), str(kept.pk)]).update(
        to_object_id=str(kept.pk)
    )
