"""Documents that are not as their format says, the plan in them unchanged."""
from __future__ import annotations

import json
from random import Random
from typing import Any, Callable, Optional

from mutantchecks.folder import Case, Mutant
from mutantchecks.kinds import Kind


def document(name: str, change: Callable[[Any, Random], Any]) -> Kind:
    """A document with a change; None where it finds nothing to change."""

    def kind(case: Case, random: Random) -> Optional[Mutant]:
        mutant = case.mutant()
        found = json.loads(case.files[name])
        if change(found, random) is False:
            return None
        mutant.extra[name] = json.dumps(found, ensure_ascii=False).encode()
        return mutant

    return kind


def text(name: str, change: Callable[[str], str]) -> Kind:
    """A document whose text is changed."""

    def kind(case: Case, random: Random) -> Optional[Mutant]:
        mutant = case.mutant()
        mutant.extra[name] = change(case.files[name].decode()).encode("utf-8", "surrogatepass")
        return mutant

    return kind


def _leaf(change: Callable[[dict[str, Any]], Any]) -> Callable[[Any, Random], Any]:
    def first(certificate: Any, random: Random) -> Any:
        leaves = [node["leaf"] for node in certificate["nodes"] if node.get("leaf")]
        return change(random.choice(leaves)) if leaves else False

    return first


def _price_as_fraction(leaf: dict[str, Any]) -> Any:
    prices = [price for key in ("resources", "units", "areas") for price in leaf[key].values()]
    if not prices:
        return False
    prices[0][0] = float(prices[0][0])
    return None


PLAN, CERTIFICATE = "plan.json", "certificate.json"
DOCUMENTS: list[tuple[str, str, Kind]] = [("unreadable", f"document: {name}", kind) for name, kind in [
    ("plan of format 99", document(PLAN, lambda d, _: d.update(formatVersion=99))),
    ("plan of format 1.0", document(PLAN, lambda d, _: d.update(formatVersion=1.0))),
    ("plan of format true", document(PLAN, lambda d, _: d.update(formatVersion=True))),
    ("cut off 0", document(PLAN, lambda d, _: d.update(cutOff=0))),
    ("no cut off", document(PLAN, lambda d, _: d.__delitem__("cutOff"))),
    ("another word for the status", document(PLAN, lambda d, _: d.update(status="best"))),
    ("another word for a proof", document(
        PLAN, lambda d, r: r.choice(d["tiers"]).update(provedBy="proof"))),
    ("a value as a fraction", document(
        PLAN, lambda d, _: d["tiers"][0].update(value=float(d["tiers"][0]["value"])))),
    ("a bound as a word", document(PLAN, lambda d, r: r.choice(d["tiers"]).update(bound="1"))),
    ("a value beyond 64 bits", document(PLAN, lambda d, _: d["tiers"][0].update(value=2**63))),
    ("a reason without a code", document(
        PLAN, lambda d, _: d["unmet"][0]["reason"].pop("code") and None if d["unmet"] else False)),
    ("a week of another form", document(PLAN, lambda d, _: d.update(week="2026-48"))),
    ("a key twice", text(PLAN, lambda t: t.replace("{", '{"cutOff": false,', 1))),
    ("a key twice, once escaped", text(
        PLAN, lambda t: t.replace("{", '{"cut\\u004fff": false,', 1))),
    ("a mark before the text", text(PLAN, lambda t: "\ufeff" + t)),
    ("text after the end", text(PLAN, lambda t: t + "{}")),
    ("no number", text(PLAN, lambda t: t.replace("{", '{"more": NaN,', 1))),
    ("half a character", text(PLAN, lambda t: t.replace("{", '{"more": "\\ud800",', 1))),
    ("broken UTF-8", text(PLAN, lambda t: t.replace("{", '{"more": "\ud800",', 1))),
    ("certificate of format 99", document(CERTIFICATE, lambda d, _: d.update(formatVersion=99))),
    ("a scale as a fraction", document(
        CERTIFICATE, _leaf(lambda leaf: leaf["scales"].__setitem__(0, 1.0)))),
    ("a price as a fraction", document(CERTIFICATE, _leaf(_price_as_fraction))),
    ("a price beyond the range", document(
        CERTIFICATE, _leaf(lambda leaf: leaf["resources"].update(
            {"R1": [2**60 + 1] + [0] * len(leaf["scales"])})))),
    ("a leaf without units", document(CERTIFICATE, _leaf(lambda leaf: leaf.pop("units") and None))),
    ("alike as a list", document(CERTIFICATE, lambda d, _: d.update(alike=[]))),
    ("a certificate's key twice", text(
        CERTIFICATE, lambda t: t.replace("{", '{"nodes": [],', 1))),
]]
