"""The lists, the policy and the plan of a folder, joined by identifier."""
from __future__ import annotations

import csv
import datetime
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Iterator, Optional

from planchecks import documents
from planchecks.standing import STATES, Place, Standing

DAYS, PARTS = "一二三四五六日", "上下晚"
SESSIONS = [day + part for day in DAYS for part in PARTS]
INDEX = {code: index for index, code in enumerate(SESSIONS)}
URGENCIES = ["特急", "紧急", "重要", "一般"]
ALL_SESSIONS = frozenset(range(21))


def is_maximised(tier: str) -> bool:
    return tier.startswith("served") or tier == "kept"


def table(path: Path, letter_by_letter: bool = False) -> list[dict[str, str]]:
    """The rows of a list that hold anything, in composed characters unless they are wanted letter by
    letter; the quote mark that guards formulas is taken off."""
    guarded = re.compile(r"^''*[\s\u200B\uFEFF]*[=+\-@＝＋－＠\t\r\n\0]")
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        names = [name for name in reader.fieldnames or [] if name]
        if len(set(names)) < len(names):
            raise documents.Fault(f"{path.name}: a column stands twice")
        rows = [
            {key: cell[1:] if guarded.match(cell) else cell for key, cell in row.items()}
            for row in reader if any(row.values())
        ]
    if letter_by_letter:
        return rows
    return [{key: unicodedata.normalize("NFC", row[key]) for key in row} for row in rows]


def day(text: str) -> Optional[datetime.date]:
    return datetime.date.fromisoformat(text) if text else None


def codes(text: str) -> list[str]:
    return text.split(";") if text else []


def sessions(text: str) -> frozenset[int]:
    if text == "无":  # no session at all; empty means any
        return frozenset()
    return frozenset(INDEX[code] for code in codes(text)) or ALL_SESSIONS


@dataclass
class Policy:
    """What the checks need of policy.yaml; dictionaries are passed over, lists hold names."""

    levels: dict[str, int]
    fairness: str
    closed: list[str]
    classes: dict[str, int]
    every_tier: list[str]
    is_first: bool = True

    @classmethod
    def read(cls, path: Path) -> Policy:
        blocks: dict[str, Any] = {}
        key = ""
        text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
        for line in text.splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            name, _, value = line.partition(":")
            value = value.strip()
            if line.startswith("  "):
                blocks[key][name.strip()] = value
            else:
                key = name
                blocks[key] = cls.flow(value) if value else {}
        return cls(
            {name: int(length) for name, length in blocks["levels"].items()},
            blocks["fairness_level"], blocks["closed"],
            {name: int(number) for name, number in blocks["classes"].items()},
            blocks["tiers"])

    @property
    def tiers(self) -> list[str]:
        """The tiers of the plan; a first one has no `kept`."""
        return [tier for tier in self.every_tier if tier != "kept" or not self.is_first]

    @staticmethod
    def flow(value: str) -> Any:
        """`{ a: 1, b: 2 }`, `[a, "b"]` or a plain word."""
        inner = [part.strip().strip('"') for part in value[1:-1].split(",") if part.strip()]
        if value.startswith("{"):
            return dict(re.split(r":\s*", part, maxsplit=1) for part in inner)
        return inner if value.startswith("[") else value

    def open_sessions(self, monday: datetime.date) -> frozenset[int]:
        dates = [str(monday + datetime.timedelta(index // 3)) for index in range(21)]
        return frozenset(
            index for index, code in enumerate(SESSIONS)
            if not {code, dates[index], dates[index] + code[1]} & set(self.closed))


@dataclass
class Need:
    row: dict[str, str]

    def __post_init__(self) -> None:
        row = self.row
        self.id, self.grid, self.category = row["需求编号"], row["网格编码"], row["类别"]
        self.urgency, self.carried = row["紧急程度"], int(row["结转次数"])
        self.reported, self.due = day(row["提出日期"]), day(row["最迟日期"])
        self.sessions, self.visits = sessions(row["可服务时段"]), int(row["次数"])
        roles = [role.rsplit(":", 1) for role in codes(row["角色"])]
        self.kinds: list[tuple[str, int]] = [(r, int(n)) for r, n in roles] or [("", 1)]
        self.is_team = bool(roles)
        self.places = sum(count for _, count in self.kinds)
        self.skills, self.without = set(codes(row["技能"])), set(codes(row["排除"]))
        self.requested, self.previous = codes(row["点单"]), row["上次资源"]
        self.banned, self.partial = set(codes(row["回避"])), row["允许部分"] == "是"
        self.pins: Counter[tuple[str, Optional[int]]] = Counter()
        for pin in codes(row["指定"]):
            resource, at, code = pin.rpartition("@")
            self.pins[(resource, INDEX[code]) if at else (pin, None)] += 1
        self.listed_pins = self.pins.copy()

    @property
    def is_coupled(self) -> bool:
        """Whether its visits or places hang together."""
        bare = [count for (_, session), count in self.pins.items() if session is None]
        return (self.places > 1 or (not self.partial and self.visits > 1)
                or bool(bare) and (len(self.pins) > 1 or bare != [self.visits]))

    def wait(self, monday: datetime.date) -> int:
        return min(999, max(0, (monday - self.reported).days))

    def choice(self, resource: str) -> int:
        """The resource's position in the resident's choice, less what an unfilled place costs."""
        if resource not in self.requested:
            return 0
        return self.requested.index(resource) - len(self.requested)


@dataclass
class Resource:
    row: dict[str, str]

    def __post_init__(self) -> None:
        row = self.row
        self.id, self.unit, self.home = row["资源编号"], row["单位"], row["所在网格"]
        self.categories, self.roles = set(codes(row["类别"])), set(codes(row["角色"]))
        self.skills = set(codes(row["技能"]))
        self.areas = tuple("" if area == "*" else area for area in codes(row["服务范围"]))
        self.sessions, self.valid = sessions(row["可用时段"]), day(row["有效至"])
        self.weekly, self.per_session = int(row["每周可用"]), int(row["每时段上限"])
        self.minimum, self.history = int(row["每周至少"]), int(row["历史承担"])
        whole, _, part = row["权重"].partition(".")
        self.weight = int(whole) * 100 + int(part.ljust(2, "0")) if whole else None


@dataclass
class Unit:
    history: int = 0
    weight: Optional[int] = None
    members: list[str] = field(default_factory=list)

    def step(self, number: int) -> int:
        """The cost of the unit's so many-th place."""
        return 10_000 * (2 * (self.history + number) - 1) // (self.weight or 100)


@dataclass
class Row:
    """A row of services.csv whose need and resource the lists have."""

    cells: dict[str, str]
    need: Need
    resource: Resource
    visit: int
    session: int


class Folder:
    """The lists, the policy and the plan of a folder."""

    def __init__(self, path: Path) -> None:
        self.policy = Policy.read(path / "policy.yaml")
        self.plan: dict[str, Any] = documents.read(path / "plan.json", documents.PLAN)
        if not re.fullmatch("[0-9]{4}-W[0-9]{2}", self.plan["week"]):
            raise documents.Fault(f"week: {self.plan['week']}")
        self.monday = datetime.date.fromisocalendar(*map(int, self.plan["week"].split("-W")), 1)
        needs = sorted(map(Need, table(path / "lists/needs.csv")), key=lambda need: need.id)
        resources = sorted(map(Resource, table(path / "lists/resources.csv")), key=lambda r: r.id)
        self.needs = {need.id: need for need in needs}
        self.resources = {resource.id: resource for resource in resources}
        if len(self.needs) < len(needs) or len(self.resources) < len(resources):
            raise documents.Fault("an identifier stands twice in a list")
        self.service_cells = table(path / "services.csv")
        self.unmet_cells = table(path / "unmet.csv")
        self.unclosed = self.open = self.policy.open_sessions(self.monday)
        self.standing = Standing([], 0)
        if self.plan.get("begun") is not None:
            self.policy.is_first = False
            self.standing = Standing(self.places(path), self.plan["begun"])
            self.open -= self.standing.begun
            for need in needs:
                self.standing.order(need)
        self.units: dict[str, Unit] = defaultdict(Unit)
        for resource in resources:
            unit = self.units[resource.unit]
            unit.members.append(resource.id)
            unit.history += resource.history
            if resource.weight is not None:
                unit.weight = min(unit.weight or resource.weight, resource.weight)
        self.requested: Counter[str] = Counter()  # visits by fairness area
        for need in needs:
            self.requested[self.area(need)] += need.visits
        self.slots = {
            f"{id}@{code}": (id, INDEX[code]) for id in self.resources for code in SESSIONS}
        self.rows = [
            Row(cells, self.needs[cells["需求编号"]], self.resources[cells["资源编号"]],
                int(cells["次序"]), INDEX[cells["时段"]])
            for cells in self.service_cells
            if cells["需求编号"] in self.needs and cells["资源编号"] in self.resources]
        self.visits: dict[str, dict[int, list[Row]]] = {id: {} for id in self.needs}
        for row in self.rows:
            self.visits[row.need.id].setdefault(row.visit, []).append(row)
        self.load = Counter(row.resource.id for row in self.rows)

    def places(self, path: Path) -> list[Place]:
        """The rows of lists/standing.csv."""
        found = []
        for cells in table(path / "lists/standing.csv"):
            need, visit = cells["需求编号"], int(cells["次序"])
            start = f"{self.plan['week']}-{need}-{visit}-"
            if not cells["服务单号"].startswith(start) or cells["状态"] not in STATES:
                raise documents.Fault(f"lists/standing.csv: {cells['服务单号']} {cells['状态']}")
            found.append(Place(
                need, visit, int(cells["服务单号"][len(start):]), cells["角色"], cells["资源编号"],
                INDEX[cells["时段"]], cells["状态"]))
        return found

    def candidate_sessions(self, need: Need, role: str, resource: Resource) -> frozenset[int]:
        """The sessions in which a resource that passes the other rules may fill a place."""
        masks = self.need_sessions(need) | self.resource_sessions(resource)
        if not self.standing.firm(need.id):
            return frozenset.intersection(*masks.values())
        # Firm places may lie in sessions that have begun.
        masks["open"] = self.unclosed
        passing = frozenset.intersection(*masks.values())
        return self.standing.sessions(passing, need, role, resource.id)

    def area(self, need: Need) -> str:
        return need.grid[:self.policy.levels[self.policy.fairness]]

    def date(self, session: int) -> datetime.date:
        return self.monday + datetime.timedelta(session // 3)

    def is_expired(self, resource: Resource) -> bool:
        return resource.valid is not None and resource.valid < self.monday

    def priority(self, need: Need) -> int:
        rules = self.policy.classes
        stated = rules[need.urgency]
        stated -= rules["special_group_gain"] if need.row["特殊群体"] else 0
        stated -= rules["carried_gain"] if need.carried >= rules["carried_from"] else 0
        return min(3, max(0, stated))

    @lru_cache(maxsize=None)
    def distance(self, home: str, grid: str) -> int:
        if not home:
            return 3
        for level, name in enumerate(["grid", "community", "town", "county"]):
            length = self.policy.levels[name]
            if len(home) >= length and len(grid) >= length and home[:length] == grid[:length]:
                return level
        return 4

    def failures(self, need: Need, role: str, resource: Resource) -> Iterator[str]:
        """The rules on the pair that it fails, whatever the session."""
        if need.is_team:
            if role and role not in resource.roles:
                yield "role"
        elif need.category not in resource.categories:
            yield "category"
        if not need.skills <= resource.skills:
            yield "skills"
        if need.without & resource.skills:
            yield "exclusions"
        if not need.grid.startswith(resource.areas):
            yield "area"
        if resource.id in need.banned:
            yield "banned"

    def need_sessions(self, need: Need) -> dict[str, frozenset[int]]:
        """The sessions that each rule on the need leaves."""
        ends = need.due if need.due and need.due >= self.monday else datetime.date.max
        return {
            "open": self.open, "need-sessions": need.sessions,
            "reported": frozenset(s for s in range(21) if self.date(s) >= need.reported),
            "due": frozenset(s for s in range(21) if self.date(s) <= ends)}

    def resource_sessions(self, resource: Resource) -> dict[str, frozenset[int]]:
        """The sessions that each rule on the resource leaves."""
        ends = resource.valid or datetime.date.max
        return {
            "resource-sessions": resource.sessions,
            "valid": frozenset(s for s in range(21) if self.date(s) <= ends)}
