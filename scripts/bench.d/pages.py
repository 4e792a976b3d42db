"""The printed pages of a week: how long each takes, beside the plan that it prints."""
import csv
import shutil
import statistics
import subprocess
import time

import runs
from families import WEEK
from tables import PAIRS, Ratio, Table, cases, failure, number, write

BEFORE, AFTER = "2026-11-23T06:00", "2026-11-29T17:00"
# Of a plan's folder; of a ledger.
FOLDER = {"weekly": "weekly report", "slips": "dispatch slips", "answers": "answers to residents"}
LEDGER = {
    "figures": "quarter's figures", "statement": "unit statements", "agenda": "meeting agenda"}


def table_pages(settings):
    """A page's time as a part of that of `sandan match` for the same week, in turn."""
    table = Table(
        "pages", [
            "`sandan report` for one page of a plan's folder, and `figures`, `statement` and "
            "`agenda` for the quarter of a ledger that holds the week, every order accepted and "
            "half of them done; start-up, the audit of the folder and the reading of the ledger "
            "included. Each as a part of the time of `sandan match` on the same lists: below 1, "
            "the page takes less than planning its week. Without peers. (The comparison's page "
            "is written by `compare` itself, beside its plans.)"],
        ["Lists", "Needs", *(f"{name} ÷ match" for name in (FOLDER | LEDGER).values())],
        settings.told)
    for made in cases(settings, ["balanced", "scarce", "weekly"], [1000, 10_000]):
        case = write(settings, made)
        row = [case.name, number(case.size)]
        fault = keep_ledger(settings, case)
        if fault:
            table.faults.append(f"{case.name} {case.size}: {fault}")
        for page in (FOLDER | LEDGER) if not fault else ():
            row.append(str(measured(settings, table, case, page) or "no page"))
        if len(row) == len(table.header):
            table.add(row)
        shutil.rmtree(case.folder)
    return table


def sandan(settings, *arguments):
    """Runs the program; what it says of a failure, or nothing."""
    command = [str(word) for word in (settings.sandan, *arguments, "--quiet")]
    done = subprocess.run(command, capture_output=True, text=True)
    return (done.stderr.strip()[-300:] or f"exit {done.returncode}") if done.returncode else ""


def keep_ledger(settings, case):
    """Plays the week into a ledger; what went wrong, or nothing."""
    ledger = ["--ledger", case.folder / "ledger.sqlite", "--as-of"]
    slips = case.folder / "slips"
    fault = (
        sandan(settings, "week", "open", case.needs, case.resources, "--week", WEEK, *ledger,
               BEFORE)
        or sandan(settings, "week", "plan", "--out", case.folder / "planned", *ledger, BEFORE)
        or sandan(settings, "week", "dispatch", "--out", slips, *ledger, BEFORE))
    if fault:
        return fault
    orders = []
    for path in sorted(slips.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            orders += [row["服务单号"] for row in csv.DictReader(file)]
    for command, moment, some, answer in (
            ("respond", BEFORE, orders, {"答复": "接单"}), ("done", AFTER, orders[::2], {})):
        table = case.folder / f"{command}.csv"
        with table.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, ["服务单号", *answer])
            writer.writeheader()
            writer.writerows({"服务单号": order, **answer} for order in some)
        fault = fault or sandan(settings, command, "--file", table, *ledger, moment)
    return fault


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
        source = (
            ["report", case.folder / "out", "--page", page] if page in FOLDER
            else [page, "--quarter", "2026Q4", "--ledger", case.folder / "ledger.sqlite",
                  "--as-of", AFTER])
        begin = time.perf_counter()
        fault = sandan(settings, *source, "--out", out)
        spent = time.perf_counter() - begin
        if fault or not list(out.glob("*.html")):
            table.faults.append(f"{case.name} {case.size}: {page}: {fault or 'nothing written'}")
            return None
        ratios.append(spent / plan.seconds)
    return Ratio(statistics.median(ratios))
