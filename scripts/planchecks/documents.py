"""plan.json and certificate.json, read strictly: what is not as PlanFormat.md and
CertificateFormat.md say is no document. Keys that they do not name are not read."""
from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

WORDS, INTEGERS = [str], [int]
PROOFS, STATUSES = {"certificate", "search", "open"}, {"optimal", "search", "gap"}
# A key that may be absent, or null, ends with a question mark.
CHANGE = {
    "change": {"visit", "window", "session", "area", "category", "role", "skill"},
    "resource?": str, "session?": str, "weekly?": bool, "perSession?": bool, "extendsDue?": bool,
    "role?": str, "skill?": str}
REASON = {
    "code": {"no-candidate", "few-days", "sessions-full", "weeks-full", "role-unfilled",
             "few-places", "places-held", "all-or-nothing", "higher-tier", "equal-plan", "unpriced",
             "cut-off", "by-hand"},  # `not-asked` stands in unmet.csv alone
    "counts?": [{"rule": str, "resources": int}],
    "nearest?": {"resource": str, "rules": WORDS, "alike": int},
    "days?": int, "visits?": int, "possible?": int, "offered?": int, "slots?": WORDS,
    "resources?": WORDS, "holders?": WORDS, "slotCount?": int, "resourceCount?": int,
    "holderCount?": int, "role?": str, "sessions?": WORDS, "tier?": str, "by?": int,
    "instead?": WORDS}
PLAN = {
    "formatVersion": {1}, "programVersion": str, "week": str, "fingerprint": str,
    "status": STATUSES, "cutOff": bool, "changesCutOff": bool, "begun?": int,
    "planOnly?": bool,
    "byHand?": {
        "planned": INTEGERS,
        "moves": [{"need": str, "role?": str, "from?": str, "to?": str}]},
    "tiers": [{"name": str, "value": int, "bound?": int, "provedBy": PROOFS}],
    "unmet": [{
        "need": str, "missing": int, "reason?": REASON,
        "further?": [{"visits": int, "reason": REASON}],
        "smallestChange?": {
            "changes": [CHANGE], "isExhaustive": bool,
            "witness": [{"need": str, "role?": str, "from?": str, "to?": str}]},
        "escalateTo?": {"community", "town", "county"}}]}
PRICES = {"*": INTEGERS}
LEAF = {"scales": INTEGERS, "resourceSessions": PRICES, "resources": PRICES, "units": PRICES,
        "areas": PRICES, "cuts?": PRICES}
CUT = {
    "modulus": int, "resourceSessions": PRICES, "resources": PRICES, "units": PRICES,
    "areas": PRICES, "needs": {"*": {"account": int, "visit": int, "days?": INTEGERS}},
    "cuts": {"*": int}}
CERTIFICATE = {
    "formatVersion": {1}, "fingerprint": str, "tiers": WORDS, "alike?": LEAF, "cuts?": [CUT],
    "nodes": [{
        "branch?": {"need": str, "quantity": {"visits", "session", "service"}, "at": int,
                    "session?": str, "resource?": str, "place?": int},
        "low?": int, "high?": int, "leaf?": LEAF}]}


class Fault(Exception):
    """A document is not as its format says."""


def read(path: Path, shape: Any) -> Any:
    """A document in composed characters, without what is null; every number in it is written as a
    whole one of 64 bits, no key stands twice."""
    try:
        found = _composed(json.loads(
            path.read_bytes().decode(), object_pairs_hook=_once, parse_int=_integer,
            parse_float=_refuse, parse_constant=_refuse))
        json.dumps(found, ensure_ascii=False).encode()  # half a character is none
    except (ValueError, RecursionError) as error:
        raise Fault(str(error)) from error
    _fit(found, shape, "")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise Fault(f"a key stands twice among {sorted(key for key, _ in pairs)[:3]}")
    return dict(pairs)


def _composed(value: Any) -> Any:
    """The same in composed characters, however they were written."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [_composed(member) for member in value]
    if isinstance(value, dict):
        return _once([(_composed(key), _composed(own)) for key, own in value.items()])
    return value


def _integer(text: str) -> int:
    if len(text) > 20 or not -2**63 <= int(text) < 2**63:
        raise Fault(f"{text[:30]} is beyond 64 bits")
    return int(text)


def _refuse(text: str) -> None:
    raise Fault(f"{text[:30]} is not a whole number")


def _fit(value: Any, shape: Any, where: str) -> None:
    """Whether a value has a shape: a type, a set of values, a list of a shape, an object."""
    if isinstance(shape, type):
        right = type(value) is shape
    elif isinstance(shape, set):
        right = type(value) in map(type, shape) and value in shape
    else:
        right = type(value) is type(shape)
    if not right:
        raise Fault(f"{where or 'the document'}: not as the format says")
    if isinstance(shape, list):
        for index, member in enumerate(value):
            _fit(member, shape[0], f"{where}[{index}]")
    elif isinstance(shape, dict):
        for key, inner in shape.items():
            name = key.rstrip("?")
            if key == "*":
                for own, member in value.items():
                    _fit(member, inner, f"{where}.{own}")
            elif name != key and value.get(name) is None:
                value.pop(name, None)
            elif name == "role" and value[name] == "":
                raise Fault(f"{where}.role: a role without a name")
            else:
                _fit(value.get(name), inner, f"{where}.{name}".lstrip("."))
