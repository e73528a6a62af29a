"""One transaction in which everything that is changed is recorded with who acted (psycopg 3)."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg


@contextmanager
def acting_as(connection: psycopg.Connection, **who: str) -> Iterator[psycopg.Connection]:
    """with acting_as(connection, actor="dana@example.com", ticket="T-9"): connection.execute(…)"""
    with connection.transaction():
        connection.execute(
            "select set_config('vouch.' || key, value, true) from json_each_text(%s::json)",
            [json.dumps(who)],
        )
        yield connection
