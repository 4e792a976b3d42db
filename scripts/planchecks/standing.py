"""What a plan made again owes to what was dispatched before it."""
from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Iterator, Optional

if TYPE_CHECKING:
    from planchecks.lists import Need, Row

STATES = ["已派", "已接", "拒单", "超时未接"]
BROKEN = ["拒单", "超时未接"]


@dataclass
class Place:
    """A row of lists/standing.csv."""

    need: str
    visit: int
    place: int
    role: str
    resource: str
    session: int
    state: str
    firm: bool = False


class Standing:
    """Places dispatched before, which of them are firm, and who has refused."""

    def __init__(self, places: list[Place], begun: int) -> None:
        self.begun = frozenset(range(begun))
        rank = dict.fromkeys(BROKEN, 1)
        self.places = sorted(places, key=lambda p: (
            p.need, p.visit, p.place, rank.get(p.state, 0), p.resource, p.session))
        self.held: dict[str, list[Place]] = defaultdict(list)
        self.refused: dict[str, set[str]] = defaultdict(set)
        filled = {(p.need, p.visit, p.place) for p in places if p.state not in BROKEN}
        broken = {(p.need, p.visit) for p in places
                  if p.state in BROKEN and (p.need, p.visit, p.place) not in filled}
        for place in self.places:
            if place.state in BROKEN:
                self.refused[place.need].add(place.resource)
                continue
            # A visit that has lost a place has to be made whole again, so it is not firm.
            whole = (place.need, place.visit) not in broken
            place.firm = whole and (place.state == "已接" or place.session in self.begun)
            self.held[place.need].append(place)

    def firm(self, need: str) -> list[Place]:
        return [place for place in self.held.get(need, []) if place.firm]

    def order(self, need: Need) -> None:
        """Gives a need the pins and 回避 that follow."""
        refused = self.refused.get(need.id, set())
        for pin in [pin for pin in need.pins if pin[0] in refused]:
            del need.pins[pin]
        for place in self.firm(need.id):
            need.pins[place.resource, place.session] = max(
                1, need.pins[place.resource, place.session])
        need.banned |= refused - {place.resource for place in self.firm(need.id)}

    def sessions(self, passing: frozenset[int], need: Need, role: str, id: str) -> frozenset[int]:
        """What is left of a pair's sessions: none that has begun but for firm places."""
        own = [place for place in self.firm(need.id) if place.resource == id]
        left = set() if id in self.refused.get(need.id, set()) else set(passing - self.begun)
        for place in own:
            if place.role == role and place.session in passing:
                left.add(place.session)
            elif place.role != role:
                left.discard(place.session)
        return frozenset(left)

    def kept(self, need: str, resource: str, session: int) -> Optional[Place]:
        """The place that stays when the resource serves the need in the session."""
        return next((place for place in self.held.get(need, [])
                     if (place.resource, place.session) == (resource, session)), None)

    def of(self, row: Row) -> Optional[Place]:
        return self.kept(row.need.id, row.resource.id, row.session)

    def breaches(self, row: Row) -> Iterator[str]:
        """The rules that a service breaks which no first plan could break."""
        place = self.of(row)
        is_firm = place is not None and place.firm and place.role == row.cells["角色"]
        if row.session in self.begun and not is_firm:
            yield "open"
        if row.resource.id in self.refused.get(row.need.id, set()) and not is_firm:
            yield "banned"
        if place is not None and place.firm and not is_firm:
            yield "pin"

    @staticmethod
    def numbers(kept: list[Optional[int]]) -> list[int]:
        """What stays keeps its number; what does not takes the smallest that is free."""
        taken: set[int] = set()
        found: list[int] = []
        for number in kept:
            found.append(0 if number is None or number in taken else number)
            taken.add(found[-1])
        for index, number in enumerate(found):
            if number == 0:
                found[index] = next(n for n in range(1, len(taken) + 2) if n not in taken)
                taken.add(found[index])
        return found
