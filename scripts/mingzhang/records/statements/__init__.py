"""The statutory tables as typed rows."""
