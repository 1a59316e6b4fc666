"""All hostile files there are."""

from __future__ import annotations

import files_tricks_pdf
import files_tricks_text
import files_tricks_zip
from files_trick import TRICKS

__all__ = ["TRICKS", "files_tricks_pdf", "files_tricks_text", "files_tricks_zip"]
