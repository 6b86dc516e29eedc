"""Writing thousands of rows in one statement: they travel as one JSON array, which the database takes apart.

`bulk_create` makes an object for each row, asks each of its fields, and writes a placeholder for every value,
which psycopg reads one by one: together four fifths of the time of an import.
"""

import gc
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import Field, Model

NOTHING = "[]"


@contextmanager
def undisturbed() -> Iterator[None]:
    """Python's cycle collector waits for the end of a batch. It walks through all that the site has loaded
    whenever some thousand objects are made, which takes up to half of the time; rows make no cycles.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def prepared(model: type[Model], name: str, value: Any) -> Any:
    """A value as the database takes it, by the field that it is for."""
    return field_of(model, name).get_db_prep_save(value, connection)


def insert(
    model: type[Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    returning: Sequence[str] = (),
    is_lenient: bool = False,
) -> list[tuple[Any, ...]]:
    """Write rows of prepared values; return these columns of each. A lenient one leaves out what is there."""
    array = array_of(rows)
    if array == NOTHING:
        return []
    quote = connection.ops.quote_name
    table, names = quote(model._meta.db_table), ", ".join(quote(column) for column in columns)
    values = ", ".join(value_of(model, name, place) for place, name in enumerate(columns))
    # »WHERE true« tells SQLite that what follows belongs to the INSERT.
    statement = f"INSERT INTO {table} ({names}) SELECT {values} FROM {unpacked()} WHERE true"  # noqa: S608 - names of ours
    if is_lenient:
        statement += " ON CONFLICT DO NOTHING"
    if returning:
        statement += " RETURNING " + ", ".join(quote(column) for column in returning)
    with connection.cursor() as cursor:
        cursor.execute(statement, [array])
        return list(cursor.fetchall()) if returning else []


def update(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Give the rows of these ids, which stand first in each, new values: `columns` are those behind it."""
    array = array_of(rows)
    if array == NOTHING:
        return
    quote = connection.ops.quote_name
    table, key = quote(model._meta.db_table), quote("id")
    new = [quote(column) for column in columns]
    values = [value_of(model, name, place) for place, name in enumerate(("id", *columns))]
    named = ", ".join(f"{value} AS {name}" for value, name in zip(values, [key, *new], strict=True))
    sets = ", ".join(f"{name} = new.{name}" for name in new)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {sets} FROM (SELECT {named} FROM {unpacked()}) AS new "  # noqa: S608 - names of ours
            f"WHERE {table}.{key} = new.{key}",
            [array],
        )


def array_of(rows: Iterable[Sequence[Any]]) -> str:
    return json.dumps(list(rows), ensure_ascii=False, default=str)


def unpacked() -> str:
    """The array as a table `one`, whose `value` is a row."""
    rows = "jsonb_array_elements(%s::jsonb)" if is_postgres() else "json_each(%s)"
    return f"{rows} AS one"


def is_postgres() -> bool:
    return connection.vendor == "postgresql"


def value_of(model: type[Model], name: str, place: int) -> str:
    """The expression that takes one value out of a row."""
    if not is_postgres():
        return f"json_extract(one.value, '$[{place}]')"
    kind = field_of(model, name).db_type(connection) or "text"
    # A cast to varchar(60) would cut off silently what is too long; the column itself refuses it.
    return f"(one.value->>{place})::{'text' if kind.startswith('varchar') else kind}"


def field_of(model: type[Model], name: str) -> Field:
    field: Any = model._meta.get_field(name.removesuffix("_id"))
    return field
