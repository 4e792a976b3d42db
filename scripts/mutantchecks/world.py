"""Small seeded lists in which every column that the model reads occurs, and their CSV."""
from __future__ import annotations

import csv
import datetime
import io
from dataclasses import dataclass, field
from random import Random
from typing import Any, Optional

SESSIONS = [day + part for day in "一二三四五六日" for part in "上下晚"]
WEEK, MONDAY = "2026-W48", datetime.date(2026, 11, 23)
URGENCIES = ["特急", "紧急", "重要", "一般"]
GRIDS = ["230799001001001", "230799001001002", "230799001002001", "230799100001001",
         "230705001001001"]
LEVELS = {"county": 6, "town": 9, "community": 12, "grid": 15}
TIERS = ["served.0", "served.1", "served.2", "served.3", "minimums", "grids", "waited", "choice",
         "continuity", "prompt", "distance", "units"]
Pin = tuple[str, Optional[int]]


@dataclass
class Need:
    id: str
    grid: str
    category: str
    urgency: str
    reported: datetime.date
    due: Optional[datetime.date] = None
    sessions: Optional[list[int]] = None
    visits: int = 1
    roles: list[tuple[str, int]] = field(default_factory=list)
    skills: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    special: bool = False
    requested: list[str] = field(default_factory=list)
    previous: str = ""
    pins: list[Pin] = field(default_factory=list)
    banned: list[str] = field(default_factory=list)
    partial: bool = True
    carried: int = 0

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """The kinds of place of a visit; without a team one, without a role."""
        return self.roles or [("", 1)]

    @property
    def places(self) -> int:
        return sum(count for _, count in self.kinds)

    def cells(self) -> dict[str, str]:
        pins = [r if s is None else f"{r}@{SESSIONS[s]}" for r, s in self.pins]
        return {
            "需求编号": self.id, "网格编码": self.grid, "类别": self.category, "内容": "",
            "紧急程度": self.urgency, "提出日期": str(self.reported),
            "最迟日期": str(self.due or ""), "可服务时段": codes(self.sessions),
            "次数": str(self.visits), "角色": ";".join(f"{r}:{n}" for r, n in self.roles),
            "技能": ";".join(sorted(self.skills)), "排除": ";".join(sorted(self.without)),
            "特殊群体": "有" if self.special else "", "点单": ";".join(self.requested),
            "上次资源": self.previous, "指定": ";".join(pins), "回避": ";".join(sorted({*self.banned})),
            "允许部分": "是" if self.partial else "否", "结转次数": str(self.carried)}


@dataclass
class Resource:
    id: str
    unit: str
    categories: list[str]
    roles: list[str]
    skills: list[str]
    areas: list[str]
    home: str
    sessions: Optional[list[int]]
    weekly: int
    per_session: int = 1
    minimum: int = 0
    history: int = 0
    weight: Optional[int] = None  # in hundredths
    valid: Optional[datetime.date] = None

    def cells(self) -> dict[str, str]:
        weight = "" if self.weight is None else f"{self.weight / 100:g}"
        return {
            "资源编号": self.id, "单位": self.unit, "类型": "志愿者",
            "类别": ";".join(sorted(self.categories)), "角色": ";".join(sorted(self.roles)),
            "技能": ";".join(sorted(self.skills)), "服务范围": ";".join(sorted({*self.areas})),
            "所在网格": self.home, "可用时段": codes(self.sessions),
            "每周可用": str(self.weekly), "每时段上限": str(self.per_session),
            "每周至少": str(self.minimum), "历史承担": str(self.history), "权重": weight,
            "有效至": str(self.valid or "")}


@dataclass
class World:
    """The lists and what the policy says otherwise than the standard one."""

    needs: list[Need]
    resources: list[Resource]
    closed: list[str] = field(default_factory=list)
    fairness: str = "community"
    tiers: list[str] = field(default_factory=lambda: list(TIERS))

    def need(self, id: str) -> Optional[Need]:
        return next((need for need in self.needs if need.id == id), None)

    def resource(self, id: str) -> Optional[Resource]:
        return next((resource for resource in self.resources if resource.id == id), None)

    def files(self) -> dict[str, bytes]:
        return {"lists/needs.csv": table([need.cells() for need in self.needs]),
                "lists/resources.csv": table([resource.cells() for resource in self.resources])}

    def policy(self, standard: str) -> str:
        """The text of policy.yaml, from that of the standard policy."""
        lines = []
        for line in standard.splitlines():
            if line.startswith("closed:"):
                line = f"closed: [{', '.join(self.closed)}]"
            if line.startswith("fairness_level:"):
                line = f"fairness_level: {self.fairness}"
            if line.startswith("tiers:"):
                at = self.tiers.index("served.3") + 1
                line = f"tiers: [{', '.join([*self.tiers[:at], 'kept', *self.tiers[at:]])}]"
            lines.append(line)
        return "\n".join(lines) + "\n"


def codes(sessions: Optional[list[int]]) -> str:
    return ";".join(SESSIONS[s] for s in sorted(sessions)) if sessions is not None else ""


def table(rows: list[dict[str, Any]], header: Optional[list[str]] = None) -> bytes:
    """A list as sandan writes it; no cell of ours begins like a formula."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header or list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def some(random: Random, values: list[Any], odds: float = 0.5) -> list[Any]:
    """Those that a coin leaves; all when none is left."""
    return [value for value in values if random.random() < odds] or list(values)


def seeded(seed: int) -> World:
    """Two to four needs and two or three resources."""
    random = Random(seed)
    pool = sorted(random.sample([0, 1, 3, 4, 7, 10, 13], random.choice([2, 3, 3, 4])))
    ids = [f"R{number + 1}" for number in range(random.choice([2, 3, 3]))]
    weights = {f"单位{number}": random.choice([None, None, 50, 75, 150]) for number in range(2)}
    resources = []
    for id in ids:
        unit = f"单位{random.randrange(2)}"
        weekly = random.choice([0, 1, 2, 2, 3, 4])
        areas = ["*"]
        if random.random() < 0.3:
            areas = sorted({random.choice(GRIDS)[:random.choice([4, 6, 6, 9, 12])]
                            for _ in range(3)})
        resources.append(Resource(
            id, unit, some(random, ["理发", "义诊"], 0.8), some(random, ["法律", "社工"], 0.8),
            [skill for skill in ("方言", "手语") if random.random() < 0.6], areas,
            random.choice(GRIDS) if random.random() < 0.7 else "",
            some(random, pool, 0.8) if random.random() < 0.5 else None, weekly,
            random.choice([1, 1, 2]), random.randint(0, weekly) if random.random() < 0.4 else 0,
            random.randrange(4), weights[unit],
            MONDAY + datetime.timedelta(random.choice([-3, 0, 1, 4, 30]))
            if random.random() < 0.15 else None))
    needs = [_need(random, f"N{number + 1}", pool, ids)
             for number in range(random.choice([3, 3, 4, 4]))]
    world = World(needs, resources)
    if random.random() < 0.3:
        world.closed = [random.choice([SESSIONS[1], '"2026-11-23"', '"2026-11-24上"'])]
    if random.random() < 0.3:
        world.fairness = random.choice(["county", "town", "grid"])
    if random.random() < 0.3:
        # Before the served tiers only what serving makes no worse: else nobody would be served.
        first = random.choice(TIERS[4:])
        world.tiers.remove(first)
        world.tiers.insert(random.choice([0, 4]) if first in TIERS[4:9] else 4, first)
    kind = random.random()
    if kind < 0.1:
        _two_sides(world, random)
    elif kind < 0.25:
        _put_a_price_first(world, random)
    elif kind < 0.29:
        _level_out(world, random)
    return world


def _uncouple(need: Need) -> None:
    need.roles, need.partial = [], True


def _two_sides(world: World, random: Random) -> None:
    """Makes two sets of needs compete, each for a resource of its own that comes once or twice."""
    sides = [GRIDS[0], GRIDS[2]]
    for number, resource in enumerate(world.resources[:2]):
        resource.areas, resource.weekly, resource.minimum = [sides[number]], random.choice([1, 2]), 0
        resource.categories, resource.valid = ["义诊", "理发"], None
    for number, need in enumerate(world.needs):
        _uncouple(need)
        need.grid = sides[number % 2]
        need.skills, need.without, need.banned, need.due = [], [], [], None


def _put_a_price_first(world: World, random: Random) -> None:
    """Puts a tier that serving makes worse before less urgent classes, of needs that are uncoupled."""
    for need in world.needs:
        _uncouple(need)
    first = random.choice(["grids", "minimums", "choice", "continuity", "prompt", "distance", "units"])
    world.tiers.remove(first)
    world.tiers.insert(random.choice([1, 2, 3]), first)


def _level_out(world: World, random: Random) -> None:
    """Makes two needs alike compete, where a less urgent one keeps its place for its area's sake."""
    for resource in world.resources:
        resource.areas, resource.weekly, resource.minimum = [GRIDS[1]], 2, 0
        resource.per_session, resource.valid, resource.categories = 2, None, ["义诊", "理发"]
    world.resources[0].areas = ["*"]
    for need in world.needs:
        _uncouple(need)
        need.visits, need.carried, need.special, need.due = 1, 0, False, None
        need.skills, need.without, need.banned, need.requested = [], [], [], []
        need.reported, need.previous = MONDAY - datetime.timedelta(2), ""
        need.grid, need.urgency = GRIDS[2], "一般"
    for need in world.needs[:2]:
        need.grid, need.urgency, need.sessions = GRIDS[0], "紧急", list(world.needs[0].sessions or [])
    world.fairness = random.choice(["community", "grid"])
    world.tiers.remove("grids")
    world.tiers.insert(1, "grids")


def _need(random: Random, id: str, pool: list[int], resources: list[str]) -> Need:
    need = Need(
        id, random.choice(GRIDS), random.choice(["理发", "义诊"]), random.choice(URGENCIES),
        MONDAY + datetime.timedelta(random.choice([-1200, -40, -9, -2, -1, -1, 0, 1])))
    if random.random() < 0.15:
        need.grid = need.grid[:12]
    if random.random() < 0.2:
        need.due = max(need.reported, MONDAY + datetime.timedelta(random.choice([-1, 0, 1, 2, 6])))
    need.sessions = some(random, pool, 0.7)
    if random.random() < 0.35:
        need.visits = random.choice([2, 2, 3])
    if random.random() < 0.3:
        need.roles = [(random.choice(["法律", "社工"]), random.choice([1, 2]))]
        if random.random() < 0.6:
            need.roles = [("法律", 1), ("社工", 1)]
    elif random.random() < 0.15:
        need.skills = [random.choice(["方言", "手语"])]
    if random.random() < 0.12:
        need.without = [random.choice(["方言", "手语"])]
    need.special, need.partial = random.random() < 0.2, random.random() < 0.65
    if random.random() < 0.4:
        need.requested = random.sample(resources, random.choice([1, 2]))
    if random.random() < 0.3:
        need.previous = random.choice(resources)
    if random.random() < 0.15:
        need.banned = [random.choice(resources)]
    if random.random() < 0.2:
        need.carried = random.randint(1, 3)
    return need
