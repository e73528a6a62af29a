"""One transaction in which everything that is changed is recorded with who acted (SQLAlchemy 2, Engine or Session)."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text
from sqlalchemy.orm import Session

SAY = text("select set_config('vouch.' || key, value, true) from json_each_text(cast(:who as json))")


@contextmanager
def acting_as(engine: Engine, **who: str) -> Iterator[Connection]:
    """with acting_as(engine, actor="dana@example.com") as connection: connection.execute(…)"""
    with engine.begin() as connection:
        connection.execute(SAY, {"who": json.dumps(who)})
        yield connection


def say_who(session: Session, **who: str) -> None:
    """In a session, at the beginning of each transaction: commit() and rollback() end what was said."""
    session.execute(SAY, {"who": json.dumps(who)})
