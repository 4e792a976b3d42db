"""Cuts in certificates: prices told as cuts, cuts bent, and cuts that are none."""
from __future__ import annotations

import copy
from random import Random
from typing import Any, Optional

from mutantchecks.claims import (
    SECTIONS, Bend, Certificate, Kinds, claim, leaves, name, on_the_best)
from mutantchecks.documentkinds import CERTIFICATE, document
from mutantchecks.folder import Case, Mutant

Cut = dict[str, Any]
LARGEST = 2**40


def cut_of(modulus: int, **keys: Any) -> Cut:
    """A cut with nothing but what is told."""
    return {"modulus": modulus, "resourceSessions": {}, "resources": {}, "units": {}, "areas": {},
            "needs": {}, "cuts": {}, **keys}


def _sign(price: tuple[int, ...]) -> int:
    """1 for a price above zero, −1 for one below, 0 for none."""
    return next((1 if component > 0 else -1 for component in price if component), 0)


def as_cuts(certificate: Certificate, case: Case, random: Random) -> None:
    """Tells some prices as cuts: with factors of as much as the modulus, and accounts that are
    multiples of it, nothing is rounded, and the bound of every leaf is what it was."""
    cuts = certificate["cuts"] = certificate.get("cuts") or []
    for leaf in leaves(certificate):
        own = leaf["cuts"] = leaf.get("cuts") or {}
        for section in SECTIONS:
            alike: dict[tuple[int, ...], list[str]] = {}
            for key in [key for key in leaf[section] if random.random() < 0.5]:
                alike.setdefault(tuple(leaf[section].pop(key)), []).append(key)
            for price, keys in alike.items():
                sign, modulus = _sign(price), random.choice([2, 3, 5, LARGEST])
                cuts.append(cut_of(modulus, **{section: {
                    key: [sign * modulus, modulus * random.choice([-1, 0, 0, 1])]
                    for key in keys}}))
                if random.random() < 0.4:
                    cuts[-1]["needs"][random.choice(case.world.needs).id] = {
                        "account": modulus * random.choice([-1, 0, 1]),
                        "visit": modulus * random.choice([-1, 0, 1])}
                if random.random() < 0.2:  # by way of another cut
                    cuts.append(cut_of(7, cuts={str(len(cuts) - 1): 7}))
                own[str(len(cuts) - 1)] = [sign * component for component in price]


def told_as_cuts(case: Case, random: Random) -> Optional[Mutant]:
    """The best plan's proof with some of its prices told as cuts, and cuts that nobody prices."""
    mutant = case.mutant()
    as_cuts(mutant.certificate, case, random)
    cuts = mutant.certificate["cuts"]
    cuts.append(_any_cut(case, random, len(cuts)))
    for leaf in leaves(mutant.certificate)[:1]:
        leaf["cuts"][str(len(cuts) - 1)] = [0] * (len(leaf["scales"]) + 1)
    return mutant


def multiplied(case: Case, random: Random) -> Optional[Mutant]:
    """Cuts in which modulus, factors and accounts are all so many times what they were, behind a
    cut that nobody prices: all are worth the same."""
    mutant = case.mutant()
    as_cuts(mutant.certificate, case, random)
    old = mutant.certificate["cuts"]
    own = [cut for cut in map(_times(random.choice([2, 3])), old)]
    if any(cut["modulus"] > LARGEST or _largest(cut) > LARGEST for cut in own):
        return None

    def shifted(by_number: dict[str, Any]) -> dict[str, Any]:
        return {str(int(number) + 1): value for number, value in by_number.items()}

    mutant.certificate["cuts"] = [_any_cut(case, random, 0)] + [
        {**cut, "cuts": shifted(cut["cuts"])} for cut in own]
    for leaf in leaves(mutant.certificate):
        leaf["cuts"] = shifted(leaf["cuts"])
    return mutant


def _times(factor: int) -> Any:
    def times(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: times(own) for key, own in value.items()}
        return [factor * own for own in value] if isinstance(value, list) else factor * value

    return times


def _largest(value: Any) -> int:
    if isinstance(value, (dict, list)):
        members = value.values() if isinstance(value, dict) else value
        return max(map(_largest, members), default=0)
    return abs(value)


def _any_cut(case: Case, random: Random, number: int) -> Cut:
    """A cut of whatever there is."""
    cut = cut_of(random.choice([2, 2, 3, 4]))
    for section in SECTIONS:
        for _ in range(random.choice([0, 1, 2, 3])):
            cut[section][name(section, case, random)] = [
                random.choice([1, 1, 2, 3, -1]), random.randint(-1, 4)]
    for need in case.world.needs:
        if random.random() < 0.3:
            share = cut["needs"][need.id] = {
                "account": random.randint(-1, 4), "visit": random.randint(-2, 2)}
            if random.random() < 0.5:
                share["days"] = [random.choice([0, 0, 1, 2]) for _ in range(7)]
    if number and random.random() < 0.5:
        cut["cuts"][str(random.randrange(number))] = random.choice([1, 1, 2, 3])
    return cut


def _more_cuts(certificate: Certificate, case: Case, random: Random) -> None:
    """Cuts with prices beside the prices that there are."""
    cuts = certificate["cuts"] = certificate.get("cuts") or []
    for _ in range(random.choice([1, 2, 3])):
        cuts.append(_any_cut(case, random, len(cuts)))
        for leaf in leaves(certificate):
            leaf["cuts"] = leaf.get("cuts") or {}
            if random.random() < 0.8:
                price = leaf["cuts"][str(len(cuts) - 1)] = [0] * (len(leaf["scales"]) + 1)
                price[random.randrange(1, len(price))] = random.choice([1, 1, 2, 300])


def bent(change: Any) -> Bend:
    """Cuts changed; where a certificate has none, some of its prices become some."""

    def bend(certificate: Certificate, case: Case, random: Random) -> None:
        before = copy.deepcopy(certificate)
        if not certificate.get("cuts"):
            as_cuts(certificate, case, random)
        for cut in certificate["cuts"] if change else []:
            if random.random() < 0.6:
                change(cut, certificate, case, random)
        if not certificate["cuts"]:
            certificate.clear()  # nothing to bend
            certificate.update(before)

    return bend


def _pairs(cut: Cut) -> list[list[int]]:
    return [pair for section in SECTIONS for pair in cut[section].values()]


def _factor_changed(cut: Cut, certificate: Certificate, case: Case, random: Random) -> None:
    for pair in _pairs(cut):
        pair[0] += random.choice([-1, 1]) * random.choice([1, 1, cut["modulus"]])
        pair[0] = max(-LARGEST, min(LARGEST, pair[0]))


def _account_lowered(cut: Cut, certificate: Certificate, case: Case, random: Random) -> None:
    for pair in _pairs(cut):
        pair[1] = max(-LARGEST, pair[1] - random.choice([1, 1, cut["modulus"] - 1]))


def _account_raised(cut: Cut, certificate: Certificate, case: Case, random: Random) -> None:
    for pair in _pairs(cut):
        pair[1] = min(LARGEST, pair[1] + random.choice([1, 1, cut["modulus"] - 1]))


def _modulus_raised(cut: Cut, certificate: Certificate, case: Case, random: Random) -> None:
    cut["modulus"] = min(LARGEST, cut["modulus"] + random.choice([1, 1, 5, 2**20]))


def _entry_more(cut: Cut, certificate: Certificate, case: Case, random: Random) -> None:
    section = random.choice(SECTIONS)
    cut[section][name(section, case, random)] = [random.choice([1, 1, -1, cut["modulus"]]), 1]


def _share_changed(cut: Cut, certificate: Certificate, case: Case, random: Random) -> None:
    """What a need's visits take from its account, or the account."""
    id = random.choice([*cut["needs"], random.choice(case.world.needs).id])
    share = cut["needs"].setdefault(id, {"account": 0, "visit": 0})
    step = random.choice([1, cut["modulus"]])
    if random.random() < 0.4:
        odds = random.choice([[0, 0, 1], [1]])
        share["days"] = [step * random.choice(odds) for _ in range(7)]
    else:
        key = random.choice(["account", "visit", "visit"])
        share[key] += step * random.choice([-1, 1])
        share[key] = max(-LARGEST, min(LARGEST, share[key]))


def _earlier_changed(cut: Cut, certificate: Certificate, case: Case, random: Random) -> None:
    own = next(at for at, other in enumerate(certificate["cuts"]) if other is cut)
    if own:
        cut["cuts"][str(random.randrange(own))] = random.choice([0, 1, 2, 9])


def _price_raised(cut: Cut, certificate: Certificate, case: Case, random: Random) -> None:
    for leaf in leaves(certificate):
        for price in (leaf.get("cuts") or {}).values():
            price[random.randrange(len(price))] += random.choice([1, 1, 5, 1000])


def _price_dropped(cut: Cut, certificate: Certificate, case: Case, random: Random) -> None:
    for leaf in leaves(certificate):
        for number in [*(leaf.get("cuts") or {})][:1]:
            del leaf["cuts"][number]


def _cut(change: Any) -> Any:
    """A document with a cut that is none: those that it has get another, with a price of zero."""

    def changed(certificate: Any, random: Random) -> Any:
        first = next((node["leaf"] for node in certificate["nodes"] if node.get("leaf")), None)
        if first is None:
            return False
        cuts = certificate["cuts"] = certificate.get("cuts") or []
        number = str(len(cuts))
        cuts.append(cut_of(2))
        first["cuts"] = {**(first.get("cuts") or {}), number: [0] * (len(first["scales"]) + 1)}
        change(cuts[-1], first["cuts"], number)
        return None

    return changed


BENDS: list[tuple[str, Bend]] = [
    ("cuts more", _more_cuts), ("a cut's factors changed", bent(_factor_changed)),
    ("a cut's account lowered", bent(_account_lowered)),
    ("a cut's account raised", bent(_account_raised)), ("a modulus raised", bent(_modulus_raised)),
    ("an entry more in a cut", bent(_entry_more)), ("a share changed", bent(_share_changed)),
    ("another earlier cut", bent(_earlier_changed)), ("prices of cuts raised", bent(_price_raised)),
    ("a cut without its price", bent(_price_dropped))]
CUT_CLAIMS: Kinds = [
    ("certificate-proof", f"claim: {name}", claim(bend))
    for name, bend in [("prices told as cuts", bent(None)), *BENDS]]
BENT_CUTS: Kinds = [("", f"bent: {name}", on_the_best(bend)) for name, bend in BENDS]
NO_CUTS: Kinds = [
    ("certificate", f"document: {name}", document(CERTIFICATE, _cut(change))) for name, change in [
        ("a modulus of 1", lambda cut, prices, own: cut.update(modulus=1)),
        ("a modulus beyond the range", lambda cut, prices, own: cut.update(modulus=2 * LARGEST)),
        ("a cut without needs", lambda cut, prices, own: cut.pop("needs")),
        ("a cut of an unknown resource", lambda cut, prices, own: cut["resources"].update(
            R9=[1, 1])),
        ("a cut of an unknown need", lambda cut, prices, own: cut["needs"].update(
            N9={"account": 1, "visit": 1})),
        ("a factor without an account", lambda cut, prices, own: cut["resources"].update(R1=[1])),
        ("a factor beyond the range", lambda cut, prices, own: cut["resources"].update(
            R1=[LARGEST + 1, 0])),
        ("six days", lambda cut, prices, own: cut["needs"].update(
            N1={"account": 1, "visit": 1, "days": [1] * 6})),
        ("a day below 0", lambda cut, prices, own: cut["needs"].update(
            N1={"account": 1, "visit": 1, "days": [0, 0, 0, 0, 0, 0, -1]})),
        ("a cut that rests on itself", lambda cut, prices, own: cut["cuts"].update({own: 1})),
        ("a factor of a cut below 0", lambda cut, prices, own: cut["cuts"].update({"0": -1})),
        ("a price of no cut", lambda cut, prices, own: prices.update({f"0{own}": prices[own]})),
        ("a cut's price below 0", lambda cut, prices, own: prices[own].__setitem__(2, -1)),
        ("a cut's price too short", lambda cut, prices, own: prices[own].pop() and None)]]
