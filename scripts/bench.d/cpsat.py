"""OR-Tools' CP-SAT: all cores, a plan as a hint, and each stage hinted by the one before."""
import time

import numpy as np
import pandas as pd
from ortools.sat.python import cp_model


class CPSAT:
    """The program of a week."""

    def __init__(self, model, seconds, threads):
        self.model, self.seconds, self.threads = model, seconds, threads
        self.program = program = cp_model.CpModel()
        self.variables = [
            program.new_bool_var("") if upper == 1 else program.new_int_var(0, int(upper), "")
            for upper in model.upper]
        start, value = model.start.tolist(), model.value.astype(np.int64)
        is_sum = np.add.reduceat(model.value != 1, model.start[:-1]) == 0 if model.rows else []
        for row in range(model.rows):
            first, last = start[row], start[row + 1]
            some = [self.variables[v] for v in model.index[first:last].tolist()]
            low, high = model.row_lower[row], model.row_upper[row]
            if is_sum[row] and low <= 0 and high == 1:
                program.add_at_most_one(some)
                continue
            domain = cp_model.Domain(
                -10**9 if low == -np.inf else int(low), 10**9 if high == np.inf else int(high))
            total = (cp_model.LinearExpr.sum(some) if is_sum[row] else
                     cp_model.LinearExpr.weighted_sum(some, value[first:last].tolist()))
            program.add_linear_expression_in_domain(total, domain)
        self.greedy = model.completed(model.greedy()).astype(int)

    def run(self, cost, hint, seconds):
        index = np.flatnonzero(cost)
        expression = cp_model.LinearExpr.weighted_sum(
            [self.variables[v] for v in index.tolist()], cost[index].tolist())
        self.program.clear_objective()
        self.program.minimize(expression)
        self.program.clear_hints()
        for variable, value in zip(self.variables, hint.tolist()):
            self.program.add_hint(variable, value)
        solver = cp_model.CpSolver()
        settings = solver.parameters
        settings.num_workers, settings.max_time_in_seconds = self.threads, seconds
        settings.relative_gap_limit = settings.absolute_gap_limit = 0
        settings.linearization_level = 2  # the relaxation is what proves these tiers
        begin = time.perf_counter()
        status = solver.solve(self.program)
        spent = time.perf_counter() - begin
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.UNKNOWN):
            raise RuntimeError(f"CP-SAT: {solver.status_name(status)}")
        values = None
        if status != cp_model.UNKNOWN:
            values = solver.values(pd.Series(self.variables)).to_numpy(dtype=np.int64)
        return spent, status == cp_model.OPTIMAL, values, solver, expression

    def solve(self):
        """One solve of the folded tiers from nothing: seconds, arcs filled or None at the limit."""
        seconds, closed, values, *_ = self.run(self.model.folded(), self.greedy, self.seconds)
        return seconds, self.filled(values) if closed else None

    def filled(self, values):
        return self.model.arcs[values[:len(self.model.arcs)] > 0]

    def staged(self, total=None):
        """As that of HiGHS."""
        hint, spent, stages, chosen, kept = self.greedy, 0.0, [], None, []
        for name in self.model.tiers:
            cost, constant = self.model.costs(name)
            left = self.seconds if total is None else total - spent
            if left <= 0:
                break
            if not cost.any():
                stages.append((name, 0.0, True, constant, constant))
                continue
            seconds, closed, values, solver, expression = self.run(cost, hint, left)
            value = bound = None
            if values is not None:
                hint, chosen = values, self.filled(values)
                value = int(cost @ values) + constant
            if closed:
                bound = value
                kept.append(self.program.add(expression == value - constant))
            elif np.isfinite(solver.best_objective_bound):
                bound = int(np.ceil(solver.best_objective_bound - 1e-6)) + constant
            spent += seconds
            stages.append((name, seconds, closed, value, bound))
            if not closed:
                break
        for row in kept:  # the next call begins anew
            row.proto.linear.domain.clear()
            row.proto.linear.domain.extend([-2**62, 2**62])
        return spent, chosen, stages
