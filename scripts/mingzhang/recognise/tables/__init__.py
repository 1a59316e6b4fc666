"""The statutory tables: found by their titles, read into records under canonical names."""
