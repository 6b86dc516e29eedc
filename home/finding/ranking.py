"""What PostgreSQL finds, best first, read from the index of words alone.

Wagtail asks for pages and joins the index to each; here only ids are wanted. The words, what they weigh and
the order are Wagtail's own: the same pages come in the same order. Only where more than MANY answer is it not
weighed how near the words stand to each other, which takes PostgreSQL four times as long as all the rest.
"""

from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, CharField, F
from django.db.models.functions import Cast
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.models import Page
from wagtail.search.models import IndexEntry
from wagtail.search.query import PlainText

# The columns that Wagtail's compilers look into, and what each weighs.
WORDS: tuple = ((F("title"), F("title_norm")), (F("body"), 1.0))
BEGINNINGS: tuple = ((F("autocomplete"), 1.0),)
MANY = 2000


def ranked_ids(search: Any, columns: tuple) -> list[int]:
    """The ids of live pages that answer a search of Wagtail's, which is not carried out itself."""
    compiler = search.query_compiler
    config = compiler.get_config(search.backend)
    words = compiler.build_tsquery(compiler.query, config=config)
    if words is None:
        return []
    vector, *others = (vector for vector, _weight in columns)
    for other in others:
        # Wagtail's own expression: the index `network_words` is made of it.
        vector = vector._combine(other, "||", False)
    drafts = Page.objects.order_by().filter(live=False)
    entries = (
        # The sum keeps the planner from the index of types, in which nearly everything is a page.
        IndexEntry.objects.annotate(kind=F("content_type_id") + 0)
        .filter(kind__in=get_descendants_content_types_pks(Page))
        .exclude(object_id__in=drafts.values(text=Cast("pk", CharField(max_length=50))))
        .annotate(words=vector, page=Cast("object_id", BigIntegerField()))
        .filter(words=words)
    )
    query = compiler.query
    if (
        isinstance(query, PlainText)
        and " " in query.query_string
        and entries[: MANY + 1].count() > MANY
    ):
        query = PlainText(query.query_string, operator="or")
    best = entries.order_by(rank(compiler, query, columns, config).desc(), F("page").desc())
    return in_one_row(*best.values_list("page").query.sql_with_params())


def rank(compiler: Any, query: Any, columns: tuple, config: Any) -> Any:
    """How well a page answers: the sum of what each column says of it."""
    said = [
        compiler.build_tsrank(vector, query, config=config) * weight for vector, weight in columns
    ]
    return sum(said[1:], said[0])


def in_one_row(sql: str, params: tuple) -> list[int]:
    """The column `page` of a statement as one text: a row for each number takes five times as long."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT string_agg(page::text, ' ') FROM ({sql}) AS found", params)  # noqa: S608
        (found,) = cursor.fetchone()
    return [int(number) for number in found.split()] if found else []
