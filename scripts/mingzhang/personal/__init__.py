"""Personal data: what of it a document shows, and how it is kept out of everything published.

This is the one place of the rule (the contract, last section): numbers of telephones, identity cards and bank accounts
and e-mail addresses never leave the source, names only when ``disclosure.yml`` allows them. ``words`` and
``shapes`` tell what they look like, ``find`` and ``breaks`` what a document shows, ``mask`` and ``lines`` put it out of
sight, ``places`` tells the audit where it stands. Hotlines of few digits (12345) are public services and stay, and
so do number plates: they are those of official vehicles.
"""

from __future__ import annotations

from mingzhang.personal.find import find_personal
from mingzhang.personal.mask import NAME_MASK, NOBODY, NUMBER_MASK, Personal, mask_text

__all__ = ["NAME_MASK", "NOBODY", "NUMBER_MASK", "Personal", "find_personal", "mask_text"]
