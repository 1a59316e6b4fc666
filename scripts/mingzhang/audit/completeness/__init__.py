"""Family 6: what the regulations and the document itself promise."""
