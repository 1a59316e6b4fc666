"""The audit: every figure that contradicts another is found, and told where it stands."""
