"""Vectors of a certificate: the force, then the tiers, compared from the left."""
from __future__ import annotations

from operator import add

Vector = tuple[int, ...]


def plus(left: Vector, right: Vector) -> Vector:
    return tuple(map(add, left, right))


def times(number: int, vector: Vector) -> Vector:
    return tuple(number * component for component in vector)
