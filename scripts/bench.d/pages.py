"""The printed pages of a week: how long each takes, beside the plan that it prints."""
import shutil
import statistics
import subprocess
import time

import runs
from tables import PAIRS, Ratio, Table, cases, failure, number, write

PAGES = {"weekly": "weekly report", "slips": "dispatch slips", "answers": "answers to residents"}


def table_pages(settings):
    """A page's time as a part of that of `sandan match` for the same week, in turn."""
    table = Table(
        "pages", [
            "`sandan report` for one page, start-up and the check of the plan's folder included, as "
            "a part of the time of `sandan match` on the same lists: below 1, printing a page takes "
            "less than planning its week. Without peers."],
        ["Lists", "Needs", *(f"{name} ÷ match" for name in PAGES.values())], [], [])
    for made in cases(settings, ["balanced", "scarce", "weekly"], [1000, 10_000]):
        case = write(settings, made)
        row = [case.name, number(case.size)]
        for page in PAGES:
            row.append(str(measured(settings, table, case, page) or "no page"))
        table.rows.append(row)
        shutil.rmtree(case.folder)
    return table


def measured(settings, table, case, page):
    """The ratio of one page; None, and a fault, where it is not written."""
    ratios = []
    for _ in range(PAIRS):
        plan = runs.run(settings.sandan, case, None, allowed=settings.whole_seconds)
        if plan.exit:
            table.faults.append(failure(case, plan))
            return None
        out = case.folder / "printed"
        shutil.rmtree(out, ignore_errors=True)
        begin = time.perf_counter()
        done = subprocess.run(
            [str(word) for word in (settings.sandan, "report", case.folder / "out", "--page", page,
                                    "--out", out, "--quiet")], capture_output=True, text=True)
        spent = time.perf_counter() - begin
        if done.returncode or not (out / f"{page}.html").is_file():
            table.faults.append(f"{case.name} {case.size}: {page}: {done.stderr.strip()[-300:]}")
            return None
        ratios.append(spent / plan.seconds)
    return Ratio(statistics.median(ratios))
