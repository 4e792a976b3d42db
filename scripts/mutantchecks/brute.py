"""The rules, the tier values and the best plan of small lists, by trying everything.

Written from the README's columns and the model alone; shares nothing with planchecks or sandan.
"""
from __future__ import annotations

import datetime
from collections import Counter
from itertools import combinations
from random import Random
from typing import Iterator, Optional

from mutantchecks.world import LEVELS, MONDAY, SESSIONS, URGENCIES, WEEK, Need, Resource, World

Place = tuple[str, int, str, str, int]  # need, visit, role, resource, session
Visit = tuple[int, tuple[tuple[str, str], ...]]  # session, role and resource of each place
Cells = dict[str, str]
Costs = tuple[int, ...]
MOST_PLANS = 6_000  # to try, of one list


def date(session: int) -> datetime.date:
    return MONDAY + datetime.timedelta(session // 3)


def is_closed(world: World, session: int) -> bool:
    names = {SESSIONS[session], f'"{date(session)}"', f'"{date(session)}{SESSIONS[session][1]}"'}
    return bool(names & set(world.closed))


def pair_rules(world: World, need: Need, role: str, resource: Resource) -> set[str]:
    """The rules that a resource fails whatever the session."""
    broken = set()
    if need.roles and role and role not in resource.roles:
        broken.add("role")
    if not need.roles and need.category not in resource.categories:
        broken.add("category")
    if set(need.skills) - set(resource.skills):
        broken.add("skills")
    if set(need.without) & set(resource.skills):
        broken.add("exclusions")
    if not any(area == "*" or need.grid.startswith(area) for area in resource.areas):
        broken.add("area")
    if resource.id in need.banned:
        broken.add("banned")
    return broken


def session_rules(world: World, need: Need, resource: Resource, session: int) -> set[str]:
    """The rules that a session fails."""
    on, broken = date(session), set()
    if is_closed(world, session):
        broken.add("open")
    if need.sessions is not None and session not in need.sessions:
        broken.add("need-sessions")
    if resource.sessions is not None and session not in resource.sessions:
        broken.add("resource-sessions")
    if on < need.reported:
        broken.add("reported")
    if need.due is not None and need.due >= MONDAY and on > need.due:
        broken.add("due")
    if resource.valid is not None and on > resource.valid:
        broken.add("valid")
    return broken


def distance(home: str, grid: str) -> int:
    if not home:
        return 3
    for level, name in enumerate(["grid", "community", "town", "county"]):
        if len(grid) >= LEVELS[name] and home[:LEVELS[name]] == grid[:LEVELS[name]]:
            return level
    return 4


def level(world: World, need: Need) -> str:
    """The lowest level in which somebody lives who is able, but no candidate for some place."""
    nearest = 3
    for resource in world.resources:
        comes = any(not session_rules(world, need, resource, session) for session in range(21))
        for role, _ in need.kinds:
            broken = pair_rules(world, need, role, resource)
            if broken == {"area"} or (not broken and not comes):
                nearest = min(nearest, distance(resource.home, need.grid))
    return "community" if nearest <= 1 else "town" if nearest == 2 else "county"


def priority(need: Need) -> int:
    gain = (1 if need.special else 0) + (1 if need.carried >= 2 else 0)
    return max(0, URGENCIES.index(need.urgency) - gain)


def wait(need: Need) -> int:
    return min(999, max(0, (MONDAY - need.reported).days))


def derived(world: World, places: list[Place], run: str) -> list[Cells]:
    """services.csv of some places, sorted, with every column that follows from the others."""
    def position(place: Place) -> tuple[str, int, int, str, int]:
        need = world.need(place[0])
        roles = [role for role, _ in need.kinds] if need else []
        kind = roles.index(place[2]) if place[2] in roles else len(roles)
        return place[0], place[1], kind, place[3], place[4]

    rows, seats = [], Counter()
    for id, visit, role, resource_id, session in sorted(places, key=position):
        need, resource = world.need(id), world.resource(resource_id)
        seats[id, visit] += 1
        pinned = {(resource_id, None), (resource_id, session)} & set(need.pins)
        rank = need.requested.index(resource_id) + 1 if resource_id in need.requested else ""
        rows.append({
            "服务单号": f"{WEEK}-{id}-{visit}-{seats[id, visit]}", "需求编号": id,
            "次序": str(visit), "角色": role,
            "牵头": "是" if seats[id, visit] == 1 or not need.roles else "否",
            "资源编号": resource_id, "单位": resource.unit, "日期": str(date(session)),
            "时段": SESSIONS[session], "派单方式": "指定" if pinned else "优化",
            "点单名次": str(rank), "距离级": str(distance(resource.home, need.grid)),
            "理由": words(need, resource_id, bool(pinned), rank, distance(resource.home, need.grid)),
            "运行编号": run})
    return rows


def words(need: Need, resource: str, is_pinned: bool, rank: object, far: int) -> str:
    """What stands in 理由: the pin, the resident's choice, who came last time, how far."""
    parts = ["指定"] * is_pinned + [f"点单第{rank}位"] * bool(rank)
    parts += ["上次资源"] * (need.previous == resource)
    return "；".join([*parts, ["同网格", "同社区", "同街道", "同县", "跨县"][far]])


def places_of(rows: list[Cells]) -> list[Place]:
    return [(row["需求编号"], int(row["次序"]), row["角色"], row["资源编号"],
             SESSIONS.index(row["时段"])) for row in rows]


def numbered(need: Need, visits: list[Visit]) -> list[Place]:
    """The places of some visits, numbered by session."""
    return [(need.id, number, role, resource, session)
            for number, (session, filled) in enumerate(sorted(visits), 1)
            for role, resource in filled]


def rules_broken(world: World, places: list[Place]) -> set[str]:
    """The rules that some places break: eligibility, visits, capacities, pins."""
    broken: set[str] = set()
    for id, _, role, resource_id, session in places:
        need, resource = world.need(id), world.resource(resource_id)
        if role not in [kind for kind, _ in need.kinds]:
            broken.add("service-role")
        broken |= pair_rules(world, need, role, resource)
        broken |= session_rules(world, need, resource, session)
    for resource in world.resources:
        own = [place for place in places if place[3] == resource.id]
        if len(own) > resource.weekly:
            broken.add("weekly")
        if any(count > resource.per_session for count in Counter(p[4] for p in own).values()):
            broken.add("per-session")
    for need in world.needs:
        visits: dict[int, list[Place]] = {}
        for place in places:
            if place[0] == need.id:
                visits.setdefault(place[1], []).append(place)
        for visit in visits.values():
            for role, count in need.kinds:
                filled = sum(place[2] == role for place in visit)
                if filled > count:
                    broken.add("place-twice")
                if filled < count:
                    broken.add("team-incomplete")
            if len({place[4] for place in visit}) > 1:
                broken.add("team-session")
            if need.roles and len({place[3] for place in visit}) < len(visit):
                broken.add("team-resources")
        numbers = sorted(visits)
        times = [visits[number][0][4] for number in numbers]
        if numbers != list(range(1, len(visits) + 1)) or times != sorted(times):
            broken.add("visit-number")
        if len({time // 3 for time in times}) < len(times):
            broken.add("one-a-day")
        if len(visits) > need.visits:
            broken.add("visits")
        if not need.partial and 0 < len(visits) < need.visits:
            broken.add("all-or-nothing")
        for resource_id, session in set(need.pins):
            asked = need.pins.count((resource_id, None)) if session is None else 1
            held = sum(any(p[3] == resource_id and session in (None, p[4]) for p in visit)
                       for visit in visits.values())
            if held < asked:
                broken.add("pin")
    return broken


def served(places: list[Place], need: Need) -> int:
    return len({place[1] for place in places if place[0] == need.id})


def values(world: World, places: list[Place]) -> dict[str, int]:
    """What a plan is worth, tier by tier, each in its own direction."""
    worth: Counter[str] = Counter({tier: 0 for tier in world.tiers})
    requested: Counter[str] = Counter()
    unmet: Counter[str] = Counter()
    load = Counter(place[3] for place in places)
    for need in world.needs:
        own = [place for place in places if place[0] == need.id]
        count, area = served(places, need), need.grid[:LEVELS[world.fairness]]
        lacking = max(0, need.visits - count)
        empty = max(0, need.visits * need.places - len(own))
        requested[area] += need.visits
        unmet[area] += lacking
        worth[f"served.{priority(need)}"] += count
        worth["waited"] += lacking * wait(need)
        last = len(need.requested)
        worth["choice"] += empty * last + sum(
            need.requested.index(p[3]) if p[3] in need.requested else last for p in own)
        if need.previous:
            worth["continuity"] += empty + sum(place[3] != need.previous for place in own)
        first = {place[1]: place[4] for place in reversed(own)}
        worth["prompt"] += sum(first.values())
        worth["distance"] += sum(distance(world.resource(p[3]).home, need.grid) for p in own)
    for resource in world.resources:
        if resource.valid is None or resource.valid >= MONDAY:
            worth["minimums"] += max(0, resource.minimum - load[resource.id])
    for area, count in unmet.items():
        worth["grids"] += sum(1000 * (2 * k - 1) // requested[area] for k in range(1, count + 1))
    for unit in {resource.unit for resource in world.resources}:
        members = [resource for resource in world.resources if resource.unit == unit]
        history = sum(resource.history for resource in members)
        weight = min((r.weight for r in members if r.weight is not None), default=100)
        for k in range(1, sum(load[resource.id] for resource in members) + 1):
            worth["units"] += 10_000 * (2 * (history + k) - 1) // weight
    return worth


def costs(world: World, worth: dict[str, int]) -> Costs:
    return tuple(-worth[t] if t.startswith("served") else worth[t] for t in world.tiers)


def able(world: World, need: Need, role: str, session: int) -> list[str]:
    return [r.id for r in world.resources
            if not pair_rules(world, need, role, r) | session_rules(world, need, r, session)]


def visits_in(world: World, need: Need, session: int) -> list[Visit]:
    """Every way to fill all the places of a visit in a session."""
    teams: list[tuple[tuple[str, str], ...]] = [()]
    for role, count in need.kinds:
        who = able(world, need, role, session)
        teams = [team + tuple((role, id) for id in chosen) for team in teams
                 for chosen in combinations(who, count)
                 if not {id for _, id in team} & set(chosen)]
    return [(session, team) for team in teams]


def ways(world: World, need: Need) -> list[list[Visit]]:
    """Every way to serve a need by itself that keeps its rules and pins."""
    found: list[list[Visit]] = [[]]
    for day in range(7):
        today = [visit for session in range(day * 3, day * 3 + 3)
                 for visit in visits_in(world, need, session)]
        found += [way + [visit] for way in found if len(way) < need.visits for visit in today]
    def keeps(way: list[Visit]) -> bool:
        if not need.partial and 0 < len(way) < need.visits:
            return False
        return all(
            sum(any(id == pinned for _, id in team) and at in (None, session)
                for session, team in way) >= (need.pins.count((pinned, None)) if at is None else 1)
            for pinned, at in set(need.pins))
    return [way for way in found if keeps(way)]


def pin(world: World, random: Random) -> None:
    """Pins needs to resources that may serve them."""
    for need in world.needs:
        if random.random() < 0.75:
            continue
        role = random.choice(need.kinds)[0]
        pairs = [(id, session) for session in range(21) for id in able(world, need, role, session)]
        if pairs:
            id, session = random.choice(pairs)
            need.pins = [(id, random.choice([None, session]))]
            if need.visits > 1 and random.random() < 0.3:
                need.pins.append((id, None))


def plans(world: World) -> Optional[list[list[Place]]]:
    """Every plan that keeps the rules; None when there are too many to try."""
    choices, combinations_left = [], 1
    for need in world.needs:
        own = [numbered(need, way) for way in ways(world, need)]
        combinations_left *= max(1, len(own))
        if combinations_left > MOST_PLANS:
            return None
        choices.append(own)
    return list(_extended(world, choices, [], Counter()))


def _extended(
    world: World, choices: list[list[list[Place]]], chosen: list[Place], load: Counter
) -> Iterator[list[Place]]:
    if not choices:
        yield chosen
        return
    for way in choices[0]:
        more = load + Counter(place[3] for place in way)
        more += Counter((place[3], place[4]) for place in way)
        if all(more[r.id] <= r.weekly for r in world.resources) and all(
                more[r.id, place[4]] <= r.per_session
                for r in world.resources for place in way if place[3] == r.id):
            yield from _extended(world, choices[1:], chosen + way, more)


class Truth:
    """All plans of some lists with their costs, and the best."""

    def __init__(self, world: World, every: list[list[Place]]) -> None:
        self.world = world
        self.plans = [(costs(world, values(world, places)), places) for places in every]
        self.best: Optional[Costs] = min((cost for cost, _ in self.plans), default=None)

    @classmethod
    def of(cls, world: World) -> Optional[Truth]:
        every = plans(world)
        return None if every is None else cls(world, every)
