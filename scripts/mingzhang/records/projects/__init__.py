"""Projects, joined from text, tables and forms, and how their funds are allocated."""
