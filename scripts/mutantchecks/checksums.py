"""Fingerprints and run identifiers that do not agree: a further test, apart from all others."""
from __future__ import annotations

from random import Random
from typing import Optional

from mutantchecks.folder import Case, Mutant
from mutantchecks.kinds import Kind


def another_fingerprint(case: Case, random: Random) -> Mutant:
    mutant = case.mutant()
    mutant.renew("".join(random.sample(case.plan["fingerprint"], 64)))
    mutant.breaks = {"fingerprint"}
    return mutant


def another_run(case: Case, random: Random) -> Optional[Mutant]:
    mutant = case.mutant()
    if not mutant.cells:
        return None
    random.choice(mutant.cells)["运行编号"] = "0" * 12
    return mutant


def another_version(case: Case, random: Random) -> Mutant:
    mutant = case.mutant()
    mutant.plan["programVersion"] += "0"
    mutant.breaks = {"fingerprint"}
    return mutant


CHECKSUMS: list[tuple[str, str, Kind]] = [
    ("fingerprint", "checksum: another fingerprint", another_fingerprint),
    ("fingerprint", "checksum: another run", another_run),
    ("fingerprint", "checksum: another version", another_version),
]
