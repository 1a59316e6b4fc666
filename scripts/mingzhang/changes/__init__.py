"""What differs between two packages of one disclosure, cell by cell, whatever was renumbered or moved."""
