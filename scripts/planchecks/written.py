"""How the cells of lists/ are written, so that every reader reads the same.

Where one stands otherwise (a blank about an identifier, another form of a date) its meaning is not
settled, and nothing else is said of the folder. 内容 may say anything: nobody plans by it.
"""
from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Callable, Iterator

from planchecks.lists import INDEX, URGENCIES, table
from planchecks.standing import STATES

BLANK = "[ \t-\r\x85\xa0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]"
WIDE = "[\uff01-\uff5e\u3000\u200b\ufeff]"  # forms that are folded into plain ones
Test = Callable[[str], object]


def form(pattern: str) -> Test:
    return re.compile(pattern).fullmatch


def word(text: str) -> bool:
    return (text != "" and not re.search(f"\\A{BLANK}|{BLANK}\\Z", text)
            and unicodedata.is_normalized("NFC", text))


def name(text: str) -> bool:
    """An identifier."""
    return word(text) and not re.search(WIDE, text)


def maybe(one: Test) -> Test:
    return lambda text: text == "" or one(text)


def several(one: Test, in_order: bool = False, once: bool = True) -> Test:
    def test(text: str) -> bool:
        codes = text.split(";")
        right = sorted(codes) if in_order else codes
        return text == "" or (
            all(map(one, codes)) and codes == right and not re.search("[、；]", text)
            and (len(set(codes)) == len(codes) or not once))

    return test


def times(text: str) -> bool:
    """Sessions in the order of the week; none when all are meant."""
    codes = text.split(";") if text else []
    return set(codes) <= INDEX.keys() and len(codes) < 21 and (
        sorted(set(codes), key=lambda code: INDEX[code]) == codes)


def pin(text: str) -> bool:
    resource, at, code = text.rpartition("@")
    return name(resource) and code in INDEX if at else name(text)


NUMBER, DATE = form("0|[1-9][0-9]*"), form("[0-9]{4}-[0-9]{2}-[0-9]{2}")
CODES = several(word, in_order=True)
NEEDS: dict[str, Test] = {
    "需求编号": name, "网格编码": form("[0-9]+"), "类别": word, "内容": lambda text: True,
    "紧急程度": lambda text: text in URGENCIES, "提出日期": DATE, "最迟日期": maybe(DATE),
    "可服务时段": times, "次数": NUMBER,
    "角色": several(lambda role: word(role.rpartition(":")[0]) and NUMBER(role.rpartition(":")[2])),
    "技能": CODES, "排除": CODES, "特殊群体": form("有?"), "点单": several(name),
    "上次资源": maybe(name), "指定": several(pin, once=False), "回避": several(name, in_order=True),
    "允许部分": form("是|否"), "结转次数": NUMBER}
RESOURCES: dict[str, Test] = {
    "资源编号": name, "单位": word, "类型": maybe(word), "类别": CODES, "角色": CODES, "技能": CODES,
    "服务范围": several(form(r"[0-9]+|\*"), in_order=True), "所在网格": form("[0-9]*"),
    "可用时段": times, "每周可用": NUMBER, "每时段上限": NUMBER, "每周至少": NUMBER, "历史承担": NUMBER,
    "权重": maybe(form(r"(0|[1-9][0-9]*)(\.[0-9]?[1-9])?")), "有效至": maybe(DATE)}

STANDING: dict[str, Test] = {
    "服务单号": name, "需求编号": name, "次序": NUMBER, "角色": maybe(word), "资源编号": name,
    "时段": lambda text: text in INDEX, "状态": lambda text: text in STATES}


def list_breaches(path: Path) -> Iterator[tuple[str, str]]:
    """Rule `canonical-lists`: the cells of the lists that are not as they are written."""
    lists = [("lists/needs.csv", NEEDS), ("lists/resources.csv", RESOURCES)]
    if (path / "lists/standing.csv").exists():
        lists.append(("lists/standing.csv", STANDING))
    for file, columns in lists:
        for number, row in enumerate(table(path / file, letter_by_letter=True), 1):
            cells = {key: cell for key, cell in row.items() if key or cell}
            if cells.keys() != columns.keys():
                yield "canonical-lists", f"{file}: columns {sorted(cells.keys() ^ columns.keys())}"
                break
            for column, test in columns.items():
                if not test(cells[column]):
                    told = "" if column == "特殊群体" else f" “{cells[column]}”"
                    yield "canonical-lists", f"{file}, row {number}: {column}{told}"
