"""The integer program of a week as sparse arrays, and the weights that fold tiers into one cost."""
import numpy as np


def useful(week):
    """The arcs that some best plan can be made of, as indexes of the week's.

    Where a session of a resource cannot fill up, its sessions are alike but for `prompt`: of a
    need's arcs there to one resource (of one day, when the need has several visits) the earliest
    is enough. Arcs of a team that can never be complete in their session go as well.
    """
    count = np.bincount(week.cell, minlength=len(week.weekly) * 21)
    binds = (count > np.repeat(week.per_session, 21)) & np.repeat(
        week.per_session < week.weekly, 21)
    pinned = np.zeros(len(week.visits), dtype=bool)
    pinned[[need for need, _ in week.pinned]] = True
    keep = np.ones(week.arcs, dtype=bool)
    alike = np.flatnonzero(~binds[week.cell] & ~week.is_team[week.need] & ~pinned[week.need])
    need = week.need[alike]
    day = np.where(week.visits[need] > 1, week.session[alike] // 3, 0)
    _, first = np.unique(
        (need * 7 + day) * len(week.weekly) + week.resource[alike], return_index=True)
    keep[alike] = False
    keep[alike[first]] = True
    if week.kinds:
        team = np.flatnonzero(week.is_team[week.need])
        visit = week.need[team] * 21 + week.session[team]
        places, found = np.unique(visit * 64 + week.kind[team], return_counts=True)
        enough = np.array([
            n >= week.kinds[place // 64 // 21, place % 64] for place, n in zip(places, found)])
        kinds = np.bincount([need for need, _ in week.kinds], minlength=len(week.visits))
        visits, complete = np.unique(places[enough] // 64, return_counts=True)
        visits = visits[complete == kinds[visits // 21]]
        keep[team] = np.isin(visit, visits)
    return np.flatnonzero(keep), binds


def fold(week, arcs, tiers):
    """How much each tier weighs, so that one sum orders plans as the tiers do.

    Without couplings two plans differ by simple cycles of the network, so a tier has to outweigh
    what one cycle can change below it: a distance of up to 4 for each place that it fills, and one
    step each of `grids` and `units`. Classes weigh 4, 3, 2, 1.
    """
    ends = len(np.unique(week.cell[arcs])) + len(np.unique(week.resource[arcs]))
    ranges = {"distance": 4 * min(int(week.visits.sum()), ends)}
    if "units" in tiers:
        load = np.bincount(week.unit, week.weekly, len(week.history)).astype(np.int64)
        ranges["units"] = max(
            int(week.load_steps(u, n)[-1]) for u, n in enumerate(load) if n)
    if "grids" in tiers:
        ranges["grids"] = max(
            int(week.unmet_steps(a)[-1]) for a in range(len(week.areas)))
    weights, below = {}, 0
    for name in reversed([name for name in tiers if not name.startswith("served.")]):
        weights[name] = below + 1
        below += weights[name] * ranges[name]
    return {**weights, **{f"served.{c}": (4 - c) * (below + 1) for c in range(4)}}


class Model:
    """Columns with upper bounds, rows in CSR form, tiers as costs of columns.

    Columns: arcs, visits of teams, needs that want all or nothing, what minimums lack, and unit
    steps of unmet visits by area and of load by unit.
    """

    def __init__(self, week, tiers):
        self.week, self.tiers = week, tiers
        self.arcs, binds = useful(week)
        self.is_network = not week.kinds and not week.whole.any() and all(
            "@" in cell or week.visits[need] == 1 for need, cells in week.pinned for cell in cells)
        self.upper = [np.ones(len(self.arcs))]
        self.columns = len(self.arcs)
        self.entries, self.lower_rows, self.upper_rows, self.rows = [], [], [], 0
        arc = np.arange(len(self.arcs))
        self.need, self.session = week.need[self.arcs], week.session[self.arcs]
        self.resource, self.cell = week.resource[self.arcs], week.cell[self.arcs]
        self.add_visits(arc)
        some = binds[self.cell]
        cells = np.unique(self.cell[some])
        self.rows_by(self.cell[some], arc[some], np.zeros(len(cells)),
                     week.per_session[cells // 21])
        load = np.bincount(self.resource, minlength=len(week.weekly))
        some = (load > week.weekly)[self.resource]
        full = np.unique(self.resource[some])
        self.rows_by(self.resource[some], arc[some], np.zeros(len(full)), week.weekly[full])
        self.steps = {}
        self.add_loads(arc)
        for arcs, count in week.pins():
            held = np.searchsorted(self.arcs, np.intersect1d(arcs, self.arcs))
            self.add_rows(np.zeros(len(held), int), held, [count], [np.inf])
        self.upper = np.concatenate(self.upper)
        self.finish_rows()

    def add_columns(self, upper):
        first = self.columns
        self.upper.append(np.asarray(upper, dtype=float))
        self.columns += len(upper)
        return np.arange(first, self.columns)

    def add_rows(self, row, column, lower, upper, value=1.0):
        """Rows numbered from 0 in `row`, one entry each of `column`."""
        self.entries.append((row + self.rows, column, np.broadcast_to(value, len(column))))
        self.lower_rows.append(np.asarray(lower, dtype=float))
        self.upper_rows.append(np.asarray(upper, dtype=float))
        self.rows += len(lower)

    def rows_by(self, key, column, lower, upper, value=1.0):
        """A row for each distinct key, in ascending order."""
        _, row = np.unique(key, return_inverse=True)
        self.add_rows(row, column, lower, upper, value)

    def add_visits(self, arc):
        """Teams whole or not at all, one visit a day, no more visits than asked for."""
        week = self.week
        team = np.flatnonzero(week.is_team[self.need])
        visit, which = np.unique(
            self.need[team] * 21 + self.session[team], return_inverse=True)
        column = self.add_columns(np.ones(len(visit)))
        if len(team):
            kind = week.kind[self.arcs[team]]
            place, row = np.unique(which * 64 + kind, return_inverse=True)
            members = np.array([
                week.kinds[visit[p // 64] // 21, p % 64] for p in place], dtype=float)
            zero = np.zeros(len(place))
            self.add_rows(
                np.concatenate([row, np.arange(len(place))]),
                np.concatenate([team, column[place // 64]]), zero, zero,
                np.concatenate([np.ones(len(team)), -members]))
            who, row, often = np.unique(
                which * len(week.weekly) + self.resource[team], return_inverse=True,
                return_counts=True)
            strong = often > 1
            strong[row[members[np.searchsorted(place, which * 64 + kind)] > 1]] = True
            new = np.cumsum(strong) - 1
            some = strong[row]
            count = int(strong.sum())
            self.add_rows(
                np.concatenate([new[row[some]], np.arange(count)]),
                np.concatenate([team[some], column[who[strong] // len(week.weekly)]]),
                np.full(count, -np.inf), np.zeros(count),
                np.concatenate([np.ones(int(some.sum())), -np.ones(count)]))
        plain = np.flatnonzero(~week.is_team[self.need])
        self.visit_column = np.concatenate([plain, column])
        self.visit_need = np.concatenate([self.need[plain], visit // 21])
        self.visit_session = np.concatenate([self.session[plain], visit % 21])
        # The arc that stands for a team's visit when its cost is asked for.
        first = np.zeros(len(visit), dtype=np.int64)
        first[which[::-1]] = team[::-1]
        self.visit_arc = self.arcs[np.concatenate([plain, first])]
        several = week.visits[self.visit_need] > 1
        day = (self.visit_need * 7 + self.visit_session // 3)[several]
        count = len(np.unique(day))
        self.rows_by(day, self.visit_column[several], np.zeros(count), np.ones(count))
        whole = week.whole[self.visit_need]
        need = np.unique(self.visit_need[~whole])
        self.rows_by(self.visit_need[~whole], self.visit_column[~whole], np.zeros(len(need)),
                     week.visits[need])
        self.whole_needs = np.unique(self.visit_need[whole])
        self.whole_column = self.add_columns(np.ones(len(self.whole_needs)))
        zero = np.zeros(len(self.whole_needs))
        self.rows_by(
            np.concatenate([self.visit_need[whole], self.whole_needs]),
            np.concatenate([self.visit_column[whole], self.whole_column]), zero, zero,
            np.concatenate([np.ones(int(whole.sum())), -week.visits[self.whole_needs]]))

    def add_loads(self, arc):
        """Minimums, and steps of growing cost for areas and units."""
        week = self.week
        if "minimums" in self.tiers:
            asked = np.flatnonzero(week.minimum)
            column = self.add_columns(week.minimum[asked])
            some = (week.minimum > 0)[self.resource]
            self.rows_by(
                np.concatenate([self.resource[some], asked]), np.concatenate([arc[some], column]),
                week.minimum[asked], np.full(len(asked), np.inf))
            self.steps["minimums"] = column, np.ones(len(asked), dtype=np.int64)
        if "grids" in self.tiers:
            count = week.area_visits
            column = self.add_columns(np.ones(count.sum()))
            self.rows_by(
                np.concatenate([week.area[self.visit_need], np.repeat(np.arange(len(count)), count)]),
                np.concatenate([self.visit_column, column]), count, count)
            self.steps["grids"] = column, np.concatenate([
                week.unmet_steps(a) for a in range(len(count))])
        if "units" in self.tiers:
            load = np.minimum(
                week.weekly, np.bincount(self.resource, minlength=len(week.weekly)))
            count = np.bincount(week.unit, load, len(week.history)).astype(np.int64)
            column = self.add_columns(np.ones(count.sum()))
            used = np.flatnonzero(count)
            zero = np.zeros(len(used))
            self.rows_by(
                np.concatenate([week.unit[self.resource], np.repeat(np.arange(len(count)), count)]),
                np.concatenate([arc, column]), zero, zero,
                np.concatenate([np.ones(len(arc)), -np.ones(len(column))]))
            self.steps["units"] = column, np.concatenate([
                week.load_steps(u, count[u]) for u in used] or [np.zeros(0, dtype=np.int64)])

    def finish_rows(self):
        row, column, value = (np.concatenate(parts) for parts in zip(*self.entries))
        order = np.argsort(row, kind="stable")
        self.index, self.value = column[order].astype(np.int32), value[order].astype(float)
        self.start = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=self.rows))])
        self.row_lower = np.concatenate(self.lower_rows)
        self.row_upper = np.concatenate(self.upper_rows)

    def costs(self, name):
        """A tier as integer costs of the columns and a constant, minimised."""
        cost = np.zeros(self.columns, dtype=np.int64)
        by_visit, by_place, constant = self.week.tier_parts(name)
        cost[:len(self.arcs)] += by_place[self.arcs]
        cost[self.visit_column] += by_visit[self.visit_arc]
        if name in self.steps:
            column, step = self.steps[name]
            cost[column] += step
        return cost, constant

    def folded(self):
        """All tiers as one cost."""
        weights = fold(self.week, self.arcs, self.tiers)
        return sum(self.costs(name)[0] * weight for name, weight in weights.items()
                   if name in self.tiers)

    def completed(self, filled):
        """Values of all columns, given which arcs are filled."""
        week = self.week
        values = np.zeros(self.columns)
        values[:len(self.arcs)] = filled
        served = np.zeros(len(week.visits))
        team = week.is_team[self.need] & (filled > 0)
        visits = np.unique(self.need[team] * 21 + self.session[team])
        key = self.visit_need * 21 + self.visit_session
        of_team = week.is_team[self.visit_need]
        values[self.visit_column[of_team & np.isin(key, visits)]] = 1
        np.add.at(served, self.visit_need, values[self.visit_column])
        values[self.whole_column] = served[self.whole_needs] > 0
        load = np.bincount(self.resource, filled, len(week.weekly))
        if "minimums" in self.steps:
            asked = np.flatnonzero(week.minimum)
            values[self.steps["minimums"][0]] = np.maximum(0, week.minimum[asked] - load[asked])
        if "grids" in self.steps:
            unmet = week.area_visits - np.bincount(week.area, served, len(week.areas))
            self.fill(values, "grids", unmet, week.area_visits)
        if "units" in self.steps:
            most = np.minimum(week.weekly, np.bincount(self.resource, minlength=len(load)))
            self.fill(values, "units", np.bincount(week.unit, load, len(week.history)),
                      np.bincount(week.unit, most, len(week.history)))
        return values

    def fill(self, values, name, full, count):
        """The first steps of each area or unit, as many as are full."""
        count = count.astype(np.int64)
        first = np.cumsum(count) - count
        position = np.arange(count.sum()) - np.repeat(first, count)
        values[self.steps[name][0]] = position < np.repeat(full, count)

    def greedy(self):
        """A plan to start from: plain needs by class, nearest resource first."""
        week = self.week
        filled = np.zeros(len(self.arcs))
        plain = ~week.is_team[self.need] & ~week.whole[self.need]
        order = np.lexsort((week.distance[self.arcs], week.priority[self.need]))
        room, cells = week.weekly.tolist(), np.repeat(week.per_session, 21).tolist()
        left, days = week.visits.tolist(), set()
        need, resource = self.need.tolist(), self.resource.tolist()
        cell, session = self.cell.tolist(), self.session.tolist()
        for a in order[plain[order]].tolist():
            i, r, c = need[a], resource[a], cell[a]
            day = i * 7 + session[a] // 3
            if left[i] and room[r] and cells[c] and day not in days:
                left[i] -= 1
                room[r] -= 1
                cells[c] -= 1
                days.add(day)
                filled[a] = 1
        return filled
