"""OR-Tools' min-cost flow: the tiers folded into one cost of 64 bits, all arcs handed over in bulk.

The network is no larger than it has to be: no node for a session that cannot fill up, none for the
days of a need with one visit, and needs that nothing tells apart share a node.
"""
import time

import numpy as np
from ortools.graph.python import min_cost_flow

from families import Draws
from model import fold, useful

FOLDABLE = {"served.0", "served.1", "served.2", "served.3", "grids", "distance", "units"}


class Flow:
    """The network of a week without couplings."""

    def __init__(self, week, tiers):
        if not set(tiers) <= FOLDABLE:
            raise ValueError(f"tiers that are not folded: {set(tiers) - FOLDABLE}")
        self.week = week
        self.useful, binds = useful(week)
        self.need, self.session = week.need[self.useful], week.session[self.useful]
        self.resource, self.cell = week.resource[self.useful], week.cell[self.useful]
        weights = fold(week, self.useful, tiers)
        self.cost = week.distance[self.useful] * weights.get("distance", 0)
        self.group_needs(tiers)
        # A need's arcs stand together; those of one need of each group speak for all.
        self.speaks = np.flatnonzero(self.speaker[self.group[self.need]] == self.need)
        self.build(weights, binds, tiers)

    def group_needs(self, tiers):
        """Needs of one visit with the same class, area and candidates get one group."""
        week = self.week
        count = len(week.visits)
        self.first = np.searchsorted(self.need, np.arange(count))
        last = np.searchsorted(self.need, np.arange(count), side="right")
        mark = mixed(self.resource * 21 + self.session) ^ mixed(self.cost + 7)
        total = np.concatenate([[np.uint64(0)], np.cumsum(mark, dtype=np.uint64)])
        area = week.area if "grids" in tiers else np.zeros(count, dtype=np.int64)
        alone = np.where(week.visits > 1, np.arange(count) + 1, 0)
        key = mixed(total[last] - total[self.first])
        for part in (last - self.first, week.priority, area, alone):
            key = mixed(key + part.astype(np.uint64))
        _, self.speaker, self.group, self.members = np.unique(
            key, return_index=True, return_inverse=True, return_counts=True)

    def build(self, weights, binds, tiers):
        week, speaks = self.week, self.speaks
        group_visits = week.visits[self.speaker] * self.members
        count = len(self.members)
        need, session = self.need[speaks], self.session[speaks]
        resource, cell = self.resource[speaks], self.cell[speaks]
        group = self.group[need]
        several = week.visits[need] > 1
        arcs = Arcs()
        day, day_index = np.unique((group * 7 + session // 3)[several], return_inverse=True)
        cells, cell_index = np.unique(cell[binds[cell]], return_inverse=True)
        used, resource_index = np.unique(resource, return_inverse=True)
        days_at = count
        cells_at = days_at + len(day)
        resources_at = cells_at + len(cells)
        units_at = resources_at + len(used)
        areas_at = units_at + (len(week.history) if "units" in tiers else 0)
        sink = areas_at + (len(week.areas) if "grids" in tiers else 0)
        tail, head = group.copy(), resources_at + resource_index
        tail[several] = days_at + day_index
        head[binds[cell]] = cells_at + cell_index
        arcs.add(tail, head, np.where(several, 1, self.members[group]), self.cost[speaks])
        arcs.add(day // 7, days_at + np.arange(len(day)), 1, 0)
        arcs.add(cells_at + np.arange(len(cells)),
                 resources_at + np.searchsorted(used, cells // 21), week.per_session[cells // 21], 0)
        if "units" in tiers:
            arcs.add(resources_at + np.arange(len(used)), units_at + week.unit[used],
                     week.weekly[used], 0)
            load = np.bincount(week.unit[used], week.weekly[used], len(week.history))
            for unit in np.flatnonzero(load):
                step, size = np.unique(week.load_steps(unit, int(load[unit])), return_counts=True)
                arcs.add(np.full(len(step), units_at + unit), sink, size, step * weights["units"])
        else:
            arcs.add(resources_at + np.arange(len(used)), sink, week.weekly[used], 0)
        penalty = np.array([weights[f"served.{c}"] for c in range(4)])[week.priority[self.speaker]]
        if "grids" in tiers:
            arcs.add(np.arange(count), areas_at + week.area[self.speaker], group_visits, penalty)
            for area in range(len(week.areas)):
                step, size = np.unique(week.unmet_steps(area), return_counts=True)
                arcs.add(np.full(len(step), areas_at + area), sink, size, step * weights["grids"])
        else:
            arcs.add(np.arange(count), sink, group_visits, penalty)
        self.solver = min_cost_flow.SimpleMinCostFlow()
        tail, head, capacity, cost = arcs.columns()
        self.solver.add_arcs_with_capacity_and_unit_cost(tail, head, capacity, cost)
        self.solver.set_nodes_supplies(
            np.append(np.arange(count), sink), np.append(group_visits, -group_visits.sum()))
        self.bits = int(cost.max()).bit_length() + (sink + 1).bit_length()

    def solve(self):
        """One solve from nothing: seconds, arcs of the week filled; None when it does not fit."""
        begin = time.perf_counter()
        status = self.solver.solve()
        seconds = time.perf_counter() - begin
        if status == self.solver.BAD_COST_RANGE:
            return seconds, None
        if status != self.solver.OPTIMAL:
            raise RuntimeError(f"min-cost flow: {status}")
        return seconds, self.chosen(self.solver.flows(np.arange(len(self.speaks))))

    def chosen(self, flow):
        """Arcs of the week: the units of a group's flow go to its needs in turn."""
        unit = np.repeat(np.arange(len(flow)), flow)
        arc = self.speaks[unit]
        speaker = self.need[arc]
        group = self.group[speaker]
        order = np.argsort(self.group, kind="stable")
        start = np.concatenate([[0], np.cumsum(self.members)])
        by_group = np.argsort(group, kind="stable")
        rank = np.empty(len(unit), dtype=np.int64)
        count = np.bincount(group, minlength=len(self.members))
        rank[by_group] = np.arange(len(unit)) - np.repeat(np.cumsum(count) - count, count)
        member = np.where(self.week.visits[speaker] > 1, speaker, order[np.minimum(
            start[group] + rank, len(order) - 1)])
        return self.useful[self.first[member] + arc - self.first[speaker]]


class Arcs:
    """Arcs of a network, gathered in parts."""

    def __init__(self):
        self.parts = []

    def add(self, tail, head, capacity, cost):
        self.parts.append([
            np.broadcast_to(np.asarray(x, dtype=np.int64), len(tail))
            for x in (tail, head, capacity, cost)])

    def columns(self):
        tail, head, capacity, cost = (np.concatenate(x) for x in zip(*self.parts))
        return tail.astype(np.int32), head.astype(np.int32), capacity, cost


def mixed(numbers):
    """Numbers of 64 bits that look drawn, the same for the same number."""
    return Draws.mix(np.asarray(numbers).astype(np.uint64))
