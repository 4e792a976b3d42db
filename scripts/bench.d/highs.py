"""HiGHS: the arrays passed once; a network as a linear program, couplings as an integer one.

Staged, a tier that is optimal is kept by its face where there are prices to tell it from (columns
and rows with a price stay at their bounds, and the simplex goes on from the basis it has), and by
a row with the last plan as a start in an integer program.
"""
import time

import highspy
import numpy as np

TOLERANCE = 1e-6


class Highs:
    """The program of a week."""

    def __init__(self, model, seconds, threads):
        self.model, self.seconds = model, seconds
        self.highs = highs = highspy.Highs()
        for name, value in (
                ("output_flag", False), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.0),
                ("threads", threads)):
            highs.setOptionValue(name, value)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = model.columns, model.rows
        lp.col_cost_, lp.col_lower_ = np.zeros(model.columns), np.zeros(model.columns)
        lp.col_upper_ = model.upper
        lp.row_lower_, lp.row_upper_ = model.row_lower, model.row_upper
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = model.columns, model.rows
        lp.a_matrix_.start_, lp.a_matrix_.index_ = model.start, model.index
        lp.a_matrix_.value_ = model.value
        if not model.is_network:
            lp.integrality_ = [highspy.HighsVarType.kInteger] * model.columns
        self.all_columns = np.arange(model.columns, dtype=np.int32)
        highs.passModel(lp)

    def run(self, cost, seconds):
        """Minimises a cost: seconds, whether closed."""
        self.highs.changeColsCost(self.model.columns, self.all_columns, cost.astype(float))
        # HiGHS counts its time from the first run on.
        self.highs.setOptionValue("time_limit", self.highs.getRunTime() + seconds)
        begin = time.perf_counter()
        self.highs.run()
        spent = time.perf_counter() - begin
        status, kinds = self.highs.getModelStatus(), highspy.HighsModelStatus
        if status not in (kinds.kOptimal, kinds.kTimeLimit):
            raise RuntimeError(f"HiGHS: {self.highs.modelStatusToString(status)}")
        return spent, status == kinds.kOptimal

    def filled(self):
        """The arcs of the week that the plan held fills; None when none is held."""
        if self.highs.getInfo().primal_solution_status != 2:  # feasible
            return None
        values = np.array(self.highs.getSolution().col_value[:len(self.model.arcs)])
        if (np.abs(values - np.round(values)) > 1e-4).any():
            return None  # a linear program that is not finished
        return self.model.arcs[values > 0.5]

    def solve(self):
        """One solve of the folded tiers from nothing: seconds, arcs filled or None at the limit."""
        self.highs.clearSolver()
        seconds, closed = self.run(self.model.folded(), self.seconds)
        return seconds, self.filled() if closed else None

    def staged(self, total=None):
        """Tier by tier, `seconds` for each or `total` for all.

        Gives the seconds, the arcs filled at the end, and of each tier the seconds, whether it is
        closed, its value and the bound that is proved, both minimised.
        """
        self.highs.clearSolver()
        lower, upper = np.zeros(self.model.columns), self.model.upper.copy()
        spent, stages, chosen = 0.0, [], None
        for name in self.model.tiers:
            cost, constant = self.model.costs(name)
            left = self.seconds if total is None else total - spent
            if left <= 0:
                break
            seconds, closed = self.run(cost, left)
            found = self.filled()
            chosen = found if found is not None else chosen
            info = self.highs.getInfo()
            value = round(info.objective_function_value) + constant if found is not None else None
            bound = value
            if not closed:
                bound = None
                if not self.model.is_network and np.isfinite(info.mip_dual_bound):
                    bound = int(np.ceil(info.mip_dual_bound - TOLERANCE)) + constant
            begin = time.perf_counter()
            if closed and self.model.is_network:
                self.keep_face(lower, upper)
            elif closed and cost.any():
                self.keep_value(cost, value - constant)
            seconds += time.perf_counter() - begin
            spent += seconds
            stages.append((name, seconds, closed, value, bound))
            if not closed:
                break
        return spent, chosen, stages

    def keep_face(self, lower, upper):
        """Columns and rows with a price stay where they are: the optimal face."""
        solution = self.highs.getSolution()
        value, price = np.round(solution.col_value), np.array(solution.col_dual)
        fixed = (np.abs(price) > TOLERANCE) & (lower < upper)
        lower[fixed] = upper[fixed] = value[fixed]
        index = np.flatnonzero(fixed).astype(np.int32)
        self.highs.changeColsBounds(len(index), index, lower[index], upper[index])
        active, price = np.round(solution.row_value), np.array(solution.row_dual)
        for row in np.flatnonzero(np.abs(price) > TOLERANCE):
            self.highs.changeRowBounds(int(row), float(active[row]), float(active[row]))

    def keep_value(self, cost, value):
        solution = self.highs.getSolution()
        index = np.flatnonzero(cost).astype(np.int32)
        self.highs.addRow(
            float(value), float(value), len(index), index, cost[index].astype(float))
        start = highspy.HighsSolution()
        start.col_value = list(np.round(solution.col_value))
        self.highs.setSolution(start)
