"""Glossary, rules, method and data dictionary."""
