"""What scripts/mutants consists of: small lists, brute recomputation, folders, mutants."""
