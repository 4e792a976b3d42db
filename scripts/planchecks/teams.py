"""The cheapest team for a visit: by itself, and where cuts count the whole of it."""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Optional, Sequence

from planchecks.cuts import Chain, NeedCuts
from planchecks.lists import Need
from planchecks.vectors import Vector, plus, times

# What a place adds to the inner values of the visit, and the kinds of place that can be filled: of
# two candidates alike in both the cheaper can always take the other's place.
Sort = tuple[tuple[int, ...], tuple[int, ...]]


class Seats:
    """Who sits together: those seated keep their kind of place, the others move where they may."""

    def __init__(self, kinds: list[set[str]], free: list[int], sitting: list[set[str]]) -> None:
        self.kinds, self.free, self.sitting = kinds, free, sitting

    def copy(self) -> Seats:
        return Seats(self.kinds, self.free, [set(ids) for ids in self.sitting])

    def seat(self, id: str, tried: set[int]) -> bool:
        """Seats one more, unless there is no place left for all of them together."""
        for kind, ids in enumerate(self.kinds):
            if id not in ids or kind in tried:
                continue
            tried.add(kind)
            if len(self.sitting[kind]) < self.free[kind]:
                self.sitting[kind].add(id)
                return True
            for other in sorted(self.sitting[kind]):
                if self.seat(other, tried):
                    self.sitting[kind].remove(other)
                    self.sitting[kind].add(id)
                    return True
        return False


def begun(
    need: Need, kinds: list[set[str]], wanted: set[str], seated: dict[str, int]
) -> Optional[tuple[Seats, list[str]]]:
    """The seats with those who must come, and who they are; None when they have no place."""
    free = [count for _, count in need.kinds]
    for id, kind in seated.items():
        free[kind] -= 1
        if id not in kinds[kind] or free[kind] < 0:
            return None
    seats, chosen = Seats(kinds, free, [set() for _ in free]), list(seated)
    for id in wanted - set(seated):
        if not seats.seat(id, set()):
            return None
        chosen.append(id)
    return seats, chosen


def choose(
    need: Need, kinds: list[set[str]], costs: dict[str, Vector], wanted: set[str],
    seated: dict[str, int]
) -> Optional[list[str]]:
    """The cheapest different resources for all places of a visit; None when there are too few.

    What a resource costs does not depend on the kind of place it fills, so the sets that can sit
    together are a matroid: the cheapest that still fits is always right. Those who must come go
    first.
    """
    if need.places == 1 and not wanted and not seated:
        return [min(kinds[0], key=lambda id: costs[id])]
    first = begun(need, kinds, wanted, seated)
    if first is None:
        return None
    seats, chosen = first
    for id in sorted(set(costs) - set(chosen), key=lambda id: costs[id]):
        if len(chosen) == need.places:
            break
        if seats.seat(id, set()):
            chosen.append(id)
    return chosen if len(chosen) == need.places else None


def cost_of_team(
    need: Need, kinds: list[set[str]], costs: dict[str, Vector], wanted: set[str],
    seated: dict[str, int], session: int, cuts: Optional[NeedCuts]
) -> Optional[Vector]:
    """The smallest cost of a visit's places, with what cuts add; None when too few can come."""
    counts = {id: cuts.place(id, session) for id in costs} if cuts else {}
    if cuts is None or len(set(counts.values())) == 1:  # any team is worth the same in the cuts
        team = choose(need, kinds, costs, wanted, seated)
        if team is None:
            return None
        total = costs[team[0]]
        for id in team[1:]:
            total = plus(total, costs[id])
        if cuts is None:
            return total
        return plus(total, cuts.chain.worth(
            summed([cuts.visit(session), *(counts[id] for id in team)])))
    if need.places == 1 and not wanted and not seated:
        return cost_of_one(costs, counts, cuts, session)
    first = begun(need, kinds, wanted, seated)
    if first is None:
        return None
    seats, chosen = first
    total = cuts.chain.zero
    for id in chosen:
        total = plus(total, costs[id])
    left, candidates = need.places - len(chosen), []
    alike: Counter[Sort] = Counter()
    for id in sorted(set(costs) - set(chosen), key=lambda id: costs[id]):
        sort = counts[id], tuple(kind for kind, ids in enumerate(kinds) if id in ids)
        alike[sort] += 1
        if alike[sort] <= left:
            candidates.append(Candidate(id, costs[id], sort))
    search = TeamSearch(cuts.chain, left, candidates)
    inner = summed([cuts.visit(session), *(counts[id] for id in chosen)])
    search.extend(0, left, total, inner, seats, frozenset())
    return search.best


def cost_of_one(
    costs: dict[str, Vector], counts: dict[str, tuple[int, ...]], cuts: NeedCuts, session: int
) -> Vector:
    """The same for a single place that anybody may fill."""
    cheapest: dict[tuple[int, ...], Vector] = {}
    for id, count in counts.items():
        if count not in cheapest or costs[id] < cheapest[count]:
            cheapest[count] = costs[id]
    visit = cuts.visit(session)
    return min(plus(cost, cuts.chain.worth(summed([visit, count])))
               for count, cost in cheapest.items())


def summed(rows: list[Sequence[int]]) -> list[int]:
    return [sum(column) for column in zip(*rows)]


@dataclass
class Candidate:
    id: str
    cost: Vector
    sort: Sort

    @property
    def counts(self) -> tuple[int, ...]:
        return self.sort[0]


class TeamSearch:
    """Branch and bound over the teams, candidates in the order of their own cost.

    A team begun costs no less than it does now, with the cheapest of the candidates left and, in
    the cuts, with the smallest inner values that as many of them can add.
    """

    def __init__(self, chain: Chain, places: int, candidates: list[Candidate]) -> None:
        self.chain, self.candidates = chain, candidates
        self.best: Optional[Vector] = None
        self.sums = [chain.zero]  # of the costs of the first candidates
        for candidate in candidates:
            self.sums.append(plus(self.sums[-1], candidate.cost))
        # By the first candidate and the number of places left: the least that is added.
        self.least: list[list[list[int]]] = []
        smallest: list[list[int]] = [[] for _ in chain.links]
        for candidate in reversed(candidates):
            smallest = [sorted([*own, count])[:places]
                        for own, count in zip(smallest, candidate.counts)]
            self.least.append([[sum(own[:n]) for own in smallest] for n in range(places + 1)])
        self.least.reverse()

    def bound(self, at: int, left: int, cost: Vector, inner: list[int]) -> Vector:
        """What no team costs less than that fills its places with candidates from `at`."""
        cheapest = plus(self.sums[at + left], times(-1, self.sums[at]))
        return plus(plus(cost, cheapest), self.chain.worth(summed([inner, self.least[at][left]])))

    def extend(
        self, start: int, left: int, cost: Vector, inner: list[int], seats: Seats, out: frozenset
    ) -> None:
        """Tries the teams that go on with candidates from `start`, none of a sort that is out."""
        if left == 0:
            total = plus(cost, self.chain.worth(inner))
            self.best = total if self.best is None else min(self.best, total)
            return
        for at in range(start, len(self.candidates) - left + 1):
            if self.best is not None and self.bound(at, left, cost, inner) >= self.best:
                return  # with a later one first they cost no less
            own = self.candidates[at]
            if own.sort in out:
                continue
            more = seats.copy()
            if more.seat(own.id, set()):
                self.extend(at + 1, left - 1, plus(cost, own.cost), summed([inner, own.counts]),
                            more, out)
            out |= {own.sort}
