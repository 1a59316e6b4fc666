"""Family 5: projects, their allocations, subsidies and forms."""
