"""What it costs to serve a need once more, in weeks without couplings whose tiers are all proved.

Such a week is a network: root, area, need, its day, resource in a session, resource, unit, root.
The best plan that serves a need once more is the plan with a cheapest path of its residual network
carried out, from the need to its area: Dijkstra's algorithm backwards from the area, on costs less
the certificate's prices, which leave none negative because they prove the plan (where cuts helped
them to, prices are lowered first until they do).
"""
from __future__ import annotations

import heapq
from collections import Counter, defaultdict, deque
from typing import Any, Iterator, Optional

from planchecks.certificate import Checker, Leaf, Proof, Tree, agreeing
from planchecks.cuts import Cuts
from planchecks.lists import Folder, Need, Resource, is_maximised
from planchecks.rules import Breach
from planchecks.vectors import Vector, plus, times

Node = tuple[Any, ...]
ROOT: Node = ("root",)
MOST_TOLD = 60
MOST_PRICED = 32
PRICED = ("higher-tier", "equal-plan", "unpriced")


def price_breaches(
        folder: Folder, certificate: dict[str, Any], proof: Proof) -> Iterator[Breach]:
    """Reasons that name another price than the cheapest path's, or none."""
    told = [entry for entry in folder.plan["unmet"]
            if entry.get("reason", {}).get("code") in PRICED and entry["need"] in folder.needs]
    nodes = certificate["nodes"]
    if not told:
        return
    cuts = Cuts(certificate.get("cuts", []), folder)
    if proof.proved < len(folder.plan["tiers"]) or len(nodes) != 1 or any(
            need.is_coupled for need in folder.needs.values()):
        yield from _bounds(folder, nodes, cuts, told)
        return
    prices = Prices(folder, Leaf(nodes[0]["leaf"], "nodes[0].leaf", folder, cuts))
    known: dict[str, Optional[list[int]]] = {}
    by_givers: dict[tuple[str, frozenset[str]], dict[str, Optional[list[int]]]] = {}

    def paid(need: Need, givers: frozenset[str]) -> Optional[list[int]]:
        """The price with nobody but some giving up a visit; of an area's needs without one at once."""
        if folder.visits[need.id]:
            return prices.of([need], givers)[need.id]
        key = (folder.area(need), givers)
        if key not in by_givers:
            by_givers[key] = prices.of([
                other for other in (folder.needs[entry["need"]] for entry in told)
                if not folder.visits[other.id] and folder.area(other) == key[0]], givers)
        return by_givers[key][need.id]

    for entry in told:
        need, reason = folder.needs[entry["need"]], entry["reason"]
        if need.id not in known:
            others = [folder.needs[other["need"]] for other in told]
            known |= prices.of([need] + [
                other for other in others if not folder.visits[need.id]
                and not folder.visits[other.id] and folder.area(other) == folder.area(need)])
        costs = known.get(need.id)
        if costs is None:
            continue
        tier = next((at for at, cost in enumerate(costs) if cost), None)
        right = {"code": "equal-plan"} if tier is None else {
            "code": "higher-tier", "tier": folder.policy.tiers[tier], "by": costs[tier]}
        before = folder.plan["tiers"] if tier is None else folder.plan["tiers"][:tier + 1]
        if any(told["provedBy"] == "open" for told in before):
            right = {"code": "unpriced"}
        if any(reason.get(key) != value for key, value in right.items()):
            yield f"reason-{reason['code']}", f"{need.id}: should be {right}"
            continue
        if right["code"] == "unpriced":
            continue
        losers = frozenset(reason["instead"])
        if len(losers) >= MOST_TOLD:
            continue  # there may be more
        if paid(need, losers) != costs:
            yield f"reason-{reason['code']}", f"{need.id}: others than {set(losers)} would pay, too"
        for loser in sorted(losers):
            if paid(need, losers - {loser}) == costs:
                yield f"reason-{reason['code']}", f"{need.id}: {loser} need not pay"


def _without(nodes: list[dict[str, Any]], area: str) -> list[dict[str, Any]]:
    """The nodes without the price of an area: bounds hold with whatever prices."""
    return [{**node, "leaf": {**node["leaf"], "areas": {
        name: price for name, price in node["leaf"]["areas"].items() if name != area}}}
        if node.get("leaf") else node for node in nodes]


def _bounds(
        folder: Folder, nodes: list[dict[str, Any]], cuts: Cuts,
        told: list[dict[str, Any]]) -> Iterator[Breach]:
    """Prices that are not what the certificate proves with one visit more of the need forced; of the
    first needs none is left without, but where the time was up, which the plan then says."""
    checker = Checker(folder)
    costs = [-t["value"] if is_maximised(t["name"]) else t["value"] for t in folder.plan["tiers"]]
    for position, entry in enumerate(told):
        need, reason = folder.needs[entry["need"]], entry["reason"]
        is_told = reason["code"] != "unpriced"
        if not is_told and (position >= MOST_PRICED or folder.plan["changesCutOff"]):
            continue
        wanted = len(folder.visits[need.id]) + 1 if need.partial else need.visits
        lowest: Optional[list[int]] = None
        for own in (nodes, _without(nodes, folder.area(need))) if nodes else ():
            found = Tree(own, folder, cuts).lowest(
                checker, None, {need.id: {("visits",): (wanted, wanted)}})
            lowest = found if lowest is None or found is None else max(lowest, found)
        first = agreeing(lowest, costs) if lowest else 0
        proved = None
        if lowest and first < len(lowest) and lowest[first] > costs[first]:
            proved = (folder.policy.tiers[first], lowest[first] - costs[first])
            if any(tier["provedBy"] == "open" for tier in folder.plan["tiers"][:first + 1]):
                proved = None  # of an open tier it is not known what the plan might come to
        right = proved is None if not is_told else (
            reason["code"] == "higher-tier" and not reason["instead"]
            and (reason["tier"], reason["by"]) == proved)
        if not right:
            yield f"reason-{reason['code']}", f"{need.id}: proved is {proved or 'nothing'}"


class Prices:
    """The residual network: for each node, the steps that end there with what each costs."""

    def __init__(self, folder: Folder, leaf: Leaf) -> None:
        self.folder, self.leaf, self.able = folder, leaf, Checker(folder).able
        self.into: dict[Node, list[tuple[Node, Vector]]] = defaultdict(list)
        self.price: dict[Node, Vector] = defaultdict(lambda: leaf.zero)
        self.in_session = Counter((row.resource.id, row.session) for row in folder.rows)
        for resource in folder.resources.values():
            self.lay_resource(resource)
        for name, unit in folder.units.items():
            load = sum(folder.load[id] for id in unit.members)
            self.price["unit", name] = leaf.units.get(name, leaf.zero)
            if any(folder.load[id] < folder.resources[id].weekly for id in unit.members):
                self.step(("unit", name), ROOT, units=unit.step(load + 1))
            if load:
                self.step(ROOT, ("unit", name), units=-unit.step(load))
        served: Counter[str] = Counter()
        for need in folder.needs.values():
            self.lay_need(need)
            served[folder.area(need)] += len(folder.visits[need.id])
        for area, asked in folder.requested.items():
            unmet = asked - served[area]
            self.price["area", area] = times(-1, leaf.areas.get(area, leaf.zero))
            if unmet:
                self.step(ROOT, ("area", area), grids=-(1000 * (2 * unmet - 1) // asked))
            if served[area]:
                self.step(("area", area), ROOT, grids=1000 * (2 * unmet + 1) // asked)
        if leaf.cuts.used:
            self.settle()

    def settle(self) -> None:
        """Lowers prices until no step is negative, where cuts helped to prove the plan: it ends,
        since no way round is negative in the network of a best plan."""
        queue = deque(list(self.into))
        while queue:
            node = queue.popleft()
            for start, cost in self.into[node]:
                most = plus(cost, self.price[node])
                if self.price[start] > most:
                    self.price[start] = most
                    queue.append(start)

    def step(self, start: Node, end: Node, **costs: int) -> None:
        self.into[end].append((start, self.leaf.cost(**costs)))

    def lay_resource(self, resource: Resource) -> None:
        id, load = resource.id, self.folder.load[resource.id]
        minimum = 0 if self.folder.is_expired(resource) else resource.minimum
        self.price["resource", id] = self.leaf.place[id]
        if load < resource.weekly:
            self.step(("resource", id), ("unit", resource.unit), minimums=-(load < minimum))
        if load:
            self.step(("unit", resource.unit), ("resource", id), minimums=int(load <= minimum))
        for session in range(21):
            slot = ("slot", id, session)
            self.price[slot] = plus(
                self.leaf.place[id], self.leaf.slots.get((id, session), self.leaf.zero))
            if self.in_session[id, session] < resource.per_session:
                self.step(slot, ("resource", id))
            if self.in_session[id, session]:
                self.step(("resource", id), slot)

    def visit(self, need: Need, sign: int) -> dict[str, int]:
        """What a visit of a need costs wherever it takes place, or gives back."""
        wait = need.wait(self.folder.monday)
        return {f"served_{self.folder.priority(need)}": -sign, "waited": -sign * wait}

    def lay_need(self, need: Need) -> None:
        folder, node, area = self.folder, ("need", need.id), ("area", self.folder.area(need))
        rows = {row.session // 3: row for visit in folder.visits[need.id].values() for row in visit}
        bare = next((id for id, session in need.pins if session is None), None)
        behind: dict[int, Vector] = {}  # by day: the cheapest way on, or that of the visit it has
        for id, sessions in self.able[need.id][0].items():
            if bare not in (None, id):
                continue
            for session in sessions:
                day, slot, row = session // 3, ("slot", id, session), rows.get(session // 3)
                costs = {"choice": need.choice(id), "continuity": -(id == need.previous),
                         "prompt": session,
                         "distance": folder.distance(folder.resources[id].home, need.grid),
                         "kept": -(folder.standing.kept(need.id, id, session) is not None)}
                on = plus(self.price[slot], self.leaf.cost(**costs))
                if row and (row.resource.id, row.session) == (id, session):
                    if (id, session) not in need.pins:
                        back = {tier: -cost for tier, cost in costs.items()}
                        self.step(slot, ("day", need.id, day), **back)
                        behind[day] = on
                    continue
                self.step(("day", need.id, day), slot, **costs)
                if not row:
                    behind[day] = min(behind.get(day, on), on)
        for day in range(7):
            self.price["day", need.id, day] = behind.get(day, self.leaf.zero)
            if day in rows:
                self.step(("day", need.id, day), node)
            elif day in behind:
                self.step(node, ("day", need.id, day))
        loose = [behind[day] for day in rows if day in behind]
        may_gain = len(rows) < need.visits
        if may_gain:
            self.step(area, node, **self.visit(need, 1))
        if loose and bare is None:
            self.step(node, area, **self.visit(need, -1))
        if loose and bare is None and may_gain:
            own = self.leaf.areas.get(area[1], self.leaf.zero)
            self.price[node] = plus(times(-1, own), self.leaf.cost(**self.visit(need, -1)))
        elif behind:
            self.price[node] = max(loose) if loose else min(behind.values())

    def of(self, needs: list[Need],
           givers: Optional[frozenset[str]] = None) -> dict[str, Optional[list[int]]]:
        """What each of some needs of one area costs, tier by tier, served once more; of several
        needs none has a visit, and of one that has some none is given up for it. Only `givers` may
        give up a visit; None for everybody."""
        area: Node = ("area", self.folder.area(needs[0]))
        apart = ("need", needs[0].id) if self.folder.visits[needs[0].id] else None
        wanted, best, done = {need.id for need in needs}, {area: self.leaf.zero}, set()
        found: dict[str, Optional[list[int]]] = dict.fromkeys(wanted)
        queue = [(times(-1, self.price[area]), area)]
        while queue and wanted:
            _, node = heapq.heappop(queue)
            if node in done:
                continue
            done.add(node)
            if node[0] == "need" and node[1] in wanted:
                wanted.remove(node[1])
                visit = self.leaf.cost(**self.visit(self.folder.needs[node[1]], 1))
                whole = plus(best[node], visit)
                found[node[1]] = [c // s for c, s in zip(whole[1:], self.leaf.scales[1:])]
            if node == apart:
                continue
            for start, cost in self.into[node]:
                if start in done or (start == apart and node == area):
                    continue
                if givers is not None and (start[0], node[0]) == ("need", "area") and (
                        start[1] not in givers):
                    continue
                total = plus(best[node], cost)
                if start not in best or total < best[start]:
                    best[start] = total
                    heapq.heappush(queue, (plus(total, times(-1, self.price[start])), start))
        return found
