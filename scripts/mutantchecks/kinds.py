"""Kinds of change to a plan; each gives a mutant, or None where it finds nothing to change."""
from __future__ import annotations

from random import Random
from typing import Any, Callable, Optional

from mutantchecks import brute
from mutantchecks.brute import Place
from mutantchecks.folder import Case, Mutant

Kind = Callable[[Case, Random], Optional[Mutant]]
TRIES = 60


def renumbered(case: Case, places: list[Place]) -> list[Place]:
    """The same visits, numbered by session."""
    result = []
    for need in case.world.needs:
        visits: dict[int, list[Place]] = {}
        for place in places:
            if place[0] == need.id:
                visits.setdefault(place[1], []).append(place)
        in_order = sorted(visits, key=lambda number: (visits[number][0][4], number))
        for number, old in enumerate(in_order, 1):
            result += [(id, number, role, r, s) for id, _, role, r, s in visits[old]]
    return result


def changed(case: Case, random: Random, op: str) -> Optional[list[Place]]:
    """The services after one random change of a sort."""
    places = list(case.places)
    if not places:
        return None
    at = random.randrange(len(places))
    id, visit, role, resource, session = places[at]
    other = random.choice(case.world.resources).id
    time = random.choice([place[4] for place in places] + list(range(21)))
    whole = [i for i, place in enumerate(places) if place[:2] == (id, visit)]
    need = case.world.need(id)
    if op == "resource":
        places[at] = (id, visit, role, other, session)
    elif op == "session":
        for i in whole:
            places[i] = (*places[i][:4], time)
    elif op == "both":
        places[at] = (id, visit, role, other, session)
        for i in whole:
            places[i] = (*places[i][:4], time)
    elif op == "split":
        places[at] = (id, visit, role, resource, time)
    elif op == "exchange":
        to = random.randrange(len(places))
        places[at] = (*places[at][:3], places[to][3], session)
        places[to] = (*places[to][:3], resource, places[to][4])
    elif op == "twice":
        places.insert(at, (id, visit, role, other, session))
    elif op == "drop place":
        del places[at]
    elif op == "drop visit":
        places = [place for i, place in enumerate(places) if i not in whole]
    elif op == "drop need":
        places = [place for place in places if place[0] != id]
    elif op == "add visit":
        places += [(id, 9, places[i][2], places[i][3], time) for i in whole]
    elif op == "role":
        places[at] = (id, visit, "" if need.roles else "法律", resource, session)
    return renumbered(case, places)


def moved(rule: str, *ops: str) -> Kind:
    """Services changed so that a rule is broken, all other columns and files renewed."""

    def kind(case: Case, random: Random) -> Optional[Mutant]:
        for _ in range(TRIES):
            places = changed(case, random, random.choice(ops))
            if places is None:
                return None
            mutant = case.with_places(places)
            if rule in brute.rules_broken(case.world, mutant.places):
                return mutant
        return None

    return kind


def numbered_wrong(case: Case, random: Random) -> Optional[Mutant]:
    if not case.places:
        return None
    id, visit = random.choice(case.places)[:2]
    return case.with_places([
        (n, v + (n == id and v >= visit), role, r, s) for n, v, role, r, s in case.places])


def worse(*ops: str) -> Kind:
    """Another plan that keeps the rules and is worse, all told honestly but the proof."""

    def kind(case: Case, random: Random) -> Optional[Mutant]:
        for _ in range(TRIES):
            places = changed(case, random, random.choice(ops))
            if places is None:
                return None
            mutant = case.with_places(places)
            if not brute.rules_broken(case.world, mutant.places) and mutant.false_claims():
                return mutant
        return None

    return kind


def any_worse(case: Case, random: Random) -> Optional[Mutant]:
    """Any plan there is."""
    cost, places = random.choice(case.truth.plans)
    if cost == case.truth.best:
        return None
    mutant = case.with_places(places)
    return mutant if mutant.false_claims() else None


def next_best(case: Case, random: Random) -> Optional[Mutant]:
    """The best plan but the best: where it falls behind, it does so as late as can be."""
    others = [pair for pair in case.truth.plans if pair[0] != case.truth.best]
    if not others:
        return None
    mutant = case.with_places(min(others)[1])
    return mutant if mutant.false_claims() else None


def equally_good(case: Case, random: Random) -> list[Mutant]:
    """Other best plans, three of them at most."""
    alike = [places for cost, places in case.truth.plans
             if cost == case.truth.best and sorted(places) != sorted(case.places)]
    return [case.with_places(p) for p in random.sample(alike, min(3, len(alike)))]


def claiming_less(case: Case, random: Random) -> Mutant:
    """The last tiers called open; what was equal in all of them is then not priced."""
    mutant = last_tiers_open(case, random)
    if mutant.plan["status"] == "gap":
        for entry in mutant.plan["unmet"]:
            if entry["reason"]["code"] == "equal-plan":
                entry["reason"] = {"code": "unpriced"}
        mutant.tell(mutant.plan["unmet"])
    return mutant


def last_tiers_open(case: Case, random: Random) -> Mutant:
    """The last tiers called open; most reasons rest on the served ones, which stay proved."""
    mutant = case.mutant()
    entries = mutant.plan["tiers"]
    served = [i for i, entry in enumerate(entries) if entry["name"].startswith("served")]
    first = random.randint(served[-1] + 1, len(entries))
    for index, entry in enumerate(entries[first:]):
        told = None if index or random.random() < 0.5 else entry["value"]
        entry.update(provedBy="open", bound=told)
    mutant.plan["status"] = "gap" if first < len(entries) else "optimal"
    mutant.plan["cutOff"] = first < len(entries) and random.random() < 0.5
    return mutant


def in_another_order(case: Case, random: Random) -> Mutant:
    """The rows of the lists in another order."""
    mutant = case.mutant()
    random.shuffle(mutant.world.needs)
    random.shuffle(mutant.world.resources)
    mutant.extra = mutant.world.files()
    return mutant


def misreported(case: Case, random: Random) -> Optional[Mutant]:
    """A worse plan that claims the best one's values."""
    for _ in range(TRIES):
        cost, places = random.choice(case.truth.plans)
        if cost != case.truth.best:
            mutant = case.mutant()
            mutant.place(places)
            mutant.restate(values=False)
            return mutant
    return None


def cell(column: str, new: Callable[[str, Random], str]) -> Kind:
    """One cell of services.csv."""

    def kind(case: Case, random: Random) -> Optional[Mutant]:
        mutant = case.mutant()
        if not mutant.cells:
            return None
        row = random.choice(mutant.cells)
        row[column] = new(row[column], random)
        return mutant

    return kind


def exchanged_rows(case: Case, random: Random) -> Optional[Mutant]:
    mutant = case.mutant()
    if len(mutant.cells) < 2:
        return None
    at = random.randrange(len(mutant.cells) - 1)
    mutant.cells[at:at + 2] = reversed(mutant.cells[at:at + 2])
    return mutant


def unknown(column: str, name: str) -> Kind:
    def kind(case: Case, random: Random) -> Optional[Mutant]:
        mutant = case.mutant()
        if not mutant.cells:
            return None
        random.choice(mutant.cells)[column] = name
        return mutant

    return kind


def tier(change: Callable[[dict[str, Any], Random], Any]) -> Kind:
    """One tier of plan.json."""

    def kind(case: Case, random: Random) -> Optional[Mutant]:
        mutant = case.mutant()
        change(random.choice(mutant.plan["tiers"]), random)
        return mutant

    return kind


def shifted(tier: dict[str, Any], random: Random) -> None:
    tier["value"] += random.choice([-2, -1, 1, 2])
    if tier["provedBy"] != "open":
        tier["bound"] = tier["value"]


def improved(tier: dict[str, Any], random: Random) -> None:
    tier["value"] += 1 if tier["name"].startswith("served") else -1
    tier["bound"] = tier["value"]


def tiers(change: Callable[[list[dict[str, Any]], Random], Any]) -> Kind:
    """The tiers of plan.json, those of the certificate alike."""

    def kind(case: Case, random: Random) -> Optional[Mutant]:
        mutant = case.mutant()
        change(mutant.plan["tiers"], random)
        mutant.certificate["tiers"] = [entry["name"] for entry in mutant.plan["tiers"]]
        return mutant if mutant.plan["tiers"] != case.plan["tiers"] else None

    return kind


def status(case: Case, random: Random) -> Mutant:
    mutant = case.mutant()
    others = {"optimal", "search", "gap"} - {case.plan["status"]}
    mutant.plan["status"] = random.choice(sorted(others))
    return mutant


def cut_off(case: Case, random: Random) -> Mutant:
    mutant = case.mutant()
    mutant.plan["cutOff"] = True
    return mutant


def bound_beaten(case: Case, random: Random) -> Mutant:
    """A tier called open with a bound that its value beats."""
    mutant = case.mutant()
    at = random.randrange(len(mutant.plan["tiers"]))
    for entry in mutant.plan["tiers"][at:]:
        entry.update(provedBy="open", bound=None)
    entry = mutant.plan["tiers"][at]
    entry["bound"] = entry["value"] + (-1 if entry["name"].startswith("served") else 1)
    mutant.plan["status"] = "gap"
    return mutant


def unmet(change: Callable[[list[dict[str, Any]], Case, Random], Any], both: bool = True) -> Kind:
    """The unmet needs of plan.json, and with them unmet.csv."""

    def kind(case: Case, random: Random) -> Optional[Mutant]:
        mutant = case.mutant()
        if not mutant.plan["unmet"]:
            return None
        entries = mutant.plan["unmet"]
        change(entries, case, random)
        if both:
            mutant.tell(entries)
        return mutant

    return kind


def called_unmet(entries: list[dict[str, Any]], case: Case, random: Random) -> None:
    served = [need for need in case.world.needs if need.id not in case.unmet]
    need = random.choice(served or case.world.needs)
    entries.append({"need": need.id, "missing": 1, "reason": {"code": "unpriced"}})
    entries.sort(key=lambda entry: entry["need"])


def row_of_unmet(change: Callable[[list[dict[str, str]], Random], Any]) -> Kind:
    """unmet.csv alone."""

    def kind(case: Case, random: Random) -> Optional[Mutant]:
        mutant = case.mutant()
        if not mutant.unmet_cells:
            return None
        change(mutant.unmet_cells, random)
        return mutant

    return kind


def another_code(rows: list[dict[str, str]], random: Random) -> None:
    row = random.choice(rows)
    row["原因代码"] = "few-days" if row["原因代码"] == "cut-off" else "cut-off"


def another_rank(old: str, random: Random) -> str:
    return str(int(old or 0) + 1)


def swapped(entries: list[dict[str, Any]], random: Random) -> None:
    at = random.randrange(len(entries) - 1)
    entries[at:at + 2] = reversed(entries[at:at + 2])


# By the rule that a kind breaks, its name and the kind.
SERVICES: list[tuple[str, str, Kind]] = [
    ("category", "a resource of another category", moved("category", "resource", "both")),
    ("role", "a resource that cannot take the role", moved("role", "resource", "both")),
    ("skills", "a skill it has not", moved("skills", "resource")),
    ("exclusions", "a skill excluded", moved("exclusions", "resource")),
    ("area", "outside its area", moved("area", "resource")),
    ("banned", "a resource banned", moved("banned", "resource")),
    ("open", "a session closed", moved("open", "session")),
    ("need-sessions", "when the need cannot", moved("need-sessions", "session")),
    ("resource-sessions", "when the resource cannot", moved("resource-sessions", "session")),
    ("reported", "before it was reported", moved("reported", "session")),
    ("due", "after the last date", moved("due", "session")),
    ("valid", "after the last valid day", moved("valid", "session", "both")),
    ("team-session", "a team in two sessions", moved("team-session", "split")),
    ("team-resources", "one resource in two places", moved("team-resources", "resource")),
    ("team-incomplete", "a place left empty", moved("team-incomplete", "drop place")),
    ("place-twice", "a place filled again", moved("place-twice", "twice")),
    ("service-role", "another role", moved("service-role", "role")),
    ("one-a-day", "two visits on a day", moved("one-a-day", "session", "add visit")),
    ("visits", "one visit more than asked", moved("visits", "add visit")),
    ("all-or-nothing", "a part of all", moved("all-or-nothing", "drop visit")),
    ("per-session", "one too many a session", moved("per-session", "both", "add visit")),
    ("weekly", "one too many a week", moved("weekly", "resource", "add visit")),
    ("pin", "away from the pin", moved("pin", "resource", "session", "drop visit")),
    ("visit-number", "a number left out", numbered_wrong),
    ("unknown-need", "a need that is not there", unknown("需求编号", "N9")),
    ("unknown-resource", "a resource that is not there", unknown("资源编号", "R9")),
    ("unit", "another unit", cell("单位", lambda old, _: old + "二")),
    ("date", "a week later", cell("日期", lambda _, r: f"2026-12-0{r.randint(1, 6)}")),
    ("method", "another method", cell(
        "派单方式", lambda old, r: r.choice(sorted({"指定", "优化", "续派"} - {old})))),
    ("lead", "the lead turned round", cell("牵头", lambda old, _: "否" if old == "是" else "是")),
    ("choice-rank", "another rank", cell("点单名次", another_rank)),
    ("distance", "another distance", cell("距离级", lambda old, _: str((int(old) + 1) % 5))),
    ("service-id", "another identifier", cell("服务单号", lambda old, _: old + "1")),
    ("order", "two rows exchanged", exchanged_rows),
]
CLAIMS: list[tuple[str, str, Kind]] = [
    ("tier-value", "another plan under the old values", misreported),
    ("tier-value", "a value shifted", tier(shifted)),
    ("tier-value", "a value better than true", tier(improved)),
    ("tier-bound", "a bound shifted", tier(
        lambda t, r: t.update(bound=t["value"] + r.choice([-1, 1])))),
    ("tier-bound", "no bound", tier(lambda t, _: t.update(bound=None))),
    ("tier-bound", "a bound that its value beats", bound_beaten),
    ("tier-bound", "proved after an open tier", tiers(
        lambda ts, _: ts[0].update(provedBy="open"))),
    ("tier-names", "a tier left out", tiers(lambda ts, r: ts.pop(r.randrange(len(ts))))),
    ("tier-names", "a tier twice", tiers(lambda ts, r: ts.append(dict(r.choice(ts))))),
    ("tier-names", "tiers exchanged", tiers(swapped)),
    ("status", "another status", status),
    ("status", "cut off, though all is proved", cut_off),
    ("unmet-list", "an unmet need left out", unmet(lambda es, c, r: es.remove(r.choice(es)))),
    ("unmet-list", "an unmet need twice", unmet(lambda es, c, r: es.insert(0, r.choice(es)))),
    ("unmet-list", "a need served called unmet", unmet(called_unmet)),
    ("unmet-missing", "another number missing", unmet(
        lambda es, c, r: r.choice(es).update(missing=8))),
    ("unmet-list", "a row of unmet.csv left out", row_of_unmet(lambda rows, r: rows.pop())),
    ("unmet-list", "a row of unmet.csv changed", row_of_unmet(
        lambda rows, r: r.choice(rows).update(缺口="7"))),
    ("unmet-list", "another code in unmet.csv", row_of_unmet(another_code)),
]
WORSE: list[tuple[str, str, Kind]] = [
    ("certificate-proof", "worse: moved", worse("resource", "session", "both", "split")),
    ("certificate-proof", "worse: exchanged", worse("exchange")),
    ("certificate-proof", "worse: a visit dropped", worse("drop visit")),
    ("certificate-proof", "worse: a need dropped", worse("drop need")),
    ("certificate-proof", "worse: any plan there is", any_worse),
    ("certificate-proof", "worse: the second best", next_best),
]
