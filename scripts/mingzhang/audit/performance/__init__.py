"""Family 5: performance forms, targets, indicators and self-evaluations."""
