"""What scripts/check-plan consists of: the lists and the plan, the rules, the certificate."""
