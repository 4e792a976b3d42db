"""Seeded lists: every feature of the model, alone and together, and the files that hold them."""
import csv
import dataclasses
import datetime

SESSIONS = [day + part for day in "一二三四五六日" for part in "上下晚"]
URGENCIES = ["特急", "紧急", "重要", "一般"]
CATEGORIES = ["法律服务", "理发", "义诊", "维修"]
ROLES = ["法律", "社工", "医生", "调解员"]
SKILLS = ["方言", "手语", "女性", "急救"]
GROUPS = ["独居老人", "残疾人", "低保户"]
KINDS = ["下沉单位", "社会组织", "志愿者", "社工", "党小组"]
LEVELS = ["county", "town", "community", "grid"]
SERVED = [f"served.{number}" for number in range(4)]
OTHER_TIERS = [
    "kept", "minimums", "grids", "waited", "choice", "continuity", "prompt", "distance", "units"]
TIERS = SERVED + OTHER_TIERS


class SplitMix64:
    """Steele, Lea and Flood's generator: the same numbers under every version of Python."""

    MASK = (1 << 64) - 1

    def __init__(self, seed):
        self.state = seed & self.MASK

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & self.MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & self.MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & self.MASK
        return z ^ (z >> 31)

    def below(self, bound):
        return self.next() % bound

    def between(self, first, last):
        return first + self.below(last - first + 1)

    def percent(self, share):
        return self.below(100) < share

    def choose(self, items):
        return items[self.below(len(items))]

    def sample(self, items, count):
        rest = list(items)
        return [rest.pop(self.below(len(rest))) for _ in range(min(count, len(rest)))]

    def shuffled(self, items):
        return self.sample(items, len(items))


@dataclasses.dataclass
class Need:
    id: str
    grid: str
    category: str
    reported: datetime.date
    urgency: int = 3
    due: datetime.date | None = None
    sessions: list = dataclasses.field(default_factory=list)  # empty: any
    visits: int = 1
    roles: list = dataclasses.field(default_factory=list)  # (role, count), the first leads
    skills: list = dataclasses.field(default_factory=list)
    without: list = dataclasses.field(default_factory=list)
    groups: list = dataclasses.field(default_factory=list)
    requested: list = dataclasses.field(default_factory=list)
    previous: str | None = None
    pins: list = dataclasses.field(default_factory=list)  # (resource, session or None)
    banned: list = dataclasses.field(default_factory=list)
    partial: bool = True
    carried: int = 0

    def row(self):
        return {
            "需求编号": self.id, "网格编码": self.grid, "类别": self.category,
            "紧急程度": URGENCIES[self.urgency], "提出日期": self.reported.isoformat(),
            "最迟日期": self.due.isoformat() if self.due else "",
            "可服务时段": ";".join(SESSIONS[s] for s in self.sessions), "次数": str(self.visits),
            "角色": ";".join(role if count == 1 else f"{role}:{count}" for role, count in self.roles),
            "技能": ";".join(self.skills), "排除": ";".join(self.without),
            "特殊群体": ";".join(self.groups), "点单": ";".join(self.requested),
            "上次资源": self.previous or "",
            "指定": ";".join(r if s is None else f"{r}@{SESSIONS[s]}" for r, s in self.pins),
            "回避": ";".join(self.banned), "允许部分": "是" if self.partial else "否",
            "结转次数": str(self.carried),
        }


@dataclasses.dataclass
class Resource:
    id: str
    unit: str
    areas: list
    weekly: int
    kind: str = ""
    categories: list = dataclasses.field(default_factory=list)
    roles: list = dataclasses.field(default_factory=list)
    skills: list = dataclasses.field(default_factory=list)
    home: str = ""
    sessions: list = dataclasses.field(default_factory=list)  # empty: any
    per_session: int = 1
    minimum: int = 0
    history: int = 0
    weight: int | None = None  # hundredths
    valid_to: datetime.date | None = None

    def row(self):
        weight = "" if self.weight is None else f"{self.weight // 100}.{self.weight % 100:02}"
        return {
            "资源编号": self.id, "单位": self.unit, "类型": self.kind,
            "类别": ";".join(self.categories), "角色": ";".join(self.roles),
            "技能": ";".join(self.skills), "服务范围": ";".join(self.areas), "所在网格": self.home,
            "可用时段": ";".join(SESSIONS[s] for s in self.sessions), "每周可用": str(self.weekly),
            "每时段上限": str(self.per_session), "每周至少": str(self.minimum),
            "历史承担": str(self.history), "权重": weight,
            "有效至": self.valid_to.isoformat() if self.valid_to else "",
        }


@dataclasses.dataclass
class Policy:
    """What a policy may change; the dictionaries stay the built-in ones."""

    lengths: list = dataclasses.field(default_factory=lambda: [6, 9, 12, 15])
    fairness: str = "community"
    closed: list = dataclasses.field(default_factory=list)  # session, date, or (date, part)
    classes: list = dataclasses.field(default_factory=lambda: [0, 1, 2, 3])
    group_gain: int = 1
    carried_gain: int = 1
    carried_from: int = 2
    tiers: list = dataclasses.field(default_factory=lambda: list(TIERS))

    def text(self):
        def closure(item):
            if isinstance(item, int):
                return SESSIONS[item]
            day, part = item if isinstance(item, tuple) else (item, None)
            return f'"{day.isoformat()}{"" if part is None else "上下晚"[part]}"'

        levels = ", ".join(f"{name}: {length}" for name, length in zip(LEVELS, self.lengths))
        classes = [f"  {name}: {number}" for name, number in zip(URGENCIES, self.classes)]
        return "\n".join([
            f"levels: {{ {levels} }}", f"fairness_level: {self.fairness}",
            f"closed: [{', '.join(map(closure, self.closed))}]", "classes:", *classes,
            f"  special_group_gain: {self.group_gain}", f"  carried_gain: {self.carried_gain}",
            f"  carried_from: {self.carried_from}", f"tiers: [{', '.join(self.tiers)}]", ""])


@dataclasses.dataclass
class Instance:
    name: str
    monday: datetime.date
    needs: list
    resources: list
    policy: Policy

    @property
    def week(self):
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02}"

    def write(self, folder):
        """Writes needs.csv, resources.csv and policy.yaml."""
        for name, rows in (("needs.csv", self.needs), ("resources.csv", self.resources)):
            rows = [row.row() for row in rows]
            with open(folder / name, "w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
        (folder / "policy.yaml").write_text(self.policy.text(), encoding="utf-8")
