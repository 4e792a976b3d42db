"""Worse plans whose tiers are called closed by search, and what is to be thought of them."""
from __future__ import annotations

import copy
from itertools import permutations
from random import Random
from typing import Optional

from mutantchecks.brute import Place
from mutantchecks.folder import Case, Mutant
from mutantchecks.kinds import Kind, any_worse, next_best, worse
from mutantchecks.world import Need, World

Seat = tuple[str, str]  # role and resource
Way = dict[int, frozenset[Seat]]  # by session
PLANS = [any_worse, next_best, worse("resource", "session", "both", "exchange"),
         worse("drop visit", "drop need")]
SEARCH = {"search-uncoupled", "search-proved", "search-alike", "search-improved"}


def coupled(world: World) -> list[Need]:
    """The needs whose visits or places hang together."""
    return [need for need in world.needs
            if need.places > 1 or (not need.partial and need.visits > 1)
            or any(session is None for _, session in need.pins)
            and need.pins != [need.pins[0]] * need.visits]


def relabelled(plan: Kind, alike: bool) -> Kind:
    """A worse plan that is called closed by search from the first tier that is worse, with the bound
    that the best plan's certificate proves, and with prices for the rest where there are any."""

    def kind(case: Case, random: Random) -> Optional[Mutant]:
        mutant = plan(case, random)
        if mutant is None or (alike and not coupled(case.world)):
            return None
        pairs = list(zip(mutant.plan["tiers"], case.plan["tiers"]))
        first = next(i for i, (own, best) in enumerate(pairs) if own["value"] != best["value"])
        for index, (own, best) in enumerate(pairs[first:]):
            own.update(provedBy="search", bound=None if index else best["value"])
        mutant.plan["status"] = "search"
        if alike:
            mutant.certificate["alike"] = _prices(case, mutant.places)
        return mutant if not alike or mutant.certificate["alike"] else None

    return kind


def _prices(case: Case, places: list[Place]) -> Optional[dict]:
    """The prices that `sandan match` finds where the coupled needs have no choice left."""
    world = copy.deepcopy(case.world)
    for need in coupled(world):
        own = [place for place in places if place[0] == need.id]
        need.sessions = sorted({place[4] for place in own}) or need.sessions
        need.pins = sorted({*need.pins, *((place[3], place[4]) for place in own)}, key=str)
        if not own:
            need.banned, need.requested = [r.id for r in world.resources], []
    files = case.match(world)
    nodes = [] if files is None else Case(case.seed, case.truth, files, case.match).certificate[
        "nodes"]
    return nodes[0]["leaf"] if len(nodes) == 1 else None


def proved_searched(case: Case, random: Random) -> Mutant:
    """The best plan, some tiers of which are called closed by search."""
    mutant = case.mutant()
    entries = mutant.plan["tiers"]
    for entry in entries[random.randrange(len(entries)):]:
        entry.update(provedBy="search", bound=None)
    mutant.plan["status"] = "search"
    return mutant


def ways(need: Need, places: list[Place]) -> Way:
    own = [place for place in places if place[0] == need.id]
    return {session: frozenset((p[2], p[3]) for p in own if p[4] == session)
            for session in {place[4] for place in own}}


def expected(mutant: Mutant) -> tuple[set[str], set[str]]:
    """The rules that both have to name, and those that `sandan verify` alone must or may not."""
    case, own = mutant.case, mutant.costs()
    better = [places for cost, places in case.truth.plans if cost < own]
    held = coupled(case.world)
    if not held:
        return {"search-uncoupled"}, set()
    if not better:
        return {"search-proved"}, set()
    if "alike" not in mutant.certificate or any(
            all(ways(n, places) == ways(n, mutant.places) for n in held) for places in better):
        return {"search-alike"}, set()
    if any(_one_change(case.world, mutant.places, places) for places in better):
        return set(), {"search-improved"}
    return set(), set()


def _one_change(world: World, before: list[Place], after: list[Place]) -> bool:
    """Whether two plans differ by one change of a coupled need; a team that comes more does not
    count, since which one is tried is left open."""
    pairs = [(need, ways(need, before), ways(need, after)) for need in world.needs]
    other = [pair for pair in pairs if pair[1] != pair[2]]
    held = {need.id for need in coupled(world)}
    if len(other) == 1 and other[0][0].id in held:
        need, old, new = other[0]
        gone, come = set(old.items()) - set(new.items()), set(new.items()) - set(old.items())
        if not new or len(gone) == 1 and not come:
            return True
        if len(come) == 1 and not gone:
            return need.places == 1
        if len(come) == len(gone) == 1:
            (session, left), (time, right) = *gone, *come
            return left == right or need.places == 1 or (
                session == time and bool(_replaced(left, right)))
        return any(
            one[0] == two[0] and _replaced(one[1], two[1]) and other[0] == last[0]
            and _replaced(other[1], last[1]) == (_replaced(one[1], two[1]) or ("", ""))[::-1]
            for one, other in permutations(gone, 2) for two, last in permutations(come, 2)
        ) if len(gone) == len(come) == 2 else False
    if len(other) == 2 and held & {need.id for need, _, _ in other}:
        changes = []
        for _, old, new in other:
            sessions = [s for s in old.keys() | new.keys() if old.get(s) != new.get(s)]
            if len(sessions) != 1 or not old.keys() == new.keys():
                return False
            changes.append(_replaced(old[sessions[0]], new[sessions[0]]))
        return None not in changes and changes[0] == changes[1][::-1]
    return False


def _replaced(left: frozenset[Seat], right: frozenset[Seat]) -> Optional[tuple[str, str]]:
    """Who came for whom in one place of a visit; None for another difference."""
    gone, come = left - right, right - left
    if len(gone) != 1 or len(come) != 1:
        return None
    (role, old), (same, new) = *gone, *come
    return (old, new) if role == same else None


SEARCHED: list[tuple[str, str, Kind]] = [
    ("search-proved", "search: proved in truth", proved_searched),
    *(("search-alike", f"search: worse, relabelled ({number})", relabelled(plan, False))
      for number, plan in enumerate(PLANS, 1)),
    *(("search-improved", f"search: worse, with prices ({number})", relabelled(plan, True))
      for number, plan in enumerate(PLANS, 1)),
]
