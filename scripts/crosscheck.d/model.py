"""The model of a week, read from the design alone: rules, places, score, and the integer program."""
import datetime
import functools


def places(need):
    """Places of one visit."""
    return sum(count for _, count in need.roles) or 1


def is_coupled(need):
    """Whether a need leaves the network: a team, all or nothing, a bare pin on several visits."""
    bare = any(session is None for _, session in need.pins)
    return bool(need.roles) or need.visits > 1 and (not need.partial or bare)


def roles(need):
    """The need's roles with their counts; one place without a role when there is no team."""
    return need.roles or [(None, 1)]


def closed(policy, monday, session):
    day = monday + datetime.timedelta(days=session // 3)
    return any(item in (session, day, (day, session % 3)) for item in policy.closed)


def may_serve(need, role, resource):
    """The rules that judge a place and a resource."""
    offers = resource.categories if role is None else resource.roles
    return (
        (need.category if role is None else role) in offers
        and set(need.skills) <= set(resource.skills)
        and not set(need.without) & set(resource.skills)
        and any(area == "*" or need.grid.startswith(area) for area in resource.areas)
        and resource.id not in need.banned)


def may_meet(made, need, resource, session):
    """The rules that judge a session."""
    day = made.monday + datetime.timedelta(days=session // 3)
    return (
        not closed(made.policy, made.monday, session)
        and (not need.sessions or session in need.sessions)
        and (not resource.sessions or session in resource.sessions)
        and need.reported <= day
        and (need.due is None or need.due < made.monday or day <= need.due)
        and (resource.valid_to is None or day <= resource.valid_to))


def arcs(made, need):
    """The candidates of a need: (role's index, resource, session)."""
    found = []
    for resource in made.resources:
        able = [k for k, (role, _) in enumerate(roles(need)) if may_serve(need, role, resource)]
        if able:
            found += [
                (k, resource.id, session) for session in range(21)
                if may_meet(made, need, resource, session) for k in able]
    return found


def cells(made, need):
    """The pairs of resource and session among a need's candidates."""
    return {(resource, session) for _, resource, session in arcs(made, need)}


class Score:
    """The tiers of an instance, each minimised, term by term."""

    def __init__(self, made):
        self.made, self.policy = made, made.policy
        self.tiers = [tier for tier in made.policy.tiers if tier != "kept"]
        self.resources = {resource.id: resource for resource in made.resources}
        self.needs = {need.id: need for need in made.needs}
        self.area, self.requested = {}, {}
        cut = self.policy.lengths[["county", "town", "community", "grid"].index(
            self.policy.fairness)]
        for need in made.needs:
            area = self.area[need.id] = need.grid[:cut]
            self.requested[area] = self.requested.get(area, 0) + need.visits
        self.history, self.weight = {}, {}
        for resource in made.resources:
            unit = resource.unit
            self.history[unit] = self.history.get(unit, 0) + resource.history
            if resource.weight is not None:
                self.weight[unit] = resource.weight
        self.minimum = {
            x.id: 0 if x.valid_to and x.valid_to < made.monday else x.minimum
            for x in made.resources}

    def priority(self, need):
        policy, gain = self.policy, 0
        if need.groups:
            gain += policy.group_gain
        if need.carried >= policy.carried_from:
            gain += policy.carried_gain
        return min(3, max(0, policy.classes[need.urgency] - gain))

    def waited(self, need):
        return min(999, max(0, (self.made.monday - need.reported).days))

    @functools.cache
    def distance(self, need_id, resource_id):
        grid, home = self.needs[need_id].grid, self.resources[resource_id].home
        if not home:
            return 3
        for level, length in enumerate(reversed(self.policy.lengths)):
            if min(len(grid), len(home)) >= length and grid[:length] == home[:length]:
                return level
        return 4

    def unmet_step(self, area, k):
        return 1000 * (2 * k - 1) // self.requested[area]

    def load_step(self, unit, k):
        """Weights are hundredths: 10² · 10² over them."""
        return 10_000 * (2 * (self.history[unit] + k) - 1) // self.weight.get(unit, 100)

    def place_cost(self, tier, need, resource):
        """What one filled place adds to a tier, beside what it costs unfilled."""
        if tier == "choice" and need.requested:
            last = len(need.requested)
            return (need.requested.index(resource) if resource in need.requested else last) - last
        if tier == "continuity" and need.previous:
            return -1 if resource == need.previous else 0
        return self.distance(need.id, resource) if tier == "distance" else 0

    def visit_cost(self, tier, need, session):
        """What one served visit adds to a tier, beside what it costs unserved."""
        if tier.startswith("served."):
            return -1 if self.priority(need) == int(tier[-1]) else 0
        if tier == "waited":
            return -self.waited(need)
        return session if tier == "prompt" else 0

    def empty_cost(self, tier, need):
        """What a need adds to a tier when nobody serves it; areas and units apart."""
        if tier == "waited":
            return need.visits * self.waited(need)
        wanted = need.visits * places(need)
        if tier == "choice":
            return wanted * len(need.requested)
        return wanted if tier == "continuity" and need.previous else 0

    def need_vector(self, need, filled):
        """The tiers' part of one need; `filled` holds (role's index, resource, session)."""
        sessions = {session for _, _, session in filled}
        return tuple(
            self.empty_cost(tier, need)
            + sum(self.visit_cost(tier, need, session) for session in sessions)
            + sum(self.place_cost(tier, need, resource) for _, resource, _ in filled)
            for tier in self.tiers)

    def state_vector(self, loads, unmet):
        """The tiers' part of loads by resource and unmet visits by area."""
        by_unit = {}
        for resource, load in loads.items():
            unit = self.resources[resource].unit
            by_unit[unit] = by_unit.get(unit, 0) + load
        parts = {
            "minimums": sum(
                max(0, least - loads.get(name, 0)) for name, least in self.minimum.items()),
            "grids": sum(
                self.unmet_step(area, k) for area, n in unmet.items() for k in range(1, n + 1)),
            "units": sum(
                self.load_step(unit, k) for unit, n in by_unit.items() for k in range(1, n + 1)),
        }
        return tuple(parts.get(tier, 0) for tier in self.tiers)

    def vector(self, plan):
        """The whole vector of a plan: by need, the places filled."""
        loads, unmet = {}, dict.fromkeys(self.requested, 0)
        total = [0] * len(self.tiers)
        for need in self.made.needs:
            filled = plan.get(need.id, [])
            total = [a + b for a, b in zip(total, self.need_vector(need, filled))]
            unmet[self.area[need.id]] += need.visits - len({s for _, _, s in filled})
            for _, resource, _ in filled:
                loads[resource] = loads.get(resource, 0) + 1
        return self.told([a + b for a, b in zip(total, self.state_vector(loads, unmet))])

    def told(self, vector):
        """A minimised vector as plans tell it: what is served counts up."""
        return [-v if t.startswith("served.") else v for t, v in zip(self.tiers, vector)]


def pin_list(made):
    """Every pin that asks for something of its own: (need, resource, session, times)."""
    found = []
    for need in made.needs:
        for resource, session in dict.fromkeys(need.pins):
            times = need.pins.count((resource, session)) if session is None else 1
            found.append((need.id, resource, session, times))
    return found


def holds(pin, filled):
    """Whether the places filled of the pin's need keep it."""
    _, resource, session, times = pin
    return sum(
        r == resource and (session is None or s == session) for _, r, s in filled) >= times


def faults(made, plan):
    """The rules that a plan breaks, in words; none for a plan that may be dispatched."""
    found, by_cell, by_week = [], {}, {}
    needs = {need.id: need for need in made.needs}
    for name, filled in plan.items():
        need, visits = needs[name], {}
        known = set(arcs(made, need))
        found += [f"{name}: no candidate {arc}" for arc in filled if arc not in known]
        for k, resource, session in filled:
            visits.setdefault(session, []).append((k, resource))
            by_cell[resource, session] = by_cell.get((resource, session), 0) + 1
            by_week[resource] = by_week.get(resource, 0) + 1
        wanted = sorted(k for k, (_, n) in enumerate(roles(need)) for _ in range(n))
        for session, members in visits.items():
            if sorted(k for k, _ in members) != wanted:
                found.append(f"{name}: a visit in session {session} is not whole")
            if len({resource for _, resource in members}) < len(members):
                found.append(f"{name}: a resource twice in one visit")
        if len({session // 3 for session in visits}) < len(visits):
            found.append(f"{name}: two visits on one day")
        if len(visits) > need.visits or visits and not need.partial and len(visits) < need.visits:
            found.append(f"{name}: {len(visits)} visits of {need.visits}")
    for resource in made.resources:
        if by_week.get(resource.id, 0) > resource.weekly:
            found.append(f"{resource.id}: week too full")
        found += [
            f"{resource.id}: session {session} too full" for (name, session), n in by_cell.items()
            if name == resource.id and n > resource.per_session]
    found += [f"pin {p} is not kept" for p in pin_list(made) if not holds(p, plan.get(p[0], []))]
    return found


class Program:
    """The integer program of an instance: variables with bounds, rows, tiers to minimise."""

    def __init__(self, made, pins=None):
        self.made, self.score = made, Score(made)
        self.upper = []  # each variable is an integer from 0 to this
        self.rows = []  # (terms, least, most)
        self.tiers = {tier: [{}, 0] for tier in self.score.tiers}
        self.arcs = {}  # variable: (need, (role's index, resource, session))
        self.loads = {resource.id: [] for resource in made.resources}
        self.by_cell, self.unmet = {}, {}
        for need in made.needs:
            self.add_need(need)
        for resource in made.resources:
            self.rows.append(([(v, 1) for v in self.loads[resource.id]], 0, resource.weekly))
            for session in range(21):
                terms = [(v, 1) for v in self.by_cell.get((resource.id, session), [])]
                if len(terms) > resource.per_session:
                    self.rows.append((terms, 0, resource.per_session))
        for pin in pin_list(made) if pins is None else pins:
            self.rows.append(([
                (v, 1) for v, (need, arc) in self.arcs.items()
                if need == pin[0] and holds(pin[:3] + (1,), [arc])], pin[3], 10**6))
        self.add_minimums()
        self.add_areas()
        self.add_units()

    def variable(self, upper=1):
        self.upper.append(upper)
        return len(self.upper) - 1

    def cost(self, tier, variable, amount):
        if amount and tier in self.tiers:
            terms = self.tiers[tier][0]
            terms[variable] = terms.get(variable, 0) + amount

    def add_need(self, need):
        by_session, visit_terms = {}, {}
        for k, resource, session in arcs(self.made, need):
            v = self.variable()
            self.arcs[v] = (need.id, (k, resource, session))
            self.loads[resource].append(v)
            self.by_cell.setdefault((resource, session), []).append(v)
            by_session.setdefault(session, []).append((k, resource, v))
            for tier in self.tiers:
                self.cost(tier, v, self.score.place_cost(tier, need, resource))
        for session, found in by_session.items():
            visit_terms[session] = [(v, 1) for _, _, v in found]
            if need.roles:
                visit = self.variable()
                visit_terms[session] = [(visit, 1)]
                for k, (_, count) in enumerate(need.roles):
                    self.rows.append((
                        [(v, 1) for role, _, v in found if role == k] + [(visit, -count)], 0, 0))
                for name in dict.fromkeys(resource for _, resource, _ in found):
                    self.rows.append((
                        [(v, 1) for _, r, v in found if r == name] + [(visit, -1)], -10**6, 0))
            for tier in self.tiers:
                for v, _ in visit_terms[session]:
                    self.cost(tier, v, self.score.visit_cost(tier, need, session))
        for day in range(7):
            terms = [x for s, some in visit_terms.items() if s // 3 == day for x in some]
            if terms:
                self.rows.append((terms, 0, 1))
        every = [x for some in visit_terms.values() for x in some]
        if not need.partial and need.visits > 1:
            whole = self.variable()
            self.rows.append((every + [(whole, -need.visits)], 0, 0))
        else:
            self.rows.append((every, 0, need.visits))
        for tier in self.tiers:
            self.tiers[tier][1] += self.score.empty_cost(tier, need)
        self.unmet.setdefault(self.score.area[need.id], []).extend(every)

    def add_minimums(self):
        for name, least in self.score.minimum.items():
            if least and "minimums" in self.tiers:
                short = self.variable(least)
                self.cost("minimums", short, 1)
                self.rows.append(([(v, 1) for v in self.loads[name]] + [(short, 1)], least, 10**6))

    def steps(self, tier, terms, constant, amounts):
        """Adds steps of growing cost, as many of them full as `constant` + `terms` says."""
        if tier not in self.tiers:
            return
        full = [self.variable() for _ in amounts]
        for v, amount in zip(full, amounts):
            self.cost(tier, v, amount)
        self.rows.append((
            terms + [(v, -1) for v in full], -constant, -constant))

    def add_areas(self):
        for area, requested in self.score.requested.items():
            self.steps("grids", [(v, -n) for v, n in self.unmet[area]], requested,
                       [self.score.unmet_step(area, k) for k in range(1, requested + 1)])

    def add_units(self):
        for unit in self.score.history:
            of_unit = [x for x in self.made.resources if x.unit == unit]
            most = sum(min(x.weekly, len(self.loads[x.id])) for x in of_unit)
            self.steps("units", [(v, 1) for x in of_unit for v in self.loads[x.id]], 0,
                       [self.score.load_step(unit, k) for k in range(1, most + 1)])

    def least(self, tier):
        """A value that no plan can go below."""
        if tier.startswith("served."):
            return -sum(need.visits for need in self.made.needs
                        if self.score.priority(need) == int(tier[-1]))
        return 0

    def value(self, tier, values):
        terms, constant = self.tiers[tier]
        return constant + sum(amount * values[v] for v, amount in terms.items())

    def plan(self, values):
        """The plan that values of the variables describe."""
        plan = {}
        for v, (need, arc) in self.arcs.items():
            if values[v]:
                plan.setdefault(need, []).append(arc)
        return plan
