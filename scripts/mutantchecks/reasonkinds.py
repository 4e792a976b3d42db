"""Kinds of change to the reasons of unmet needs, which `sandan verify` alone looks at."""
from __future__ import annotations

from random import Random
from typing import Any, Callable, Optional

from mutantchecks import brute
from mutantchecks.folder import Case, Mutant
from mutantchecks.kinds import Kind
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


def _of(code: str, change: Callable[[Reason], Any]) -> Kind:
    def one(reason: Reason, need: Need, case: Case) -> Optional[Reason]:
        if reason["code"] != code or (code == "no-candidate" and need.roles):
            return None
        change(reason)
        return reason

    return reason(one)


def _can_be_served(need: Need, case: Case) -> bool:
    return any(brute.visits_in(case.world, need, session) for session in range(21))


def one_more(reason: Reason) -> None:
    first, *others = reason["counts"]
    reason["counts"] = [{**first, "resources": first["resources"] + 1}, *others]


def _other_class(reason: Reason, need: Need, case: Case) -> Reason:
    return {"code": "higher-tier", "tier": f"served.{(brute.priority(need) + 1) % 4}"}


REASONS: list[tuple[str, str, Kind]] = [
    ("reason-no-candidate", "a count one too high", _of("no-candidate", one_more)),
    ("reason-no-candidate", "candidates denied", reason(
        lambda reason, need, case: {"code": "no-candidate", "counts": []}
        if _can_be_served(need, case) else None)),
    ("reason-few-days", "a day fewer", _of("few-days", lambda r: r.update(days=r["days"] - 1))),
    ("reason-tight-set", "a slot of nobody", _of(
        "sessions-full", lambda r: r.update(slots=[*r["slots"], f"R9@{SESSIONS[0]}"]))),
    ("reason-tight-set", "a full week of nobody", _of(
        "weeks-full", lambda r: r.update(resources=[*r["resources"], "R9"]))),
    ("reason-role-unfilled", "a role without a team", reason(
        lambda reason, need, case: None if need.roles
        else {"code": "role-unfilled", "role": "法律", "sessions": []})),
    ("reason-all-or-nothing", "though a part is allowed", reason(
        lambda reason, need, case: {
            "code": "all-or-nothing", "possible": 0, "visits": need.visits}
        if need.partial else None)),
    ("reason-higher-tier", "another class", reason(_other_class)),
    ("reason-cut-off", "cut off, though it was not", reason(
        lambda reason, need, case: {"code": "cut-off"})),
]
