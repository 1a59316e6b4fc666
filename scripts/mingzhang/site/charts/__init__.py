"""Charts drawn once, at build time, as static SVG."""
