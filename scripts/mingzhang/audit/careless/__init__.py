"""Family 8: what was copied, left over or slipped."""
