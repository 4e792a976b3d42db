"""The cuts of a certificate: combinations that are rounded down item by item.

What they are, and why the values of all items come to no more than the right-hand side, is in
CertificateFormat.md.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Iterable, Optional, Sequence

from planchecks.documents import Fault
from planchecks.lists import Folder, Need
from planchecks.vectors import Vector, plus, times

LARGEST = 2**40  # of every integer of a cut
SECTIONS = ["resourceSessions", "resources", "units", "areas"]
Numbers = dict[int, int]  # by cut


@dataclass
class Share:
    """The part of a need in a cut."""

    account: int
    visit: int
    days: list[int]

    def left(self, visits: int) -> int:
        """What so many visits leave of the account."""
        return self.account - visits * self.visit - (sum(self.days) if visits else 0)


@dataclass
class Cut:
    """A cut, read; `pairs` holds factor and account by section and name, slots by their key."""

    modulus: int
    pairs: dict[str, dict[Any, tuple[int, int]]]
    shares: dict[str, Share]
    earlier: Numbers

    @property
    def accounts(self) -> int:
        return (sum(account for pairs in self.pairs.values() for _, account in pairs.values())
                + sum(share.account for share in self.shares.values()))


class Cuts:
    """The cuts of a certificate by number, with their right-hand sides."""

    def __init__(self, cuts: list[dict[str, Any]], folder: Folder) -> None:
        self.folder = folder
        self.numbers = {str(number): number for number in range(len(cuts))}
        self.cuts = [self.cut(cut, number) for number, cut in enumerate(cuts)]
        self.limits: list[int] = []
        for cut in self.cuts:
            whole = cut.accounts + sum(f * self.limits[c] for c, f in cut.earlier.items())
            self.limits.append(whole // cut.modulus)

    def cut(self, cut: dict[str, Any], number: int) -> Cut:
        where, folder = f"cuts[{number}]", self.folder
        if not 2 <= cut["modulus"] <= LARGEST:
            raise Fault(f"{where}.modulus: not from 2 to {LARGEST}")
        names = [folder.slots, folder.resources, folder.units, folder.requested]
        pairs = {key: entries(cut, key, where, own) for key, own in zip(SECTIONS, names)}
        pairs["resourceSessions"] = {
            folder.slots[name]: pair for name, pair in pairs["resourceSessions"].items()}
        earlier: Numbers = {}
        for name, factor in cut["cuts"].items():
            if self.numbers.get(name, number) >= number:
                raise Fault(f"{where}.cuts: {name} is no earlier cut")
            if not 0 <= factor <= LARGEST:
                raise Fault(f"{where}.cuts.{name}: not from 0 to {LARGEST}")
            earlier[self.numbers[name]] = factor
        return Cut(cut["modulus"], pairs, shares(cut["needs"], f"{where}.needs", folder), earlier)


def entries(
    cut: dict[str, Any], key: str, where: str, names: Any
) -> dict[str, tuple[int, int]]:
    """The pairs of a section, by name."""
    for name, pair in cut[key].items():
        if name not in names:
            raise Fault(f"{where}.{key}: the lists have no {name}")
        if len(pair) != 2 or any(abs(number) > LARGEST for number in pair):
            raise Fault(f"{where}.{key}.{name}: not factor and account in their range")
    return {name: tuple(pair) for name, pair in cut[key].items()}


def shares(needs: dict[str, Any], where: str, folder: Folder) -> dict[str, Share]:
    for name, share in needs.items():
        days = share.get("days", [])
        if name not in folder.needs:
            raise Fault(f"{where}: the lists have no {name}")
        if max(abs(share["account"]), abs(share["visit"])) > LARGEST:
            raise Fault(f"{where}.{name}: account or visit beyond its range")
        if "days" in share and (
                len(days) != 7 or any(not 0 <= day <= LARGEST for day in days)):
            raise Fault(f"{where}.{name}.days: not seven from 0 to {LARGEST}")
    return {name: Share(share["account"], share["visit"], share.get("days", [0] * 7))
            for name, share in needs.items()}


@dataclass
class Link:
    """A cut among those that touch something, in the order of their numbers."""

    number: int
    modulus: int
    earlier: list[tuple[int, int]]  # those before it in the chain: position and factor
    price: Vector


class Chain:
    """The cuts that touch something: what it is worth in them follows from its inner values.

    The worth grows with each inner value, factors of cuts and prices being at least 0: of lower
    bounds of the inner values it is a lower bound.
    """

    def __init__(self, links: list[Link], zero: Vector) -> None:
        self.links, self.zero = links, zero

    def worth(self, inner: Sequence[int]) -> Vector:
        values: list[int] = []
        total = self.zero
        for link, own in zip(self.links, inner):
            for at, factor in link.earlier:
                own += factor * values[at]
            values.append(own // link.modulus)
            total = plus(total, times(values[-1], link.price))
        return total


class PricedCuts:
    """The cuts that a leaf prices, and the earlier ones that they rest on."""

    def __init__(self, cuts: Cuts, prices: dict[str, Vector], zero: Vector) -> None:
        self.folder, self.zero = cuts.folder, zero
        self.prices = {cuts.numbers[name]: price for name, price in prices.items() if price > zero}
        needed = set(self.prices)
        for number in range(len(cuts.cuts) - 1, -1, -1):
            if number in needed:
                needed |= {c for c, factor in cuts.cuts[number].earlier.items() if factor}
        self.used = {number: cuts.cuts[number] for number in sorted(needed)}
        self.constant = zero  # less the right-hand sides
        for number, price in self.prices.items():
            self.constant = plus(self.constant, times(-cuts.limits[number], price))
        # By section and name: factor and account in each cut that has the entry.
        self.entries: dict[str, dict[Any, dict[int, tuple[int, int]]]] = {
            section: {} for section in SECTIONS}
        for number, cut in self.used.items():
            for section, pairs in cut.pairs.items():
                for name, pair in pairs.items():
                    self.entries[section].setdefault(name, {})[number] = pair
        # By resource, and by resource and session: the factors of a place.
        self.factors: dict[Any, Numbers] = {}
        # By cut: the resources whose places it counts, in whatever session.
        self.counted: dict[int, set[str]] = {number: set() for number in self.used}
        for section in SECTIONS[:3]:
            for name, own in self.entries[section].items():
                for key in cuts.folder.units[name].members if section == "units" else [name]:
                    self.count(key, own)

    def count(self, key: Any, own: dict[int, tuple[int, int]]) -> None:
        for number, (factor, _) in own.items():
            if factor:
                factors = self.factors.setdefault(key, {})
                factors[number] = factors.get(number, 0) + factor
                self.counted[number].add(key if isinstance(key, str) else key[0])

    def named(self, section: str) -> Iterable[Any]:
        """What has an entry in a cut that counts."""
        return self.entries[section].keys()

    def chain(self, own: Iterable[int]) -> Chain:
        """The cuts that touch something: those of its own, and those that rest on them."""
        own, links = set(own), []
        at: Numbers = {}
        for number, cut in self.used.items():
            earlier = [(at[c], factor) for c, factor in cut.earlier.items() if factor and c in at]
            if number in own or earlier:
                at[number] = len(links)
                links.append(Link(
                    number, cut.modulus, earlier, self.prices.get(number, self.zero)))
        return Chain(links, self.zero)

    def added(self, section: str, name: Any) -> Optional[Callable[[int], Vector]]:
        """What cuts add to the cost of n places, or visits of an area; None where none does."""
        own = self.entries[section].get(name)
        if own is None:
            return None
        chain = self.chain(own)
        pairs = [own.get(link.number, (0, 0)) for link in chain.links]
        return lambda n: chain.worth([account - n * factor for factor, account in pairs])

    def of(self, need: Need, candidates: set[str]) -> Optional[NeedCuts]:
        """What cuts add to the ways of a need; None where none does."""
        area = self.entries["areas"].get(self.folder.area(need), {})
        own = [number for number, cut in self.used.items()
               if need.id in cut.shares or number in area
               or not self.counted[number].isdisjoint(candidates)]
        return NeedCuts(self, need, area, self.chain(own)) if own else None


class NeedCuts:
    """What cuts add to the visits of a need and to how many it has."""

    def __init__(
        self, cuts: PricedCuts, need: Need, area: dict[int, tuple[int, int]], chain: Chain
    ) -> None:
        self.factors, self.chain, none = cuts.factors, chain, Share(0, 0, [0] * 7)
        self.numbers = [link.number for link in chain.links]
        self.shares = [cuts.used[number].shares.get(need.id, none) for number in self.numbers]
        self.area = [area.get(number, (0, 0))[0] for number in self.numbers]
        self.nothing = (0,) * len(self.numbers)

    def visit(self, session: int) -> list[int]:
        """The inner values of a visit without its places."""
        return [area + share.visit + share.days[session // 3]
                for area, share in zip(self.area, self.shares)]

    def place(self, id: str, session: int) -> tuple[int, ...]:
        """What a place adds to the inner values of its visit."""
        found = [self.factors[key] for key in (id, (id, session)) if key in self.factors]
        if not found:
            return self.nothing
        return tuple(sum(own.get(number, 0) for own in found) for number in self.numbers)

    def whole(self, visits: int) -> Vector:
        """What the need's own item costs with so many visits."""
        return self.chain.worth([share.left(visits) for share in self.shares])
