"""The witness of a smallest change, replayed on the lists with the change made."""
from __future__ import annotations

import copy
from collections import Counter
from itertools import combinations
from typing import Any, Iterator

from planchecks.lists import INDEX, Folder, Need, Resource

MOST_PAIRED = 12  # other needs of a witness that are tried two by two
Place = tuple[str, int, str]  # resource, session, role


def replay_faults(folder: Folder, need: Need, change: dict[str, Any]) -> Iterator[str]:
    """What a smallest change claims and is not so; nothing where nothing is said to have been found."""
    if not change["witness"]:
        return
    items = change["changes"]
    faults = list(Replay(folder, need, items).faults(change["witness"]))
    yield from faults
    for who, kept in _without_each(change["witness"], need):
        if not faults and not any(Replay(folder, need, items).faults(kept)):
            yield f"{who} is moved for nothing"
    for number, item in enumerate(items):
        others = items[:number] + items[number + 1:]
        if not faults and item["change"] != "visit" and not any(
                Replay(folder, need, others).faults(change["witness"])):
            yield f"without {item['change']} it goes as well"


def _without_each(
        moves: list[dict[str, Any]], need: Need) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The witness without the moves of all other needs, of one, of two, and each visit given up."""
    others = sorted({move["need"] for move in moves} - {need.id})
    groups = [tuple(others)] if len(others) > 2 else []
    groups += combinations(others, 2) if len(others) <= MOST_PAIRED else []
    for group in groups:
        yield " ".join(group), [move for move in moves if move["need"] not in group]
    for who in others:
        own = [move for move in moves if move["need"] == who]
        yield who, [move for move in moves if move["need"] != who]
        given = sorted({str(move["from"]).partition("@")[2] for move in own
                        if move.get("to") is None and move.get("from") is not None})
        for session in given if len(own) > 1 else []:
            yield who, [move for move in moves if move["need"] != who or move.get("to") is not None
                        or str(move["from"]).partition("@")[2] != session]


class Replay:
    """The lists as they are changed for a need, and the plan's places."""

    def __init__(self, folder: Folder, need: Need, items: list[dict[str, Any]]) -> None:
        self.folder, self.need = folder, copy.copy(need)
        self.resources: dict[str, Resource] = {}
        self.raised: Counter[tuple[str, str]] = Counter()
        for item in items:
            self._make(item)

    def _make(self, item: dict[str, Any]) -> None:
        kind = item["change"]
        if kind == "window":
            session = INDEX[item["session"]]
            self.need.sessions = self.need.sessions | {session}
            if item["extendsDue"] and self.need.due is not None:
                self.need.due = max(self.need.due, self.folder.date(session))
            return
        name = item["resource"]
        row = self.resources.setdefault(name, copy.copy(self.folder.resources[name]))
        if kind == "visit":
            for limit in ("weekly", "perSession"):
                self.raised[name, limit] += item[limit]
        elif kind == "session":
            row.sessions = row.sessions | {INDEX[item["session"]]}
        elif kind == "area":
            row.areas = (*row.areas, self.need.grid)
        elif kind == "category":
            row.categories = row.categories | {self.need.category}
        elif kind == "role":
            row.roles = row.roles | {item["role"]}
        elif kind == "skill":
            row.skills = row.skills | {item["skill"]}

    def faults(self, moves: list[dict[str, Any]]) -> Iterator[str]:
        """What keeps the places, filled as the witness says, from serving the need."""
        filled: dict[str, Counter[Place]] = {}
        loads = Counter((row.resource.id, row.session) for row in self.folder.rows)
        touched = {name for name, _ in self.raised}
        for move in moves:
            need, role = move["need"], move.get("role") or ""
            own = filled.setdefault(need, Counter(
                (row.resource.id, row.session, row.cells["角色"])
                for rows in self.folder.visits[need].values() for row in rows))
            for end, sign in (("from", -1), ("to", 1)):
                if move.get(end) is None:
                    continue
                name, session = self.folder.slots[move[end]]
                if sign < 0 and own[name, session, role] == 0:
                    yield f"{need} has no service {move[end]}"
                    return
                if sign > 0 and not self._passes(need, role, name, session):
                    yield f"{need} may not have {move[end]}"
                own[name, session, role] += sign
                loads[name, session] += sign
                touched.add(name)
        if self.need.id not in filled:
            yield "the need itself has no new place"
        for id, places in filled.items():
            yield from self._need_faults(id, list(places.elements()))
        for name in sorted(touched):
            row = self.folder.resources[name]
            week = sum(count for (other, _), count in loads.items() if other == name)
            most = max((count for (other, _), count in loads.items() if other == name), default=0)
            for limit, load, allowed in (("weekly", week, row.weekly),
                                         ("perSession", most, row.per_session)):
                if max(0, load - allowed) != self.raised[name, limit]:
                    yield f"{name} {limit}: {load}, {allowed} + {self.raised[name, limit]} allowed"

    def _passes(self, id: str, role: str, name: str, session: int) -> bool:
        """Whether the changed lists let a resource fill a place."""
        need = self.need if id == self.need.id else self.folder.needs[id]
        row = self.resources.get(name, self.folder.resources[name])
        masks = self.folder.need_sessions(need) | self.folder.resource_sessions(row)
        return not any(self.folder.failures(need, role, row)) and all(
            session in mask for mask in masks.values())

    def _need_faults(self, id: str, places: list[Place]) -> Iterator[str]:
        """What is wrong with a need whose places are filled so."""
        need, before = self.folder.needs[id], len(self.folder.visits[id])
        keeps = self.folder.priority(need) <= self.folder.priority(self.need)
        least = need.visits if id == self.need.id else before if keeps else 0
        sessions = {session for _, session, _ in places}
        if not least <= len(sessions) <= need.visits:
            yield f"{id}: {len(sessions)} visits, not {least} to {need.visits}"
        if not need.partial and len(sessions) not in (0, need.visits):
            yield f"{id}: neither all visits nor none"
        if len({session // 3 for session in sessions}) < len(sessions):
            yield f"{id}: two visits on a day"
        for session in sessions:
            team = [(name, role) for name, other, role in places if other == session]
            if Counter(role for _, role in team) != Counter(dict(need.kinds)):
                yield f"{id}: places that are not those of a visit"
            if len({name for name, _ in team}) < len(team):
                yield f"{id}: somebody fills two places of a visit"
        for (name, session), count in need.pins.items():
            held = sum(other == name and session in (None, at) for other, at, _ in places)
            if held < (count if session is None else 1):
                yield f"{id}: its pin {name} is not kept"
