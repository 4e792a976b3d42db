"""The planner's view of a week: lists read into arrays with polars, candidates by joins.

Everything that a solver needs is a NumPy array; nothing is looped over in Python but sessions,
lengths of prefixes and the few rows with pins or bans. The model is that of the design, read
without a line of sandan's; `judge` holds every peer's plan against the rules and gives its tiers.
"""
import datetime

import numpy as np
import polars as pl

from families import SESSIONS

LENGTHS = (6, 9, 12, 15)
URGENCIES = {"特急": 0, "紧急": 1, "重要": 2, "一般": 3}
NO_PREFIX = -1


class Broken(Exception):
    """A plan that breaks a rule."""


class Week:
    """Two lists and their candidates.

    An arc offers one resource for one kind of place of one need in one session; arcs are sorted by
    need, session, kind and resource.
    """

    def __init__(self, needs, resources, monday=datetime.date(2026, 11, 23)):
        self.monday = monday
        self.read_needs(needs)
        self.read_resources(resources)
        self.find_candidates()

    def read_needs(self, path):
        table = read(path)
        count = len(table)
        ordinal = self.monday.toordinal()
        self.need_ids = table["需求编号"]
        self.grid = table["网格编码"]
        self.visits = numbers(table, "次数", 1)
        gain = ((column(table, "特殊群体") != "").cast(pl.Int64).to_numpy()
                + (numbers(table, "结转次数", 0) >= 2))
        urgency = column(table, "紧急程度").replace_strict(
            {**URGENCIES, "": 3}, return_dtype=pl.Int64)
        self.priority = np.maximum(0, urgency.to_numpy() - gain)
        reported = days(table, "提出日期")
        self.waited = np.clip(ordinal - reported, 0, 999)
        due = days(table, "最迟日期")
        last = np.where((due == 0) | (due < ordinal), 6, np.clip(due - ordinal, -1, 6))
        self.need_mask = masks(table, "可服务时段") & from_day(reported - ordinal) & to_day(last)
        self.whole = (column(table, "允许部分") == "否").to_numpy() & (self.visits > 1)
        area = self.grid.str.slice(0, 12)
        self.areas, self.area = np.unique(area.to_numpy(), return_inverse=True)
        self.area_visits = np.bincount(self.area, self.visits, len(self.areas)).astype(np.int64)
        self.requested = [cell.split(";") if cell else [] for cell in column(table, "点单")]
        self.previous = column(table, "上次资源")
        self.pinned = [(i, cell.split(";")) for i, cell in enumerate(column(table, "指定")) if cell]
        self.banned = [(i, cell.split(";")) for i, cell in enumerate(column(table, "回避")) if cell]
        self.skills, self.without = column(table, "技能"), column(table, "排除")
        roles = column(table, "角色")
        self.is_team = (roles != "").to_numpy()
        plain = np.flatnonzero(~self.is_team)
        places = [pl.DataFrame({
            "need": plain, "kind": np.zeros(len(plain), dtype=np.int64),
            "offer": "c" + table["类别"].gather(plain), "members": np.ones(len(plain), np.int64)})]
        teams = [
            (i, kind, "r" + role, int(members or 1))
            for i in np.flatnonzero(self.is_team)
            for kind, (role, _, members) in enumerate(
                part.partition(":") for part in roles[int(i)].split(";"))]
        if teams:
            places.append(pl.DataFrame(
                teams, schema=["need", "kind", "offer", "members"], orient="row"))
        self.places = pl.concat(places, how="vertical_relaxed")
        self.kinds = {(i, kind): members for i, kind, _, members in teams}
        self.place_count = np.ones(count, dtype=np.int64)
        if teams:
            of_team = places[-1].group_by("need").agg(pl.col("members").sum())
            self.place_count[of_team["need"].to_numpy()] = of_team["members"].to_numpy()

    def read_resources(self, path):
        table = read(path)
        count = len(table)
        ordinal = self.monday.toordinal()
        self.resource_ids = table["资源编号"]
        self.resource_index = dict(zip(self.resource_ids, range(count)))
        self.weekly = numbers(table, "每周可用", 0)
        self.per_session = numbers(table, "每时段上限", 1)
        valid = days(table, "有效至")
        last = np.where(valid == 0, 6, np.clip(valid - ordinal, -1, 6))
        self.minimum = np.where(last < 0, 0, numbers(table, "每周至少", 0))
        self.resource_mask = masks(table, "可用时段") & to_day(last)
        self.home = column(table, "所在网格")
        self.resource_skills = column(table, "技能")
        names, self.unit = np.unique(table["单位"].to_numpy(), return_inverse=True)
        self.history = np.bincount(
            self.unit, numbers(table, "历史承担", 0), len(names)).astype(np.int64)
        self.weight = np.full(len(names), 100)
        stated = column(table, "权重").to_numpy()
        for row in np.flatnonzero(stated != ""):
            self.weight[self.unit[row]] = round(float(stated[row]) * 100)
        offers = pl.concat([
            pl.DataFrame({"resource": np.arange(count), "offer": column(table, name)})
            .filter(pl.col("offer") != "")
            .with_columns(pl.col("offer").str.split(";")).explode("offer")
            .with_columns(offer=pl.lit(letter) + pl.col("offer"))
            for name, letter in (("类别", "c"), ("角色", "r"))])
        areas = pl.DataFrame({"resource": np.arange(count), "area": table["服务范围"]})
        areas = areas.with_columns(pl.col("area").str.split(";")).explode("area")
        self.offers = offers.join(areas, on="resource")

    def find_candidates(self):
        found = []
        places = self.places.with_columns(grid=self.grid.gather(self.places["need"]))
        offers = self.offers.with_columns(
            area=pl.col("area").replace("*", "")).with_columns(
                length=pl.col("area").str.len_chars())
        for length in offers["length"].unique().sort():
            found.append(
                places.with_columns(area=pl.col("grid").str.slice(0, length))
                .join(offers.filter(pl.col("length") == length), on=["offer", "area"])
                .select("need", "kind", "resource"))
        pairs = pl.concat(found)
        if len(found) > 1 and self.offers["resource"].n_unique() < len(
                self.offers.select("resource", "area").unique()):
            pairs = pairs.unique()  # two areas of a resource may contain the same grid
        need, kind, resource = (pairs[name].to_numpy() for name in pairs.columns)
        mask = self.need_mask[need] & self.resource_mask[resource]
        keep = mask != 0
        keep &= self.skilled(need, resource)
        for i, names in self.banned:
            rows = [self.resource_index[name] for name in names if name in self.resource_index]
            keep &= ~((need == i) & np.isin(resource, rows))
        need, kind, resource, mask = (x[keep] for x in (need, kind, resource, mask))
        distance = self.distances(need, resource)
        parts = [np.flatnonzero(mask >> session & 1) for session in range(21)]
        index = np.concatenate(parts)
        session = np.repeat(np.arange(21), [len(part) for part in parts])
        # One sort by a number that holds all four.
        key = ((need[index] * 21 + session) * 64 + kind[index]) * len(self.weekly) + resource[index]
        order = np.argsort(key, kind="stable")
        index, self.session = index[order], session[order]
        self.need, self.kind, self.resource, self.distance = (
            x[index] for x in (need, kind, resource, distance))
        self.pairs = len(need)
        self.arcs = len(index)
        self.cell = self.resource * 21 + self.session

    def skilled(self, need, resource):
        """Whether the resource has every skill asked for and none of those excluded."""
        if not ((self.skills != "").any() or (self.without != "").any()):
            return np.ones(len(need), dtype=bool)
        names = sorted({
            name for cells in (self.skills, self.without, self.resource_skills)
            for cell in cells for name in cell.split(";") if name})

        def bits(cells):
            return np.array(
                [sum(1 << names.index(name) for name in cell.split(";") if name) for cell in cells])

        wanted, excluded = bits(self.skills)[need], bits(self.without)[need]
        held = bits(self.resource_skills)[resource]
        return (wanted & ~held == 0) & (excluded & held == 0)

    def distances(self, need, resource):
        """0 same grid, 1 community, 2 town, 3 county or home unknown, 4 beyond."""
        result = np.full(len(need), 4)
        grid, home = self.grid, self.home
        for level, length in zip((3, 2, 1, 0), LENGTHS):
            same = prefix(grid, length)[need] == prefix(home, length, NO_PREFIX - 1)[resource]
            result[same] = level
        result[(home == "").to_numpy()[resource]] = 3
        return result

    def tier_parts(self, name):
        """A tier as what each visit and each place filled costs, by arc, and its constant."""
        zero = np.zeros(self.arcs, dtype=np.int64)
        if name.startswith("served."):
            return -(self.priority[self.need] == int(name[-1])).astype(np.int64), zero, 0
        if name == "waited":
            return -self.waited[self.need], zero, int(self.waited @ self.visits)
        if name == "prompt":
            return self.session, zero, 0
        if name == "distance":
            return zero, self.distance, 0
        if name == "choice":
            length = np.array([len(names) for names in self.requested])
            position = length[self.need]
            rows = np.flatnonzero(position)
            position = position.copy()
            for row in rows:
                names = self.requested[self.need[row]]
                who = self.resource_ids[int(self.resource[row])]
                position[row] = names.index(who) if who in names else len(names)
            return zero, position - length[self.need], int(length @ (self.visits * self.place_count))
        if name == "continuity":
            wanted = np.array([
                self.resource_index.get(name, -1) if name else -2 for name in self.previous])
            constant = int(((self.visits * self.place_count)[wanted != -2]).sum())
            return zero, -(wanted[self.need] == self.resource).astype(np.int64), constant
        return zero, zero, 0  # minimums, grids, units: of loads, not of arcs

    def unmet_steps(self, area):
        """What the first, second, … unmet visit of an area costs."""
        count = self.area_visits[area]
        return 1000 * (2 * np.arange(1, count + 1) - 1) // count

    def load_steps(self, unit, count):
        """What the first, second, … place filled by a unit costs; weights are hundredths."""
        step = np.arange(1, count + 1)
        return 10_000 * (2 * (self.history[unit] + step) - 1) // self.weight[unit]

    def pins(self):
        """Every pin as its arcs and how many of them have to be filled."""
        for need, cells in self.pinned:
            for cell in dict.fromkeys(cells):
                name, _, session = cell.partition("@")
                arcs = self.arcs_of(need)
                arcs = arcs[self.resource[arcs] == self.resource_index[name]]
                if session:
                    arcs = arcs[self.session[arcs] == SESSIONS.index(session)]
                yield arcs, 1 if session else cells.count(cell)

    def arcs_of(self, need):
        first, last = np.searchsorted(self.need, [need, need + 1])
        return np.arange(first, last)

    def judge(self, chosen, tiers):
        """The tiers of the plan that fills some arcs, as sandan tells them.

        Raises Broken when the plan breaks a rule.
        """
        chosen = np.sort(chosen)
        require(len(np.unique(chosen)) == len(chosen), "an arc twice")
        need, resource = self.need[chosen], self.resource[chosen]
        load = np.bincount(resource, minlength=len(self.weekly))
        require((load <= self.weekly).all(), "a week too full")
        cells, filled = np.unique(self.cell[chosen], return_counts=True)
        require((filled <= self.per_session[cells // 21]).all(), "a session too full")
        key = need * 21 + self.session[chosen]
        visit, first, places = np.unique(key, return_index=True, return_counts=True)
        require((places == self.place_count[visit // 21]).all(), "a visit with places left empty")
        require(len(np.unique(visit // 21 * 7 + visit % 21 // 3)) == len(visit), "two in a day")
        require(
            len(np.unique(key * len(self.weekly) + resource)) == len(chosen),
            "a resource twice in a visit")
        served = np.bincount(visit // 21, minlength=len(self.visits))
        require((served <= self.visits).all(), "too many visits")
        require(((served == 0) | (served == self.visits))[self.whole].all(), "served in part")
        for i, kind in self.kinds:
            of_need = chosen[need == i]
            count = np.bincount(self.session[of_need[self.kind[of_need] == kind]], minlength=21)
            require(np.isin(count, [0, self.kinds[i, kind]]).all(), "roles of a team mixed up")
        for arcs, count in self.pins():
            require(np.isin(arcs, chosen).sum() >= count, "a pin not kept")
        first = chosen[first]
        values = {}
        for name in tiers:
            by_visit, by_place, value = self.tier_parts(name)
            value += int(by_visit[first].sum()) + int(by_place[chosen].sum())
            if name == "minimums":
                value = int(np.maximum(0, self.minimum - load).sum())
            elif name == "grids":
                unmet = self.area_visits - np.bincount(
                    self.area, served, len(self.areas)).astype(np.int64)
                value = sum(
                    int(self.unmet_steps(a)[:n].sum()) for a, n in enumerate(unmet) if n)
            elif name == "units":
                by_unit = np.bincount(self.unit, load, len(self.history)).astype(np.int64)
                value = sum(int(self.load_steps(u, n).sum()) for u, n in enumerate(by_unit) if n)
            values[name] = -value if name.startswith("served.") else value
        return values


def require(holds, fault):
    if not holds:
        raise Broken(fault)


def read(path):
    """A list as text; empty cells as empty text, full-width characters as plain ones."""
    table = pl.read_csv(path, infer_schema=False)
    wide, plain = list("０１２３４５６７８９；、：，　"), list("0123456789;;:, ")
    return table.with_columns(
        pl.all().fill_null("").str.replace_many(wide, plain).str.strip_chars())


def column(table, name):
    return table[name] if name in table.columns else pl.Series(
        name, [""], dtype=pl.String).new_from_index(0, len(table))


def numbers(table, name, default):
    if name not in table.columns:
        return np.full(len(table), default)
    return table[name].replace("", str(default)).cast(pl.Int64).to_numpy()


def days(table, name):
    """Dates as ordinals; 0 where there is none."""
    cells = column(table, name).str.replace_all("[年月/]", "-").str.replace("日", "")
    dates = cells.replace("", None).str.to_date("%Y-%m-%d")
    epoch = datetime.date(1970, 1, 1).toordinal()
    return (dates.cast(pl.Int32).cast(pl.Int64) + epoch).fill_null(0).to_numpy()


def masks(table, name):
    """Sets of sessions as bits; an empty cell is every session."""
    bit = {session: 1 << index for index, session in enumerate(SESSIONS)}
    cells = column(table, name)
    distinct = cells.unique()
    bits = [sum(bit[s] for s in cell.split(";")) if cell else (1 << 21) - 1 for cell in distinct]
    return cells.replace_strict(distinct, bits, return_dtype=pl.Int64).to_numpy()


def from_day(first):
    """The sessions from a day of the week on, as bits."""
    every = (1 << 21) - 1
    return every & ~((1 << 3 * np.clip(first, 0, 7)) - 1)


def to_day(last):
    """The sessions up to a day of the week, as bits; none for -1."""
    return (1 << 3 * (last + 1)) - 1


def prefix(codes, length, short=NO_PREFIX):
    """The first digits of codes as numbers; `short` where a code has fewer."""
    cut = pl.when(codes.str.len_chars() >= length).then(codes.str.slice(0, length))
    return pl.select(cut.cast(pl.Int64).fill_null(short)).to_series().to_numpy()
