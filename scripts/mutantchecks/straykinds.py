"""The folder's lists written otherwise than sandan writes them, with the same meaning to a lenient reader."""
from __future__ import annotations

from random import Random
from typing import Callable, Optional

from mutantchecks.folder import Case, Cells, Mutant, rows
from mutantchecks.kinds import Kind
from mutantchecks.world import table

NEEDS, RESOURCES = "lists/needs.csv", "lists/resources.csv"


def stray(name: str, column: str, change: Callable[[str], str]) -> Kind:
    """One cell of a list, where the change makes a difference."""

    def kind(case: Case, random: Random) -> Optional[Mutant]:
        cells = rows(case.files[name])
        others = [row for row in cells if change(row[column]) != row[column]]
        if not others:
            return None
        row = random.choice(others)
        row[column] = change(row[column])
        return _with(case, name, cells)

    return kind


def _with(case: Case, name: str, cells: list[Cells]) -> Mutant:
    mutant = case.mutant()
    mutant.extra[name] = table(cells)
    return mutant


def header(name: str, change: Callable[[Cells], Cells]) -> Kind:
    """The columns of a list."""
    return lambda case, random: _with(
        case, name, [change(row) for row in rows(case.files[name])])


def a_column_less(case: Case, random: Random) -> Optional[Mutant]:
    """A column left out that says of every need what its absence says; else the fingerprint differs."""
    lists = rows(case.files[NEEDS])
    if any(row["结转次数"] != "0" for row in lists):
        return None
    return _with(case, NEEDS, [
        {key: cell for key, cell in row.items() if key != "结转次数"} for row in lists])


def reversed_codes(text: str) -> str:
    return ";".join(reversed(text.split(";")))


STRAYS: list[tuple[str, str, Kind]] = [("canonical-lists", f"lists: {name}", kind) for name, kind in [
    ("a blank after a need", stray(NEEDS, "需求编号", lambda old: old + " ")),
    ("a wide blank before a need", stray(NEEDS, "需求编号", lambda old: "\u3000" + old)),
    ("a blank after a resource", stray(RESOURCES, "资源编号", lambda old: old + "\t")),
    ("a wide letter in a resource", stray(RESOURCES, "资源编号", lambda old: old.replace("R", "Ｒ"))),
    ("a blank after a unit", stray(RESOURCES, "单位", lambda old: old + " ")),
    ("a date with strokes", stray(NEEDS, "提出日期", lambda old: old.replace("-", "/"))),
    ("a zero before a number", stray(NEEDS, "次数", lambda old: "0" + old)),
    ("a wide digit", stray(RESOURCES, "每周可用", lambda old: old.translate(
        {48 + digit: 0xFF10 + digit for digit in range(10)}))),
    ("an empty yes", stray(NEEDS, "允许部分", lambda old: old.replace("是", ""))),
    ("an English no", stray(NEEDS, "允许部分", lambda old: old.replace("否", "no"))),
    ("a count left empty", stray(RESOURCES, "每周至少", lambda old: "" if old == "0" else old)),
    ("a blank between codes", stray(RESOURCES, "类别", lambda old: old.replace(";", "; "))),
    ("another sign between codes", stray(NEEDS, "可服务时段", lambda old: old.replace(";", "、"))),
    ("sessions in another order", stray(NEEDS, "可服务时段", reversed_codes)),
    ("codes in another order", stray(RESOURCES, "类别", reversed_codes)),
    ("a code twice", stray(NEEDS, "点单", lambda old: old and f"{old};{old.split(';')[0]}")),
    ("a group by its name", stray(NEEDS, "特殊群体", lambda old: old and "独居老人")),
    ("a zero after a weight", stray(
        RESOURCES, "权重", lambda old: old + "0" if old[-2:-1] == "." else old)),
    ("an English header", header(NEEDS, lambda row: {
        "need_id" if key == "需求编号" else key: cell for key, cell in row.items()})),
    ("a column more", header(RESOURCES, lambda row: {**row, "联系人": "甲"})),
    ("a column less", a_column_less),
]]
