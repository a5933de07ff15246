"""Frozen dataclasses to plain JSON and back, so that what was published can be read again for ever.

Decimals travel as text, dates as ISO text, tuples as lists; nothing else changes shape.
"""

import hashlib
import json
import types
import typing
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def to_json(value: Any) -> Any:
    """Plain lists, dicts, text, numbers and None. Raises `TypeError` for anything that is not data."""
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case tuple() | list():
            return [to_json(item) for item in value]
        case dict():
            return {key: to_json(item) for key, item in value.items()}
    if is_dataclass(value):
        return {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} cannot be frozen with a paper")


def from_json(kind: type[T], value: Any) -> T:
    """The dataclass that `to_json` was given. Raises `ValueError` or `KeyError` when the shape differs."""
    return typing.cast(T, _read(kind, value))


def digest(value: Any) -> str:
    """SHA-256 over the one canonical text of the data."""
    text = json.dumps(to_json(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _read(kind: Any, value: Any) -> Any:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return None if value is None else _read(next(a for a in arguments if a is not types.NoneType), value)
    if origin is tuple:
        return tuple(_read(arguments[0], item) for item in value)
    if origin is dict:
        return {key: _read(arguments[1], item) for key, item in value.items()}
    if isinstance(kind, type) and is_dataclass(kind):
        # A field that a later release adds has a default: data frozen before it lacks the field.
        return kind(**{name: _read(_hints(kind)[name], item) for name, item in value.items()})
    return _plain(kind, value)


def _plain(kind: Any, value: Any) -> Any:
    if kind is Decimal:
        return Decimal(value)
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    if kind in (str, int, bool) and isinstance(value, kind):
        return value
    raise ValueError(f"{value!r} is not {kind.__name__}")


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)
