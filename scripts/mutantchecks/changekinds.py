"""Kinds of change to the smallest changes of unmet needs and to the levels they are told to turn to."""
from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any, Callable, Optional

from mutantchecks import brute
from mutantchecks.folder import LEVELS, Case, Mutant
from mutantchecks.kinds import Kind
from mutantchecks.world import SESSIONS, Need
from planchecks.changes import sentence

Change = dict[str, Any]
Edit = Callable[[Change, Need, Case], Optional[Change]]


def change(edit: Edit) -> Kind:
    """The smallest change of an unmet need, in plan.json and as a sentence in unmet.csv."""

    def kind(case: Case, random: Random) -> Optional[Mutant]:
        mutant = case.mutant()
        entries = [entry for entry in mutant.plan["unmet"] if entry.get("smallestChange")]
        random.shuffle(entries)
        for entry in entries:
            known = entry["smallestChange"]
            copy = {**known, "changes": [dict(item) for item in known["changes"]],
                    "witness": [dict(move) for move in known["witness"]]}
            new = edit(copy, case.world.need(entry["need"]), case)
            if new is not None and new != known:
                entry["smallestChange"] = new
                limits = {r.id: (r.weekly, r.per_session) for r in case.world.resources}
                for row in mutant.unmet_cells:
                    if row["需求编号"] == entry["need"]:
                        row["最小补足"] = sentence(new, limits)
                return mutant
        return None

    return kind


def _own_slots(need: Need, case: Case) -> list[tuple[str, int]]:
    """Who could come when, on days on which the need has no visit, were there room; none for teams
    and for needs that lack several visits."""
    taken = {session // 3 for id, _, _, _, session in _fields(case) if id == need.id}
    if need.roles or len(taken) != need.visits - 1:
        return []
    return [(id, session) for session in range(21) if session // 3 not in taken
            for id in brute.able(case.world, need, "", session)]


def _fields(case: Case) -> list[tuple[str, str, str, str, int]]:
    return [(row["需求编号"], row["次序"], row["角色"], row["资源编号"],
             SESSIONS.index(row["时段"])) for row in case.cells]


def denied(known: Change, need: Need, case: Case) -> Optional[Change]:
    """Nothing would do, though one more visit of a candidate plainly would."""
    if not known["changes"] or not known["isExhaustive"] or not _own_slots(need, case):
        return None
    return {"changes": [], "witness": [], "isExhaustive": True}


def dearer(known: Change, need: Need, case: Case) -> Optional[Change]:
    """One limit more that would do as well, but is not the cheapest: of a farther resource, or of one
    with a greater identifier."""
    found = [item for item in known["changes"] if item["change"] == "visit"]
    if len(found) != len(known["changes"]) or len(found) != 1 or not known["isExhaustive"]:
        return None
    weeks = Counter(resource for _, _, _, resource, _ in _fields(case))
    loads = Counter((resource, session) for _, _, _, resource, session in _fields(case))

    def price(slot: tuple[str, int]) -> tuple[int, str, int]:
        return brute.distance(case.world.resource(slot[0]).home, need.grid), *slot

    slots = sorted(_own_slots(need, case), key=price)
    for name, session in reversed(slots):
        resource = case.world.resource(name)
        weekly = weeks[name] >= resource.weekly
        per_session = loads[name, session] >= resource.per_session
        if weekly != per_session and price((name, session)) > (
                brute.distance(case.world.resource(found[0]["resource"]).home, need.grid),
                found[0]["resource"], 21):
            known["changes"] = [{"change": "visit", "resource": name, "weekly": weekly,
                                 "perSession": per_session}]
            known["witness"] = [{"need": need.id, "to": f"{name}@{SESSIONS[session]}"}]
            return known
    return None


def both_cells(known: Change, need: Need, case: Case) -> Optional[Change]:
    """Both limits raised where one does."""
    for item in known["changes"]:
        if item["change"] == "visit" and item["weekly"] != item["perSession"]:
            item["weekly"] = item["perSession"] = True
            return known
    return None


def idle(known: Change, need: Need, case: Case) -> Optional[Change]:
    """A second change that nothing needs."""
    if len(known["changes"]) != 1:
        return None
    for resource in case.world.resources:
        for session in range(21):
            if resource.sessions is not None and session not in resource.sessions \
                    and not brute.is_closed(case.world, session):
                item = {"change": "session", "resource": resource.id,
                        "session": SESSIONS[session]}
                if item not in known["changes"]:
                    known["changes"].append(item)
                    return known
    return None


def other_cells(known: Change, need: Need, case: Case) -> Optional[Change]:
    """Both cells of one more visit told the other way round."""
    for item in known["changes"]:
        if item["change"] == "visit" and item["weekly"] != item["perSession"]:
            item["weekly"], item["perSession"] = item["perSession"], item["weekly"]
            return known
    return None


def no_cell(known: Change, need: Need, case: Case) -> Optional[Change]:
    for item in known["changes"]:
        if item["change"] == "visit":
            item["weekly"] = item["perSession"] = False
            return known
    return None


def nobody(known: Change, need: Need, case: Case) -> Optional[Change]:
    for item in known["changes"]:
        if "resource" in item:
            item["resource"] = "R9"
            return known
    return None


def unwitnessed(known: Change, need: Need, case: Case) -> Optional[Change]:
    return {**known, "witness": []} if known["changes"] else None


def given_up(known: Change, need: Need, case: Case) -> Optional[Change]:
    """The need's own new place left empty."""
    own = [move for move in known["witness"] if move["need"] == need.id and "from" not in move]
    if sum(move["need"] == need.id for move in known["witness"]) < 2 or not own:
        return None
    known["witness"].remove(own[0])
    return known


def moved(known: Change, need: Need, case: Case) -> Optional[Change]:
    """A place of the witness moved to another session, in which its resource need not come."""
    for move in known["witness"]:
        if move.get("to"):
            name, _, code = move["to"].rpartition("@")
            resource = case.world.resource(name)
            for session in range(21):
                if SESSIONS[session] != code and resource.sessions is not None \
                        and session not in resource.sessions \
                        and all(item.get("session") != SESSIONS[session]
                                for item in known["changes"]):
                    move["to"] = f"{name}@{SESSIONS[session]}"
                    return known
    return None


def from_nowhere(known: Change, need: Need, case: Case) -> Optional[Change]:
    """A place of the need itself said to have been filled before, by a service that is none."""
    services = {(id, f"{name}@{SESSIONS[at]}") for id, _, _, name, at in _fields(case)}
    for move in known["witness"]:
        if move["need"] == need.id and move.get("to") and not move.get("from") \
                and (need.id, move["to"]) not in services:
            move["from"] = move["to"]
            return known
    return None


def robbed(known: Change, need: Need, case: Case) -> Optional[Change]:
    """A need of the same class or a higher one gives a visit up."""
    for move in known["witness"]:
        other = case.world.need(move["need"])
        if move["need"] != need.id and move.get("to") and move.get("from") \
                and brute.priority(other) <= brute.priority(need):
            del move["to"]
            return known
    return None


def bystander(known: Change, need: Need, case: Case) -> Optional[Change]:
    """Somebody of a lower class gives way for nothing."""
    moved = {move["need"] for move in known["witness"]}
    touched = {str(move["to"]).partition("@")[0] for move in known["witness"] if move.get("to")}
    for other in case.world.needs:
        own = [place for place in _fields(case) if place[0] == other.id]
        if known["witness"] and own and other.id not in moved and not other.pins \
                and brute.priority(other) > brute.priority(need) \
                and not touched & {name for _, _, _, name, _ in own}:
            known["witness"] += [
                {"need": other.id, **({"role": role} if role else {}),
                 "from": f"{name}@{SESSIONS[at]}"} for _, _, role, name, at in own]
            return known
    return None


def other_date(known: Change, need: Need, case: Case) -> Optional[Change]:
    """A last date that is said to move, or not to, the other way round."""
    for item in known["changes"]:
        if item["change"] == "window":
            item["extendsDue"] = not item["extendsDue"]
            return known
    return None


def team_denied(known: Change, need: Need, case: Case) -> Optional[Change]:
    """Nothing would do, though one change to the lists serves a team."""
    if not need.roles or not known["isExhaustive"] or len(known["changes"]) != 1:
        return None
    return {"changes": [], "witness": [], "isExhaustive": True}


def not_all_tried(known: Change, need: Need, case: Case) -> Optional[Change]:
    """Not everything tried, in a week without couplings."""
    for other in case.world.needs:
        if other.roles or (other.visits > 1 and any(at is None for _, at in other.pins)):
            return None
    return {**known, "isExhaustive": False}


def other_level(case: Case, random: Random) -> Optional[Mutant]:
    """Another level, in both files."""
    mutant = case.mutant()
    for entry, row in zip(mutant.plan["unmet"], mutant.unmet_cells):
        if "escalateTo" in entry:
            entry["escalateTo"] = random.choice(
                [level for level in LEVELS if level != entry["escalateTo"]])
            row["建议层级"] = LEVELS[entry["escalateTo"]]
            return mutant
    return None


def left_out(key: str, column: str, every: bool = False) -> Kind:
    """What an unmet need has to tell, in neither file."""

    def kind(case: Case, random: Random) -> Optional[Mutant]:
        mutant = case.mutant()
        pairs = [(entry, row) for entry, row in zip(mutant.plan["unmet"], mutant.unmet_cells)
                 if key in entry]
        for entry, row in pairs if every else random.sample(pairs, min(1, len(pairs))):
            del entry[key]
            row[column] = ""
        return mutant if pairs else None

    return kind


def no_limit(case: Case, random: Random) -> Optional[Mutant]:
    """A limit that is said to have ended the search, though no change lacks."""
    mutant = case.mutant()
    if mutant.plan["changesCutOff"]:
        return None
    mutant.plan["changesCutOff"] = True
    return mutant


def cell(column: str, text: str) -> Kind:
    """What unmet.csv alone says otherwise."""

    def kind(case: Case, random: Random) -> Optional[Mutant]:
        mutant = case.mutant()
        for row in mutant.unmet_cells:
            if row[column] not in ("", text):
                row[column] = text
                return mutant
        return None

    return kind


CHANGES: list[tuple[str, str, Kind]] = [
    ("smallest-change", "a change denied", change(denied)),
    ("smallest-change", "a dearer visit", change(dearer)),
    ("smallest-change", "a change for a team denied", change(team_denied)),
    ("smallest-change", "somebody gives way for nothing", change(bystander)),
    ("smallest-change", "another date", change(other_date)),
    ("smallest-change", "an idle change", change(idle)),
    ("smallest-change", "other cells", change(other_cells)),
    ("smallest-change", "both cells", change(both_cells)),
    ("smallest-change", "no cell changed", change(no_cell)),
    ("smallest-change", "a change of nobody", change(nobody)),
    ("smallest-change", "no witness", change(unwitnessed)),
    ("smallest-change", "a place given up", change(given_up)),
    ("smallest-change", "a place moved", change(moved)),
    ("smallest-change", "a place from nowhere", change(from_nowhere)),
    ("smallest-change", "another need robbed", change(robbed)),
    ("smallest-change", "not all tried", change(not_all_tried)),
    ("escalation", "another level", other_level),
    ("change-missing", "a change left out", left_out("smallestChange", "最小补足")),
    ("change-missing", "all changes left out", left_out("smallestChange", "最小补足", every=True)),
    ("change-missing", "a level left out", left_out("escalateTo", "建议层级")),
    ("change-missing", "a limit that ended nothing", no_limit),
    ("unmet-list", "another sentence", cell("最小补足", "只要多问一句。")),
    ("unmet-list", "no sentence", cell("最小补足", "")),
    ("unmet-list", "another level in the list", cell("建议层级", "省")),
]
# Those that only verify sees: whether something cheaper would do.
CHEAPER = {"a change denied", "a change for a team denied", "a dearer visit", "not all tried"}
