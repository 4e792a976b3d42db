"""Kinds of change to the lists and the policy: the plan stays, the fingerprint is renewed."""
from __future__ import annotations

import datetime
from random import Random
from typing import Any, Callable, Optional

from mutantchecks import brute
from mutantchecks.brute import Place, Truth, date
from mutantchecks.folder import Case, Mutant
from mutantchecks.kinds import Kind
from mutantchecks.world import GRIDS, MONDAY, SESSIONS, Need, Resource, World

Change = Callable[[World, Need, Resource, Place, Random], Any]


def are_sound(world: World) -> bool:
    """Whether `sandan check` takes the lists."""
    for need in world.needs:
        if need.reported > MONDAY + datetime.timedelta(6) or (need.roles and need.skills):
            return False
        if need.due is not None and need.due < need.reported:
            return False
        if len(need.pins) > need.visits * need.places:
            return False
        for id, at in need.pins:
            if not any(id in brute.able(world, need, role, session)
                       for role, _ in need.kinds for session in range(21) if at in (None, session)):
                return False
    return all(resource.minimum <= resource.weekly and (resource.categories or resource.roles)
               for resource in world.resources)


def lists(rule: Optional[str], change: Change) -> Kind:
    """The lists changed about one of the services, so that a rule is broken."""

    def kind(case: Case, random: Random) -> Optional[Mutant]:
        for place in random.sample(case.places, len(case.places)):
            mutant = case.mutant()
            world = mutant.world
            need, resource = world.need(place[0]), world.resource(place[3])
            change(world, need, resource, place, random)
            if not are_sound(world):
                continue
            if rule is not None and rule not in brute.rules_broken(world, mutant.places):
                continue
            truth = Truth.of(world)
            if truth is None or (rule is None and truth.best is None):
                continue
            mutant.changed_lists(truth)
            return mutant
        return None

    return kind


def without(values: Optional[list[int]], session: int) -> list[int]:
    left = [s for s in (range(21) if values is None else values) if s != session]
    return left or [(session + 9) % 21]


def _skills(world: World, need: Need, resource: Resource, place: Place, random: Random) -> None:
    need.skills = ["方言", "手语", "驾驶"]


def _without(world: World, need: Need, resource: Resource, place: Place, random: Random) -> None:
    need.without = resource.skills[:1]


def _banned(world: World, need: Need, resource: Resource, place: Place, random: Random) -> None:
    need.banned = need.banned + [resource.id]


def _category(world: World, need: Need, resource: Resource, place: Place, random: Random) -> None:
    resource.categories = ["维修"]


def _role(world: World, need: Need, resource: Resource, place: Place, random: Random) -> None:
    resource.roles = [role for role in resource.roles if role != place[2]]
    resource.categories = resource.categories or ["维修"]


def _area(world: World, need: Need, resource: Resource, place: Place, random: Random) -> None:
    resource.areas = [random.choice(GRIDS)[:random.choice([9, 12])]]


def _open(world: World, need: Need, resource: Resource, place: Place, random: Random) -> None:
    code, on = SESSIONS[place[4]], date(place[4])
    world.closed = world.closed + [random.choice([code, f'"{on}"', f'"{on}{code[1]}"'])]


def _need_sessions(w: World, need: Need, resource: Resource, place: Place, random: Random) -> None:
    need.sessions = without(need.sessions, place[4])


def _sessions(world: World, need: Need, resource: Resource, place: Place, random: Random) -> None:
    resource.sessions = without(resource.sessions, place[4])


def _reported(world: World, need: Need, resource: Resource, place: Place, random: Random) -> None:
    need.reported = date(place[4]) + datetime.timedelta(1)


def _due(world: World, need: Need, resource: Resource, place: Place, random: Random) -> None:
    need.due = date(place[4]) - datetime.timedelta(1)


def _valid(world: World, need: Need, resource: Resource, place: Place, random: Random) -> None:
    resource.valid = date(place[4]) - datetime.timedelta(random.choice([1, 1, 9]))


def _weekly(world: World, need: Need, resource: Resource, place: Place, random: Random) -> None:
    resource.weekly -= 1
    resource.minimum = min(resource.minimum, resource.weekly)


def _per_session(w: World, need: Need, resource: Resource, place: Place, random: Random) -> None:
    resource.per_session = 1


def _visits(world: World, need: Need, resource: Resource, place: Place, random: Random) -> None:
    need.visits = max(1, need.visits - 1)


def _whole(world: World, need: Need, resource: Resource, place: Place, random: Random) -> None:
    need.visits, need.partial = need.visits + 1, False


def _place_more(w: World, need: Need, resource: Resource, place: Place, random: Random) -> None:
    need.roles = [(role, count + 1) for role, count in need.roles]


def _team(world: World, need: Need, resource: Resource, place: Place, random: Random) -> None:
    need.roles, need.skills = [] if need.roles else [("法律", 1)], []


def _pin(world: World, need: Need, resource: Resource, place: Place, random: Random) -> None:
    pairs = [(id, s) for s in range(21) for role, _ in need.kinds
             for id in brute.able(world, need, role, s) if (id, s) != (place[3], place[4])]
    if pairs:
        need.pins = need.pins + [random.choice(pairs)]


def _more(world: World, need: Need, resource: Resource, place: Place, random: Random) -> None:
    """More can be done than before: is the plan still the best?"""
    other = random.choice(world.resources)
    other.weekly += 1
    other.valid = None
    if random.random() < 0.5:
        other.areas, other.per_session = ["*"], other.per_session + 1


def _wants(world: World, need: Need, resource: Resource, place: Place, random: Random) -> None:
    """Wishes, homes and shares change: the values do, and the best plan may."""
    one = random.choice(world.needs)
    one.requested = random.sample([r.id for r in world.resources], 2)
    one.previous = random.choice(world.resources).id
    one.urgency = random.choice(["特急", "紧急", "重要", "一般"])
    other = random.choice(world.resources)
    other.home, other.history = random.choice(GRIDS), random.randrange(4)


BREAKING: list[tuple[str, str, Kind]] = [
    (rule, f"lists: {name}", lists(rule, change)) for rule, name, change in [
        ("skills", "a skill asked for", _skills), ("exclusions", "a skill excluded", _without),
        ("banned", "a resource banned", _banned), ("category", "a category gone", _category),
        ("role", "a role gone", _role), ("area", "another area", _area),
        ("open", "a session closed", _open), ("need-sessions", "the need cannot", _need_sessions),
        ("resource-sessions", "the resource cannot", _sessions),
        ("reported", "reported later", _reported), ("due", "due earlier", _due),
        ("valid", "valid no longer", _valid), ("weekly", "one less a week", _weekly),
        ("per-session", "one a session", _per_session), ("visits", "a visit less asked", _visits),
        ("all-or-nothing", "all of more visits", _whole),
        ("team-incomplete", "a place more", _place_more), ("service-role", "a team or none", _team),
        ("pin", "a pin elsewhere", _pin)]]
# Whether the plan is still the best is recomputed; where it is, the old prices may prove it or not.
SHIFTING: list[tuple[str, str, Kind]] = [
    ("certificate-proof", "lists: more can be done", lists(None, _more)),
    ("certificate-proof", "lists: other wishes", lists(None, _wants)),
]
