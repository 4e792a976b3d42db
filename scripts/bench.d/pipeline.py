"""The whole way as a planner would write it: polars reads the lists and finds the candidates,
a solver assigns, polars writes a service list and a list of what stays unmet.

pipeline.py NEEDS RESOURCES OUT flow|highs|cpsat TIER,TIER,… SECONDS
"""
import datetime
import pathlib
import sys

import numpy as np
import polars as pl

from families import SESSIONS
from week import Week


def main(needs, resources, out, solver, tiers, seconds):
    week = Week(needs, resources)
    chosen = solve(week, solver, tiers.split(","), float(seconds))
    write(week, chosen, pathlib.Path(out))


def solve(week, solver, tiers, seconds):
    """The arcs that the best plan fills; ends the script when a solver does not find it."""
    if solver == "flow":
        from flow import Flow
        chosen = Flow(week, tiers).solve()[1]
    else:
        from model import Model
        from peers import threads
        if solver == "highs":
            from highs import Highs as Solver
        else:
            from cpsat import CPSAT as Solver
        _, chosen, stages = Solver(Model(week, tiers), seconds, threads()).staged()
        if not all(closed for _, _, closed, _, _ in stages):
            sys.exit(75)
    if chosen is None:
        sys.exit(69)
    return chosen


def write(week, chosen, out):
    """services.csv and unmet.csv."""
    out.mkdir(parents=True, exist_ok=True)
    chosen = np.sort(chosen)
    need, resource, session = week.need[chosen], week.resource[chosen], week.session[chosen]
    day = np.array([str(week.monday + datetime.timedelta(days=d)) for d in range(7)])
    pl.DataFrame({
        "需求编号": week.need_ids.gather(need), "席位": week.kind[chosen],
        "资源编号": week.resource_ids.gather(resource), "日期": day[session // 3],
        "时段": np.array(SESSIONS)[session], "距离级": week.distance[chosen],
    }).write_csv(out / "services.csv")
    visits = np.unique(need * 21 + session) // 21
    missing = week.visits - np.bincount(visits, minlength=len(week.visits))
    unmet = np.flatnonzero(missing)
    pl.DataFrame({"需求编号": week.need_ids.gather(unmet), "缺口": missing[unmet]}).write_csv(
        out / "unmet.csv")


def read_back(week, out):
    """The arcs of the week that a written service list fills."""
    table = pl.read_csv(pathlib.Path(out) / "services.csv", infer_schema=False)
    index = dict(zip(week.need_ids, range(len(week.visits))))
    order = {name: number for number, name in enumerate(SESSIONS)}
    key = [
        ((index[need] * 21 + order[session]) * 64 + int(kind)) * len(week.weekly)
        + week.resource_index[resource]
        for need, kind, resource, session in table.select(
            "需求编号", "席位", "资源编号", "时段").iter_rows()]
    every = ((week.need * 21 + week.session) * 64 + week.kind) * len(week.weekly) + week.resource
    found = np.minimum(np.searchsorted(every, key), len(every) - 1)
    if (every[found] != np.array(key)).any():
        raise ValueError("a service that is no candidate")
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
