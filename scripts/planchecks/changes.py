"""The smallest changes and levels of unmet needs: their form, and that the witness does what it says.

Whether a change is the cheapest is not tried here.
"""
from __future__ import annotations

from collections import Counter
from typing import Any, Iterator

from planchecks.lists import INDEX, Folder, Need
from planchecks.rules import Breach
from planchecks.witness import replay_faults

LEVELS = {"community": "社区", "town": "街道", "county": "县"}
# The facts that belong to each kind of change, beside its code.
FACTS = {
    "visit": {"resource", "weekly", "perSession"},
    "window": {"session", "extendsDue"}, "session": {"resource", "session"},
    "area": {"resource"}, "category": {"resource"}, "role": {"resource", "role"},
    "skill": {"resource", "skill"}}


def change_breaches(folder: Folder) -> Iterator[Breach]:
    """Rules `smallest-change`, but for whether it is the cheapest, `escalation` and `change-missing`."""
    yield from _missing(folder.plan)
    limits = {id: (row.weekly, row.per_session) for id, row in folder.resources.items()}
    for entry, row in zip(folder.plan["unmet"], folder.unmet_cells):
        need = folder.needs.get(entry["need"])
        if need is None:
            continue  # told by `unmet-list`
        change = entry.get("smallestChange")
        faults = [] if change is None else list(_faults(folder, need, change))
        if change is not None and not faults:
            faults = list(replay_faults(folder, need, change))
        for fault in faults:
            yield "smallest-change", f"{need.id}: {fault}"
        if row["最小补足"] != ("" if change is None else sentence(change, limits)):
            yield "unmet-list", f"{need.id}: 最小补足 differs from plan.json"
        level = entry.get("escalateTo")
        if row["建议层级"] != LEVELS.get(level, level or ""):
            yield "unmet-list", f"{need.id}: 建议层级 differs from plan.json"
        if level is not None and level != _level(folder, need):
            yield "escalation", f"{need.id}: {level}, should be {_level(folder, need)}"


def _missing(plan: dict[str, Any]) -> Iterator[Breach]:
    """What no unmet need may leave out, unless it was cut off from everything."""
    if plan.get("planOnly"):
        return  # told by `plan-only`
    asked = [entry for entry in plan["unmet"]
             if entry.get("reason", {"code": "by-hand"})["code"] not in ("cut-off", "by-hand")]
    lacking = [entry["need"] for entry in asked if entry.get("smallestChange") is None]
    for entry in asked:
        if entry.get("escalateTo") is None:
            yield "change-missing", f"{entry['need']}: no escalateTo"
    if plan["changesCutOff"] and not lacking:
        yield "change-missing", "changesCutOff, though no smallest change lacks"
    for id in [] if plan["changesCutOff"] else lacking:
        yield "change-missing", f"{id}: no smallestChange"


def sentence(change: dict[str, Any], limits: dict[str, tuple[int, int]]) -> str:
    """What unmet.csv says of a smallest change; the limits are 每周可用 and 每时段上限."""
    items, moves = change["changes"], change["witness"]
    if not moves:
        return ("多来一次、放宽时段或范围、增加类别、角色或技能：改动一处或两处都不够。"
                if change["isExhaustive"] else "没有找到够用的改动（没有试遍）。")
    if not items:
        return "清单不必改：只因政策里别的目标排在它前面。"
    told = [_visit(item["resource"], change, limits) if item["change"] == "visit" else _item(item)
            for number, item in enumerate(items)
            if item["change"] != "visit" or item["resource"] in limits and all(
                other["change"] != "visit" or other["resource"] != item["resource"]
                for other in items[:number])]
    giving = " ".join(sorted({move["need"] for move in moves if move.get("to") is None}))
    return (f"只要{'，并且'.join(told)}，就排得下它"
            + (f"（级别较低的 {giving} 让位）" if giving else "") + "。"
            + ("" if change["isExhaustive"] else "没有试遍，也许还有更小的改动。"))


def _visit(name: str, change: dict[str, Any], limits: dict[str, tuple[int, int]]) -> str:
    """All that rises of a resource's limits, and in which sessions it then comes once more."""
    own = [item for item in change["changes"]
           if item["change"] == "visit" and item["resource"] == name]
    raised = [sum(item[key] for item in own) for key in ("weekly", "perSession")]
    told = "、".join(f"{column} {limit}→{limit + more}" for column, limit, more in
                    zip(("每周可用", "每时段上限"), limits[name], raised) if more)
    gains: Counter[int] = Counter()
    for move in change["witness"]:
        for end, sign in (("from", -1), ("to", 1)):
            resource, _, session = (move.get(end) or "").rpartition("@")
            if resource == name:
                gains[INDEX[session]] += sign
    risen = {session: count for session, count in gains.items() if count > 0}
    if len(risen) != max(raised) or set(risen.values()) != {1}:
        return f"{name} 放宽上限（{told}）"
    names = "、".join(code for code, index in INDEX.items() if index in risen)
    return f"{name} 在{names}{'各' if len(risen) > 1 else ''}多来一次（{told}）"


def _item(item: dict[str, Any]) -> str:
    name, kind = item.get("resource"), item["change"]
    if kind == "window":
        later = "（最迟日期放宽到那天）" if item["extendsDue"] else ""
        return f"居民{item['session']}也可以{later}"
    return {
        "session": lambda: f"{name} 增加时段{item['session']}",
        "area": lambda: f"{name} 也服务该网格",
        "category": lambda: f"{name} 增加该类别",
        "role": lambda: f"{name} 能担任{item['role']}",
        "skill": lambda: f"{name} 具备技能{item['skill']}"}[kind]()


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
        if item["change"] == "window" and item["session"] in INDEX:
            due = INDEX[item["session"]] in folder.need_sessions(need)["due"]
            if item["extendsDue"] == due:
                yield f"window {item['session']}: extendsDue {item['extendsDue']}"
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
    has_firm = bool(folder.standing.firm(need.id))
    nearest = 3
    for resource in folder.resources.values():
        here = own.intersection(*folder.resource_sessions(resource).values())
        for role, _ in need.kinds:
            if has_firm:  # whoever keeps a firm place is a candidate, though its session has begun
                here = folder.candidate_sessions(need, role, resource)
            failed = set(folder.failures(need, role, resource))
            if failed <= {"area"} and (failed or not here):
                nearest = min(nearest, folder.distance(resource.home, need.grid))
    return "community" if nearest <= 1 else "town" if nearest == 2 else "county"
