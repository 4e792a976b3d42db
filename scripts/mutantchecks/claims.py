"""Wrong claims in certificates: a plan that is not best, with a proof bent in some way."""
from __future__ import annotations

import copy
from random import Random
from typing import Any, Callable, Optional

from mutantchecks.folder import Case, Mutant
from mutantchecks.kinds import any_worse, next_best, worse
from mutantchecks.world import SESSIONS

Certificate = dict[str, Any]
Bend = Callable[[Certificate, Case, Random], Any]
SECTIONS = ["resourceSessions", "resources", "units", "areas"]
PLANS = [any_worse, next_best, worse("resource", "session", "both"), worse("drop visit")]


def claim(bend: Bend) -> Callable[[Case, Random], Optional[Mutant]]:
    """A worse plan that claims to be proved best, with the best plan's certificate, bent."""

    def kind(case: Case, random: Random) -> Optional[Mutant]:
        for plan in random.sample(PLANS, len(PLANS)):
            mutant = plan(case, random)
            if mutant is None:
                continue
            bend(mutant.certificate, case, random)
            if mutant.certificate == case.certificate and bend is not _untouched:
                return None  # nothing to bend
            for entry in mutant.plan["tiers"]:
                entry.update(provedBy="certificate", bound=entry["value"])
            mutant.plan["status"] = "optimal"
            return mutant
        return None

    return kind


def leaves(certificate: Certificate) -> list[dict[str, Any]]:
    return [node["leaf"] for node in certificate["nodes"] if node.get("leaf")]


def branches(certificate: Certificate) -> list[dict[str, Any]]:
    return [node for node in certificate["nodes"] if node.get("branch")]


def name(section: str, case: Case, random: Random) -> str:
    """Something that may have a price."""
    resource = random.choice(case.world.resources)
    if section == "resourceSessions":
        times = [place[4] for place in case.places] or [0]
        return f"{resource.id}@{SESSIONS[random.choice(times)]}"
    if section == "areas":
        lengths = {"county": 6, "town": 9, "community": 12, "grid": 15}
        return random.choice(case.world.needs).grid[:lengths[case.world.fairness]]
    return resource.id if section == "resources" else resource.unit


def every_leaf(bend: Callable[[dict[str, Any], Case, Random], Any]) -> Bend:
    def whole(certificate: Certificate, case: Case, random: Random) -> None:
        for leaf in leaves(certificate):
            bend(leaf, case, random)

    return whole


def _perturbed(leaf: dict[str, Any], case: Case, random: Random) -> None:
    for _ in range(random.choice([1, 2, 5])):
        section = random.choice(SECTIONS)
        key = name(section, case, random)
        price = leaf[section].setdefault(key, [0] * (len(case.world.tiers) + 1))
        component = random.randrange(1, len(price))
        price[component] += random.choice([-1, 1]) * random.choice([1, 2, 10, 300, 2000])


def _forced(leaf: dict[str, Any], case: Case, random: Random) -> None:
    section = random.choice(SECTIONS)
    key = name(section, case, random)
    price = leaf[section].setdefault(key, [0] * (len(case.world.tiers) + 1))
    price[0] += random.choice([-3, -1, 1, 1, 7, 2**40])


def _multiplied(leaf: dict[str, Any], case: Case, random: Random) -> None:
    factor = random.choice([-1, 0, 2, 3, 1000])
    for section in SECTIONS:
        for key, price in leaf[section].items():
            leaf[section][key] = [factor * component for component in price]


def _dropped(leaf: dict[str, Any], case: Case, random: Random) -> None:
    leaf[random.choice(SECTIONS)] = {}


def _scaled(leaf: dict[str, Any], case: Case, random: Random) -> None:
    at = random.randrange(len(leaf["scales"]))
    leaf["scales"][at] = random.choice([2, 3, 7, 1000, 2**40])


def _shifted(leaf: dict[str, Any], case: Case, random: Random) -> None:
    """Every price belongs to the next tier."""
    for section in SECTIONS:
        for key, price in leaf[section].items():
            leaf[section][key] = [price[0], price[-1], *price[1:-1]]


def _exchanged(leaf: dict[str, Any], case: Case, random: Random) -> None:
    for section in SECTIONS:
        keys, prices = list(leaf[section]), list(leaf[section].values())
        random.shuffle(prices)
        leaf[section] = dict(zip(keys, prices))


def _untouched(certificate: Certificate, case: Case, random: Random) -> None:
    """The plan alone is worse."""


def _leaf_for_tree(certificate: Certificate, case: Case, random: Random) -> None:
    """All but one of the leaves are dropped."""
    certificate["nodes"] = [{"leaf": random.choice(leaves(certificate) or [None])}]


def _leaves_exchanged(certificate: Certificate, case: Case, random: Random) -> None:
    own = copy.deepcopy(leaves(certificate))
    random.shuffle(own)
    for node in certificate["nodes"]:
        if node.get("leaf"):
            node["leaf"] = own.pop()


def _branch(case: Case, random: Random) -> dict[str, Any]:
    need = random.choice(case.world.needs)
    time = SESSIONS[random.choice([place[4] for place in case.places] or [0])]
    return random.choice([
        {"need": need.id, "quantity": "visits", "at": random.choice([1, 1, 2, 3, 99])},
        {"need": need.id, "quantity": "session", "session": time, "at": random.choice([1, 1, 2])},
        {"need": need.id, "quantity": "service", "session": time,
         "resource": random.choice(case.world.resources).id,
         "place": random.randrange(len(need.kinds)), "at": random.choice([1, 1, 2])}])


def _branch_changed(certificate: Certificate, case: Case, random: Random) -> None:
    for node in branches(certificate) or []:
        if random.random() < 0.5:
            node["branch"] = _branch(case, random)


def _branch_widened(certificate: Certificate, case: Case, random: Random) -> None:
    for node in branches(certificate):
        node["branch"]["at"] += random.choice([1, 2, 2**62])


def _sides_exchanged(certificate: Certificate, case: Case, random: Random) -> None:
    for node in branches(certificate):
        node["low"], node["high"] = node["high"], node["low"]


def _branched(certificate: Certificate, case: Case, random: Random) -> None:
    """A branch above the tree; its other side has prices that force everything."""
    wild = copy.deepcopy((leaves(certificate) or [None])[0])
    if wild is None:
        return
    for section in SECTIONS:
        wild[section][name(section, case, random)] = [
            random.choice([0, 1, 5, -5])] + [random.randint(-9, 9) for _ in case.world.tiers]
    below = certificate["nodes"]
    for node in below:
        if node.get("branch"):
            node["low"], node["high"] = node["low"] + 2, node["high"] + 2
    sides = random.choice([{"low": 1, "high": 2}, {"low": 2, "high": 1}])
    certificate["nodes"] = [{"branch": _branch(case, random), **sides}, {"leaf": wild}, *below]


def _emptied(certificate: Certificate, case: Case, random: Random) -> None:
    certificate["nodes"] = []


def _tiers_reordered(case: Case, random: Random) -> Optional[Mutant]:
    """Plan and certificate with two tiers exchanged, prices and all."""
    mutant = case.mutant()
    at = random.randrange(len(case.world.tiers) - 1)
    entries = mutant.plan["tiers"]
    entries[at:at + 2] = reversed(entries[at:at + 2])
    mutant.certificate["tiers"] = [entry["name"] for entry in entries]
    for leaf in leaves(mutant.certificate):
        leaf["scales"][at:at + 2] = reversed(leaf["scales"][at:at + 2])
        for section in SECTIONS:
            for price in leaf[section].values():
                price[at + 1:at + 3] = reversed(price[at + 1:at + 3])
    return mutant


def _better_than_true(case: Case, random: Random) -> Optional[Mutant]:
    """Values that no plan has, the proof unchanged."""
    mutant = case.mutant()
    entry = random.choice(mutant.plan["tiers"])
    entry["value"] += 1 if entry["name"].startswith("served") else -1
    entry["bound"] = entry["value"]
    return mutant


def on_the_best(bend: Bend) -> Callable[[Case, Random], Optional[Mutant]]:
    """The best plan with its certificate bent: what it claims is true, proved or not."""

    def kind(case: Case, random: Random) -> Optional[Mutant]:
        mutant = case.mutant()
        bend(mutant.certificate, case, random)
        return mutant if mutant.certificate != case.certificate else None

    return kind


def _alike(certificate: Certificate, case: Case, random: Random) -> None:
    """Prices for plans that serve coupled needs alike, though nothing rests on the solver."""
    if all(tier["provedBy"] != "search" for tier in case.plan["tiers"]) and leaves(certificate):
        certificate["alike"] = copy.deepcopy(random.choice(leaves(certificate)))


def _without_certificate(case: Case, random: Random) -> Mutant:
    mutant = case.mutant()
    mutant.certificate = None
    return mutant


def _proof_of_other_lists(case: Case, random: Random) -> Optional[Mutant]:
    """A worse plan with a proof that is right where pins allow nothing better."""
    plan = any_worse(case, random)
    if plan is None:
        return None
    pinned = copy.deepcopy(case.world)
    for id, _, _, resource, session in plan.places:
        need = pinned.need(id)
        if (resource, session) not in need.pins:
            need.pins.append((resource, session))
    files = case.match(pinned)
    if files is None:
        return None
    other = Case(case.seed, case.truth, files, case.match)
    mutant = case.with_places(other.places)
    mutant.certificate = {**other.certificate, "fingerprint": case.plan["fingerprint"]}
    return mutant if mutant.false_claims() else None


Kinds = list[tuple[str, str, Callable[[Case, Random], Optional[Mutant]]]]
BENDS: list[tuple[str, Bend]] = [
    ("prices shifted", every_leaf(_perturbed)), ("forces", every_leaf(_forced)),
    ("prices multiplied", every_leaf(_multiplied)), ("prices dropped", every_leaf(_dropped)),
    ("prices exchanged", every_leaf(_exchanged)), ("prices of another tier", every_leaf(_shifted)),
    ("other scales", every_leaf(_scaled)), ("leaves dropped", _leaf_for_tree),
    ("leaves exchanged", _leaves_exchanged), ("branches changed", _branch_changed),
    ("branches widened", _branch_widened), ("sides exchanged", _sides_exchanged),
    ("a branch more", _branched)]
CERTIFICATES: Kinds = [
    ("certificate-proof", f"claim: {name}", claim(bend)) for name, bend in [
        ("the best plan's proof", _untouched), ("nothing proved", _emptied), *BENDS]
] + [
    ("certificate-proof", "claim: a proof of other lists", _proof_of_other_lists),
    ("tier-names", "claim: tiers reordered", _tiers_reordered),
    ("tier-value", "claim: better than true", _better_than_true),
]
BENT: Kinds = [("", f"bent: {name}", on_the_best(bend)) for name, bend in BENDS] + [
    ("certificate", "bent: alike beside no search", on_the_best(_alike)),
    ("certificate-proof", "bent: nothing proved", on_the_best(_emptied)),
    ("certificate-proof", "bent: no certificate", _without_certificate)]
