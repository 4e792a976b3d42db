"""What plan.json says was changed by hand (人工): taken back, it gives another plan that keeps every
rule, worth what is told of it."""
from __future__ import annotations

import copy
from collections import Counter
from typing import Any, Iterator, Optional

from planchecks.lists import INDEX, SESSIONS, Folder, Row
from planchecks.rules import Breach, filled_by_hand, pair_breaches, tier_values, visit_breaches

Place = tuple[str, str, str, int]  # need, role, resource, session


def place_of(row: Row) -> Place:
    return row.need.id, row.cells["角色"], row.resource.id, row.session


def hand_breaches(folder: Folder) -> Iterator[Breach]:
    """Whether what is said of changes by hand is true."""
    hand = folder.plan.get("byHand")
    if hand is None:
        return
    faults = list(_faults(folder, hand["moves"]))
    for fault in faults:
        yield "by-hand", fault
    if faults:
        return
    before = _before(folder, hand["moves"])
    if before is None:
        yield "by-hand", "a need or a resource that the lists do not have"
        return
    numbered = {"visit-number"}  # how visits were numbered is not asked
    broken = [(rule, about) for row in before.rows for rule, about in pair_breaches(before, row)]
    broken += [breach for breach in visit_breaches(before) if breach[0] not in numbered]
    for rule, about in broken:
        yield "by-hand", f"before: {rule} {about}"
    values = tier_values(before)
    right = [values[tier["name"]] for tier in folder.plan["tiers"]]
    if not broken and right != hand["planned"]:
        yield "by-hand", f"planned {hand['planned']}, should be {right}"


def _end(move: dict[str, Any], key: str) -> Optional[Place]:
    """One end of a move; None where it has none."""
    text = move.get(key)
    if text is None:
        return None
    resource, _, session = text.rpartition("@")
    return move["need"], move.get("role") or "", resource, INDEX[session]


def _faults(folder: Folder, moves: list[dict[str, Any]]) -> Iterator[str]:
    """What is wrong with the moves by themselves."""
    services = Counter(map(place_of, folder.rows))
    if not moves:
        yield "nothing was changed"
    seen: set[Place] = set()
    for move in moves:
        ends = [(_end(move, "from"), 0), (_end(move, "to"), 1)]
        if ends == [(None, 0), (None, 1)]:
            yield f"{move['need']}: neither from nor to"
        for place, times in ends:
            if place is not None and (place in seen or services[place] != times):
                yield f"{move['need']}: {place[2]}@{SESSIONS[place[3]]}"
            seen |= {place} if place is not None else set()
    kinds: dict[tuple[str, str], tuple[list[Place], list[Place]]] = {}
    for move in moves:
        pair = kinds.setdefault((move["need"], move.get("role") or ""), ([], []))
        for own, place in zip(pair, (_end(move, "from"), _end(move, "to"))):
            own.extend([place] if place is not None else [])
    right = []
    for kind in sorted(kinds):
        gone, come = (sorted(own, key=lambda p: (p[3], p[2])) for own in kinds[kind])
        longer = max(len(gone), len(come))
        right += [tuple(own[i] if i < len(own) else None for own in (gone, come))
                  for i in range(longer)]
    if right != [(_end(move, "from"), _end(move, "to")) for move in moves]:
        yield "the changes are not in order, or not paired in order"


def _before(folder: Folder, moves: list[dict[str, Any]]) -> Optional[Folder]:
    """The folder with the services that stood before the changes."""
    before = copy.copy(folder)
    come = filled_by_hand(folder.plan)
    places = [place_of(row) for row in folder.rows if place_of(row) not in come]
    places += [place for move in moves if (place := _end(move, "from")) is not None]
    before.rows = []
    for need, role, resource, session in places:
        if need not in folder.needs or resource not in folder.resources:
            return None
        cells = {"角色": role, "服务单号": f"{need} {resource}@{SESSIONS[session]}"}
        before.rows.append(
            Row(cells, folder.needs[need], folder.resources[resource], session + 1, session))
    before.visits = {id: {} for id in folder.needs}
    for row in before.rows:
        before.visits[row.need.id].setdefault(row.visit, []).append(row)
    before.load = Counter(row.resource.id for row in before.rows)
    return before
