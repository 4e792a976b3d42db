"""Families of seeded lists: needs.csv, resources.csv and policy.yaml of a literal seed.

The numbers come from SplitMix64, drawn by counter so that whole columns are made at once and the
lists are the same under every version of Python and NumPy. A million needs take seconds.

Where a family has no sessions of its own, everything happens on one Saturday morning: a candidate
is then a pair of a need and a resource, and a resource's week is its session. `weekly`, `wide` and
the teams have the whole week; in `county5` and `county15` every session of it is open to all.
"""
import dataclasses
import pathlib

import numpy as np
import polars as pl

WEEK = "2026-W48"
SESSIONS = [day + part for day in "一二三四五六日" for part in "上下晚"]
SATURDAY = "六上"
CATEGORIES = (
    "社会救助 就业服务 法律服务 义诊 理发 帮办代办 结对帮扶 养老助老 儿童关爱 助残 "
    "维修 环境整治 矛盾调解 政策宣传 安全排查 文体活动 心理疏导 课业辅导 物业协调 其他").split()
ROLES = ["法律", "社工", "医生", "护理", "志愿者"]
URGENCIES = np.array(["特急", "紧急", "重要", "一般"])
SERVED = ["served.0", "served.1", "served.2", "served.3"]
FULL = [*SERVED, "kept", "minimums", "grids", "waited", "choice", "continuity", "prompt",
        "distance", "units"]
TOWNS_IN_COUNTY = COMMUNITIES_IN_TOWN = 20
GRIDS_IN_COMMUNITY = 5


@dataclasses.dataclass(frozen=True)
class Family:
    """One family at one size."""

    name: str
    size: int
    seed: int
    resources: int
    categories: int  # of the dictionary's twenty, how many are in use
    offers: int  # categories that a resource with a town or a county to serve offers
    weekly: tuple  # visits in the week, drawn evenly from these
    area: str = "mixed"  # what a resource serves: town, county, or a mixture
    sessions: bool = False  # the whole week instead of one morning
    open: tuple = (4, 8)  # of the whole week, sessions that suit a need and a resource
    classes: bool = True
    convex: bool = False  # fairness of areas and units among the tiers of table (a)
    teams: int = 0  # per cent of the needs
    county: bool = False  # many ask for several visits, and for twice as many as are offered

    @property
    def tiers(self):
        """The tiers of table (a)."""
        if self.convex:
            return [*SERVED, "grids", "distance", "units"]
        return [*SERVED, "distance"]


def family(name, size):
    """The family of a name at a size; None where it does not come in that size."""
    # About 18 candidates a need, whatever the size: a town of a small county has fewer resources.
    towns = max(1, size // 2000)
    in_use = 20 if towns > 1 else 10
    fifth = size // 5
    if name == "balanced":
        return Family(name, size, 1001, fifth, in_use, 1, (5,))
    if name == "scarce":
        return Family(name, size, 1002, fifth, in_use, 1, (1, 2))
    if name == "clumped":
        return Family(name, size, 1003, size // 100, 20, 15, (100,), area="town")
    if name == "ties":
        return Family(name, size, 1004, fifth, in_use, 1, (5,), area="town", classes=False)
    if name == "dense" and size <= 10_000:
        return Family(name, size, 1005, fifth, 20, 10 if size < 5000 else 2, (5,), area="county")
    if name == "weekly":
        return Family(name, size, 1006, fifth, in_use, 1, (4, 5, 6), sessions=True)
    if name == "wide":  # most of the week suits everybody: about 490 sessions of candidates a need
        return Family(name, size, 1012, fifth, 20, 3, (4, 5, 6), area="wide", sessions=True,
                      open=(12, 13))
    if name == "convex":
        return Family(name, size, 1007, fifth, in_use, 1, (3, 4, 5), convex=True)
    if name == "thin":  # a resource for fifty needs: most have nobody who could come
        return Family(name, size, 1011, size // 50, 20, 1, (5,))
    if name == "million":
        return Family(name, size, 1008, size // 10, 20, 2, (10,))
    if name in ("teams5", "teams15") and size <= 10_000:
        return Family(name, size, 1009 if name == "teams5" else 1010, fifth, in_use, 1, (4, 5, 6),
                      sessions=True, teams=int(name.removeprefix("teams")))
    if name in ("county5", "county15") and 1000 <= size <= 10_000:
        return Family(name, size, 1013 if name == "county5" else 1014, fifth, 20, 2, (2, 3, 4, 5),
                      area="near", sessions=True, county=True, open=(21, 21),
                      teams=int(name.removeprefix("county")))
    return None


NETWORKS = ["balanced", "scarce", "clumped", "ties", "dense", "weekly", "convex"]
TEAMS = ["teams5", "teams15", "county5", "county15"]


class Draws:
    """SplitMix64 of Steele, Lea and Flood, a column at a time."""

    def __init__(self, seed):
        self.seed, self.drawn = np.uint64(seed), 0

    def next(self, count):
        """The next `count` numbers of 64 bits."""
        index = np.arange(self.drawn + 1, self.drawn + count + 1, dtype=np.uint64)
        self.drawn += count
        with np.errstate(over="ignore"):
            return self.mix(self.seed + index * np.uint64(0x9E3779B97F4A7C15))

    @staticmethod
    def mix(z):
        """The generator's last step: a number for each, unlike that of its neighbour."""
        with np.errstate(over="ignore"):
            z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            return z ^ (z >> np.uint64(31))

    def below(self, bound, count):
        """`count` numbers from 0 to `bound` - 1; `bound` may be a column of its own."""
        return (self.next(count) % np.asarray(bound, dtype=np.uint64)).astype(np.int64)

    def shares(self, percents, count):
        """Indexes into `percents`, each as often as it says."""
        return np.searchsorted(np.cumsum(percents), self.below(100, count), side="right")

    def subset(self, items, size):
        """`size` of the items, in their order."""
        first = np.argsort(self.next(len(items)), kind="stable")[:size]
        return [items[index] for index in sorted(first)]

    def subsets(self, items, size, count, pool=2048):
        """`count` cells, each naming `size` of the items, drawn from a pool of such cells."""
        cells = np.array([";".join(self.subset(items, size)) for _ in range(pool)])
        return cells[self.below(pool, count)]


def write(made, folder):
    """Writes the lists and three policies: the tiers of table (a), all tiers, the served ones."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    draws = Draws(made.seed)
    communities = community_codes(made.size)
    need_table(made, draws, communities).write_csv(folder / "needs.csv")
    resource_table(made, draws, communities).write_csv(folder / "resources.csv")
    for name, tiers in (
            ("policy-a", made.tiers), ("policy-full", FULL), ("policy-served", SERVED)):
        (folder / f"{name}.yaml").write_text(f"tiers: [{', '.join(tiers)}]\n", encoding="utf-8")


def community_codes(size):
    """About a hundred needs a community, 20 communities a town, 20 towns a county."""
    number = np.arange(max(1, size // 2000) * COMMUNITIES_IN_TOWN)
    town, community = number // COMMUNITIES_IN_TOWN, number % COMMUNITIES_IN_TOWN + 1
    county, town = town // TOWNS_IN_COUNTY, town % TOWNS_IN_COUNTY + 1
    return (230_701 + county) * 1_000_000 + town * 1000 + community


def grid_codes(draws, communities, count):
    """Codes of grids, fifteen digits, as integers."""
    return (communities[draws.below(len(communities), count)] * 1000
            + draws.below(GRIDS_IN_COMMUNITY, count) + 1)


def identifiers(letter, count):
    """Identifiers in the order of the rows, all of one length."""
    width = len(str(count))
    return pl.select(
        pl.lit(letter) + pl.int_range(1, count + 1).cast(pl.String).str.zfill(width)
    ).to_series()


def need_table(made, draws, communities):
    """The needs list."""
    count = made.size
    table = {
        "需求编号": identifiers("N", count),
        "网格编码": grid_codes(draws, communities, count),
        "类别": np.array(CATEGORIES)[draws.below(made.categories, count)],
        "紧急程度": URGENCIES[draws.shares([10, 20, 30, 40], count) if made.classes
                          else np.full(count, 3)],
        "提出日期": np.array([f"2026-11-{day:02}" for day in range(1, 23)])[draws.below(22, count)],
    }
    if not made.sessions:
        return pl.DataFrame({**table, "可服务时段": np.full(count, SATURDAY)})
    visits = 1 + draws.shares([65, 25, 10] if made.county else [80, 12, 8], count)
    table["可服务时段"] = draws.subsets(SESSIONS, made.open[0], count)
    table["次数"] = visits
    wished = draws.below(100, count) < 15
    table["上次资源"] = np.where(
        wished, identifiers("R", made.resources).to_numpy()[draws.below(made.resources, count)],
        "")
    if made.teams:
        team = draws.below(100, count) < made.teams
        teams = np.array([
            f"{first};{second}{more}" for first in ROLES for second in ROLES if first != second
            for more in ("", "", ":2")])
        table["角色"] = np.where(team, teams[draws.below(len(teams), count)], "")
        whole = (visits > 1) & (draws.below(100, count) < made.teams)
        table["允许部分"] = np.where(whole, "否", "")
    return pl.DataFrame(table)


def resource_table(made, draws, communities):
    """The resource list."""
    count = made.resources
    home = grid_codes(draws, communities, count)
    kinds = {"town": [100, 0, 0], "county": [0, 0, 100], "mixed": [70, 28, 2],
             "wide": [98, 0, 2], "near": [5, 95, 0]}[made.area]
    area = draws.shares(kinds, count)  # town, community, county
    codes = np.choose(area, [home // 10**6, home // 10**3, home // 10**9])
    in_use = CATEGORIES[:made.categories]
    wide, narrow = (draws.subsets(in_use, size, count)
                    for size in (made.offers, max(2, made.offers)))
    table = {
        "资源编号": identifiers("R", count),
        "单位": pl.Series(draws.below(max(2, count // 10), count)).cast(pl.String),
        "类别": np.where(area == 1, narrow, wide),
        "服务范围": codes,
        # A tenth of a mixture's homes are not known: five distances instead of three.
        "所在网格": pl.Series(home).cast(pl.String) if made.area == "town" else pl.Series(
            np.where(draws.below(100, count) < 10, 0, home)).cast(pl.String).replace("0", ""),
        "每周可用": np.array(made.weekly)[draws.below(len(made.weekly), count)],
    }
    table["单位"] = "单位" + table["单位"]
    if made.sessions:
        table["可用时段"] = draws.subsets(SESSIONS, made.open[1], count)
        table["每时段上限"] = 1 + draws.below(2, count)
        table["每周至少"] = draws.below(2, count)
    else:
        table["可用时段"] = np.full(count, SATURDAY)
        table["每时段上限"] = table["每周可用"]
    if made.teams:
        table["角色"] = draws.subsets(ROLES, 2, count)
    if made.sessions or made.convex:
        table["历史承担"] = draws.below(20, count)
    return pl.DataFrame(table)
