"""Kinds of change to the reasons of unmet needs."""
from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any, Callable, Optional

from mutantchecks import brute
from mutantchecks.folder import Case, Mutant
from mutantchecks.kinds import Kind, last_tiers_open
from mutantchecks.world import SESSIONS, Need

Reason = dict[str, Any]


def reason(change: Callable[[Reason, Need, Case], Optional[Reason]]) -> Kind:
    """The reason of an unmet need, in both files."""

    def kind(case: Case, random: Random) -> Optional[Mutant]:
        mutant = case.mutant()
        entries = list(mutant.plan["unmet"])
        random.shuffle(entries)
        for entry in entries:
            new = change(dict(entry["reason"]), case.world.need(entry["need"]), case)
            if new is not None:
                entry["reason"] = new
                mutant.tell(mutant.plan["unmet"])
                return mutant
        return None

    return kind


def further(change: Callable[[list[Reason], Need], Optional[list[Reason]]]) -> Kind:
    """What stops the last of the visits that a need lacks."""

    def kind(case: Case, random: Random) -> Optional[Mutant]:
        mutant = case.mutant()
        for entry in mutant.plan["unmet"]:
            need = case.world.need(entry["need"])
            new = change(list(entry.get("further") or []), need)
            if new is not None:
                entry["further"] = new
                mutant.tell(mutant.plan["unmet"])
                return mutant
        return None

    return kind


def _of(code: str, change: Callable[[Reason], Any]) -> Kind:
    def one(reason: Reason, need: Need, case: Case) -> Optional[Reason]:
        if reason["code"] != code:
            return None
        change(reason)
        return reason

    return reason(one)


def _can_be_served(need: Need, case: Case) -> bool:
    return any(brute.visits_in(case.world, need, session) for session in range(21))


def one_more(reason: Reason) -> None:
    first, *others = reason["counts"]
    reason["counts"] = [{**first, "resources": first["resources"] + 1}, *others]


def _role_less(need: Need, role: str) -> Need:
    """The need without a role."""
    return replace(need, roles=[(name, count) for name, count in need.roles if name != role])


def _other_role(reason: Reason, need: Need, case: Case) -> Optional[Reason]:
    """A role to blame that is not the one without which the team could come most often."""
    if reason["code"] != "role-unfilled" or len(need.roles) < 2:
        return None
    other = next(role for role, _ in need.roles if role != reason["role"])
    rest = _role_less(need, other)
    return {**reason, "role": other, "sessions": [
        SESSIONS[at] for at in range(21) if brute.visits_in(case.world, rest, at)]}


def _few_days(reason: Reason, need: Need, case: Case) -> Optional[Reason]:
    """Days lacking, though one visit more would fit on them."""
    days = {at // 3 for at in range(21) if brute.visits_in(case.world, need, at)}
    if reason["code"] == "few-days" or not 0 < len(days) < need.visits:
        return None
    return {"code": "few-days", "days": len(days), "visits": need.visits}


def _wider(reason: Reason, need: Need, case: Case) -> Optional[Reason]:
    """The tight set of another need with the need's own."""
    if reason["code"] not in ("sessions-full", "weeks-full"):
        return None
    for entry in case.plan["unmet"]:
        other = entry["reason"]
        if other["code"] in ("sessions-full", "weeks-full") and (
                not set(other["slots"]) <= set(reason["slots"])):
            weeks = sorted({*reason.get("resources", []), *other.get("resources", [])})
            slots = sorted({*reason["slots"], *other["slots"]}, key=_slot)
            wider = {"code": "weeks-full" if weeks else "sessions-full", "slots": slots,
                     "holders": sorted({*reason["holders"], *other["holders"]})}
            return {**wider, "resources": weeks} if weeks else wider
    return None


def _slot(text: str) -> tuple[str, int]:
    name, _, session = text.rpartition("@")
    return name, SESSIONS.index(session)


def _nobody_else(reason: Reason, need: Need, case: Case) -> Optional[Reason]:
    """One more who would lose, though he need not."""
    if reason["code"] not in ("higher-tier", "equal-plan") or not _is_network(case):
        return None
    others = {place[0] for place in case.places} - {need.id, *reason["instead"]}
    return {**reason, "instead": sorted([*reason["instead"], min(others)])} if others else None


def _one_loser_less(reason: Reason) -> None:
    reason["instead"] = reason["instead"][1:] or ["N99"]


def _is_network(case: Case) -> bool:
    """Whether prices can be worked out: no team, nothing whole of several visits, no bare pin, and
    every tier proved by certificate."""
    return case.plan["status"] == "optimal" and not any(
        need.places > 1 or (need.visits > 1 and not need.partial)
        or any(session is None for _, session in need.pins) for need in case.world.needs)


def _priced(change: Callable[[Reason], Any]) -> Kind:
    """Another price of a need in a week without couplings."""
    def one(reason: Reason, need: Need, case: Case) -> Optional[Reason]:
        if reason["code"] != "higher-tier" or not _is_network(case):
            return None
        change(reason)
        return reason

    return reason(one)


SHARP = {"no-candidate", "few-days", "role-unfilled", "few-places", "places-held", "all-or-nothing",
         "sessions-full", "weeks-full"}


def blunt(new: Reason, *others: str) -> Kind:
    """A reason of the kind that speaks of tiers where a sharper one is true, or one of others."""
    return reason(lambda old, need, case: dict(new) if old["code"] in {*SHARP, *others} else None)


def _no_holder(reason: Reason) -> None:
    reason["holders"], reason["holderCount"] = [], 0


def _one_slot_more(reason: Reason) -> None:
    reason["slotCount"] += 1


def _held_as_it_is(reason: Reason, need: Need, case: Case) -> Optional[Reason]:
    """That the places are held as the plan stands, true in every part, in place of a tight set."""
    if reason["code"] not in ("sessions-full", "weeks-full"):
        return None
    places, own = case.places, brute.priority(need)
    if any(brute.priority(case.world.need(place[0])) > own for place in places):
        return None  # those would not be firm
    taken = {session // 3 for id, _, _, _, session in places if id == need.id}
    slots, weeks = set(), set()
    for resource in case.world.resources:
        if brute.pair_rules(case.world, need, "", resource):
            continue
        held = [session for _, _, _, id, session in places if id == resource.id]
        for session in range(21):
            if session // 3 in taken or brute.session_rules(case.world, need, resource, session):
                continue
            if held.count(session) >= resource.per_session:
                slots.add((resource.id, session))
            elif len(held) >= resource.weekly > 0:
                weeks.add(resource.id)
    holders = sorted({place[0] for place in places
                      if place[3] in weeks or (place[3], place[4]) in slots})
    return {"code": "places-held", "slotCount": len(slots), "resources": sorted(weeks),
            "slots": [f"{id}@{SESSIONS[session]}" for id, session in sorted(slots)],
            "resourceCount": len(weeks), "holders": holders, "holderCount": len(holders)}


def _nothing_by_hand(case: Case, random: Random) -> Optional[Mutant]:
    """A plan as it was reckoned that claims to have been changed by hand."""
    mutant = case.mutant()
    values = [entry["value"] for entry in mutant.plan["tiers"]]
    mutant.plan["byHand"] = {"planned": values, "moves": []}
    return mutant


def _equal_before_open_tiers(case: Case, random: Random) -> Optional[Mutant]:
    """A need called equal in all tiers, though some are open."""
    if all(entry["reason"]["code"] != "equal-plan" for entry in case.plan["unmet"]):
        return None
    mutant = last_tiers_open(case, random)
    return mutant if mutant.plan["status"] == "gap" else None


REASONS: list[tuple[str, str, Kind]] = [
    ("by-hand", "changed by hand, and nothing changed", _nothing_by_hand),
    ("reason-by-hand", "by hand, in a plan as it was reckoned", reason(
        lambda told, need, case: {"code": "by-hand"})),
    ("reason-no-candidate", "a count one too high", _of("no-candidate", one_more)),
    ("reason-no-candidate", "another role, or one where there is none", _of(
        "no-candidate", lambda r: r.pop("role") if "role" in r else r.update(role="法律"))),
    ("reason-role-unfilled", "another role that lacks somebody", reason(_other_role)),
    ("reason-few-days", "though one visit more would fit", reason(_few_days)),
    ("reason-no-candidate", "candidates denied", reason(
        lambda reason, need, case: {"code": "no-candidate", "counts": []}
        if _can_be_served(need, case) else None)),
    ("reason-few-days", "a day fewer", _of("few-days", lambda r: r.update(days=r["days"] - 1))),
    ("reason-role-unfilled", "a role without a team", reason(
        lambda reason, need, case: None if need.roles
        else {"code": "role-unfilled", "role": "法律", "sessions": []})),
    ("reason-few-days", "days lacking, though rules removed all", reason(
        lambda reason, need, case: {"code": "few-days", "days": 0, "visits": need.visits}
        if reason["code"] == "no-candidate" and not need.roles else None)),
    ("reason-tight-set", "a tight set, where places are too few", reason(
        lambda reason, need, case: {"code": "sessions-full", "slots": [], "holders": []}
        if reason["code"] == "few-places" else None)),
    ("reason-further", "what stops the last visit left out", further(
        lambda known, need: known[:-1] if known else None)),
    ("reason-further", "more visits stopped than are", further(
        lambda known, need: [{**known[0], "visits": known[0]["visits"] + 1}, *known[1:]]
        if known else None)),
    ("reason-further", "an obstacle that there is not", further(
        lambda known, need: [*known, {"visits": 1, "reason": {
            "code": "few-days", "days": 0, "visits": need.visits}}])),
    ("reason-few-places", "a visit more possible", _of(
        "few-places", lambda r: r.update(possible=r["possible"] + 1))),
    ("reason-few-places", "a place fewer offered", _of(
        "few-places", lambda r: r.update(offered=r.get("offered", 0) - 1))),
    ("reason-few-places", "places denied", reason(
        lambda reason, need, case: None if reason["code"] == "few-places"
        else {"code": "few-places", "possible": 0, "visits": need.visits, "offered": 0})),
    ("reason-places-held", "a slot more than there is", _of("places-held", _one_slot_more)),
    ("reason-places-held", "held by nobody", _of(
        "places-held", lambda r: _no_holder(r) if r["holders"] else r.update(slotCount=99))),
    ("reason-all-or-nothing", "a visit more possible", _of(
        "all-or-nothing", lambda r: r.update(possible=r["possible"] + 1))),
    ("reason-all-or-nothing", "though a part is allowed", reason(
        lambda reason, need, case: {
            "code": "all-or-nothing", "possible": 1, "visits": need.visits, "slots": [],
            "slotCount": 0, "resources": [], "resourceCount": 0, "holders": [], "holderCount": 0}
        if need.partial else None)),
    ("reason-higher-tier", "a tier, where a sharper reason is true", blunt(
        {"code": "higher-tier", "tier": "served.0", "by": 1, "instead": []})),
    ("reason-higher-tier", "no dearer", blunt(
        {"code": "higher-tier", "tier": "served.0", "by": 0, "instead": []}, "higher-tier")),
    ("reason-higher-tier", "at the cost of nobody", blunt(
        {"code": "higher-tier", "tier": "served.0", "by": 1, "instead": ["N99"]}, "higher-tier")),
    ("reason-equal-plan", "equal, where a sharper reason is true", blunt(
        {"code": "equal-plan", "instead": []})),
    ("reason-unpriced", "unpriced, where a sharper reason is true", blunt({"code": "unpriced"})),
    ("reason-cut-off", "cut off, though it was not", reason(
        lambda reason, need, case: {"code": "cut-off"})),
]

# What is full, and who holds it: tried wherever a set is tight, for two that differ are rare.
TIGHT: list[tuple[str, str, Kind]] = [
    ("reason-tight-set", "another need's tight set with it", reason(_wider)),
    ("reason-tight-set", "a slot of nobody", _of(
        "sessions-full", lambda r: r.update(slots=[*r["slots"], f"R9@{SESSIONS[0]}"]))),
    ("reason-tight-set", "a full week of nobody", _of(
        "weeks-full", lambda r: r.update(resources=[*r["resources"], "R9"]))),
    ("reason-places-held", "places held, as they are, where a set is tight", reason(
        _held_as_it_is)),
]

# What a need's price says. Few weeks have one, so that these are tried wherever there is one.
PRICED: list[tuple[str, str, Kind]] = [
    ("reason-higher-tier", "one more who loses", reason(
        lambda r, need, case: _nobody_else(r, need, case) if r["code"] == "higher-tier" else None)),
    ("reason-equal-plan", "one more who gives way for nothing", reason(
        lambda r, need, case: _nobody_else(r, need, case) if r["code"] == "equal-plan" else None)),
    ("reason-higher-tier", "a loser left out", _priced(_one_loser_less)),
    ("reason-higher-tier", "one dearer", _priced(lambda r: r.update(by=r["by"] + 1))),
    ("reason-higher-tier", "one cheaper", _priced(lambda r: r.update(by=r["by"] - 1))),
    ("reason-unpriced", "not priced, though it can be", reason(
        lambda reason, need, case: {"code": "unpriced"}
        if reason["code"] == "higher-tier" and _is_network(case) else None)),
    ("reason-equal-plan", "equal, though dearer", reason(
        lambda reason, need, case: {"code": "equal-plan", "instead": []}
        if reason["code"] == "higher-tier" and _is_network(case) else None)),
    ("reason-equal-plan", "equal, though tiers are open", _equal_before_open_tiers),
]
