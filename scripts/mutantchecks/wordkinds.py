"""What people read, told otherwise than the plan says it, or only laid out otherwise.

The plan, its proof and the lists are untouched: `sandan verify` alone knows how a plan is put into
words, so `scripts/check-plan` accepts these.
"""
from __future__ import annotations

import copy
import csv
import io
from random import Random
from typing import Callable, Optional

from mutantchecks.folder import SERVICES, UNMET, Case, Cells, Mutant
from mutantchecks.folder import rows as rows_of
from mutantchecks.kinds import Kind

LISTS = {"services.csv": SERVICES, "unmet.csv": UNMET}


def written(rows: list[Cells], header: list[str], **form: object) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header, extrasaction="ignore", **form)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def laid_out(case: Case, random: Random) -> Mutant:
    """All four lists with columns in another order, every cell quoted, other line ends, no mark."""
    mutant = case.mutant()
    for name, rows in [("services.csv", mutant.cells), ("unmet.csv", mutant.unmet_cells)]:
        header = random.sample(LISTS[name], len(LISTS[name]))
        mutant.extra[name] = written(
            rows, header, quoting=csv.QUOTE_ALL, lineterminator=random.choice("\r\n"))
    for name, listed in case.world.files().items():
        cells = rows_of(listed)
        header = random.sample(list(cells[0]), len(cells[0]))
        mutant.extra[name] = written(cells, header, quoting=csv.QUOTE_ALL, lineterminator="\n")
    return mutant


def cell(name: str, column: str, change: Callable[[str], str]) -> Kind:
    """One cell of a list."""

    def kind(case: Case, random: Random) -> Optional[Mutant]:
        mutant = case.mutant()
        rows = mutant.cells if name == "services.csv" else mutant.unmet_cells
        if not rows:
            return None
        row = random.choice(rows)
        if change(row[column]) == row[column]:
            return None
        row[column] = change(row[column])
        return mutant

    return kind


def columns(name: str, change: Callable[[list[str]], list[str]]) -> Kind:
    """A list with other columns."""

    def kind(case: Case, random: Random) -> Optional[Mutant]:
        mutant = case.mutant()
        rows = mutant.cells if name == "services.csv" else mutant.unmet_cells
        if not rows:
            return None
        told = [{**row, "备注": "已核实"} for row in rows]
        mutant.extra[name] = written(told, change(LISTS[name]), lineterminator="\r\n")
        return mutant

    return kind


def page(change: Callable[[bytes], bytes]) -> Kind:
    """Another report."""

    def kind(case: Case, random: Random) -> Optional[Mutant]:
        mutant = case.mutant()
        mutant.extra["report.html"] = change(case.files["report.html"])
        return mutant if mutant.files() != case.files else None

    return kind


def no_page(case: Case, random: Random) -> Mutant:
    mutant = case.mutant()
    mutant.extra["report.html"] = None
    return mutant


def page_of_another_plan(case: Case, random: Random) -> Optional[Mutant]:
    """The report of the same needs with nobody to serve them, under this plan's run identifier."""
    world = copy.deepcopy(case.world)
    for resource in world.resources:
        resource.weekly = resource.minimum = 0
    for need in world.needs:
        need.pins = []
    files = case.match(world)
    if files is None or not case.places:
        return None
    run = Case(case.seed, case.truth, files, case.match).plan["fingerprint"][:12]
    mutant = case.mutant()
    mutant.extra["report.html"] = files["report.html"].replace(
        run.encode(), case.plan["fingerprint"][:12].encode())
    return mutant


WORDS: list[tuple[str, str, Kind]] = [
    ("wording", "words: another 理由", cell(
        "services.csv", "理由", lambda old: "跨县；同网格")),
    ("wording", "words: 理由 with more", cell("services.csv", "理由", lambda old: old + "；上次资源")),
    ("wording", "words: no 理由", cell("services.csv", "理由", lambda old: "")),
    ("wording", "words: another 说明", cell("unmet.csv", "说明", lambda old: "没有资源。")),
    ("wording", "words: 说明 with a blank", cell("unmet.csv", "说明", lambda old: old + " ")),
    ("wording", "words: another 依据", cell("unmet.csv", "依据", lambda old: old + ";days=0")),
    ("wording", "words: no 依据", cell("unmet.csv", "依据", lambda old: "")),
    ("wording", "words: a column more", columns("services.csv", lambda names: [*names, "备注"])),
    ("wording", "words: a column less", columns(
        "unmet.csv", lambda names: [name for name in names if name != "依据"])),
    ("report", "words: another number in the report", page(
        lambda text: text.replace(b"<dd>", b"<dd>1", 1))),
    ("report", "words: another name for a proof", page(
        lambda text: text.replace("已证最优".encode(), "最优".encode(), 1))),
    ("report", "words: a line end in the report", page(
        lambda text: text.replace(b"\n", b"\r\n", 1))),
    ("report", "words: called the other language", page(
        lambda text: text.replace(b'lang="zh-CN"', b'lang="en"', 1))),
    ("report", "words: no report", no_page),
    ("report", "words: the report of another plan", page_of_another_plan),
]
