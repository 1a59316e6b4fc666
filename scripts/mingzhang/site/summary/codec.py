"""Typed objects as JSON and back: what the declared types of a dataclass say, and nothing else.

The cache may come from another machine. JSON cannot name code, unlike pickles; the same content is the same bytes,
whichever objects happened to be shared in memory. Dataclasses are arrays of their fields in order.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from mingzhang.errors import MingzhangError
from mingzhang.site.provenance.marks import Severity, severity_of
from mingzhang.site.summary.card import Card

Cards = Mapping[str, Card]
Pack = Callable[[Any], Any]
Unpack = Callable[[Any, Cards], Any]
_PLAIN = (str, int, bool, NoneType)
_TUPLE_OF_ANY_LENGTH = 2
_WRONG = (ValueError, TypeError, KeyError, IndexError, ArithmeticError, AttributeError, RecursionError)


class CodecError(MingzhangError):
    """Kept data that is not what its type says."""


def pack_json(kind: Any, value: Any) -> bytes:
    """``value``, of the type ``kind``, as JSON; a card inside is its disclosure's id."""
    return json.dumps(_packer(kind)(value), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def unpack_json(kind: Any, content: bytes, cards: Cards) -> Any:
    """The value of type ``kind`` that ``content`` holds; ``cards`` by disclosure id.

    Raises:
        CodecError: when it is something else.
    """
    try:
        return _unpacker(kind)(json.loads(content), cards)
    except _WRONG as error:
        raise CodecError(f"kept data is no {kind}: {error!r:.200}; remove it") from error


def pack_card(card: Card) -> bytes:
    """``card`` itself as JSON."""
    return json.dumps(_pack_fields(Card)(card), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def unpack_card(content: bytes) -> Card:
    """The card that ``content`` holds.

    Raises:
        CodecError: when it is something else.
    """
    try:
        card: Card = _unpack_fields(Card)(json.loads(content), {})
        return card
    except _WRONG as error:
        raise CodecError(f"kept data is no card: {error!r:.200}; remove it") from error


@cache
def _packer(kind: Any) -> Pack:
    """What makes a value of type ``kind`` plain."""
    if kind in _PLAIN:
        return _same
    if kind is Decimal:
        return str
    if kind is Severity:
        return _key
    if kind is Card:
        return _id
    if is_dataclass(kind):
        return _pack_fields(kind)
    inner = tuple(map(_packer, _inner(kind)))
    if all(pack is _same for pack in inner):
        return _same if _origin(kind) is not dict else dict
    if _origin(kind) is tuple:
        return lambda value: [pack(item) for pack, item in zip(inner, value, strict=True)]
    if _origin(kind) is dict:
        return lambda value: {key: inner[1](item) for key, item in value.items()}
    if _origin(kind) is Union:
        return lambda value: None if value is None else inner[0](value)
    return lambda value: list(map(inner[0], value))


@cache
def _unpacker(kind: Any) -> Unpack:
    """What makes a plain value one of type ``kind`` again."""
    if kind in _PLAIN:
        return lambda value, cards: _checked(kind, value)
    if kind is Decimal:
        return lambda value, cards: Decimal(_checked(str, value))
    if kind is Severity:
        return lambda value, cards: severity_of(value)
    if kind is Card:
        return lambda value, cards: cards[value]
    if is_dataclass(kind):
        return _unpack_fields(kind)
    inner = tuple(map(_unpacker, _inner(kind)))
    if _origin(kind) is tuple:
        return lambda value, cards: tuple(make(item, cards) for make, item in zip(inner, value, strict=True))
    if _origin(kind) is dict:
        return lambda value, cards: {_checked(str, key): inner[1](item, cards) for key, item in value.items()}
    if _origin(kind) is Union:
        return lambda value, cards: None if value is None else inner[0](value, cards)
    return lambda value, cards: tuple(inner[0](item, cards) for item in _checked(list, value))


def _origin(kind: Any) -> Any:
    """``tuple`` of a fixed length, ``list`` (shown as a tuple too) of any, ``dict``, or ``Union`` with None."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is tuple:
        return list if len(inner) == _TUPLE_OF_ANY_LENGTH and inner[1] is Ellipsis else tuple
    if origin in (Union, UnionType):
        return Union
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return dict
    if origin is list:
        return list
    raise TypeError(f"{kind}: a type that kept data cannot have; add it to summary/codec.py")


def _inner(kind: Any) -> Iterable[Any]:
    """The types inside ``kind``."""
    return [inner for inner in get_args(kind) if inner not in (Ellipsis, *((NoneType,) if _optional(kind) else ()))]


def _optional(kind: Any) -> bool:
    return get_origin(kind) in (Union, UnionType)


def _pack_fields(kind: Any) -> Pack:
    hints = get_type_hints(kind)
    known = [(field.name, _packer(hints[field.name])) for field in fields(kind)]
    return lambda value: [pack(getattr(value, name)) for name, pack in known]


def _unpack_fields(kind: Any) -> Unpack:
    hints = get_type_hints(kind)
    known = [_unpacker(hints[field.name]) for field in fields(kind)]
    return lambda value, cards: kind(*(make(item, cards) for make, item in zip(known, value, strict=True)))


def _checked(kind: Any, value: Any) -> Any:
    if type(value) is not kind:
        raise TypeError(f"{value!r:.80} is no {kind.__name__}")
    return value


def _same(value: Any) -> Any:
    return value


def _key(severity: Severity) -> str:
    return severity.key


def _id(card: Card) -> str:
    return card.package.id
