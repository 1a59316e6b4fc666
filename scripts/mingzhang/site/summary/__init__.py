"""What the pages across units need of one disclosure: small enough to keep all of it at hand, or on disk."""
