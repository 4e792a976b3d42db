"""A plan's folder taken apart, put together again with a change, and judged by brute force."""
from __future__ import annotations

import copy
import csv
import io
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Optional

from mutantchecks import brute
from mutantchecks.brute import Cells, Costs, Place, Truth
from mutantchecks.world import World, table

SERVICES = ["服务单号", "需求编号", "次序", "角色", "牵头", "资源编号", "单位", "日期", "时段", "派单方式",
            "点单名次", "距离级", "理由", "运行编号"]
UNMET = ["需求编号", "缺口", "原因代码", "说明", "依据", "最小补足", "建议层级"]
COLUMNS = {"单位": "unit", "日期": "date", "派单方式": "method", "牵头": "lead", "点单名次": "choice-rank",
           "距离级": "distance", "服务单号": "service-id"}
UNPRICED = {  # the one reason that mutants are given anew, in words
    "说明": "人手有余地，但政策把别的目标排在它的级别之前：安排它就要让其中一级变差，或让同级的需求少得服务；"
           "是哪一级没有证明（本周有绑在一起的需求，或有的级没有证完，证书不足以断定；只逐件查前 32 件）。", "依据": "unpriced"}
LEVELS = {"community": "社区", "town": "街道", "county": "县"}
# Reasons that rest on the lists and on how many visits the need has, whatever the other services.
# That days lack holds for a need that may have a part only once it has a visit on each of them.
STATIC = {"no-candidate", "few-days", "role-unfilled"}


@dataclass
class Case:
    """Lists with the plan that `sandan match` made of them, and the truth about them."""

    seed: int
    truth: Truth
    files: dict[str, bytes]
    match: Callable[[World], Optional[dict[str, bytes]]]  # what sandan makes of other lists

    def __post_init__(self) -> None:
        self.world = self.truth.world
        self.plan: dict[str, Any] = json.loads(self.files["plan.json"])
        self.certificate: dict[str, Any] = json.loads(self.files["certificate.json"])
        self.cells = rows(self.files["services.csv"])
        self.places = brute.places_of(self.cells)
        self.unmet_cells = rows(self.files["unmet.csv"])
        self.unmet = {entry["need"]: entry for entry in self.plan["unmet"]}
        self.costs = brute.costs(self.world, brute.values(self.world, self.places))

    def mutant(self) -> Mutant:
        """A copy of everything, to be changed."""
        return Mutant(
            self, copy.deepcopy(self.world), copy.deepcopy(self.cells), copy.deepcopy(self.plan),
            copy.deepcopy(self.unmet_cells), copy.deepcopy(self.certificate))

    def with_places(self, places: list[Place]) -> Mutant:
        """The plan with other services, and all that follows from them renewed."""
        mutant = self.mutant()
        mutant.place(places)
        mutant.restate()
        return mutant


@dataclass
class Mutant:
    """The parts of a folder, changed."""

    case: Case
    world: World
    cells: list[Cells]
    plan: dict[str, Any]
    unmet_cells: list[Cells]
    certificate: Optional[dict[str, Any]]
    truth: Optional[Truth] = None  # of changed lists
    # Files written otherwise, or not at all.
    extra: dict[str, Optional[bytes]] = field(default_factory=dict)
    breaks: set[str] = field(default_factory=set)  # rules broken that no recomputation here finds

    def place(self, places: list[Place]) -> None:
        self.cells = brute.derived(self.world, places, self.plan["fingerprint"][:12])

    @property
    def places(self) -> list[Place]:
        known = [row for row in self.cells
                 if self.world.need(row["需求编号"]) and self.world.resource(row["资源编号"])]
        return brute.places_of(known)

    def restate(self, values: bool = True) -> None:
        """Makes plan.json and unmet.csv say what the services are; claims of proof stay."""
        places = self.places
        unmet = []
        for need in self.world.needs:
            missing = need.visits - brute.served(places, need)
            if missing <= 0:
                continue
            known = self.case.unmet.get(need.id)
            if known and self.truth is None and places == self.case.places:
                unmet.append(copy.deepcopy(known))
                continue
            reason = {"code": "unpriced"}  # says least; refused all the same where one is sharper
            if known and (places == self.case.places or (
                    known["reason"]["code"] in STATIC and known["missing"] == missing)):
                reason = known["reason"]
            unmet.append({"need": need.id, "missing": missing, "reason": reason,
                          "escalateTo": brute.level(self.world, need)})
        # Smallest changes are not looked for again: the plan says that they lack.
        self.plan["changesCutOff"] = any(
            "smallestChange" not in entry and entry["reason"]["code"] != "cut-off"
            for entry in unmet)
        self.tell(unmet)
        if values:
            worth = brute.values(self.world, places)
            for tier in self.plan["tiers"]:
                tier["value"] = worth[tier["name"]]
                if tier["provedBy"] != "open":
                    tier["bound"] = tier["value"]

    def tell(self, unmet: list[dict[str, Any]]) -> None:
        """Writes the unmet needs into both files, reasons in words where they are known."""
        known = {row["需求编号"]: row for row in self.case.unmet_cells}
        self.plan["unmet"] = unmet
        self.unmet_cells = []
        for entry in unmet:
            row = dict.fromkeys(UNMET, "")
            old = self.case.unmet.get(entry["need"], {})
            if entry["reason"] == old.get("reason"):
                row |= {column: known[entry["need"]][column] for column in UNPRICED}
            elif entry["reason"]["code"] == "unpriced":
                row |= UNPRICED
            if "smallestChange" in entry:
                row["最小补足"] = known[entry["need"]]["最小补足"]
            row["建议层级"] = LEVELS.get(entry.get("escalateTo"), "")
            row |= zip(UNMET, (entry["need"], str(entry["missing"]), entry["reason"]["code"]))
            self.unmet_cells.append(row)

    def changed_lists(self, truth: Truth) -> None:
        """Takes note that the lists are others: fingerprints and values are renewed."""
        self.truth = truth
        self.place(self.places)
        self.restate()

    def files(self) -> dict[str, bytes]:
        """The folder's files, those not touched as they were."""
        files = dict(self.case.files)
        if self.truth is not None:
            files |= self.world.files()
            policy = files["policy.yaml"].decode()
            files["policy.yaml"] = self.world.policy(policy).encode()
        if self.cells != self.case.cells:
            files["services.csv"] = table(self.cells, SERVICES)
        if self.unmet_cells != self.case.unmet_cells:
            files["unmet.csv"] = table(self.unmet_cells, UNMET)
        if self.plan != self.case.plan:
            files["plan.json"] = json.dumps(self.plan, ensure_ascii=False).encode()
        if self.certificate is None:
            del files["certificate.json"]
        elif self.certificate != self.case.certificate:
            files["certificate.json"] = json.dumps(self.certificate, ensure_ascii=False).encode()
        changed = files | self.extra
        return {name: text for name, text in changed.items() if text is not None}

    def stale(self) -> set[str]:
        """The rule on report.html, which nobody renews here, where the plan or its lists changed."""
        same = (self.plan == self.case.plan and self.cells == self.case.cells
                and self.truth is None)
        return set() if same else {"report"}

    def renew(self, fingerprint: str) -> None:
        """Writes a fingerprint wherever one stands."""
        self.plan["fingerprint"] = fingerprint
        if self.certificate is not None:
            self.certificate["fingerprint"] = fingerprint
        for row in self.cells:
            row["运行编号"] = fingerprint[:12]

    def rules_broken(self) -> set[str]:
        """What the folder breaks, recomputed; certificates and reasons apart."""
        return self.breaks | self._service_rules() | self._plan_rules()

    def _service_rules(self) -> set[str]:
        broken = set()
        known = []
        for row in self.cells:
            if self.world.need(row["需求编号"]) is None:
                broken.add("unknown-need")
            elif self.world.resource(row["资源编号"]) is None:
                broken.add("unknown-resource")
            else:
                known.append(row)
            if row["运行编号"] != self.plan["fingerprint"][:12]:
                broken.add("fingerprint")
        places = brute.places_of(known)
        right = brute.derived(self.world, places, "")
        if places != brute.places_of(right):
            broken.add("order")
        spare = Counter()
        for row in right:  # rows of the same place are the same but for their number
            place = brute.places_of([row])[0]
            own = [other for other in known if brute.places_of([other])[0] == place]
            found = own[spare[place]]
            spare[place] += 1
            broken |= {rule for column, rule in COLUMNS.items() if found[column] != row[column]}
        return broken | brute.rules_broken(self.world, brute.places_of(right))

    def _plan_rules(self) -> set[str]:
        broken = set()
        places, tiers = self.places, self.plan["tiers"]
        lacking = {n.id: n.visits - brute.served(places, n) for n in self.world.needs}
        unmet = self.plan["unmet"]
        if [entry["need"] for entry in unmet] != [id for id, n in lacking.items() if n > 0]:
            broken.add("unmet-list")
        if any(entry["missing"] != lacking.get(entry["need"], 0) for entry in unmet
               if lacking.get(entry["need"], 0) > 0):
            broken.add("unmet-missing")
        told = [(e["need"], str(e["missing"]), e["reason"]["code"]) for e in unmet]
        if told != [tuple(row[column] for column in UNMET[:3]) for row in self.unmet_cells]:
            broken.add("unmet-list")
        if [tier["name"] for tier in tiers] != self.world.tiers:
            broken.add("tier-names")
        worth = brute.values(self.world, places)
        proofs = [tier["provedBy"] for tier in tiers]
        for index, tier in enumerate(tiers):
            value, bound, is_open = tier["value"], tier["bound"], tier["provedBy"] == "open"
            if value != worth[tier["name"]]:
                broken.add("tier-value")
            sign = -1 if tier["name"].startswith("served") else 1
            if tier["provedBy"] == "certificate":
                right = bound == value
            elif {"open", "search"} & set(proofs[:index]):
                right = bound is None
            else:
                right = bound is None or sign * bound <= sign * value
            if not right or ("open" in proofs[:index] and not is_open):
                broken.add("tier-bound")
        status = "gap" if "open" in proofs else "search" if "search" in proofs else "optimal"
        if self.plan["status"] != status or (self.plan["cutOff"] and status != "gap"):
            broken.add("status")
        return broken

    def costs(self) -> Costs:
        return brute.costs(self.world, brute.values(self.world, self.places))

    def false_claims(self) -> list[str]:
        """The tiers that are called proved and are not best among plans equal before them."""
        best, own = (self.truth or self.case.truth).best, self.costs()
        same = next((i for i, pair in enumerate(zip(own, best)) if pair[0] != pair[1]), len(own))
        return [tier["name"] for tier in self.plan["tiers"][same:]
                if tier["provedBy"] == "certificate"]


def rows(text: bytes) -> list[Cells]:
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))


class Bench:
    """A folder on disk that holds one mutant after another."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.held: dict[str, bytes] = {}
        (path / "lists").mkdir(parents=True, exist_ok=True)

    def hold(self, files: dict[str, bytes]) -> None:
        for name in self.held.keys() - files.keys():
            (self.path / name).unlink()
        for name, text in files.items():
            if self.held.get(name) != text:
                (self.path / name).write_bytes(text)
        self.held = files
