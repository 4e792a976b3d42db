"""One seeded week after another: plans, mutants, and what both checkers say of them."""
from __future__ import annotations

import importlib.machinery
import importlib.util
import json
import shutil
import subprocess
import tempfile
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any, Optional

from mutantchecks import brute
from mutantchecks.brute import Truth
from mutantchecks.changekinds import CHANGES, CHEAPER
from mutantchecks.checksums import CHECKSUMS
from mutantchecks.claims import BENT, CERTIFICATES
from mutantchecks.cutkinds import BENT_CUTS, CUT_CLAIMS, NO_CUTS, multiplied, told_as_cuts
from mutantchecks.documentkinds import DOCUMENTS
from mutantchecks.folder import Bench, Case, Mutant
from mutantchecks.kinds import (
    CLAIMS, SERVICES, WORSE, claiming_less, equally_good, in_another_order)
from mutantchecks.listkinds import BREAKING, SHIFTING
from mutantchecks.reasonkinds import PRICED, REASONS, TIGHT
from mutantchecks.searchkinds import SEARCH, SEARCHED, expected
from mutantchecks.straykinds import STRAYS
from mutantchecks.wordkinds import WORDS, laid_out
from mutantchecks.world import WEEK, World, seeded
from planchecks.lists import Folder
from planchecks.rules import fingerprint

SCRIPT = Path(__file__).resolve().parents[1] / "check-plan"
REASONED = {"reasons": REASONS, "tight": TIGHT, "priced": PRICED}
GROUPS = {
    "plans": SERVICES + CLAIMS + BREAKING + SHIFTING, "worse": WORSE, **REASONED,
    "claims": CERTIFICATES + CUT_CLAIMS, "bent": BENT + BENT_CUTS, "checksums": CHECKSUMS,
    "search": SEARCHED, "documents": DOCUMENTS + NO_CUTS, "changes": CHANGES,
    "words": WORDS, "strays": STRAYS}
# Of a plan with other services a need's reason is told as `unpriced`, which need not be the sharpest.
WHY = {rule for kinds in REASONED.values() for rule, _, _ in kinds}
# What sandan verify looks at beside the rules that are recomputed here.
APART = {"room", "certificate", "certificate-proof", "smallest-change", "escalation", "change-missing",
         *SEARCH, *WHY}
UNKNOWN = {"unknown-need", "unknown-resource"}
PROOF = {"certificate", "certificate-proof"}
# What rests on the proof and falls with it.
PRICES = {"reason-higher-tier", "reason-equal-plan", "reason-unpriced"}


def loaded() -> Any:
    """scripts/check-plan as a module."""
    loader = importlib.machinery.SourceFileLoader("check_plan", str(SCRIPT))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("check_plan", loader))
    loader.exec_module(module)
    return module


class Trial:
    """Runs seeds, counts, and remembers what should not have been."""

    def __init__(self, sandan: str, claims_every: int, script_every: int) -> None:
        self.sandan, self.check_plan = sandan, loaded()
        self.claims_every, self.script_every = claims_every, script_every
        self.root = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
        self.bench = Bench(self.root / "plan")
        self.counts: Counter[tuple[str, str, str]] = Counter()  # group, kind, outcome
        self.wrong: list[str] = []
        self.checked = 0
        subprocess.run([sandan, "init", str(self.root / "office")], capture_output=True, check=True)
        self.standard = (self.root / "office/政策.yaml").read_text(encoding="utf-8")

    def close(self) -> None:
        shutil.rmtree(self.root)

    def match(self, world: World) -> Optional[dict[str, bytes]]:
        """The files that `sandan match` writes; None when it writes none."""
        lists, out = self.root / "in", self.root / "out"
        lists.mkdir(exist_ok=True)
        for name, text in world.files().items():
            (lists / Path(name).name).write_bytes(text)
        (lists / "policy.yaml").write_text(world.policy(self.standard), encoding="utf-8")
        shutil.rmtree(out, ignore_errors=True)
        done = subprocess.run(
            [self.sandan, "match", str(lists / "needs.csv"), str(lists / "resources.csv"),
             "--week", WEEK, "--out", str(out), "--quiet", "--policy",
             str(lists / "policy.yaml")], capture_output=True)
        if done.returncode != 0:
            return None
        return {str(path.relative_to(out)): path.read_bytes()
                for path in out.rglob("*") if path.is_file()}

    def verify(self) -> set[str]:
        """The rules that `sandan verify` says the folder breaks."""
        done = subprocess.run(
            [self.sandan, "verify", str(self.bench.path), "--format", "json", "--quiet"],
            capture_output=True)
        if done.returncode == 0:
            return set()
        if done.returncode == 65:
            return {"unreadable"}
        if done.returncode != 1:
            return {f"exit {done.returncode}"}
        return {finding["rule"] for finding in json.loads(done.stdout)["findings"]}

    def check(self) -> set[str]:
        """The rules that scripts/check-plan says the folder breaks."""
        try:
            breaches, _ = self.check_plan.check(self.bench.path)
        except self.check_plan.Unreadable:
            return {"unreadable"}
        rules = {rule for rule, _ in breaches}
        self.checked += 1
        if self.checked % self.script_every == 0:
            done = subprocess.run([str(SCRIPT), str(self.bench.path)], capture_output=True)
            if done.returncode != (1 if rules else 0):
                rules.add(f"exit {done.returncode}")
        return rules

    def run(self, seed: int) -> None:
        world, random = seeded(seed), Random(seed)
        brute.pin(world, random)
        truth = Truth.of(world)
        if truth is None or truth.best is None:
            return
        files = self.match(world)
        if files is None:
            self.wrong.append(f"seed {seed}: sandan match writes no plan, though there is one")
            return
        case = Case(seed, truth, files, self.match)
        if case.costs != truth.best or brute.rules_broken(world, case.places):
            self.wrong.append(f"seed {seed}: the plan is not the best: {case.costs} {truth.best}")
            return
        self.expect_right("as written", case.mutant())
        for other in equally_good(case, random):
            self.expect_right("another best plan", other)
        if seed % 2:
            self.expect_right("claiming less", claiming_less(case, random))
        else:
            self.expect_right("rows in another order", in_another_order(case, random))
        if seed % 3 == 1:
            self.expect_right("prices told as cuts", told_as_cuts(case, random))
        elif seed % 3 == 2:
            other = multiplied(case, random)
            if other is not None:
                self.expect_right("cuts multiplied", other)
        if seed % 4 == 0:
            self.expect_right("lists laid out otherwise", laid_out(case, random))
        self.mutate(case, "plans", random)
        self.mutate(case, "worse" if seed % 2 else "plans", random)
        if seed % self.claims_every == 0:
            self.mutate(case, "claims", random)
            self.mutate(case, "bent", random)
        if seed % 7 == 0:
            self.mutate(case, "reasons", random)
        self.mutate(case, "tight", random)
        self.mutate(case, "priced", random)
        if seed % 3 == 0:
            self.mutate(case, "changes", random)
        if seed % 19 == 0:
            self.mutate(case, "checksums", random)
        if seed % 2:
            self.mutate(case, "search", random)
        if seed % 5 == 0:
            self.mutate(case, "documents", random)
        if seed % 4 == 1:
            self.mutate(case, "words", random)
        if seed % 8 == 3:
            self.mutate(case, "strays", random)

    def mutate(self, case: Case, group: str, random: Random) -> None:
        """A mutant of the kind that had the fewest so far, of those that find something."""
        kinds = GROUPS[group]
        order = sorted(random.sample(kinds, len(kinds)),
                       key=lambda kind: self.counts[group, kind[1], "tried"])
        for rule, name, kind in order:
            mutant = kind(case, random)
            if mutant is None or mutant.files() == case.files:
                continue  # nothing to change
            self.counts[group, name, "tried"] += 1
            if mutant.truth is not None:
                self.bench.hold(mutant.files())
                mutant.renew(fingerprint(Folder(self.bench.path)))
            self.bench.hold(mutant.files())
            self.judge(group, rule, name, mutant)
            return

    def note(self, group: str, name: str, mutant: Mutant, outcome: str, right: bool,
             verify: set[str], check: set[str], told: str = "") -> None:
        self.counts[group, name, outcome] += 1
        if not right:
            kept = Path(tempfile.mkdtemp(prefix="mutant-")) / "plan"
            shutil.copytree(self.bench.path, kept)
            self.wrong.append(
                f"seed {mutant.case.seed}, {name}: {outcome} {told}, verify {sorted(verify)}, "
                f"check-plan {sorted(check)}; kept in {kept}")

    def expect_right(self, name: str, mutant: Mutant) -> None:
        self.bench.hold(mutant.files())
        verify, check = self.verify() - mutant.stale(), self.check()
        wrong = (verify | check) - self.renewed(mutant)
        self.note("right", name, mutant, "refused" if wrong else "accepted", not wrong,
                  verify, check)

    @staticmethod
    def renewed(mutant: Mutant) -> set[str]:
        """The rules that a reason renewed with the services may break."""
        return {"reason-unpriced", "reason-further"} if mutant.places != mutant.case.places else set()

    def judge(self, group: str, aim: str, name: str, mutant: Mutant) -> None:
        """Compares what both say with what brute force does."""
        verify, check = self.verify() - mutant.stale(), self.check()
        broken = mutant.rules_broken()
        if group == "bent":
            # The plan is right. Whether its proof still is, both say alike.
            own = verify & PROOF
            # A tree of several leaves may prove the plan and no price.
            tree = len((mutant.certificate or {}).get("nodes", [])) > 1
            fallen = verify & PRICES if own or tree else set()
            # The script says no more of a plan whose certificate is none.
            right = own | fallen == check or own == check == {"certificate"} or (verify == {"unreadable"} and check == {"certificate"})
            told = "proved" if not own else "not proved"
            right &= not aim or own == {aim}
            self.note(group, name, mutant, told, right and not broken, verify, check)
        elif group == "documents":
            # A value beyond its type is no value; a certificate may also be read and be none.
            # Prices fall with a certificate that is none.
            fallen = PRICES if "certificate" in verify else set()
            right = bool(verify - fallen) and bool(check) and (
                verify - fallen <= {"unreadable", "certificate"} >= check)
            self.note(group, name, mutant, "refused", right, verify, check, aim)
        elif group == "search":
            both, alone = expected(mutant)
            right = both <= verify & check and alone <= verify and not broken
            # Where nothing is expected both say alike whether the prices prove what they have to.
            right &= verify & SEARCH - {"search-improved"} == check & SEARCH
            self.note(group, name, mutant, "refused" if verify & SEARCH else "not seen", right,
                      verify, check, f"{sorted(both | alone)}")
        elif group in REASONED:
            right = aim in verify and check == verify
            self.note(group, name, mutant, "refused", right, verify, check, aim)
        elif group == "words":
            # How a plan is put into words only its own program knows.
            right = verify == {aim} and not check and not broken
            self.note(group, name, mutant, "refused", right, verify, check, aim)
        elif group == "strays":
            self.note(group, name, mutant, "refused", verify == {aim} == check, verify, check)
        elif group == "changes":
            # Whether something cheaper would do is verify's alone.
            right = aim in verify and check == (set() if name in CHEAPER else {aim})
            self.note(group, name, mutant, "refused", right, verify, check, aim)
        elif broken & (UNKNOWN | {"fingerprint"}):
            # What a service of nobody is worth is nobody's to say.
            found = broken & (UNKNOWN | {"fingerprint"})
            self.note(group, name, mutant, "invalid", found <= verify & check, verify, check,
                      f"{sorted(found)}")
        elif broken:
            right = verify - APART == broken == check - APART
            outcome = "misreported" if broken <= {
                "tier-value", "tier-bound", "tier-names", "status", "unmet-list", "unmet-missing"
            } else "invalid"
            self.note(group, name, mutant, outcome, right, verify, check, f"{sorted(broken)}")
        elif mutant.false_claims():
            # A bent certificate may be none at all.
            if group == "claims":
                right = bool(verify & (PROOF | {"unreadable"})) and bool(check & PROOF)
            else:
                right = "certificate-proof" in verify and check - WHY == {"certificate-proof"}
            self.note(group, name, mutant, "worse", right and verify <= APART | {"unreadable"},
                      verify, check, f"{mutant.false_claims()[0]}")
        elif mutant.truth is not None or group == "claims":
            # True, but this certificate need not prove it.
            right = verify <= APART and check <= PROOF | WHY
            self.note(group, name, mutant, "still best", right, verify, check)
        else:
            wrong = (verify | check) - self.renewed(mutant)
            self.note(group, name, mutant, "equally good", not wrong, verify, check)
