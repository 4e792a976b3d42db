"""The same lists in another order and other surroundings have to give the same bytes."""
import csv
import pathlib

from lists import SplitMix64

SURROUNDINGS = [
    {"LC_ALL": "C"}, {"LC_ALL": "C.UTF-8", "TZ": "Asia/Shanghai"}, {"TZ": "Pacific/Kiritimati"},
    {"LC_ALL": "zh_CN.UTF-8", "LANG": "zh_CN.UTF-8"}, {"LC_ALL": "tr_TR.UTF-8"},
    {"TZ": "America/Los_Angeles", "SWIFT_DETERMINISTIC_HASHING": "1"},
]


def shuffle(source, target, seed):
    """Writes both lists with rows and columns in an order drawn from a seed."""
    random = SplitMix64(seed)
    target.mkdir()
    for name in ("needs.csv", "resources.csv"):
        with open(source / name, encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        columns = random.shuffled(range(len(header)))
        with open(target / name, "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(
                [row[column] for column in columns] for row in [header, *random.shuffled(rows)])
    (target / "policy.yaml").write_bytes((source / "policy.yaml").read_bytes())


def said(answer):
    """What must not depend on the order: every file of a plan, or the set of pins in conflict."""
    out = pathlib.Path(answer["out"])
    files = {str(path.relative_to(out)): path.read_bytes()
             for path in sorted(out.rglob("*")) if path.is_file()}
    document = answer.get("json") or {}
    pins = sorted((pin["set"], pin["need"], pin["pin"], pin["count"])
                  for pin in document.get("conflictingPins", []))
    defects = sorted((entry["header"] or "", entry["found"] or "")
                     for entry in document.get("defects", []))
    return {"exit": answer["exit"], "pins in conflict": pins, "defects": defects, **files}


def differences(first, other):
    """The parts of two answers that differ, by name."""
    first, other = said(first), said(other)
    return [name for name in sorted({*first, *other}) if first.get(name) != other.get(name)]
