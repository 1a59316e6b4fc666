"""Family 7: codes and names."""
