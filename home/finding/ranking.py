"""What PostgreSQL finds, best first, read from the index of words alone.

Wagtail asks for pages and joins the index to each; here only ids are wanted. The words, what they weigh and
the order are Wagtail's own: the same pages come in the same order.
"""

from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, CharField, F
from django.db.models.functions import Cast
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.models import Page
from wagtail.search.models import IndexEntry

# The columns that Wagtail's compilers look into, and what each weighs.
WORDS: tuple = ((F("title"), F("title_norm")), (F("body"), 1.0))
BEGINNINGS: tuple = ((F("autocomplete"), 1.0),)


def ranked_ids(search: Any, columns: tuple) -> list[int]:
    """The ids of live pages that answer a search of Wagtail's, which is not carried out itself."""
    compiler = search.query_compiler
    config = compiler.get_config(search.backend)
    words = compiler.build_tsquery(compiler.query, config=config)
    if words is None:
        return []
    (vector, weight), *others = columns
    rank = compiler.build_tsrank(vector, compiler.query, config=config) * weight
    for other, weight in others:
        # Wagtail's own expression: the index `network_words` is made of it.
        vector = vector._combine(other, "||", False)
        rank += compiler.build_tsrank(other, compiler.query, config=config) * weight
    drafts = Page.objects.order_by().filter(live=False)
    entries = (
        # The sum keeps the planner from the index of types, in which nearly everything is a page.
        IndexEntry.objects.annotate(kind=F("content_type_id") + 0)
        .filter(kind__in=get_descendants_content_types_pks(Page))
        .exclude(object_id__in=drafts.values(text=Cast("pk", CharField(max_length=50))))
        .annotate(words=vector, page=Cast("object_id", BigIntegerField()))
        .filter(words=words)
        .order_by(rank.desc(), F("page").desc())
        .values_list("page")
    )
    return in_one_row(*entries.query.sql_with_params())


def in_one_row(sql: str, params: tuple) -> list[int]:
    """The column `page` of a statement as one text: a row for each number takes five times as long."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT string_agg(page::text, ' ') FROM ({sql}) AS found", params)  # noqa: S608
        (found,) = cursor.fetchone()
    return [int(number) for number in found.split()] if found else []
