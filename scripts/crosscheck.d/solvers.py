"""Three ways to the optimal vector: CP-SAT, HiGHS, and every state of a small world."""
import itertools

from model import Program, Score, arcs, faults, holds, pin_list, roles

SECONDS = 60


class Undecided(Exception):
    """A solver gave no answer in time."""


class Contradiction(Exception):
    """A solver's answer breaks the model that it was asked."""


def staged(program, solver):
    """The optimal vector, tier by tier with the earlier ones kept; None when pins conflict."""
    made = program.made
    backend = BACKENDS[solver](program)
    values = None
    for tier in program.score.tiers:
        terms, constant = program.tiers[tier]
        if values is None or (terms and program.value(tier, values) > program.least(tier)):
            found = backend.minimize(terms, values)
            if found is None:
                if values is None:
                    return None
                raise Contradiction(f"{solver}: {tier} cannot be kept")
            values = found
        if terms:
            backend.keep(terms, program.value(tier, values) - constant)
    plan = program.plan(values)
    wrong = faults(made, plan)
    if wrong:
        raise Contradiction(f"{solver}: {'; '.join(wrong)}")
    claimed = program.score.told([program.value(t, values) for t in program.score.tiers])
    vector = program.score.vector(plan)
    if claimed != vector:
        raise Contradiction(f"{solver}: claims {claimed}, its plan has {vector}")
    return vector


def pins_can_hold(made, pins, solver):
    """Whether some plan keeps these pins and every rule."""
    return BACKENDS[solver](Program(made, pins)).minimize({}, None) is not None


class CPSAT:
    def __init__(self, program):
        from ortools.sat.python import cp_model
        self.api, self.program = cp_model, program
        self.model = cp_model.CpModel()
        self.variables = [self.model.new_int_var(0, upper, "") for upper in program.upper]
        for row in program.rows:
            self.add(*row)

    def add(self, terms, least, most):
        expression = self.expression(terms)
        self.model.add_linear_constraint(expression, least, most)

    def expression(self, terms):
        return self.api.LinearExpr.weighted_sum(
            [self.variables[v] for v, _ in terms], [amount for _, amount in terms])

    def minimize(self, terms, start):
        self.model.clear_objective()
        if terms:
            self.model.minimize(self.expression(list(terms.items())))
        self.model.clear_hints()
        for variable, value in zip(self.variables, start or []):
            self.model.add_hint(variable, value)
        solver = self.api.CpSolver()
        settings = solver.parameters
        settings.num_workers, settings.random_seed = 1, 1
        settings.linearization_level = 2  # without it one worker may search for minutes
        settings.relative_gap_limit = settings.absolute_gap_limit = 0
        settings.max_time_in_seconds = SECONDS
        status = solver.solve(self.model)
        if status == self.api.INFEASIBLE:
            return None
        if status != self.api.OPTIMAL:
            raise Undecided(f"cpsat: {solver.status_name(status)}")
        return [solver.value(variable) for variable in self.variables]

    def keep(self, terms, value):
        self.add(list(terms.items()), value, value)


class HiGHS:
    def __init__(self, program):
        import highspy
        self.api, self.program = highspy, program
        self.highs = highs = highspy.Highs()
        # The default of mip_rel_gap, 1e-4, would let a worse plan pass.
        for name, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0),
                            ("mip_abs_gap", 0.0), ("time_limit", float(SECONDS))):
            highs.setOptionValue(name, value)
        count = len(program.upper)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = count, len(program.rows)
        lp.col_cost_, lp.col_lower_ = [0.0] * count, [0.0] * count
        lp.col_upper_ = [float(upper) for upper in program.upper]
        lp.row_lower_ = [float(least) for _, least, _ in program.rows]
        lp.row_upper_ = [float(most) for _, _, most in program.rows]
        matrix = lp.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.num_col_, matrix.num_row_ = count, len(program.rows)
        matrix.start_ = list(itertools.accumulate(
            (len(terms) for terms, _, _ in program.rows), initial=0))
        matrix.index_ = [v for terms, _, _ in program.rows for v, _ in terms]
        matrix.value_ = [float(amount) for terms, _, _ in program.rows for _, amount in terms]
        lp.integrality_ = [highspy.HighsVarType.kInteger] * count
        highs.passModel(lp)
        self.rows = list(program.rows)

    def minimize(self, terms, start):
        count = len(self.program.upper)
        if not count:  # HiGHS calls a model without columns empty, whatever its rows ask for
            return [] if all(least <= 0 <= most for _, least, most in self.rows) else None
        self.highs.changeColsCost(
            count, list(range(count)), [float(terms.get(v, 0)) for v in range(count)])
        self.highs.run()
        status = self.highs.getModelStatus()
        kinds = self.api.HighsModelStatus
        if status == kinds.kInfeasible:
            return None
        if status != kinds.kOptimal:
            raise Undecided(f"highs: {self.highs.modelStatusToString(status)}")
        values = [round(value) for value in self.highs.getSolution().col_value]
        self.check(values)
        return values

    def check(self, values):
        """Holds the rounded answer against every row: floating point is not to be trusted."""
        for terms, least, most in self.rows:
            if not least <= sum(amount * values[v] for v, amount in terms) <= most:
                raise Contradiction("highs: the rounded answer breaks a row")

    def keep(self, terms, value):
        self.highs.addRow(
            float(value), float(value), len(terms), list(terms), [float(x) for x in terms.values()])
        self.rows.append((list(terms.items()), value, value))


BACKENDS = {"cpsat": CPSAT, "highs": HiGHS}


class TooLarge(Exception):
    """More states than a small world has."""


def brute(made, most=40_000):
    """The optimal vector by trying every way to serve every need, state by state.

    Two partial plans with the same loads and the same unmet visits can be completed in the same
    ways and have the same `minimums`, `grids` and `units` then, so of both only the better one is
    kept. Nothing is pruned by a bound. None when the pins conflict.
    """
    score = Score(made)
    needs = made.needs
    ways = [list(ways_to_serve(made, need)) for need in needs]
    if any(len(some) > most // 10 for some in ways):
        raise TooLarge
    last = {}
    for index, some in enumerate(ways):
        for filled in some:
            for _, resource, session in filled:
                last[resource, session] = index
    slots = {slot: number for number, slot in enumerate(last)}
    limits = [score.resources[resource].per_session for resource, _ in last]
    for resource in made.resources:
        slots[resource.id] = len(limits)
        limits.append(resource.weekly)
    areas = {area: len(limits) + number for number, area in enumerate(score.requested)}
    limits += score.requested.values()
    states = {(0,) * len(limits): (0,) * len(score.tiers)}
    steps = 0
    for index, need in enumerate(needs):
        steps += len(states) * len(ways[index])
        if steps > most:
            raise TooLarge
        retired = [slots[cell] for cell, end in last.items() if end == index]
        following = {}
        for filled in ways[index]:
            added = score.need_vector(need, filled)
            touched = [slots[x] for _, r, s in filled for x in ((r, s), r)]
            unmet = need.visits - len({s for _, _, s in filled})
            for state, vector in states.items():
                loads = list(state)
                for slot in touched:
                    loads[slot] += 1
                if any(loads[slot] > limits[slot] for slot in touched):
                    continue
                loads[areas[score.area[need.id]]] += unmet
                for slot in retired:
                    loads[slot] = 0
                total = tuple(a + b for a, b in zip(vector, added))
                key = tuple(loads)
                if key not in following or total < following[key]:
                    following[key] = total
        states = following
    if not states:
        return None
    names = [resource.id for resource in made.resources]
    best = min(
        tuple(a + b for a, b in zip(vector, score.state_vector(
            {name: state[slots[name]] for name in names},
            {area: state[slot] for area, slot in areas.items()})))
        for state, vector in states.items())
    return score.told(best)


def ways_to_serve(made, need, most=6_000):
    """Every list of places filled that serves a need as the rules and its own pins allow."""
    by_day = {}
    for session in range(21):
        able = {}
        for k, resource, s in arcs(made, need):
            if s == session:
                able.setdefault(k, []).append(resource)
        for team in teams(able, roles(need)):
            by_day.setdefault(session // 3, []).append([(k, r, session) for k, r in team])
    pins = [pin for pin in pin_list(made) if pin[0] == need.id]
    count = 0
    choices = [[None, *visits] for visits in by_day.values()]
    for choice in itertools.product(*choices):
        count += 1
        if count > most * 4:
            raise TooLarge
        visits = [visit for visit in choice if visit]
        if len(visits) > need.visits or visits and not need.partial and len(visits) < need.visits:
            continue
        filled = [arc for visit in visits for arc in visit]
        if all(holds(pin, filled) for pin in pins):
            yield filled


def teams(able, wanted, k=0, taken=()):
    """Every way to fill the places of one visit; equal places of a role are filled once."""
    if k == len(wanted):
        yield taken
        return
    used = {resource for _, resource in taken}
    free = [resource for resource in able.get(k, []) if resource not in used]
    for members in itertools.combinations(free, wanted[k][1]):
        yield from teams(able, wanted, k + 1, taken + tuple((k, r) for r in members))
