"""Whether the services keep the rules, and plan.json says what follows from them."""
from __future__ import annotations

import hashlib
from collections import Counter
from itertools import chain
from typing import Any, Iterator

from planchecks.certificate import Proof
from planchecks.lists import INDEX, SESSIONS, URGENCIES, Folder, Row, codes, is_maximised

Breach = tuple[str, str]  # the rule and what is wrong


def service_breaches(folder: Folder) -> Iterator[Breach]:
    """What each service by itself breaks, and the order of all."""
    for cells in folder.service_cells:
        name = cells["服务单号"]
        if cells["需求编号"] not in folder.needs:
            yield "unknown-need", f"{name} {cells['需求编号']}"
        if cells["资源编号"] not in folder.resources:
            yield "unknown-resource", f"{name} {cells['资源编号']}"
        if cells["运行编号"] != folder.plan["fingerprint"][:12]:
            yield "fingerprint", f"{name} run {cells['运行编号']}"
    roles = {id: [role for role, _ in need.kinds] for id, need in folder.needs.items()}

    def kind(row: Row) -> int:
        kinds = roles[row.need.id]
        role = row.cells["角色"]
        return kinds.index(role) if role in kinds else len(kinds)

    hand = filled_by_hand(folder.plan)
    places: dict[int, int] = {}  # by the row's identity
    leads: set[int] = set()
    for visits in folder.visits.values():
        for rows in visits.values():
            rows = sorted(rows, key=lambda row: (kind(row), row.resource.id))
            kept = [folder.standing.of(row) for row in rows]
            numbers = folder.standing.numbers([old.place if old else None for old in kept])
            places |= {id(row): number for row, number in zip(rows, numbers)}
            leads.add(id(min(rows, key=lambda row: (kind(row), places[id(row)]))))

    def position(row: Row) -> tuple[str, int, int]:
        return row.need.id, row.visit, places[id(row)]

    if [position(row) for row in folder.rows] != sorted(position(row) for row in folder.rows):
        yield "order", "services are not sorted by need, visit and place"
    for row in sorted(folder.rows, key=position):
        cells, need, resource = row.cells, row.need, row.resource
        place = places[id(row)]
        rank = need.requested.index(resource.id) + 1 if resource.id in need.requested else ""
        pins = [(resource.id, None), (resource.id, row.session)]
        is_pinned = any(pin in need.pins for pin in pins)
        derived = [
            ("unit", "单位", resource.unit), ("date", "日期", folder.date(row.session)),
            ("method", "派单方式", "人工" if (need.id, cells["角色"], resource.id, row.session) in hand
             else "续派" if folder.standing.of(row) else "指定" if is_pinned else "优化"),
            ("lead", "牵头", "是" if id(row) in leads or not need.is_team else "否"),
            ("choice-rank", "点单名次", rank),
            ("distance", "距离级", folder.distance(resource.home, need.grid)),
            ("service-id", "服务单号", f"{folder.plan['week']}-{need.id}-{row.visit}-{place}")]
        broken = [rule for rule, column, right in derived if cells[column] != str(right)]
        for rule in broken:
            yield rule, cells["服务单号"]
        yield from pair_breaches(folder, row)


def pair_breaches(folder: Folder, row: Row) -> Iterator[Breach]:
    """The rules that a service's need, resource and session break together."""
    need, resource, role = row.need, row.resource, row.cells["角色"]
    broken = [] if role in [kind for kind, _ in need.kinds] else ["service-role"]
    broken += folder.failures(need, role, resource)
    masks = folder.need_sessions(need) | folder.resource_sessions(resource)
    masks["open"] = folder.unclosed
    broken += folder.standing.breaches(row)
    broken += [rule for rule, mask in masks.items() if row.session not in mask]
    for rule in broken:
        yield rule, row.cells["服务单号"]


def visit_breaches(folder: Folder) -> Iterator[Breach]:
    """What the visits of a need, or the loads of a resource, break together."""
    for need in folder.needs.values():
        visits = folder.visits[need.id]
        for number, rows in visits.items():
            about = f"{need.id} visit {number}"
            filled = Counter(row.cells["角色"] for row in rows)
            for role, count in need.kinds:
                if filled[role] > count:
                    yield "place-twice", f"{about} {role}"
                if filled[role] < count:
                    yield "team-incomplete", f"{about} {role}"
            if len({row.session for row in rows}) > 1:
                yield "team-session", about
            if need.is_team and len({row.resource.id for row in rows}) < len(rows):
                yield "team-resources", about
        in_order = sorted(visits, key=lambda number: (visits[number][0].session, number))
        kept = [[old.visit for old in map(folder.standing.of, visits[number]) if old]
                for number in in_order]
        if in_order != folder.standing.numbers([min(old, default=None) for old in kept]):
            yield "visit-number", need.id
        if len(visits) > need.visits:
            yield "visits", need.id
        if len({rows[0].session // 3 for rows in visits.values()}) < len(visits):
            yield "one-a-day", need.id
        if not need.partial and 0 < len(visits) < need.visits:
            yield "all-or-nothing", need.id
        for (resource, session), count in need.pins.items():
            held = {
                row.visit for rows in visits.values() for row in rows
                if row.resource.id == resource and session in (None, row.session)}
            if len(held) < (count if session is None else 1):
                yield "pin", f"{need.id} {resource}"
    in_session = Counter((row.resource.id, row.session) for row in folder.rows)
    for (id, session), count in in_session.items():
        if count > folder.resources[id].per_session:
            yield "per-session", f"{id}@{SESSIONS[session]} {count}"
    for id, count in folder.load.items():
        if count > folder.resources[id].weekly:
            yield "weekly", f"{id} {count}"


def filled_by_hand(plan: dict[str, Any]) -> set[tuple[str, str, str, int]]:
    """The places that plan.json says were filled by hand: need, role, resource, session."""
    filled = set()
    for move in (plan.get("byHand") or {"moves": []})["moves"]:
        if move.get("to") is not None:
            resource, _, session = move["to"].rpartition("@")
            filled.add((move["need"], move.get("role") or "", resource, INDEX[session]))
    return filled


def tier_values(folder: Folder) -> dict[str, int]:
    """What the services are worth, tier by tier, in the tier's own direction."""
    values: Counter[str] = Counter()
    unmet: Counter[str] = Counter()
    for need in folder.needs.values():
        visits = folder.visits[need.id]
        rows = list(chain(*visits.values()))
        lacking = max(0, need.visits - len(visits))
        empty = max(0, need.visits * need.places - len(rows))
        values[f"served.{folder.priority(need)}"] += len(visits)
        unmet[folder.area(need)] += lacking
        values["waited"] += lacking * need.wait(folder.monday)
        worst = len(need.requested)
        values["choice"] += sum(worst + need.choice(row.resource.id) for row in rows)
        values["choice"] += empty * worst
        if need.previous:
            values["continuity"] += empty + sum(row.resource.id != need.previous for row in rows)
        values["prompt"] += sum(rows[0].session for rows in visits.values())
        values["kept"] += sum(folder.standing.of(row) is not None for row in rows)
        values["distance"] += sum(folder.distance(r.resource.home, need.grid) for r in rows)
    for resource in folder.resources.values():
        if not folder.is_expired(resource):
            values["minimums"] += max(0, resource.minimum - folder.load[resource.id])
    for area, count in unmet.items():
        steps = range(1, count + 1)
        values["grids"] += sum(1000 * (2 * k - 1) // folder.requested[area] for k in steps)
    for unit in folder.units.values():
        load = sum(folder.load[id] for id in unit.members)
        values["units"] += sum(unit.step(k) for k in range(1, load + 1))
    return values


def plan_breaches(folder: Folder) -> Iterator[Breach]:
    """Whether plan.json and unmet.csv say what follows from the services."""
    plan, tiers = folder.plan, folder.plan["tiers"]
    if fingerprint(folder) != plan["fingerprint"]:
        yield "fingerprint", f"plan.json {plan['fingerprint']}"
    lacking = {id: need.visits - len(folder.visits[id]) for id, need in folder.needs.items()}
    expected = [id for id in folder.needs if lacking[id] > 0]
    if [entry["need"] for entry in plan["unmet"]] != expected:
        yield "unmet-list", "plan.json does not list exactly the needs that are unmet, in order"
    for entry in plan["unmet"]:
        if lacking.get(entry["need"], 0) > 0 and entry["missing"] != lacking[entry["need"]]:
            yield "unmet-missing", entry["need"]
    told = [(e["need"], str(e["missing"]), e["reason"]["code"] if "reason" in e else "not-asked")
            for e in plan["unmet"]]
    columns = ("需求编号", "缺口", "原因代码")
    if [tuple(row[name] for name in columns) for row in folder.unmet_cells] != told:
        yield "unmet-list", "unmet.csv differs from plan.json"
    if [tier["name"] for tier in tiers] != folder.policy.tiers:
        yield "tier-names", ";".join(tier["name"] for tier in tiers)
    values = tier_values(folder)
    before: set[str] = set()  # how the tiers before are proved
    for tier in tiers:
        name, value, bound, proof = tier["name"], tier["value"], tier.get("bound"), tier["provedBy"]
        if value != values[name]:
            yield "tier-value", f"{name} {value}, should be {values[name]}"
        if proof == "certificate":
            right = bound == value
        else:
            right = bound is None or not before - {"certificate"} and (
                value <= bound if is_maximised(name) else value >= bound)
        if not right or ("open" in before and proof != "open"):
            yield "tier-bound", f"{name} {proof}, value {value}, bound {bound}"
        before.add(proof)
    status = "gap" if "open" in before else "search" if "search" in before else "optimal"
    if plan["status"] != status or plan["cutOff"] and status != "gap":
        yield "status", f"{plan['status']}, cut off {plan['cutOff']}, should be {status}"


def proof_breaches(folder: Folder, proof: Proof) -> Iterator[Breach]:
    """Whether the tiers claim what the certificate proves: neither more, nor search without need."""
    tiers = folder.plan["tiers"]
    for index, tier in enumerate(tiers):
        about = f"{tier['name']} {tier['value']}: {proof}"
        if tier["provedBy"] == "certificate" and index >= proof.proved:
            yield "certificate-proof", about
        if tier["provedBy"] == "search" and index < proof.proved:
            yield "search-proved", about
        if tier["provedBy"] == "search" and index >= max(proof.proved, proof.alike):
            yield "search-alike", about
    if not any(need.is_coupled for need in folder.needs.values()) and any(
            tier["provedBy"] == "search" for tier in tiers):
        yield "search-uncoupled", "without couplings every tier can be proved by prices"
    first = next((i for i, tier in enumerate(tiers) if tier["provedBy"] != "certificate"), -1)
    if first >= proof.proved:
        name, bound = (tiers[first].get(key) for key in ("name", "bound"))
        if bound != (proof.bound if first == proof.proved else None):
            yield "certificate-proof", f"{name} bound {bound}: {proof}"


def fingerprint(folder: Folder) -> str:
    """SHA-256 of the columns the model reads; each field has its length in bytes before it."""
    policy, fields = folder.policy, [f"sandan {folder.plan['programVersion']}", folder.plan["week"]]

    def put(*items: Any) -> None:
        for item in items:
            fields.extend([len(item), *item] if isinstance(item, list) else [item])

    def mask(members: frozenset[int]) -> int:
        return sum(1 << member for member in members)

    gains = ["special_group_gain", "carried_gain", "carried_from"]
    put([policy.levels[name] for name in ("county", "town", "community", "grid")],
        mask(folder.unclosed), [policy.classes[name] for name in URGENCIES + gains])
    put(policy.every_tier, policy.fairness)
    for need in folder.needs.values():
        row = need.row
        by_session = {None: -1}  # a free session first
        pins = sorted(need.listed_pins.elements(), key=lambda p: (p[0], by_session.get(p[1], p[1])))
        put(need.id, need.grid, need.category, need.urgency, row["提出日期"], row["最迟日期"],
            mask(need.sessions), need.visits, codes(row["角色"]),
            sorted(codes(row["技能"])), sorted(codes(row["排除"])),
            "1" if row["特殊群体"] else "", need.requested, need.previous,
            [r if s is None else f"{r}@{SESSIONS[s]}" for r, s in pins],
            sorted(codes(row["回避"])), int(need.partial), need.carried)
    put("resources")
    for resource in folder.resources.values():
        row = resource.row
        sets = [sorted(codes(row[name])) for name in ("类别", "角色", "技能", "服务范围")]
        put(resource.id, resource.unit, *sets,
            resource.home, mask(resource.sessions),
            [resource.weekly, resource.per_session, resource.minimum, resource.history],
            "" if resource.weight is None else resource.weight, row["有效至"])
    if folder.plan.get("begun") is not None:
        put("standing", folder.plan["begun"])
        for place in folder.standing.places:
            put(place.need, place.visit, place.place, place.role, place.resource, place.session,
                place.state)
    encoded = [str(item).encode() for item in fields]
    return hashlib.sha256(b"".join(b"%d:%s" % (len(item), item) for item in encoded)).hexdigest()
