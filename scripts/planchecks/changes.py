"""The smallest changes and levels of unmet needs: their form, and what follows from the lists alone.

Whether a change would do, and whether it is the cheapest, is not tried here.
"""
from __future__ import annotations

from typing import Any, Iterator

from planchecks.lists import INDEX, Folder, Need
from planchecks.rules import Breach

LEVELS = {"community": "社区", "town": "街道", "county": "县"}
# The facts that belong to each kind of change, beside its code.
FACTS = {
    "visit": {"resource", "session", "weekly", "perSession"},
    "window": {"session", "extendsDue"}, "session": {"resource", "session"},
    "area": {"resource"}, "category": {"resource"}, "role": {"resource", "role"},
    "skill": {"resource", "skill"}}


def change_breaches(folder: Folder) -> Iterator[Breach]:
    """Rules `smallest-change`, as far as form goes, `escalation` and `change-missing`."""
    yield from _missing(folder.plan)
    for entry, row in zip(folder.plan["unmet"], folder.unmet_cells):
        need = folder.needs.get(entry["need"])
        if need is None:
            continue  # told by `unmet-list`
        change = entry.get("smallestChange")
        for fault in [] if change is None else _faults(folder, need, change):
            yield "smallest-change", f"{need.id}: {fault}"
        if (change is None) != (row["最小补足"] == ""):
            yield "unmet-list", f"{need.id}: 最小补足 differs from plan.json"
        level = entry.get("escalateTo")
        if row["建议层级"] != LEVELS.get(level, level or ""):
            yield "unmet-list", f"{need.id}: 建议层级 differs from plan.json"
        if level is not None and level != _level(folder, need):
            yield "escalation", f"{need.id}: {level}, should be {_level(folder, need)}"


def _missing(plan: dict[str, Any]) -> Iterator[Breach]:
    """What no unmet need may leave out, unless it was cut off from everything."""
    asked = [entry for entry in plan["unmet"] if entry["reason"]["code"] != "cut-off"]
    lacking = [entry["need"] for entry in asked if entry.get("smallestChange") is None]
    for entry in asked:
        if entry.get("escalateTo") is None:
            yield "change-missing", f"{entry['need']}: no escalateTo"
    if plan["changesCutOff"] and not lacking:
        yield "change-missing", "changesCutOff, though no smallest change lacks"
    for id in [] if plan["changesCutOff"] else lacking:
        yield "change-missing", f"{id}: no smallestChange"


def _faults(folder: Folder, need: Need, change: dict[str, Any]) -> Iterator[str]:
    items, moves = change["changes"], change["witness"]
    if set(change) != {"changes", "witness", "isExhaustive"}:
        yield f"facts {sorted(change)}"
    if type(change["isExhaustive"]) is not bool:
        yield f"isExhaustive {change['isExhaustive']}"
    if len(items) > 2 or (items and not moves):
        yield f"{len(items)} changes, {len(moves)} places in the witness"
    for item in items:
        facts = set(item) - {"change"}
        if facts != FACTS.get(item["change"]):
            yield f"{item['change']} with {sorted(facts)}"
            continue
        resource = folder.resources.get(item.get("resource"))
        if "resource" in facts and resource is None:
            yield f"no resource {item['resource']}"
        elif "session" in facts and INDEX.get(item["session"]) not in folder.open:
            yield f"{item['session']}: no open session"
        elif item["change"] == "visit" and True not in (item["weekly"], item["perSession"]):
            yield f"{item['resource']}: one more visit that changes no cell"
        elif resource is not None and _is_so(need, item, resource):
            yield f"{item['change']} of {resource.id}: so it is already"
    if moves and all(move["need"] != need.id for move in moves):
        yield "a witness without the need itself"
    for move in moves:
        roles = dict(folder.needs[move["need"]].kinds) if move["need"] in folder.needs else {}
        ends = [move[end] for end in ("from", "to") if end in move]
        if move.get("role", "") not in roles or not ends \
                or any(end not in folder.slots for end in ends):
            yield f"a place that is none: {move}"


def _is_so(need: Need, item: dict[str, Any], resource: Any) -> bool:
    """Whether the resource has already what a change would give it."""
    return {
        "session": lambda: INDEX[item["session"]] in resource.sessions,
        "area": lambda: need.grid.startswith(resource.areas),
        "category": lambda: need.category in resource.categories,
        "role": lambda: item["role"] in resource.roles,
        "skill": lambda: item["skill"] in resource.skills,
    }.get(item["change"], lambda: False)()


def _level(folder: Folder, need: Need) -> str:
    """The lowest level in which somebody lives who is able and no candidate."""
    own = frozenset.intersection(*folder.need_sessions(need).values())
    nearest = 3
    for resource in folder.resources.values():
        here = own.intersection(*folder.resource_sessions(resource).values())
        for role, _ in need.kinds:
            failed = set(folder.failures(need, role, resource))
            if failed <= {"area"} and (failed or not here):
                nearest = min(nearest, folder.distance(resource.home, need.grid))
    return "community" if nearest <= 1 else "town" if nearest == 2 else "county"
