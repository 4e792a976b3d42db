"""Runs scripts/check-plan on folders that `sandan match` wrote, right ones and spoilt ones.

The program is the debug build's, or what SANDAN names. Run with
`python3 -m unittest discover -s Tests/CheckPlanTests`.
"""
from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import tempfile
import unicodedata
import unittest
from pathlib import Path
from typing import Any, Callable

ROOT = Path(__file__).resolve().parents[2]
SANDAN = os.environ.get("SANDAN", str(ROOT / ".build/debug/sandan"))
CHECK = str(ROOT / "scripts/check-plan")
SERVED = [f"served.{number}" for number in range(4)]

Rows = list[dict[str, str]]
Edit = Callable[[Path], None]


def csv_edit(name: str, change: Callable[[Rows], Any]) -> Edit:
    """An edit of a list: the function changes the rows in place."""

    def edit(folder: Path) -> None:
        path = folder / name
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows, header = list(reader), list(reader.fieldnames or [])
        change(rows)
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, header)
            writer.writeheader()
            writer.writerows(rows)

    return edit


def drop_column(name: str, column: str) -> Edit:
    """An edit of a list's header and rows: the column is not written at all."""

    def edit(folder: Path) -> None:
        path = folder / name
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        index = rows[0].index(column)
        for row in rows:
            del row[index]
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)

    return edit


def cell(name: str, key: str, column: str, value: str) -> Edit:
    """An edit of one cell, in the row whose first cell is the key."""

    def change(rows: Rows) -> None:
        row = next(row for row in rows if next(iter(row.values())) == key)
        assert row[column] != value, f"{key} {column} is {value} already"
        row[column] = value

    return csv_edit(name, change)


def service(visit: str, column: str, value: str) -> Edit:
    return cell("services.csv", f"2026-W48-{visit}", column, value)


def json_edit(name: str, change: Callable[[Any], Any]) -> Edit:
    """An edit of a document: the function changes it in place."""

    def edit(folder: Path) -> None:
        path = folder / name
        document = json.loads(path.read_text(encoding="utf-8"))
        change(document)
        path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")

    return edit


def tier(number: int, **keys: Any) -> Edit:
    return json_edit("plan.json", lambda plan: plan["tiers"][number].update(keys))


def leaf(change: Callable[[dict[str, Any]], Any]) -> Edit:
    return json_edit("certificate.json", lambda document: change(document["nodes"][2]["leaf"]))


def branch(**keys: Any) -> Edit:
    return json_edit(
        "certificate.json", lambda document: document["nodes"][0]["branch"].update(keys))


def node(number: int, **keys: Any) -> Edit:
    return json_edit("certificate.json", lambda document: document["nodes"][number].update(keys))


def certify(folder: Path) -> None:
    """Puts a certificate of the four served tiers, written by hand, beside a plan of first-week.

    R003 and R004 come once each, so of N002 (class 2), N003 and N004 (class 3) two are served: a
    visit of theirs is worth one of class 3. A branch shows that trees are read: N001 is served or
    not. The other tiers are open; of the first of them it proves that it is not negative.
    """
    plan = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    names = [entry["name"] for entry in plan["tiers"]]
    for entry in plan["tiers"]:
        is_proved = entry["name"] in SERVED
        entry.update(provedBy="certificate" if is_proved else "open")
        entry.update(bound=entry["value"] if is_proved else None)
    plan["tiers"][len(SERVED)].update(bound=0)
    plan["status"] = "gap"
    (folder / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    price = [0] + [int(name == "served.3") for name in names]
    prices = {
        "scales": [1] * len(names), "resourceSessions": {}, "units": {}, "areas": {},
        "resources": {"R003": price, "R004": price}}
    (folder / "certificate.json").write_text(
        json.dumps({
            "formatVersion": 1, "fingerprint": plan["fingerprint"], "tiers": names,
            "nodes": [
                {"branch": {"need": "N001", "quantity": "visits", "at": 1}, "low": 1, "high": 2},
                {"leaf": prices}, {"leaf": prices}]}),
        encoding="utf-8")


def swap(rows: Rows) -> None:
    rows[0], rows[1] = rows[1], rows[0]


SERVICES: list[tuple[str, Edit]] = [
    ("fingerprint", service("N002-1-1", "运行编号", "0")),
    ("unknown-need", service("N002-1-1", "需求编号", "N999")),
    ("unknown-resource", service("N002-1-1", "资源编号", "R999")),
    ("unit", service("N002-1-1", "单位", "县文旅局")),
    ("date", service("N002-1-1", "日期", "2026-11-27")),
    ("service-role", service("N002-1-1", "角色", "法律")),
    ("role", service("N001-1-1", "资源编号", "R002")),
    ("category", service("N002-1-1", "资源编号", "R002")),
    ("team-resources", service("N001-1-1", "资源编号", "R002")),
    ("place-twice", service("N001-1-2", "角色", "法律")),
    ("team-incomplete", csv_edit("services.csv", lambda rows: rows.pop(1))),
    ("team-session", service("N001-1-2", "时段", "三上")),
    ("need-sessions", service("N002-1-1", "时段", "五上")),
    ("resource-sessions", service("N003-1-1", "时段", "日晚")),
    ("due", service("N001-1-1", "时段", "四上")),
    ("visit-number", service("N002-1-1", "次序", "2")),
    ("visits", csv_edit("services.csv", lambda rows: rows.append(
        {**rows[3], "次序": "2", "时段": "四上", "日期": "2026-11-26"}))),
    ("one-a-day", csv_edit("services.csv", lambda rows: rows.append(
        {**rows[3], "次序": "2", "时段": "二下"}))),
    ("per-session", csv_edit("services.csv", lambda rows: rows.append(
        {**rows[3], "需求编号": "N004"}))),
    ("weekly", csv_edit("services.csv", lambda rows: rows.append(
        {**rows[3], "需求编号": "N004", "时段": "四上", "日期": "2026-11-26"}))),
    ("method", service("N002-1-1", "派单方式", "指定")),
    ("lead", service("N001-1-2", "牵头", "是")),
    ("choice-rank", service("N002-1-1", "点单名次", "2")),
    ("distance", service("N002-1-1", "距离级", "0")),
    ("service-id", service("N002-1-1", "服务单号", "2026-W48-N002-1-2")),
    ("order", csv_edit("services.csv", swap)),
    ("unmet-list", csv_edit("services.csv", lambda rows: rows.pop())),
    ("tier-value", csv_edit("services.csv", lambda rows: rows.pop())),
]

PLAN: list[tuple[str, Edit]] = [
    ("fingerprint", json_edit("plan.json", lambda plan: plan.update(fingerprint="0" * 64))),
    ("fingerprint", json_edit("plan.json", lambda plan: plan.update(programVersion="0"))),
    ("unmet-list", json_edit("plan.json", lambda plan: plan["unmet"].pop())),
    ("unmet-list", csv_edit("unmet.csv", lambda rows: rows.pop())),
    ("unmet-missing", json_edit("plan.json", lambda plan: plan["unmet"][0].update(missing=2))),
    ("tier-names", json_edit("plan.json", lambda plan: plan["tiers"].pop())),
    ("tier-value", tier(5, value=834, bound=834)),
    ("tier-bound", tier(5, bound=832)),
    ("tier-bound", tier(5, provedBy="open", bound=834)),
    ("status", json_edit("plan.json", lambda plan: plan.update(status="gap"))),
    ("status", json_edit("plan.json", lambda plan: plan.update(cutOff=True))),
    ("change-missing", json_edit("plan.json", lambda plan: plan["unmet"][0].pop("smallestChange"))),
    ("change-missing", json_edit("plan.json", lambda plan: plan["unmet"][1].pop("escalateTo"))),
    ("change-missing", json_edit("plan.json", lambda plan: plan.update(changesCutOff=True))),
    ("search-proved", tier(11, provedBy="search", bound=None)),
    ("status", tier(11, provedBy="open", bound=None)),
    ("certificate-proof", lambda folder: (folder / "certificate.json").unlink()),
]

# Each change of the lists also changes the fingerprint; the rule named is the one aimed at.
LISTS: list[tuple[str, Edit]] = [
    ("fingerprint", cell("lists/needs.csv", "N005", "结转次数", "3")),
    ("skills", cell("lists/needs.csv", "N003", "技能", "手语")),
    ("exclusions", cell("lists/needs.csv", "N003", "排除", "理发技能")),
    ("area", cell("lists/resources.csv", "R003", "服务范围", "230799002")),
    ("banned", cell("lists/needs.csv", "N003", "回避", "R003")),
    ("reported", cell("lists/needs.csv", "N003", "提出日期", "2026-11-25")),
    ("valid", cell("lists/resources.csv", "R003", "有效至", "2026-11-23")),
    ("pin", cell("lists/needs.csv", "N003", "指定", "R004@六上")),
    ("open", lambda folder: (folder / "policy.yaml").write_text(
        (folder / "policy.yaml").read_text(encoding="utf-8")
        .replace("closed: []", 'closed: [日晚, "2026-11-24"]'), encoding="utf-8")),
]


# The lists written otherwise than sandan writes them: told by this rule and no other.
STRAYS: list[Edit] = [
    cell("lists/needs.csv", "N002", "需求编号", "N002 "),
    cell("lists/needs.csv", "N002", "提出日期", "2026/11/22"),
    cell("lists/needs.csv", "N002", "允许部分", ""),
    cell("lists/needs.csv", "N001", "可服务时段", "三上;一下;三下"),
    cell("lists/needs.csv", "N001", "角色", "法律;社工:1"),
    cell("lists/resources.csv", "R003", "资源编号", "Ｒ003"),
    cell("lists/resources.csv", "R003", "权重", "1.50"),
    cell("lists/resources.csv", "R003", "每周可用", "01"),
    drop_column("lists/resources.csv", "有效至"),
]


def open_bound_left_out(folder: Path) -> None:
    """Of the first open tier less is told than the certificate proves."""
    certify(folder)
    json_edit("plan.json", lambda plan: plan["tiers"][len(SERVED)].update(bound=None))(folder)


def open_bound_without_proof(folder: Path) -> None:
    """No tier is claimed to be proved, but the first has a bound that no price supports."""
    json_edit("certificate.json", lambda c: c.update(nodes=[]))(folder)

    def claim(plan: Any) -> None:
        for index, tier in enumerate(plan["tiers"]):
            tier.update(provedBy="open", bound=None if index else tier["value"])
        plan.update(status="gap")

    json_edit("plan.json", claim)(folder)


CERTIFICATE: list[tuple[str, Edit]] = [
    ("certificate-proof", open_bound_without_proof),
    ("certificate-proof", open_bound_left_out),
    ("certificate-proof", lambda folder: (folder / "certificate.json").unlink()),
    ("certificate-proof", json_edit("certificate.json", lambda c: c.update(nodes=[]))),
    ("certificate-proof", leaf(lambda leaf: leaf["resources"].pop("R003"))),
    ("certificate-proof", leaf(lambda leaf: leaf["resources"].update(R003=[1] + [0] * 12))),
    ("certificate", lambda folder: (folder / "certificate.json").write_text("{")),
    ("certificate", lambda folder: (folder / "certificate.json").write_bytes(b"\xff")),
    ("certificate", lambda folder: (folder / "certificate.json").write_text("[" * 100_000)),
    ("certificate", lambda folder: (folder / "certificate.json").write_text(
        (folder / "certificate.json").read_text().replace('"nodes"', '"tiers": [], "nodes"', 1))),
    ("certificate", json_edit("certificate.json", lambda c: c.update(formatVersion=2))),
    ("certificate", json_edit("certificate.json", lambda c: c.update(formatVersion=True))),
    ("certificate", json_edit("certificate.json", lambda c: c.update(fingerprint="0"))),
    ("certificate", json_edit("certificate.json", lambda c: c["tiers"].pop())),
    ("certificate", json_edit("certificate.json", lambda c: c.pop("nodes"))),
    ("certificate", json_edit("certificate.json", lambda c: c["nodes"].append(c["nodes"][2]))),
    ("certificate", json_edit("certificate.json", lambda c: c["nodes"].pop())),
    ("certificate", node(0, low=0)),
    ("certificate", node(0, low=2)),
    ("certificate", node(0, high=None)),
    ("certificate", node(0, high="2")),
    ("certificate", node(1, leaf=None)),
    ("certificate", node(1, branch={})),
    ("certificate", branch(need="N999")),
    ("certificate", branch(quantity="days")),
    ("certificate", branch(at=0)),
    ("certificate", branch(quantity="session")),
    ("certificate", branch(quantity="session", session="八上")),
    ("certificate", branch(quantity="service", session="一下", resource="R001")),
    ("certificate", branch(quantity="service", session="一下", resource="R001", place=2)),
    ("certificate", branch(quantity="service", session="一下", resource="R9", place=0)),
    ("certificate", leaf(lambda leaf: leaf["scales"].pop())),
    ("certificate", leaf(lambda leaf: leaf["scales"].__setitem__(0, 0))),
    ("certificate", leaf(lambda leaf: leaf["scales"].__setitem__(0, 1.5))),
    ("certificate", leaf(lambda leaf: leaf.pop("areas"))),
    ("certificate", leaf(lambda leaf: leaf["resources"].update(R999=[0] * 13))),
    ("certificate", leaf(lambda leaf: leaf["resources"].update(R003=[0]))),
    ("certificate", leaf(lambda leaf: leaf["resources"].update(R003=[2**60 + 1] + [0] * 12))),
    ("certificate", leaf(lambda leaf: leaf["scales"].__setitem__(0, 2**40 + 1))),
    ("certificate", leaf(lambda leaf: leaf["scales"].__setitem__(0, 1.0))),
    ("certificate", leaf(lambda leaf: leaf["scales"].__setitem__(0, True))),
    ("certificate", json_edit("certificate.json", lambda c: c.update(alike=[]))),
    ("certificate", json_edit("certificate.json", lambda c: c.update(
        alike={**c["nodes"][1]["leaf"], "units": {"无": [0] * 13}}))),
    ("certificate", json_edit("certificate.json", lambda c: c.update(alike=c["nodes"][1]["leaf"]))),
    ("certificate", leaf(lambda leaf: leaf["units"].update(无=[0] * 13))),
    ("certificate", leaf(lambda leaf: leaf["areas"].update({"2307": [0] * 13}))),
    ("certificate", leaf(lambda leaf: leaf["resourceSessions"].update({"R003": [0] * 13}))),
]


def smallest(number: int, change: Callable[[dict[str, Any]], Any]) -> Edit:
    """An edit of an unmet need's smallest change: 0 is N004, with one more visit of R004, 1 is N005,
    with a skill of R002."""
    return json_edit("plan.json", lambda plan: change(plan["unmet"][number]["smallestChange"]))


def move(number: int, **keys: Any) -> Edit:
    return smallest(number, lambda change: change["witness"][0].update(keys))


CHANGES: list[tuple[str, Edit]] = [
    # N004 had no service before; R004 comes only when it comes, and once in a session.
    ("smallest-change", move(0, **{"from": "R004@四上"})),
    ("smallest-change", move(0, to="R004@五上")),
    ("smallest-change", move(0, to="R003@二上")),
    ("smallest-change", move(0, to="R001@二下")),
    ("smallest-change", move(0, need="N003")),
    ("smallest-change", move(0, to=None)),
    ("smallest-change", smallest(0, lambda change: change["changes"][0].update(weekly=False))),
    ("smallest-change", smallest(0, lambda change: change["changes"][0].update(perSession=True))),
    ("smallest-change", smallest(0, lambda change: change["changes"][0].update(
        weekly=False, perSession=True))),
    ("smallest-change", smallest(0, lambda change: change["changes"].append(
        {"change": "area", "resource": "R003"}))),
    ("smallest-change", smallest(0, lambda change: change.update(changes=[]))),
    ("smallest-change", smallest(0, lambda change: change["witness"].append(
        change["witness"][0]))),
    ("smallest-change", smallest(1, lambda change: change["changes"][0].update(skill="理发技能"))),
    ("smallest-change", smallest(1, lambda change: change["changes"].append(
        {"change": "session", "resource": "R002", "session": "日晚"}))),
    # What unmet.csv says of it.
    ("unmet-list", cell("unmet.csv", "N004", "最小补足", "")),
    ("unmet-list", cell("unmet.csv", "N004", "最小补足", "只要R004 在二下多来一次（每周可用 1→3），就排得下它。")),
    ("unmet-list", smallest(0, lambda change: change.update(isExhaustive=False))),
]


def rewritten(old: str, new: str) -> Edit:
    """An edit of plan.json as text."""

    def edit(folder: Path) -> None:
        path = folder / "plan.json"
        text = path.read_text(encoding="utf-8")
        assert old in text, old
        path.write_bytes(text.replace(old, new, 1).encode("utf-8", "surrogatepass"))

    return edit


# What is no plan.json at all: the path of keys at fault, or a part of the message.
DOCUMENTS: list[tuple[str, Edit]] = [
    ("formatVersion", json_edit("plan.json", lambda plan: plan.update(formatVersion=99))),
    ("1.0", json_edit("plan.json", lambda plan: plan.update(formatVersion=1.0))),
    ("formatVersion", json_edit("plan.json", lambda plan: plan.update(formatVersion=True))),
    ("formatVersion", json_edit("plan.json", lambda plan: plan.pop("formatVersion"))),
    ("cutOff", json_edit("plan.json", lambda plan: plan.update(cutOff=1))),
    ("changesCutOff", json_edit("plan.json", lambda plan: plan.pop("changesCutOff"))),
    ("status", json_edit("plan.json", lambda plan: plan.update(status="best"))),
    ("week", json_edit("plan.json", lambda plan: plan.update(week="2026-48"))),
    ("tiers[0].value", tier(0, value="0")),
    ("0.0", tier(0, value=0.0)),
    ("tiers[2].bound", tier(2, bound=True)),
    ("tiers[1].provedBy", tier(1, provedBy="proof")),
    ("unmet[0].missing", json_edit("plan.json", lambda plan: plan["unmet"][0].update(missing="1"))),
    ("unmet[1].reason.code", json_edit(
        "plan.json", lambda plan: plan["unmet"][1]["reason"].pop("code"))),
    ("unmet[0].escalateTo", json_edit(
        "plan.json", lambda plan: plan["unmet"][0].update(escalateTo="province"))),
    ("64 bits", json_edit("plan.json", lambda plan: plan.update(more=2**63))),
    ("a key stands twice", rewritten("{", '{"cutOff": false,')),
    ("a key stands twice", rewritten("{", '{"cut\\u004fff": false,')),
    ("NaN", rewritten("{", '{"more": NaN,')),
    ("1e0", rewritten('"formatVersion" : 1', '"formatVersion" : 1e0')),
    ("BOM", rewritten("{", "\ufeff{")),
    ("Extra data", rewritten("{", "{}{")),
    ("surrogates", rewritten("{", '{"more": "\\ud800",')),
]


class CheckPlanTests(unittest.TestCase):
    """Folders of two fixtures, written once; each test spoils a copy."""

    written: Path

    @classmethod
    def setUpClass(cls) -> None:
        cls.written = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.written)
        for name in ("first-week", "tangwang"):
            lists = [str(ROOT / "Fixtures" / name / file) for file in ("needs.csv", "resources.csv")]
            subprocess.run(
                [SANDAN, "match", *lists, "--week", "2026-W48", "--out", str(cls.written / name)],
                check=True, capture_output=True)

    def check(self, folder: Path) -> tuple[int, str, str]:
        done = subprocess.run([CHECK, str(folder)], capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr

    def copy(self, name: str) -> Path:
        folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        return Path(shutil.copytree(self.written / name, folder / name))

    def refused(self, cases: list[tuple[str, Edit]], *, certified: bool) -> None:
        for number, (rule, edit) in enumerate(cases):
            with self.subTest(rule=rule, number=number):
                folder = self.copy("first-week")
                if certified:
                    certify(folder)
                edit(folder)
                status, out, err = self.check(folder)
                self.assertEqual(status, 1, err)
                self.assertEqual(out, "")
                self.assertIn(rule, [line.partition(":")[0] for line in err.splitlines()])
                if certified:
                    self.assertEqual({line.partition(":")[0] for line in err.splitlines()}, {rule})

    def test_what_match_writes_is_right(self) -> None:
        for name, services in [("first-week", 4), ("tangwang", 195)]:
            with self.subTest(name):
                status, out, err = self.check(self.written / name)
                self.assertEqual((status, err), (0, ""))
                self.assertIn(f"2026-W48, {services} services", out)
                self.assertEqual(len(out.splitlines()), 1)

    def test_a_certificate_proves_tiers(self) -> None:
        folder = self.copy("first-week")
        certify(folder)
        status, out, err = self.check(folder)
        self.assertEqual((status, err), (0, ""))
        self.assertIn("the certificate proves 4 of 12 tiers", out)

    def test_services(self) -> None:
        self.refused(SERVICES, certified=False)

    def test_plan(self) -> None:
        self.refused(PLAN, certified=False)

    def test_lists(self) -> None:
        self.refused(LISTS, certified=False)

    def test_strays(self) -> None:
        """Both checkers name the rule, and nothing else."""
        for number, edit in enumerate(STRAYS):
            with self.subTest(number=number):
                folder = self.copy("first-week")
                edit(folder)
                status, _, err = self.check(folder)
                self.assertEqual(status, 1, err)
                self.assertEqual(
                    {line.partition(":")[0] for line in err.splitlines()}, {"canonical-lists"})
                done = subprocess.run(
                    [SANDAN, "verify", str(folder), "--format", "json"], capture_output=True)
                self.assertEqual(done.returncode, 1)
                self.assertEqual(
                    {found["rule"] for found in json.loads(done.stdout)["findings"]},
                    {"canonical-lists"})

    def test_nothing_is_left_open_in_vain(self) -> None:
        """In a week with teams, too, verify knows what the search settles."""
        settled: list[str] = []

        def leave_open(plan: Any) -> None:
            unmet = next(
                unmet for unmet in plan["unmet"]
                if unmet["smallestChange"]["isExhaustive"] and unmet["smallestChange"]["changes"])
            unmet["smallestChange"]["isExhaustive"] = False
            settled.append(unmet["need"])

        folder = self.copy("tangwang")
        json_edit("plan.json", leave_open)(folder)
        done = subprocess.run(
            [SANDAN, "verify", str(folder), "--format", "json"], capture_output=True)
        self.assertEqual(done.returncode, 1)
        found = [
            finding for finding in json.loads(done.stdout)["findings"]
            if finding["rule"] == "smallest-change"]
        self.assertEqual([finding["need"] for finding in found], settled)

    def test_an_identifier_twice(self) -> None:
        folder = self.copy("first-week")
        csv_edit("lists/needs.csv", lambda rows: rows.append(dict(rows[0])))(folder)
        status, _, err = self.check(folder)
        self.assertEqual(status, 2)
        self.assertIn("an identifier stands twice", err)
        self.assertEqual(
            subprocess.run([SANDAN, "verify", str(folder)], capture_output=True).returncode, 65)

    def test_smallest_changes(self) -> None:
        self.refused(CHANGES, certified=False)

    def test_documents(self) -> None:
        """What `sandan verify` cannot read either."""
        for number, (told, edit) in enumerate(DOCUMENTS):
            with self.subTest(told=told, number=number):
                folder = self.copy("first-week")
                edit(folder)
                status, _, err = self.check(folder)
                self.assertEqual(status, 2, err)
                self.assertIn(told, err)
                done = subprocess.run([SANDAN, "verify", str(folder)], capture_output=True)
                self.assertEqual(done.returncode, 65)

    def test_keys_that_the_format_does_not_name_are_not_read(self) -> None:
        folder = self.copy("first-week")
        for name in ("plan.json", "certificate.json"):
            json_edit(name, lambda document: document.update(more={"a": [None, "b", 3]}))(folder)
        self.assertEqual(self.check(folder)[0], 0)
        self.assertEqual(subprocess.run([SANDAN, "verify", str(folder)]).returncode, 0)

    def test_what_may_not_lack_may_not_be_null_or_empty(self) -> None:
        def unnamed_role(plan: Any) -> None:
            for unmet in plan["unmet"]:
                for move in unmet["smallestChange"]["witness"]:
                    move["role"] = ""

        for name, change in [
                ("plan.json", unnamed_role),
                ("certificate.json", lambda d: d["nodes"][0]["leaf"]["units"].update(县总工会=None))]:
            with self.subTest(name):
                folder = self.copy("first-week")
                json_edit(name, change)(folder)
                self.assertNotEqual(self.check(folder)[0], 0)
                done = subprocess.run([SANDAN, "verify", str(folder)], capture_output=True)
                self.assertNotEqual(done.returncode, 0)

    def test_what_may_lack_may_be_null(self) -> None:
        def put_nulls(plan: Any) -> None:
            plan.update(begun=None, byHand=None)
            for unmet in plan["unmet"]:
                unmet.setdefault("escalateTo", None)
                for key in ("counts", "nearest", "days", "slots", "holders", "role", "tier"):
                    unmet["reason"].setdefault(key, None)
                for change in unmet["smallestChange"]["changes"]:
                    for key in ("resource", "session", "weekly", "perSession", "role", "skill"):
                        change.setdefault(key, None)

        folder = self.copy("first-week")
        json_edit("plan.json", put_nulls)(folder)
        self.assertIn("null", (folder / "plan.json").read_text(encoding="utf-8"))
        self.assertEqual(self.check(folder)[0], 0)
        self.assertEqual(subprocess.run([SANDAN, "verify", str(folder)]).returncode, 0)

    def test_accents(self) -> None:
        """An é is the same character as an e with an accent, but in the lists of the folder, which
        are written in one way."""
        folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        plain, apart = "Café", unicodedata.normalize("NFD", "Café")
        self.assertNotEqual(plain, apart)

        def respell(path: Path, old: str, new: str) -> None:
            text = path.read_text(encoding="utf-8")
            self.assertIn(old, text, path)
            path.write_text(text.replace(old, new), encoding="utf-8")

        for name, spelling in [("composed", plain), ("decomposed", apart)]:
            shutil.copytree(ROOT / "Fixtures/first-week", folder / name)
            respell(folder / name / "resources.csv", "R002", spelling)
            subprocess.run(
                [SANDAN, "match", folder / name / "needs.csv", folder / name / "resources.csv",
                 "--week", "2026-W48", "--out", folder / name / "week"],
                check=True, capture_output=True)
        week = folder / "decomposed/week"
        for file in ("plan.json", "services.csv", "lists/resources.csv"):
            self.assertEqual(
                (week / file).read_bytes(), (folder / "composed/week" / file).read_bytes())
        for file in ("services.csv", "certificate.json"):
            respell(week / file, plain, apart)
        respell(week / "certificate.json", apart, apart.replace("\u0301", "\\u0301"))
        self.assertEqual(self.check(week)[::2], (0, ""))
        self.assertEqual(subprocess.run([SANDAN, "verify", str(week)]).returncode, 0)
        respell(week / "lists/resources.csv", plain, apart)
        status, _, err = self.check(week)
        self.assertEqual(status, 1, err)
        self.assertEqual({line.partition(":")[0] for line in err.splitlines()}, {"canonical-lists"})
        done = subprocess.run(
            [SANDAN, "verify", str(week), "--format", "json"], capture_output=True)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(
            {found["rule"] for found in json.loads(done.stdout)["findings"]}, {"canonical-lists"})

    def test_search_where_nothing_is_coupled(self) -> None:
        """Two needs and one visit: the worse of the plans, called closed by search."""
        folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        (folder / "needs.csv").write_text(
            "需求编号,网格编码,类别,提出日期,紧急程度\n"
            "N1,230799001001001,理发,2026-11-20,紧急\nN2,230799001001001,理发,2026-11-20,一般\n")
        (folder / "resources.csv").write_text(
            "资源编号,单位,类别,服务范围,每周可用\nR1,甲,理发,*,1\n")
        week = folder / "week"
        subprocess.run(
            [SANDAN, "match", str(folder / "needs.csv"), str(folder / "resources.csv"), "--week",
             "2026-W48", "--out", str(week)], check=True, capture_output=True)
        self.assertEqual(self.check(week)[0], 0)

        def search(plan: Any) -> None:
            for entry in plan["tiers"]:
                entry.update(provedBy="search", bound=None)
            plan.update(status="search")

        json_edit("plan.json", search)(week)
        status, _, err = self.check(week)
        self.assertEqual(status, 1)
        self.assertEqual(
            {line.partition(":")[0] for line in err.splitlines()},
            {"search-uncoupled", "search-proved"})
        for language, told in [("zh", "不能只凭求解器判定"), ("en", "solver's word is not enough")]:
            done = subprocess.run(
                [SANDAN, "verify", str(week), "--lang", language], capture_output=True, text=True)
            self.assertEqual(done.returncode, 1)
            self.assertIn("search-uncoupled", done.stderr)
            self.assertIn(told, done.stderr)

    def test_certificate(self) -> None:
        self.refused(CERTIFICATE, certified=True)

    def test_all_or_nothing(self) -> None:
        folder = self.copy("tangwang")
        with (folder / "unmet.csv").open(encoding="utf-8-sig", newline="") as file:
            unmet = {row["需求编号"] for row in csv.DictReader(file)}
        with (folder / "services.csv").open(encoding="utf-8-sig", newline="") as file:
            served = {row["需求编号"] for row in csv.DictReader(file)}
        part = sorted(unmet & served)[0]
        cell("lists/needs.csv", part, "允许部分", "否")(folder)
        status, _, err = self.check(folder)
        self.assertEqual(status, 1)
        self.assertIn(f"all-or-nothing: {part}", err.splitlines())

    def test_a_place_without_a_role(self) -> None:
        """It is nobody's place: which roles its resource can take says nothing."""
        folder = self.copy("first-week")
        service("N001-1-2", "角色", "")(folder)
        _, _, err = self.check(folder)
        self.assertEqual(
            [line.partition(":")[0] for line in err.splitlines()],
            ["service-role", "team-incomplete"])

    def test_no_folder(self) -> None:
        status, out, err = self.check(self.written / "none")
        self.assertEqual((status, out), (2, ""))
        self.assertTrue(err.startswith("cannot be read: "))


def hand(change: Callable[[dict[str, Any]], Any]) -> Edit:
    return json_edit("plan.json", lambda plan: change(plan["byHand"]))


def reason(need: str, code: str) -> Edit:
    def change(plan: Any) -> None:
        next(entry for entry in plan["unmet"] if entry["need"] == need)["reason"]["code"] = code

    return json_edit("plan.json", change)


BY_HAND: list[tuple[str, Edit]] = [
    ("method", service("N002-1-1", "派单方式", "优化")),
    ("by-hand", hand(lambda changes: changes["planned"].__setitem__(1, 7))),
    ("by-hand", hand(lambda changes: changes.update(moves=[]))),
    ("by-hand", hand(lambda changes: changes["moves"].reverse())),
    ("by-hand", hand(lambda changes: changes["moves"].append(changes["moves"][0]))),
    ("by-hand", hand(lambda changes: changes["moves"][-1].update({"from": "R002@三下"}))),
    ("by-hand", hand(lambda changes: changes["moves"][0].pop("from"))),
    ("reason-by-hand", json_edit("plan.json", lambda plan: plan.pop("byHand"))),
    ("reason-by-hand", reason("N001", "cut-off")),
    ("reason-by-hand", reason("N005", "by-hand")),
    ("change-missing", json_edit("plan.json", lambda plan: [
        entry.pop("escalateTo", None) for entry in plan["unmet"]])),
    ("certificate-proof", tier(1, provedBy="certificate", bound=0)),
]


class PlansChangedByHand(unittest.TestCase):
    """A plan of first-week in which two visits change hands and a third is taken out."""

    edited: Path

    @classmethod
    def setUpClass(cls) -> None:
        office = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, office)

        def run(*words: str) -> None:
            subprocess.run([SANDAN, *words, "--as-of", "2026-11-22"], cwd=office, check=True,
                           capture_output=True)

        lists = [str(ROOT / "Fixtures/first-week" / file) for file in ("needs.csv", "resources.csv")]
        run("week", "open", *lists, "--week", "2026-W48")
        run("week", "plan", "--out", "plan")

        def change(rows: Rows) -> None:
            rows[:] = [row for row in rows if row["需求编号"] != "N001"]
            visit = {row["需求编号"]: row for row in rows}
            assert visit["N002"]["资源编号"] == "R004" and len(rows) == 2
            other = next(row for row in rows if row["资源编号"] == "R003")
            visit["N002"].update(资源编号="R003", 时段="四上")
            other.update(资源编号="R004", 时段="二下")

        csv_edit("plan/services.csv", change)(office)
        run("week", "adopt", "plan/services.csv", "--out", "edited")
        cls.edited = office / "edited"

    def check(self, folder: Path) -> tuple[int, str]:
        done = subprocess.run([CHECK, str(folder)], capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def test_what_adopt_writes_is_right(self) -> None:
        status, told = self.check(self.edited)
        self.assertEqual(status, 0, told)
        plan = json.loads((self.edited / "plan.json").read_text(encoding="utf-8"))
        self.assertEqual(len(plan["byHand"]["moves"]), 4)
        self.assertEqual(plan["status"], "gap")

    def test_what_is_not_so_is_refused_by_both(self) -> None:
        for number, (rule, edit) in enumerate(BY_HAND):
            with self.subTest(rule=rule, number=number):
                folder = Path(tempfile.mkdtemp())
                self.addCleanup(shutil.rmtree, folder)
                spoilt = Path(shutil.copytree(self.edited, folder / "week"))
                edit(spoilt)
                status, told = self.check(spoilt)
                self.assertEqual(status, 1, told)
                self.assertIn(rule, [line.partition(":")[0] for line in told.splitlines()])
                verified = subprocess.run([SANDAN, "verify", str(spoilt), "--lang", "en"],
                                          capture_output=True, text=True)
                self.assertEqual(verified.returncode, 1, verified.stderr)
                self.assertIn(f"breaks {rule}:", verified.stderr)


def first_unmet(**facts: Any) -> Edit:
    return json_edit("plan.json", lambda plan: plan["unmet"][0].update(facts))


class PlansAlone(unittest.TestCase):
    """What `match --plan-only` writes is right for what it says, and may say no more."""

    folders: dict[bool, Path]

    @classmethod
    def setUpClass(cls) -> None:
        office = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, office)
        cls.folders = {is_alone: office / str(is_alone) for is_alone in (True, False)}
        lists = [str(ROOT / "Fixtures/first-week" / file) for file in ("needs.csv", "resources.csv")]
        for is_alone, folder in cls.folders.items():
            subprocess.run(
                [SANDAN, "match", *lists, "--week", "2026-W48", "--out", str(folder)]
                + ["--plan-only"] * is_alone, check=True, capture_output=True)

    def refused(self, is_alone: bool, edit: Edit) -> set[str]:
        folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        spoilt = Path(shutil.copytree(self.folders[is_alone], folder / "week"))
        edit(spoilt)
        done = subprocess.run([CHECK, str(spoilt)], capture_output=True, text=True)
        self.assertEqual(done.returncode, 1, done.stderr)
        verified = subprocess.run([SANDAN, "verify", str(spoilt)], capture_output=True, text=True)
        self.assertEqual(verified.returncode, 1, verified.stderr)
        return {line.partition(":")[0] for line in done.stderr.splitlines()}

    def test_what_match_writes_is_right(self) -> None:
        for folder in self.folders.values():
            done = subprocess.run([CHECK, str(folder)], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)

    def test_what_is_not_so_is_refused_by_both(self) -> None:
        said = json_edit("plan.json", lambda plan: plan.update(planOnly=True))
        unsaid = json_edit("plan.json", lambda plan: plan.pop("planOnly"))
        for number, (is_alone, rule, edit) in enumerate([
                (True, "plan-only", unsaid),
                (True, "plan-only", first_unmet(reason={"code": "unpriced"})),
                (True, "plan-only", first_unmet(escalateTo="town")),
                (True, "plan-only", json_edit(
                    "plan.json", lambda plan: plan.update(changesCutOff=True))),
                (True, "unmet-missing", first_unmet(missing=7)),
                (True, "unmet-list", json_edit("plan.json", lambda plan: plan["unmet"].pop())),
                (True, "unmet-list", cell("unmet.csv", "N004", "原因代码", "weeks-full")),
                (True, "unmet-list", cell("unmet.csv", "N004", "建议层级", "街道")),
                (True, "tier-value", tier(3, value=2, bound=2)),
                (False, "plan-only", said),
                (False, "plan-only", json_edit(
                    "plan.json", lambda plan: plan["unmet"][0].pop("reason")))]):
            with self.subTest(rule=rule, number=number):
                self.assertIn(rule, self.refused(is_alone, edit))


def cut(number: int, change: Callable[[dict[str, Any]], Any]) -> Edit:
    return json_edit("certificate.json", lambda document: change(document["cuts"][number]))


def cut_price(change: Callable[[dict[str, Any]], Any]) -> Edit:
    return json_edit(
        "certificate.json", lambda document: change(document["nodes"][0]["leaf"]["cuts"]))


def leaf_of(**keys: Any) -> Edit:
    return json_edit(
        "certificate.json", lambda document: document["nodes"][0]["leaf"].update(keys))


# What is no cut, or no price of one: the beginning of the message.
NO_CUTS: list[tuple[str, Edit]] = [
    ("cuts[0].modulus", cut(0, lambda cut: cut.update(modulus=1))),
    ("cuts[1].modulus", cut(1, lambda cut: cut.update(modulus=2**40 + 1))),
    ("cuts[1].modulus", cut(1, lambda cut: cut.pop("modulus"))),
    ("cuts[1].units", cut(1, lambda cut: cut.pop("units"))),
    ("cuts[0].resources: the lists have no R9", cut(
        0, lambda cut: cut["resources"].update(R9=[1, 1]))),
    ("cuts[0].resources.R1", cut(0, lambda cut: cut["resources"].update(R1=[1]))),
    ("cuts[0].resources.R1", cut(0, lambda cut: cut["resources"].update(R1=[1, 1, 1]))),
    ("cuts[0].resources.R1", cut(0, lambda cut: cut["resources"].update(R1=[2**40 + 1, 1]))),
    ("cuts[0].units: the lists have no 无", cut(0, lambda cut: cut["units"].update(无=[1, 1]))),
    ("cuts[0].areas: the lists have no 2307", cut(
        0, lambda cut: cut["areas"].update({"2307": [1, 1]}))),
    ("cuts[0].resourceSessions: the lists have no R1@八上", cut(
        0, lambda cut: cut["resourceSessions"].update({"R1@八上": [1, 1]}))),
    ("cuts[0].needs: the lists have no N9", cut(
        0, lambda cut: cut["needs"].update(N9={"account": 1, "visit": 1}))),
    ("cuts[0].needs.N1", cut(0, lambda cut: cut["needs"].update(N1={"account": 1}))),
    ("cuts[0].needs.N1", cut(
        0, lambda cut: cut["needs"].update(N1={"account": 1, "visit": -2**40 - 1}))),
    ("cuts[0].needs.N1.days", cut(
        0, lambda cut: cut["needs"].update(N1={"account": 1, "visit": 1, "days": [0] * 6}))),
    ("cuts[0].needs.N1.days", cut(
        0, lambda cut: cut["needs"].update(N1={"account": 1, "visit": 1, "days": [-1] * 7}))),
    ("cuts[0].cuts: 1 is no earlier cut", cut(0, lambda cut: cut["cuts"].update({"1": 1}))),
    ("cuts[1].cuts: 1 is no earlier cut", cut(1, lambda cut: cut["cuts"].update({"1": 1}))),
    ("cuts[1].cuts: 00 is no earlier cut", cut(1, lambda cut: cut["cuts"].update({"00": 1}))),
    ("cuts[1].cuts: ０ is no earlier cut", cut(1, lambda cut: cut["cuts"].update({"０": 1}))),
    ("cuts[1].cuts.0", cut(1, lambda cut: cut["cuts"].update({"0": -1}))),
    ("nodes[0].leaf.cuts: the certificate has no 2", cut_price(
        lambda prices: prices.update({"2": [0] * 13}))),
    ("nodes[0].leaf.cuts: the certificate has no +0", cut_price(
        lambda prices: prices.update({"+0": [0] * 13}))),
    ("nodes[0].leaf.cuts.1", cut_price(lambda prices: prices["1"].pop())),
    ("nodes[0].leaf.cuts.1: below 0", cut_price(
        lambda prices: prices.update({"1": [0, 0, 0, 0, -1] + [9] * 8}))),
    ("cuts", json_edit("certificate.json", lambda c: c.update(cuts={}))),
    ("nodes[0].leaf.cuts", json_edit("certificate.json", lambda c: c.pop("cuts"))),
]
# Cuts that prove less.
WEAKER: list[Edit] = [
    cut(0, lambda cut: cut["resources"].pop("R2")),
    cut(0, lambda cut: cut["resources"].update(R2=[1, 2])),
    cut(0, lambda cut: cut["resources"].update(R2=[0, 1])),
    cut(0, lambda cut: cut.update(modulus=3)),
    cut(1, lambda cut: cut["resources"].update(R1=[1, 1])),
    cut(1, lambda cut: cut["needs"].update(N4={"account": 3, "visit": 1})),
    cut(1, lambda cut: cut["cuts"].update({"0": 1})),
    cut_price(lambda prices: prices.pop("1")),
    cut_price(lambda prices: prices["1"].__setitem__(4, 2)),
    json_edit("certificate.json", lambda c: c["nodes"][0]["leaf"].update(cuts=None)),
]


def as_cuts(folder: Path) -> None:
    """Puts one leaf with two cuts in the place of the tree of `Cuts`.

    Of three who come once each a team of two leaves one over: of the sum of their places, halved
    and rounded down, nothing is left over. A visit costs −1 in served.3, and 1 of the cut. In grids
    each of an area's visits costs −1000, and the cut makes up for that, too, as it does for what
    two places cost in distance and, with the prices of their units, in units; its right-hand side,
    1, gives back what the visit costs.
    """
    certificate = json.loads((folder / "certificate.json").read_text(encoding="utf-8"))
    names = certificate["tiers"]
    price = {"served.3": 1, "grids": 1000, "distance": -6, "units": -200}
    area = [0] + [-1000 * (name == "grids") for name in names]
    unit = [0] + [100 * (name == "units") for name in names]
    none: dict[str, Any] = {key: {} for key in ("resourceSessions", "units", "areas")}
    certificate["cuts"] = [
        {"modulus": 2, **none, "needs": {}, "cuts": {}, "resources": {id: [1, 1] for id in ids}}
        for ids in (["R1", "R2", "R3"], ["R4", "R5", "R6"])]
    certificate["nodes"] = [{"leaf": {
        "scales": [1] * len(names), "resourceSessions": {}, "resources": {},
        "units": {f"单位{number}": unit for number in range(1, 7)},
        "areas": {"230799001001": area, "230799001002": area},
        "cuts": {number: [0] + [price.get(name, 0) for name in names] for number in ("0", "1")}}}]
    (folder / "certificate.json").write_text(json.dumps(certificate), encoding="utf-8")


class Cuts(unittest.TestCase):
    """In each of two communities three teams of two and three resources that come once: prices
    alone leave it open, without a tree, whether three teams can be served."""

    written: Path

    @classmethod
    def setUpClass(cls) -> None:
        folder = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, folder)
        communities = ["230799001001"] * 3 + ["230799001002"] * 3
        (folder / "needs.csv").write_text(
            "需求编号,网格编码,类别,提出日期,角色,可服务时段\n" + "".join(
                f"N{number},{community}001,理发,2026-11-23,社工:2,一上\n"
                for number, community in enumerate(communities, 1)))
        (folder / "resources.csv").write_text(
            "资源编号,单位,类别,角色,服务范围,每周可用\n" + "".join(
                f"R{number},单位{number},理发,社工,{community},1\n"
                for number, community in enumerate(communities, 1)))
        cls.written = folder / "week"
        subprocess.run(
            [SANDAN, "match", str(folder / "needs.csv"), str(folder / "resources.csv"), "--week",
             "2026-W48", "--out", str(cls.written)], check=True, capture_output=True)

    def check(self, *edits: Edit) -> tuple[int, str, str]:
        folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        week = Path(shutil.copytree(self.written, folder / "week"))
        for edit in edits:
            edit(week)
        done = subprocess.run([CHECK, str(week)], capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr

    def test_cuts_prove_what_prices_do_not(self) -> None:
        status, out, err = self.check(as_cuts)
        self.assertEqual((status, err), (0, ""))
        self.assertIn("the certificate proves 12 of 12 tiers", out)
        # Half a visit for each place is the best that prices alone can do: three visits, not two.
        status, _, err = self.check(as_cuts, leaf_of(
            cuts=None, scales=[2] * 12, units={},
            resources={f"R{number}": [0, 0, 0, 0, 1] + [0] * 8 for number in range(1, 7)}))
        self.assertEqual(status, 1)
        self.assertIn("served.3 2: Proof(proved=3, bound=3,", err)

    def test_a_cut_without_a_price_is_none(self) -> None:
        unpriced = cut_price(lambda prices: prices.pop("1"))
        zero = cut_price(lambda prices: prices.update({"1": [0] * 13}))
        wild = cut(1, lambda cut: cut["resources"].update(R2=[2**40, -2**40]))
        told = self.check(as_cuts, unpriced)
        self.assertIn("served.3 2: Proof(proved=3, bound=4,", told[2])
        self.assertEqual(told, self.check(as_cuts, unpriced, wild))
        self.assertEqual(told, self.check(as_cuts, zero, wild))

    def test_weaker_cuts(self) -> None:
        for number, edit in enumerate(WEAKER):
            with self.subTest(number=number):
                status, _, err = self.check(as_cuts, edit)
                self.assertEqual(status, 1, err)
                self.assertEqual(
                    {line.partition(":")[0] for line in err.splitlines()}, {"certificate-proof"})

    def test_the_same_in_other_cuts(self) -> None:
        """Factors and accounts in other places, or doubled, or by way of another cut."""
        def twice_the_first_halved(certificate: Any) -> None:
            first, second = certificate["cuts"]
            certificate["cuts"] = [first, {**second, "resources": {}, "cuts": {"0": 2}}, second]
            prices = certificate["nodes"][0]["leaf"]["cuts"]
            certificate["nodes"][0]["leaf"]["cuts"] = {"1": prices["0"], "2": prices["1"]}

        for number, edit in enumerate([
                cut(0, lambda cut: cut["needs"].update(
                    N1={"account": 0, "visit": 0, "days": [0] * 7}, N2={"account": 2, "visit": 0})),
                cut(0, lambda cut: cut["needs"].update(N4={"account": 2, "visit": 2})),
                cut(0, lambda cut: cut.update(
                    modulus=4, resources={id: [2, 2] for id in ("R1", "R2", "R3")})),
                cut(0, lambda cut: cut.update(
                    resources={}, units={f"单位{n}": [1, 1] for n in (1, 2, 3)})),
                cut(0, lambda cut: cut.update(
                    resources={}, resourceSessions={f"R{n}@一上": [1, 1] for n in (1, 2, 3)})),
                json_edit("certificate.json", twice_the_first_halved)]):
            with self.subTest(number=number):
                status, out, err = self.check(as_cuts, edit)
                self.assertEqual((status, err), (0, ""))
                self.assertIn("proves 12 of 12 tiers", out)

    def test_what_is_no_cut(self) -> None:
        for told, edit in NO_CUTS:
            with self.subTest(told):
                status, _, err = self.check(as_cuts, edit)
                self.assertEqual(status, 1, err)
                self.assertTrue(err.startswith(f"certificate: {told}"), err)

    def test_the_programs_own_cuts_prove_its_plan(self) -> None:
        """What `match` wrote has cuts, is right, and proves less without them."""
        certificate = json.loads((self.written / "certificate.json").read_text(encoding="utf-8"))
        self.assertEqual(len(certificate["cuts"]), 2)
        status, out, err = self.check()
        self.assertEqual((status, err), (0, ""))
        self.assertIn("the certificate proves 12 of 12 tiers", out)
        self.assertEqual(self.check(*self.nulls())[0], 1)

    def test_none_may_be_null(self) -> None:
        """Where no cut is needed: one team alone."""
        folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        for name, rows in (("needs.csv", 2), ("resources.csv", 4)):
            lines = (self.written / "lists" / name).read_text(encoding="utf-8-sig").splitlines()
            (folder / name).write_text("\n".join(lines[:rows]) + "\n", encoding="utf-8")
        subprocess.run(
            [SANDAN, "match", str(folder / "needs.csv"), str(folder / "resources.csv"), "--week",
             "2026-W48", "--out", str(folder / "week")], check=True, capture_output=True)
        for edit in self.nulls():
            edit(folder / "week")
        done = subprocess.run([CHECK, str(folder / "week")], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    @staticmethod
    def nulls() -> list[Edit]:
        return [
            json_edit("certificate.json", lambda c: c.update(cuts=None)),
            json_edit("certificate.json", lambda c: [
                node["leaf"].update(cuts=None) for node in c["nodes"] if "leaf" in node])]


if __name__ == "__main__":
    unittest.main()
