"""Whether the reasons of unmet needs are true: worked out again from the lists and the services.

Of `higher-tier` and `equal-plan` the room, the names and the tiers' proofs; `prices` has the amount.
"""
from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import Any, Callable, Iterable, Iterator, Optional

from planchecks.certificate import Checker
from planchecks.lists import INDEX, SESSIONS, Folder, Need, Resource, Row
from planchecks.rules import Breach

MOST_TOLD = 60
LARGEST_SET = 120  # slots and holders of a tight set that is told
RULES = ["category", "role", "skills", "exclusions", "area", "banned", "open", "need-sessions",
         "resource-sessions", "reported", "due", "valid"]
OF_BEST_PLAN = {"higher-tier", "equal-plan", "unpriced", "cut-off"}
Slot = tuple[str, int]  # resource and session
Visit = list[list[str]]  # for each place, the resources that could fill it
Room = tuple[Callable[[str, int], bool], Callable[[str], int]]  # in a session; left in the week


def reason_breaches(folder: Folder) -> Iterator[Breach]:
    """What the reasons in plan.json claim and is not so; of a plan alone, that there are none."""
    if folder.plan.get("planOnly"):
        yield from _plan_alone(folder)
        return
    reasons = Reasons(folder)
    for entry in folder.plan["unmet"]:
        if "reason" not in entry:
            yield "plan-only", f"{entry['need']}: no reason, and plan.json does not say planOnly"
            continue
        need = folder.needs.get(entry["need"])
        if need is None or len(folder.visits[need.id]) >= need.visits:
            continue
        code = entry["reason"]["code"]
        fault = reasons.fault(need, entry["reason"])
        if folder.plan.get("byHand") is not None and code in OF_BEST_PLAN:
            yield "reason-by-hand", f"{need.id}: {code} compares with the best plan"
        if fault:
            rule = "tight-set" if code in ("sessions-full", "weeks-full") else code
            yield f"reason-{rule}", f"{need.id}: {fault}"
        further = reasons.further(need)
        if further != [
                (obstacle["visits"], stripped(obstacle["reason"]))
                for obstacle in entry.get("further") or []]:
            yield "reason-further", f"{need.id}: should be {further}"


def _plan_alone(folder: Folder) -> Iterator[Breach]:
    """Rule `plan-only`."""
    if folder.plan["changesCutOff"]:
        yield "plan-only", "changesCutOff, though no change was asked for"
    for entry in folder.plan["unmet"]:
        if more := sorted(entry.keys() - {"need", "missing"}):
            yield "plan-only", f"{entry['need']}: {';'.join(more)}"


def stripped(reason: dict[str, Any]) -> dict[str, Any]:
    """A reason without the keys that are null."""
    return {key: value for key, value in reason.items() if value is not None}


def fills(visits: list[Visit], week: Callable[[str], int]) -> bool:
    """Whether every place can be filled, in a visit by different resources, within their weeks."""
    places = [(number, able) for number, visit in enumerate(visits) for able in visit]
    at: dict[int, str] = {}
    holder: dict[tuple[int, str], int] = {}
    load: Counter[str] = Counter()

    def put(place: int, resource: str) -> None:
        number = places[place][0]
        if place in at:
            load[at[place]] -= 1
            del holder[number, at[place]]
        at[place] = resource
        holder[number, resource] = place
        load[resource] += 1

    def seat(place: int, seen: set[Any]) -> bool:
        if place in seen:
            return False
        seen.add(place)
        number, able = places[place]
        for resource in able:
            if (number, resource) in seen:
                continue
            seen.add((number, resource))
            if (number, resource) in holder:
                if not seat(holder[number, resource], seen):
                    continue
            elif load[resource] >= week(resource):
                if resource in seen:
                    continue
                seen.add(resource)
                held = [other for other, owner in at.items() if owner == resource]
                if not any(seat(other, seen) for other in held):
                    continue
            put(place, resource)
            return True
        return False

    return all(seat(place, set()) for place in range(len(places)))


class Reasons:
    """The facts that reasons rest on."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.able = Checker(folder).able
        self.loads = self.loads_of(folder.rows)
        self.rows_of: dict[str, list[Row]] = defaultdict(list)
        for row in folder.rows:
            self.rows_of[row.resource.id].append(row)
        self.closed = set()
        for tier in folder.plan["tiers"]:
            if tier["provedBy"] == "open":
                break
            self.closed.add(tier["name"])
        self.firm_rows: dict[int, list[Row]] = {}

    @staticmethod
    def loads_of(rows: Iterable[Row]) -> tuple[Counter[Slot], Counter[str]]:
        rows = list(rows)
        return (Counter((row.resource.id, row.session) for row in rows),
                Counter(row.resource.id for row in rows))

    def fault(self, need: Need, reason: dict[str, Any]) -> Optional[str]:
        """What is wrong with a reason; None when it is right."""
        code = reason["code"]
        if code == "no-candidate":
            return self.no_candidate(need, reason)
        able = self.fillable(need)
        if code == "role-unfilled":
            kinds = [role for role, _ in need.kinds]
            if not need.is_team or reason["role"] not in kinds:
                return "no such role"
            others = self.fillable(need, kinds.index(reason["role"]))
            told = [INDEX[session] for session in reason["sessions"]]
            right = told == others and not able and self.blamed(need) == reason["role"]
            return None if right else "the role can be filled, or another is to blame"
        if not able:
            return "nobody could come in any session"
        days = len({session // 3 for session in able})
        gains = need.partial and len(self.folder.visits[need.id]) < days
        if code == "few-days":
            told = (reason["days"], reason["visits"])
            right = told == (days, need.visits) and days < need.visits and not gains
            return None if right else f"{days} days, or a further visit"
        if days < need.visits and not gains:
            return f"few-days: {days}"
        own = f"served.{self.folder.priority(need)}"
        few = self.few_places(need, able)
        if code == "few-places":
            return None if few == reason else f"should be {few}"
        if few is not None:
            return f"should be {few}"
        if code in ("sessions-full", "weeks-full"):
            return self.tight_set(need, reason)
        closed = self.closure(need)
        if closed is not None:
            return f"should be a tight set: {closed}"
        if code == "cut-off":
            gap = self.folder.plan["cutOff"] or self.folder.plan["status"] == "gap"
            return None if gap and own not in self.closed else f"{own} is closed"
        held = self.places_held(need, able)
        if code == "by-hand":
            if self.folder.plan.get("byHand") is None:
                return "the plan was not changed by hand"
            return None if own not in self.closed or held is None else f"should be {held}"
        if code in ("places-held", "all-or-nothing"):
            if own not in self.closed:
                return f"{own} is open"
            return None if held == reason else f"should be {held}"
        if held is not None:
            return f"should be {held}"
        if code == "unpriced":
            return None if own in self.closed else f"{own} is open"
        if code == "equal-plan":
            return self.losers(need, reason) or (
                "a tier is open" if self.folder.plan["status"] == "gap" else None)
        if code == "higher-tier":
            if reason["tier"] not in self.closed or reason["by"] <= 0:
                return f"{reason['tier']} {reason['by']}"
            return self.losers(need, reason)
        return f"no such code: {code}"

    def losers(self, need: Need, reason: dict[str, Any]) -> Optional[str]:
        """What is wrong with the needs that are said to be served less often."""
        names = reason["instead"]
        known = all(self.folder.visits.get(name) and name != need.id for name in names)
        if known and names == sorted(set(names)) and len(names) <= MOST_TOLD:
            return None
        return f"instead: {names}"

    def no_candidate(self, need: Need, reason: dict[str, Any]) -> Optional[str]:
        """Whether some kind of place lost every resource in the way that is told."""
        told = [(count["rule"], count["resources"]) for count in reason["counts"]]
        near = reason.get("nearest")
        if need.is_team and self.blamed(need) is not None:
            return f"should be role-unfilled: {self.blamed(need)}"
        for kind, (role, _) in enumerate(need.kinds):
            if self.able[need.id][kind]:
                continue
            if reason.get("role") != (role if need.is_team else None):
                return f"the role is {role}"
            failed = {r.id: self.failed(need, role, r) for r in self.folder.resources.values()}
            counts = Counter(rule for rules in failed.values() for rule in rules)
            order = sorted(counts.items(), key=lambda pair: (-pair[1], RULES.index(pair[0])))
            if order != told:
                break
            if not failed:
                return None if near is None else "nobody could miss it"
            first = min(failed, key=lambda id: (len(failed[id]), id))
            alike = sum(rules == failed[first] for rules in failed.values())
            if near == {"resource": first, "rules": failed[first], "alike": alike}:
                return None
            break
        return "the counts or the nearest miss are others"

    def blamed(self, need: Need) -> Optional[str]:
        """The role without which a team that nobody can fill could come in most sessions; None where
        nobody takes some role and the others have no session in common either."""
        if not need.is_team or self.fillable(need):
            return None
        kinds = range(len(need.kinds))
        most = max(kinds, key=lambda kind: (len(self.fillable(need, kind)), -kind))
        others = len(need.kinds) > 1 and self.fillable(need, most)
        nobody = any(not self.able[need.id][kind] for kind in kinds)
        return need.kinds[most][0] if others or not nobody else None

    def failed(self, need: Need, role: str, resource: Resource) -> list[str]:
        """The rules that a resource fails; those on sessions where together they leave none."""
        failed = set(self.folder.failures(need, role, resource))
        masks = self.folder.need_sessions(need) | self.folder.resource_sessions(resource)
        left, struck = set(range(21)), set()
        for rule in RULES[6:]:
            if left - masks[rule]:
                struck.add(rule)
            left &= masks[rule]
        if not left:
            failed |= struck
        return [rule for rule in RULES if rule in failed]

    def visit(self, need: Need, session: int, usable: Callable[[str], bool],
              only: Optional[int] = None, left_out: Optional[int] = None) -> Visit:
        """For each place of a visit in a session, who could fill it."""
        return [
            [id for id, sessions in self.able[need.id][kind].items()
             if session in sessions and usable(id)]
            for kind, (_, count) in enumerate(need.kinds)
            if only in (None, kind) and kind != left_out for _ in range(count)]

    def fillable(self, need: Need, left_out: Optional[int] = None) -> list[int]:
        """The sessions in which different resources can fill all places of a visit."""
        return [session for session in range(21) if fills(
            [self.visit(need, session, lambda _: True, left_out=left_out)], lambda _: 1)]

    def fitting(self, need: Need, sessions: Iterable[int], only: Optional[int], wanted: int,
                room: Room) -> int:
        """The most visits of a need that fit into some room, up to a number."""
        in_session, in_week = room
        days: list[list[Visit]] = [[] for _ in range(7)]
        for session in sessions:
            visit = self.visit(need, session, lambda id: in_session(id, session), only)
            single = len(visit) == 1
            if all(visit):
                chosen = days[session // 3]
                if single and chosen:  # whoever can come in some session of the day
                    chosen[0] = [[*chosen[0][0], *visit[0]]]
                elif visit not in chosen:
                    chosen.append(visit)
        best = 0

        def choose(day: int, visits: list[Visit]) -> None:
            nonlocal best
            best = max(best, len(visits))
            if day == 7 or best >= wanted or len(visits) + 7 - day <= best:
                return
            for visit in days[day]:
                if fills([*visits, visit], in_week):
                    choose(day + 1, [*visits, visit])
                    if len(visit) == 1:
                        return
            choose(day + 1, visits)

        choose(0, [])
        return min(best, wanted)

    def further(self, need: Need) -> list[tuple[int, dict[str, Any]]]:
        """What stops the last of the visits missing, whatever helps the first: how many, and why."""
        able, served = self.fillable(need), len(self.folder.visits[need.id])
        days = min(need.visits, len({session // 3 for session in able}))
        if not need.partial or need.visits - served < 2 or served >= days:
            return []
        found = []
        few = self.few_places(need, able, days)
        if few is not None and few["possible"] > served:
            found.append((days - few["possible"], few))
        if days < need.visits:
            found.append((need.visits - days, {
                "code": "few-days", "days": days, "visits": need.visits}))
        return found

    def few_places(
        self, need: Need, able: list[int], aim: Optional[int] = None
    ) -> Optional[dict[str, Any]]:
        """The reason that an empty week offers too few places for more visits, when it does."""
        if aim is None:
            aim = len(self.folder.visits[need.id]) + 1 if need.partial else need.visits

        def weekly(id: str) -> int:
            return self.folder.resources[id].weekly

        room = (lambda id, session: True, weekly)
        possible = self.fitting(need, able, None, aim, room)
        if possible >= aim:
            return None
        reason = {"code": "few-places", "possible": possible, "visits": need.visits}
        for kind, (role, _) in enumerate(need.kinds):
            if self.fitting(need, able, kind, aim, room) == possible:
                if need.is_team:
                    reason["role"] = role
                reason["offered"] = sum(
                    min(weekly(id), len({s // 3 for s in sessions & set(able)}))
                    for id, sessions in self.able[need.id][kind].items())
                break
        return reason

    def firm(self, limit: int) -> list[Row]:
        """The rows that a need of a class cannot displace: its class's and higher ones', and of
        lower classes what pins keep when visits are given up, the latest first."""
        if limit in self.firm_rows:
            return self.firm_rows[limit]
        rows: list[Row] = []
        for need in self.folder.needs.values():
            left = dict(self.folder.visits[need.id])
            if self.folder.priority(need) > limit:
                if need.partial or need.visits == 1:
                    for number in sorted(left, key=lambda n: left[n][0].session, reverse=True):
                        fewer = {n: visit for n, visit in left.items() if n != number}
                        if self.keeps_pins(need, fewer):
                            left = fewer
                elif not need.pins:
                    left = {}
            rows += [row for visit in left.values() for row in visit]
        self.firm_rows[limit] = rows
        return rows

    @staticmethod
    def keeps_pins(need: Need, visits: dict[int, list[Row]]) -> bool:
        return all(
            sum(any(row.resource.id == resource and session in (None, row.session)
                    for row in visit) for visit in visits.values())
            >= (count if session is None else 1)
            for (resource, session), count in need.pins.items())

    def places_held(self, need: Need, able: list[int]) -> Optional[dict[str, Any]]:
        """The reason that no visit, or not all, fit beside the firm part; None when they do."""
        firm = self.firm(self.folder.priority(need))
        in_session, in_week = self.loads_of(firm)
        resources = self.folder.resources
        taken = {visit[0].session // 3 for visit in self.folder.visits[need.id].values()}
        free = {session for session in able if session // 3 not in taken}

        def has_room(id: str, session: int) -> bool:
            return in_session[id, session] < resources[id].per_session

        def left(id: str) -> int:
            return resources[id].weekly - in_week[id]

        wanted = 1 if need.partial else need.visits
        possible = self.fitting(need, sorted(free), None, wanted, (has_room, left))
        if possible >= wanted:
            return None
        kind = next((k for k in range(len(need.kinds)) if need.is_team and self.fitting(
            need, sorted(free), k, wanted, (has_room, left)) == possible), None)
        least = 1 if possible == 0 else wanted
        slots: set[Slot] = set()
        weeks: set[str] = set()
        for number, candidates in enumerate(self.able[need.id]):
            if kind not in (None, number):
                continue
            for id, sessions in candidates.items():
                full = {session for session in sessions & free if not has_room(id, session)}
                slots |= {(id, session) for session in full}
                open_days = len({session // 3 for session in (sessions & free) - full})
                if resources[id].weekly > 0 and max(0, left(id)) < min(least, open_days):
                    weeks.add(id)
        holders = sorted({row.need.id for row in firm if row.resource.id in weeks
                          or (row.resource.id, row.session) in slots})
        reason: dict[str, Any] = {
            "code": "places-held" if possible == 0 else "all-or-nothing",
            "slots": [f"{id}@{SESSIONS[session]}" for id, session in sorted(slots)][:MOST_TOLD],
            "slotCount": len(slots), "resources": sorted(weeks)[:MOST_TOLD],
            "resourceCount": len(weeks), "holders": holders[:MOST_TOLD],
            "holderCount": len(holders)}
        if possible > 0:
            reason |= {"possible": possible, "visits": need.visits}
        if kind is not None:
            reason["role"] = need.kinds[kind][0]
        return reason

    def closure(self, need: Need) -> Optional[list[str]]:
        """The smallest set that is closed around a need as `tight_set` asks; None when there is
        none, or when it has more slots and holders than a reason tells."""
        resources, (in_session, in_week) = self.folder.resources, self.loads
        if need.is_team:
            return None
        slots: set[Slot] = set()
        weeks: set[str] = set()
        held: dict[tuple[str, int, str], Row] = {}
        wanted, followed = self.ways(need), 0
        while True:
            for id, session in wanted:
                if (id, session) in slots:
                    continue
                slots.add((id, session))
                rows = []
                if in_session[id, session] >= resources[id].per_session:
                    rows = [row for row in self.rows_of[id] if row.session == session]
                elif in_week[id] < resources[id].weekly:
                    return None
                elif id not in weeks:
                    weeks.add(id)
                    rows = self.rows_of[id]
                    slots |= {(id, row.session) for row in rows}
                held |= {(row.need.id, row.visit, row.resource.id): row for row in rows}
                if len(slots) + len({key[0] for key in held}) > LARGEST_SET:
                    return None
            if followed == len(held):
                return [f"{id}@{SESSIONS[session]}" for id, session in sorted(slots)] or None
            moves, fault = self.moves(list(held.values())[followed], self.folder.priority(need))
            if fault:
                return None
            wanted, followed = moves, followed + 1

    def ways(self, need: Need) -> list[Slot]:
        """The slots that a need without a team could take on days on which it has no visit."""
        taken = {visit[0].session // 3 for visit in self.folder.visits[need.id].values()}
        return [(id, session) for id, sessions in self.able[need.id][0].items()
                for session in sessions if session // 3 not in taken]

    def tight_set(self, need: Need, reason: dict[str, Any]) -> Optional[str]:
        """What is wrong with a tight set."""
        folder, (in_session, in_week) = self.folder, self.loads
        if need.is_team:
            return "a team"
        if any(slot not in folder.slots for slot in reason["slots"]):
            return "a slot of nobody"
        slots = [folder.slots[slot] for slot in reason["slots"]]
        named = reason["resources"] if reason["code"] == "weeks-full" else []
        in_order = all(a < b for names in (slots, named, reason["holders"])
                       for a, b in pairwise(names))
        if not slots or not in_order or (reason["code"] == "weeks-full" and not named):
            return "slots, resources and holders are not in order, each once"
        if any(id not in folder.resources or in_week[id] < folder.resources[id].weekly
               for id in named):
            return "a week with room"
        weeks = set(named)
        full = {slot for slot in slots
                if in_session[slot] >= folder.resources[slot[0]].per_session}
        if any(slot not in full and slot[0] not in weeks for slot in slots):
            return "a slot with room"
        if weeks - {slot[0] for slot in slots if slot not in full}:
            return "a full week without a slot of room"
        blocked: dict[str, set[int]] = defaultdict(set)
        for id, session in slots:
            blocked[id].add(session)
        for id in weeks:
            blocked[id] = set(range(21))
        rows = [row for row in folder.rows
                if row.resource.id in weeks or (row.resource.id, row.session) in full]
        if sorted({row.need.id for row in rows}) != reason["holders"]:
            return "other holders"
        for row in rows:
            moves, fault = self.moves(row, folder.priority(need))
            out = [id for id, session in moves if session not in blocked[id]]
            if fault or out:
                return fault or f"{row.need.id} could move to {out[0]}"
        ways = self.ways(need)
        if not ways or any(session not in blocked[id] for id, session in ways):
            return "the need has a way past the set, or none at all"
        if len(slots) + len(reason["holders"]) > LARGEST_SET:
            return f"more than {LARGEST_SET} slots and holders"
        reached = self.closure(need)
        if reached is not None and reached != [f"{id}@{SESSIONS[at]}" for id, at in slots]:
            return f"slots beside those reached: {reached}"
        return None

    def moves(self, row: Row, limit: int) -> tuple[list[Slot], Optional[str]]:
        """The other slots to which a place could move by itself, or why it could give way."""
        holder, id = row.need, row.resource.id
        if (id, row.session) in holder.pins:
            return [], None
        bound = holder.visits == 1 and not holder.is_team and (id, None) in holder.pins
        if self.folder.priority(holder) > limit and not bound:
            return [], f"{holder.id} is of a lower class"
        if holder.is_team:
            return [], f"{holder.id} is a team"
        elsewhere = {visit[0].session // 3
                     for number, visit in self.folder.visits[holder.id].items()
                     if number != row.visit}
        return [(other, session) for other, sessions in self.able[holder.id][0].items()
                if not bound or other == id for session in sessions
                if session // 3 not in elsewhere and (other, session) != (id, row.session)], None
