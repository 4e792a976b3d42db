"""What a certificate proves: the bounds of its leaves, joined over its tree.

The format and why the bounds hold are in CertificateFormat.md.
"""
from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Callable, Iterable, Iterator, Optional

from planchecks.cuts import Cuts, PricedCuts
from planchecks.documents import Fault
from planchecks.lists import INDEX, Folder, Need, Resource, is_maximised
from planchecks.teams import cost_of_team
from planchecks.vectors import Vector, plus, times

LARGEST_PRICE, LARGEST_SCALE = 2**60, 2**40
COMBINATIONS = 256  # of bare pins that are followed, see CertificateFormat.md
Quantity = tuple[Any, ...]  # ("visits",), ("session", s) or ("service", s, resource, place)
Added = Callable[[int], Vector]  # what so many places, or visits, cost besides
Range = tuple[int, int]  # the least and the most that decisions leave of a quantity


class Leaf:
    """A leaf's prices and scales; vectors hold the force, then the tiers."""

    def __init__(self, leaf: dict[str, Any], where: str, folder: Folder, cuts: Cuts) -> None:
        self.tiers, self.where = {t: i for i, t in enumerate(folder.policy.tiers, 1)}, where
        self.zero: Vector = (0,) * (1 + len(self.tiers))
        if len(leaf["scales"]) != len(self.tiers) or not all(
                1 <= scale <= LARGEST_SCALE for scale in leaf["scales"]):
            raise Fault(f"{where}.scales: not one for each tier from 1 to {LARGEST_SCALE}")
        self.scales = [1] + leaf["scales"]
        self.resources = self.prices(leaf, "resources", folder.resources)
        self.units = self.prices(leaf, "units", folder.units)
        self.areas = self.prices(leaf, "areas", folder.requested)
        named = self.prices(leaf, "resourceSessions", folder.slots)
        self.slots = {folder.slots[name]: price for name, price in named.items()}
        self.place = {  # what every place a resource fills costs: its own price and its unit's
            r.id: plus(self.resources.get(r.id, self.zero), self.units.get(r.unit, self.zero))
            for r in folder.resources.values()}
        by_number = self.prices({"cuts": {}} | leaf, "cuts", cuts.numbers, "the certificate has")
        for number, price in by_number.items():
            if price < self.zero:
                raise Fault(f"{where}.cuts.{number}: below 0")
        self.cuts = PricedCuts(cuts, by_number, self.zero)

    def prices(
        self, leaf: dict[str, Any], key: str, names: Any, lacking: str = "the lists have"
    ) -> dict[str, Vector]:
        for name, price in leaf[key].items():
            if name not in names:
                raise Fault(f"{self.where}.{key}: {lacking} no {name}")
            if len(price) != len(self.zero) or any(abs(c) > LARGEST_PRICE for c in price):
                raise Fault(f"{self.where}.{key}.{name}: not 1 + tiers components in their range")
        return {name: tuple(price) for name, price in leaf[key].items()}

    def cost(self, **tiers: int) -> Vector:
        """Costs by tier (served_0 for `served.0`), scaled; a tier the policy lacks is left out."""
        vector = list(self.zero)
        for name, cost in tiers.items():
            index = self.tiers.get(name.replace("_", "."), 0)
            if index:
                vector[index] = cost * self.scales[index]
        return tuple(vector)


class Checker:
    """What the leaves of a certificate need of the lists, worked out once."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.all_places = sum(min(n.visits, 7) * n.places for n in folder.needs.values())
        offering: dict[str, list[Resource]] = defaultdict(list)
        by_rule = {r.id: folder.resource_sessions(r).values() for r in folder.resources.values()}
        lasting = {id: frozenset.intersection(*masks) for id, masks in by_rule.items()}
        for resource in folder.resources.values():
            for category in resource.categories:
                offering[f"c {category}"].append(resource)
            for role in resource.roles:
                offering[f"r {role}"].append(resource)
        # By need and kind of place: the resources that can fill it, each with its sessions.
        self.able: dict[str, list[dict[str, frozenset[int]]]] = {}
        for need in folder.needs.values():
            own = frozenset.intersection(*folder.need_sessions(need).values())
            is_firm = bool(folder.standing.firm(need.id))
            self.able[need.id] = []
            for role, _ in need.kinds:
                able = {}
                for r in offering[f"r {role}" if need.is_team else f"c {need.category}"]:
                    left = (folder.candidate_sessions(need, role, r) if is_firm
                            else own & lasting[r.id])
                    if left and not any(folder.failures(need, role, r)):
                        able[r.id] = left
                self.able[need.id].append(able)

    def bound(self, leaf: Leaf, decided: dict[str, dict[Quantity, Range]]) -> Optional[Vector]:
        """A bound on the scaled cost of every plan that agrees; None where none can."""
        folder, total = self.folder, leaf.zero
        for need in folder.needs.values():
            places = need.visits * need.places
            total = plus(total, leaf.cost(
                waited=need.visits * need.wait(folder.monday), choice=len(need.requested) * places,
                continuity=places if need.previous else 0))
        total = plus(total, leaf.cuts.constant)
        for part in (*self.slots(leaf), *self.resources(leaf), *self.units(leaf),
                     *self.areas(leaf)):
            total = plus(total, part)
        for need in folder.needs.values():
            own = self.cheapest(need, leaf, decided.get(need.id, {}))
            if own is None:
                return None
            total = plus(total, own)
        return total

    def slots(self, leaf: Leaf) -> Iterator[Vector]:
        """The smallest values of the resources in sessions."""
        for slot in leaf.slots.keys() | leaf.cuts.named("resourceSessions"):
            most = min(self.folder.resources[slot[0]].per_session, max(1, self.all_places))
            price = leaf.slots.get(slot, leaf.zero)
            added = leaf.cuts.added("resourceSessions", slot)
            yield lowest(range(most + 1) if added else (0, most), price, added, lambda n: leaf.zero)

    def resources(self, leaf: Leaf) -> Iterator[Vector]:
        for resource in self.folder.resources.values():
            most = min(resource.weekly, self.all_places)
            minimum = 0 if self.folder.is_expired(resource) else resource.minimum
            price = leaf.resources.get(resource.id, leaf.zero)
            added = leaf.cuts.added("resources", resource.id)
            numbers = range(most + 1) if added else (0, min(minimum, most), most)
            yield lowest(numbers, price, added, lambda n: leaf.cost(minimums=max(0, minimum - n)))

    def units(self, leaf: Leaf) -> Iterator[Vector]:
        for name in leaf.units.keys() | leaf.cuts.named("units"):
            unit = self.folder.units[name]
            most = min(self.all_places, sum(
                min(self.folder.resources[id].weekly, self.all_places) for id in unit.members))
            steps = (leaf.cost(units=unit.step(k)) for k in range(1, most + 1))
            yield downhill(leaf.zero, steps, leaf.units.get(name, leaf.zero),
                           leaf.cuts.added("units", name))

    def areas(self, leaf: Leaf) -> Iterator[Vector]:
        for area, requested in self.folder.requested.items():
            costs = [1000 * (2 * k - 1) // requested for k in range(1, requested + 1)]
            steps = (leaf.cost(grids=-cost) for cost in reversed(costs))
            yield downhill(leaf.cost(grids=sum(costs)), steps, leaf.areas.get(area, leaf.zero),
                           leaf.cuts.added("areas", area))

    def prefix(
        self, leaf: Leaf, decided: dict[str, dict[Quantity, Range]]
    ) -> Optional[list[int]]:
        """What a leaf says of the tiers, in their order; None when no plan agrees with it."""
        bound = self.bound(leaf, decided)
        if bound is None or bound[0] > 0:
            return None
        prefix: list[int] = []
        for component, scale in zip(bound[1:], leaf.scales[1:]):
            if bound[0] < 0:
                break
            prefix.append(-(-component // scale))
            if component % scale:
                break
        return prefix

    def cheapest(
        self, need: Need, leaf: Leaf, decided: dict[Quantity, Range]
    ) -> Optional[Vector]:
        """The smallest cost of a way to serve a need by itself; None when there is no way."""
        asked = conditions(need, decided, self.folder)
        if asked is None:
            return None
        able, bare = self.able[need.id], asked.bare
        places = {
            id: plus(leaf.place[id], leaf.cost(
                choice=need.choice(id), continuity=-1 if id == need.previous else 0,
                distance=self.folder.distance(self.folder.resources[id].home, need.grid)))
            for id in set().union(*able)}
        cuts = leaf.cuts.of(need, set(places))
        served = f"served_{self.folder.priority(need)}"
        visit = plus(leaf.areas.get(self.folder.area(need), leaf.zero), leaf.cost(
            **{served: -1}, waited=-need.wait(self.folder.monday)))
        most_pinned = min(len(bare), need.places)
        subsets = [set(s) for n in range(most_pinned + 1) for s in combinations(bare, n)]
        infinite = (10**100,)
        # By the visits so far and those of them that bare pins got: the cheapest way there.
        best = {(0, (0,) * len(bare)): leaf.zero}
        for first in range(0, 21, 3):
            today = [s for s in range(first, first + 3) if s in asked.must]
            if len(today) > 1:
                return None
            later = {} if today else dict(best)
            for session in today or set(range(first, first + 3)) - asked.may_not:
                kinds = [
                    {id for id, mask in ids.items()
                     if session in mask and (session, id, kind) not in asked.barred}
                    for kind, ids in enumerate(able)]
                if not all(kinds):
                    continue
                costs = {
                    id: plus(places[id], leaf.slots[id, session])
                    if (id, session) in leaf.slots else places[id] for id in set().union(*kinds)}
                for id in costs:
                    if self.folder.standing.kept(need.id, id, session):
                        costs[id] = plus(costs[id], leaf.cost(kept=-1))
                at_this_time = plus(visit, leaf.cost(prompt=session))
                for pinned in subsets:
                    cost = cost_of_team(
                        need, kinds, costs, asked.wanted[session] | pinned, asked.seated[session],
                        session, cuts)
                    if cost is None:
                        continue
                    cost = plus(at_this_time, cost)
                    for (visits, got), before in best.items():
                        got = tuple(
                            min(bare[id], n + (id in pinned)) for id, n in zip(bare, got))
                        way, total = (visits + 1, got), plus(before, cost)
                        if visits < min(need.visits, 7) and total < later.get(way, infinite):
                            later[way] = total
            best = later
        full = tuple(bare.values())
        ways = {n: best[n, full] for n in asked.numbers if (n, full) in best}
        if cuts:
            ways = {n: plus(cost, cuts.whole(n)) for n, cost in ways.items()}
        return min(ways.values(), default=None)


@dataclass
class Conditions:
    """What pins and decisions ask of the ways to serve a need."""

    numbers: set[int]  # of visits
    must: set[int] = field(default_factory=set)  # sessions that have a visit
    may_not: set[int] = field(default_factory=set)  # sessions that have none
    wanted: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))  # by session
    seated: dict[int, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    barred: set[tuple[int, str, int]] = field(default_factory=set)  # session, resource, kind
    bare: dict[str, int] = field(default_factory=dict)  # visits by resource, in any session


def conditions(
    need: Need, decided: dict[Quantity, Range], folder: Folder
) -> Optional[Conditions]:
    """What pins and decisions ask of a need; None when it contradicts itself."""
    most_visits = min(need.visits, 7)
    asked = Conditions(
        {n for n in range(most_visits + 1) if need.partial or n in (0, need.visits)})
    followed = 1
    for (resource, session), count in sorted(need.pins.items(), key=lambda pin: pin[0][0]):
        if resource not in folder.resources:
            continue
        if session is not None:
            asked.must.add(session)
            asked.wanted[session].add(resource)
        elif count > most_visits:
            return None
        elif followed * (count + 1) <= COMBINATIONS:
            followed *= count + 1
            asked.bare[resource] = count
    for quantity, (least, most) in decided.items():
        if quantity[0] == "visits":
            asked.numbers &= set(range(least, min(most, 7) + 1))
            continue
        session = quantity[1]
        if least > min(1, most):
            return None
        if least:
            asked.must.add(session)
        elif most < 1 and quantity[0] == "session":
            asked.may_not.add(session)
        if quantity[0] == "service":
            _, _, resource, kind = quantity
            if least and resource in asked.seated[session]:
                return None  # two kinds of place at once
            if least:
                asked.seated[session][resource] = kind
            elif most < 1:
                asked.barred.add((session, resource, kind))
    return None if asked.must & asked.may_not else asked


def lowest(
    numbers: Iterable[int], price: Vector, added: Optional[Added], cost: Added
) -> Vector:
    """The smallest value, over some numbers, of a cost with what cuts add, less a price for each."""
    values = (plus(cost(n), times(-n, price)) for n in numbers)
    if added:
        values = (plus(value, added(n)) for n, value in zip(numbers, values))
    return min(values)


def downhill(
    value: Vector, steps: Iterator[Vector], price: Vector, added: Optional[Added]
) -> Vector:
    """The smallest value of a convex cost less a price for each step, with what cuts add, which
    need not be convex: then every step is taken."""
    best = plus(value, added(0)) if added else value
    for number, step in enumerate(steps, 1):
        step = plus(step, times(-1, price))
        if not added and step >= (0,) * len(step):
            break
        value = plus(value, step)
        best = min(best, plus(value, added(number)) if added else value)
    return best


def quantity(branch: dict[str, Any], where: str, folder: Folder) -> tuple[str, Quantity, int]:
    """The need, the quantity and the number that a branch splits by."""
    need, kind, at = branch["need"], branch["quantity"], branch["at"]
    session, resource, place = map(branch.get, ("session", "resource", "place"))
    if need not in folder.needs or at < 1 or (kind != "visits" and session not in INDEX):
        raise Fault(f"{where}: no such need or session, or less than 1")
    if kind == "visits":
        return need, ("visits",), at
    if kind == "session":
        return need, ("session", INDEX[session]), at
    if resource not in folder.resources or place not in range(len(folder.needs[need].kinds)):
        raise Fault(f"{where}: no such resource or place")
    return need, ("service", INDEX[session], resource, place), at


class Tree:
    """The nodes of a certificate: branches and leaves by index, as the format says."""

    def __init__(self, nodes: list[dict[str, Any]], folder: Folder, cuts: Cuts) -> None:
        self.splits: dict[int, tuple[str, Quantity, int, int, int]] = {}
        self.leaves: dict[int, Leaf] = {}
        named = {0}
        for index, node in enumerate(nodes):
            where, (low, high) = f"nodes[{index}]", map(node.get, ("low", "high"))
            keys = {key for key in ("branch", "low", "high", "leaf") if node.get(key) is not None}
            if index not in named:
                raise Fault(f"{where}: named by no node before it")
            if keys == {"leaf"}:
                self.leaves[index] = Leaf(node["leaf"], f"{where}.leaf", folder, cuts)
            elif keys == {"branch", "low", "high"}:
                below = {low, high}
                if len(below) < 2 or below & named or not below <= set(range(index, len(nodes))):
                    raise Fault(f"{where}: {low} and {high} are not later nodes, each named once")
                named |= below
                split = quantity(node["branch"], f"{where}.branch", folder)
                self.splits[index] = (*split, low, high)
            else:
                raise Fault(f"{where}: neither a branch with low and high nor a leaf")

    def lowest(self, checker: Checker, costs: Optional[list[int]],
               given: Optional[dict[str, dict[Quantity, Range]]] = None) -> Optional[list[int]]:
        """The lowest bounds of the leaves that may hold something better, or of all; None if none
        does. What is given about needs holds in all plans looked at."""
        lowest: Optional[list[int]] = None
        decided: dict[str, dict[Quantity, Range]] = defaultdict(dict, given or {})
        steps: list[Any] = [("enter", 0)]  # a stack of our own: a tree may be deep
        while steps:
            what, *rest = steps.pop()
            if what == "decide":
                need, split_by, left = rest
                decided[need][split_by] = left
            elif rest[0] in self.splits:
                need, split_by, at, low, high = self.splits[rest[0]]
                least, most = before = decided[need].get(split_by, (0, 2**63))
                for child, left in [
                        (low, (least, min(most, at - 1))), (high, (max(least, at), most))]:
                    steps += [("decide", need, split_by, before), ("enter", child),
                              ("decide", need, split_by, left)]
            else:
                prefix = checker.prefix(self.leaves[rest[0]], decided)
                if prefix is not None and (costs is None or (
                        prefix != costs and prefix <= costs[:len(prefix)])):
                    lowest = prefix if lowest is None else min(lowest, prefix)
        return lowest


@dataclass
class Proof:
    """What a certificate proves of a plan's tiers."""

    proved: int = 0  # leading tiers that are best
    bound: Optional[int] = None  # of the next tier
    alike: int = 0  # leading tiers that are best while coupled needs are served alike


def proof(certificate: dict[str, Any], folder: Folder) -> Proof:
    plan, tiers = folder.plan, folder.policy.tiers
    if certificate["fingerprint"] != plan["fingerprint"]:
        raise Fault("fingerprint: not the plan's")
    if not certificate["tiers"] == tiers == [tier["name"] for tier in plan["tiers"]]:
        raise Fault("tiers: not those of the plan and the policy")
    alike = certificate.get("alike")
    if alike is not None and all(tier["provedBy"] != "search" for tier in plan["tiers"]):
        raise Fault("alike: none, since no tier is closed by search")
    cuts = Cuts(certificate.get("cuts", []), folder)
    tree, checker, result = Tree(certificate["nodes"], folder, cuts), Checker(folder), Proof()
    costs = [-t["value"] if is_maximised(t["name"]) else t["value"] for t in plan["tiers"]]
    if certificate["nodes"]:
        lowest = tree.lowest(checker, costs)
        result.proved = len(costs) if lowest is None else agreeing(lowest, costs)
        if lowest is not None and result.proved < len(lowest):
            sign = -1 if is_maximised(tiers[result.proved]) else 1
            result.bound = sign * lowest[result.proved]
    if alike is not None:
        leaf = Leaf(alike, "alike", folder, cuts)
        decided = {need.id: as_it_is(need, folder)
                   for need in folder.needs.values() if need.is_coupled}
        result.alike = agreeing(checker.prefix(leaf, decided) or [], costs)
    return result


def agreeing(left: list[int], right: list[int]) -> int:
    """How many leading numbers are the same."""
    pairs = enumerate(zip(left, right))
    return next((at for at, (one, other) in pairs if one != other), min(len(left), len(right)))


def as_it_is(need: Need, folder: Folder) -> dict[Quantity, Range]:
    """Decisions that leave a need only the way in which the plan serves it."""
    visits = folder.visits[need.id]
    roles = [role for role, _ in need.kinds]
    return {("visits",): (len(visits), len(visits))} | {
        ("service", row.session, row.resource.id, roles.index(row.cells["角色"])): (1, 1)
        for rows in visits.values() for row in rows if row.cells["角色"] in roles}
