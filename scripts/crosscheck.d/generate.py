"""Draws instances from seeds. Each feature is on or off for a whole instance, so that features
meet in every combination and none drowns the others."""
import collections
import datetime

import model
from lists import (
    CATEGORIES, GROUPS, KINDS, LEVELS, OTHER_TIERS, ROLES, SERVED, SKILLS, Instance, Need, Policy,
    Resource, SplitMix64)

WEEKS = [(2026, 48), (2026, 53), (2027, 1), (2024, 9)]
# How many instances of a hundred have the feature switched on.
SHARES = {
    "closed": 45, "classes": 20, "tiers": 30, "fairness": 30, "levels": 20, "visits": 45,
    "many visits": 30, "skills": 40, "groups": 45, "carried": 40, "requested": 45, "previous": 40,
    "banned": 35, "overdue": 35, "due": 40, "reported": 35, "waited": 25, "per session": 40,
    "minimum": 45, "history": 45, "weight": 45, "expired": 25, "expiring": 35, "idle": 30,
    "session pins": 40, "bare pins": 35, "conflict": 20, "plenty": 45, "teams": 60, "whole": 45,
    "multi pins": 35, "team pins": 50, "partial": 30,
}


def instance(seed, coupled):
    """The instance of a seed, with couplings or without any."""
    return Generator(seed, coupled).instance()


class Generator:
    def __init__(self, seed, coupled):
        self.random = SplitMix64(seed * 2 + coupled)
        self.coupled = coupled
        self.name = f"{'c' if coupled else 'u'}{seed}"
        self.on = {name for name, share in SHARES.items() if self.random.percent(share)}
        if coupled and self.random.percent(50):
            self.on.discard("conflict")  # couplings bring conflicts of their own
        if not coupled:
            self.on -= {"teams", "whole", "multi pins", "team pins"}
        elif not self.on & {"teams", "whole", "multi pins"}:
            self.on.add("teams")

    def has(self, name, share):
        """Whether this row uses a feature, given that the instance has it."""
        return self.random.percent(share) and name in self.on

    def instance(self):
        r = self.random
        self.monday = datetime.date.fromisocalendar(*r.choose(WEEKS), 1)
        size = r.below(100)
        if size < 40:
            needs, resources, width = r.between(3, 6), r.between(2, 4), r.between(2, 4)
        elif size < 95:
            needs, resources, width = r.between(6, 12), r.between(3, 7), r.between(3, 8)
        else:
            needs, resources, width = r.between(30, 60), r.between(10, 20), r.between(5, 12)
        self.pool = sorted(r.sample(range(21), width))
        self.policy = self.make_policy()
        self.grids = self.make_grids()
        self.units = {
            f"单位{number}": r.choose([None, 50, 75, 100, 130, 250, 300])
            if "weight" in self.on else None
            for number in range(1, max(2, resources * 2 // 3) + 1)}
        ids = r.sample(range(100, 999), resources)
        self.resources = [self.make_resource(f"R{number}") for number in ids]
        self.by_id = {resource.id: resource for resource in self.resources}
        self.needs = [self.make_need(f"N{number}") for number in r.sample(range(100, 999), needs)]
        if self.coupled and not any(map(model.is_coupled, self.needs)):
            self.make_team(r.choose(self.needs))
        made = Instance(self.name, self.monday, self.needs, self.resources, self.policy)
        self.pin(made)
        if self.coupled and "whole" in self.on and not any(
                not need.partial and need.visits > 1 for need in self.needs):
            need = r.choose(self.needs)
            if not need.pins:
                need.partial, need.visits = False, max(2, need.visits)
        return made

    def make_policy(self):
        r, policy = self.random, Policy()
        if "levels" in self.on:
            policy.lengths = r.choose([[4, 6, 8, 10], [6, 9, 12, 14], [2, 3, 5, 8]])
        if "fairness" in self.on:
            policy.fairness = r.choose(["county", "town", "grid"])
        if "closed" in self.on:
            weekly, of_day, of_part = (r.choose(self.pool) for _ in range(3))
            day = datetime.timedelta(days=1)
            policy.closed = r.sample(
                [weekly, self.monday + day * (of_day // 3),
                 (self.monday + day * (of_part // 3), of_part % 3), self.monday - day * 3],
                r.between(1, 3))
        if "classes" in self.on:
            policy.classes = [r.below(4) for _ in range(4)]
            policy.group_gain, policy.carried_gain = r.below(4), r.below(4)
            policy.carried_from = r.between(1, 3)
        if "tiers" in self.on:
            others = r.shuffled(OTHER_TIERS)[: r.between(3, len(OTHER_TIERS))]
            slots = sorted(r.sample(range(len(others) + 4), 4))
            policy.tiers = self.merged(slots, others)
        return policy

    @staticmethod
    def merged(slots, others):
        """The served tiers at the slots, the others in between."""
        served, rest = iter(SERVED), iter(others)
        return [next(served) if i in slots else next(rest) for i in range(len(others) + 4)]

    def make_grids(self):
        """Codes of grids and communities over one or two counties, a few of each."""
        r, lengths = self.random, self.policy.lengths

        def below(codes, level, most):
            width = lengths[level] - (lengths[level - 1] if level else 0)
            return [
                code + f"{number:0{width}}" for code in codes
                for number in r.sample(range(1, min(10 ** width, 100)), r.between(1, most))]

        counties = below([""], 0, 2)
        communities = below(below(counties, 1, 2), 2, 2)
        return below(communities, 3, 2) + communities

    def make_resource(self, identifier):
        r = self.random
        unit = r.choose(list(self.units))
        weekly = r.between(3, 9) if "plenty" in self.on else r.between(1, 4)
        resource = Resource(identifier, unit, self.make_areas(), weekly, kind=r.choose(KINDS))
        resource.categories = r.sample(CATEGORIES[:3], r.between(1, 3))
        if "teams" in self.on:
            resource.roles = r.sample(ROLES[:3], r.between(0, 3))
            if resource.roles and r.percent(20):
                resource.categories = []
        if "skills" in self.on:
            resource.skills = r.sample(SKILLS, r.between(0, 3))
        if not r.percent(15):
            home = r.choose(self.grids)
            resource.home = home[: r.choose([n for n in self.policy.lengths if n <= len(home)])]
        if not r.percent(12):
            resource.sessions = sorted(r.sample(self.pool, r.between(1, len(self.pool))))
        if self.has("per session", 60):
            resource.per_session = r.between(2, 3)
        if self.has("idle", 30):
            resource.weekly = 0
        if self.has("minimum", 60):
            resource.minimum = r.between(0, resource.weekly)
        if self.has("history", 70):
            resource.history = r.choose([1, 2, 3, 7, 40])
        if r.percent(60):
            resource.weight = self.units[unit]
        if self.has("expired", 35):
            resource.valid_to = self.monday - datetime.timedelta(days=r.between(1, 40))
        elif self.has("expiring", 50):
            resource.valid_to = self.monday + datetime.timedelta(days=r.between(0, 9))
        return resource

    def make_areas(self):
        r = self.random
        if r.percent(65 if "plenty" in self.on else 35):
            return ["*"]
        areas = []
        for grid in r.sample(self.grids, r.between(1, 2)):
            areas.append(grid[: r.between(1, len(grid)) if r.percent(40) else
                              r.choose([n for n in self.policy.lengths if n <= len(grid)])])
        return sorted(set(areas))

    def make_need(self, identifier):
        r, day = self.random, datetime.timedelta(days=1)
        ids = [resource.id for resource in self.resources]
        need = Need(identifier, r.choose(self.grids), r.choose(CATEGORIES[:3]),
                    self.monday - day * r.between(0, 40), urgency=r.below(4))
        if self.has("reported", 30):
            need.reported = self.monday + day * r.between(0, 6)
        elif self.has("waited", 40):
            need.reported = self.monday - day * r.choose([998, 999, 1000, 1500])
        if self.has("overdue", 30) and need.reported < self.monday:
            need.due = max(need.reported, self.monday - day * r.between(1, 9))
        elif self.has("due", 40):
            need.due = max(need.reported, self.monday + day * r.between(0, 9))
        if not r.percent(12):
            need.sessions = sorted(r.sample(self.pool, r.between(1, len(self.pool))))
        if self.has("visits", 35):
            need.visits = r.between(2, 4)
        elif self.has("many visits", 15):
            need.visits = r.between(5, 9)
        if self.has("teams", 40):
            self.make_team(need)
        elif "skills" in self.on:
            need.skills = r.sample(SKILLS, 1) if r.percent(35) else []
        if self.has("skills", 30):
            need.without = [skill for skill in r.sample(SKILLS, 1) if skill not in need.skills]
        if self.has("whole", 45) or (need.visits == 1 and self.has("partial", 40)):
            need.partial = False
        if self.has("groups", 35):
            need.groups = r.sample(GROUPS, r.between(1, 2))
        if self.has("carried", 50):
            need.carried = r.between(0, 3)
        if self.has("requested", 45):
            need.requested = r.sample(ids, r.between(1, 3))
        if self.has("previous", 45):
            need.previous = r.choose(ids)
        if self.has("banned", 35):
            need.banned = r.sample(ids, r.between(1, 2))
        return need

    def make_team(self, need):
        r = self.random
        need.skills = []
        need.roles = [
            (role, r.choose([1, 1, 2])) for role in r.sample(ROLES[:3], r.between(1, 2))]
        for role, _ in need.roles:  # as a rule somebody can take the role
            if r.percent(85):
                resource = r.choose(self.resources)
                resource.roles = sorted({*resource.roles, role})

    def pin(self, made):
        """Pins that can, as far as is easily seen, all hold; never more than a need has places."""
        r = self.random
        by_cell, by_week = collections.Counter(), collections.Counter()
        for need in r.shuffled(self.needs):
            team = bool(need.roles)
            wanted = []
            if self.has("session pins", 22) or (team and self.has("team pins", 25)):
                wanted.append("session")
            if need.visits > 1 or team:
                if self.has("team pins" if team else "multi pins", 45):
                    wanted += ["bare"] * (2 if need.visits > 1 and r.percent(40) else 1)
            elif self.has("bare pins", 22) and not wanted:
                wanted.append("bare")
            days = set()
            for kind in wanted:
                if not need.partial and r.percent(70):
                    continue
                cells = [
                    (name, s) for name, s in sorted(model.cells(made, need))
                    if s // 3 not in days and self.can_meet(made, need, s)
                    and by_cell[name, s] < self.by_id[name].per_session
                    and by_week[name] < self.by_id[name].weekly]
                if cells and len(days) < need.visits:
                    name, session = r.choose(cells)
                    need.pins.append((name, session if kind == "session" else None))
                    days.add(session // 3)
                    by_cell[name, session] += 1
                    by_week[name] += 1
        if "conflict" in self.on:
            self.add_conflict(made)

    @staticmethod
    def can_meet(made, need, session):
        """Whether each role of a team has somebody in a session."""
        able = collections.Counter(k for k, _, s in model.arcs(made, need) if s == session)
        return all(able[k] >= count for k, (_, count) in enumerate(model.roles(need)))

    def add_conflict(self, made):
        """Pins that are likely to ask for more than there is."""
        r = self.random
        if r.percent(12):
            need = r.choose(self.needs)
            if len(need.pins) < need.visits * model.places(need):
                bare = self.coupled or need.visits == 1
                need.pins.append(
                    (r.choose(self.resources).id, None if bare else r.choose(self.pool)))
            return
        resource = r.choose(self.resources)
        for need in r.shuffled(self.needs):
            if need.visits > 1 and not self.coupled or len(need.pins) >= need.visits:
                continue
            cells = sorted(s for name, s in model.cells(made, need) if name == resource.id)
            if cells:
                session = r.choose(cells[:2])
                need.pins.append((resource.id, session if r.percent(70) else None))


def features(made):
    """The features that an instance really has, by name."""
    needs, resources, policy = made.needs, made.resources, made.policy
    monday, sunday = made.monday, made.monday + datetime.timedelta(days=6)
    default = Policy()
    lengths = {len(area) for resource in resources for area in resource.areas if area != "*"}
    pins = [(need, pin) for need in needs for pin in need.pins]
    bare = [need for need, (_, session) in pins if session is None]
    found = {
        "several visits": any(need.visits > 1 for need in needs),
        "more visits than days": any(need.visits > 7 for need in needs),
        "skills": any(need.skills for need in needs),
        "exclusions": any(need.without for need in needs),
        "special group": any(need.groups for need in needs),
        "carried from the gain on": any(need.carried >= policy.carried_from for need in needs),
        "requested": any(need.requested for need in needs),
        "previous": any(need.previous for need in needs),
        "banned": any(need.banned for need in needs),
        "overdue": any(need.due and need.due < monday for need in needs),
        "due in the week": any(need.due and monday <= need.due <= sunday for need in needs),
        "reported in the week": any(need.reported > monday for need in needs),
        "waited over 999 days": any((monday - need.reported).days > 999 for need in needs),
        "need of any session": any(not need.sessions for need in needs),
        "need at a community": any(len(need.grid) == policy.lengths[2] for need in needs),
        "per session above one": any(resource.per_session > 1 for resource in resources),
        "minimum": any(resource.minimum for resource in resources),
        "history": any(resource.history for resource in resources),
        "weight": any(resource.weight not in (None, 100) for resource in resources),
        "shared unit": len({resource.unit for resource in resources}) < len(resources),
        "expired": any(x.valid_to and x.valid_to < monday for x in resources),
        "expires in the week": any(
            x.valid_to and monday <= x.valid_to < sunday for x in resources),
        "weekly 0": any(resource.weekly == 0 for resource in resources),
        "area everywhere": any("*" in resource.areas for resource in resources),
        "area of no level's length": bool(lengths - set(policy.lengths)),
        "home empty": any(not resource.home for resource in resources),
        "closed every week": any(isinstance(item, int) for item in policy.closed),
        "closed day": any(isinstance(item, datetime.date) for item in policy.closed),
        "closed part of a day": any(isinstance(item, tuple) for item in policy.closed),
        "other classes": policy.classes != default.classes,
        "other tiers": policy.tiers != default.tiers,
        "other fairness level": policy.fairness != default.fairness,
        "other code lengths": policy.lengths != default.lengths,
        "session pin": any(session is not None for _, (_, session) in pins),
        "bare pin": bool(bare),
        "whole of one visit": any(not x.partial and x.visits == 1 for x in needs),
    }
    for level, length in zip(LEVELS, policy.lengths):
        found[f"area of a {level}"] = length in lengths
        found[f"home of a {level}"] = any(len(x.home) == length for x in resources)
    if any(map(model.is_coupled, needs)):
        found |= {
            "team": any(need.roles for need in needs),
            "role count above one": any(n > 1 for need in needs for _, n in need.roles),
            "team of several visits": any(x.roles and x.visits > 1 for x in needs),
            "all or nothing": any(not x.partial and x.visits > 1 for x in needs),
            "bare pin on several visits": any(need.visits > 1 for need in bare),
            "bare pin in a team": any(need.roles for need in bare),
            "session pin in a team": any(x.roles and s is not None for x, (_, s) in pins),
        }
    return found
