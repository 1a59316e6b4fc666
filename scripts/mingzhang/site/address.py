"""Where the site is published: what stands before every absolute address (canonical links, feed, catalogue)."""

from __future__ import annotations

import os
import re

from mkdocs.utils.yaml import yaml_load

from mingzhang.errors import MingzhangError
from mingzhang.project import Project

VARIABLE = "SITE_URL"
"""The environment variable that wins over ``site_url`` in ``mkdocs.yml``; the workflow sets it."""
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.:\-\[\]]+(/[A-Za-z0-9._~%\-]+)*/?")


def read_address(project: Project) -> str:
    """The absolute address of the site's top, ending with ``/``.

    Raises:
        MingzhangError: when there is none, or it is no http(s) address.
    """
    told = os.environ.get(VARIABLE)
    place = VARIABLE if told else "mkdocs.yml"
    if not told:
        with (project.root / "mkdocs.yml").open(encoding="utf-8") as file:
            told = str(yaml_load(file).get("site_url") or "")
    if not _ADDRESS.fullmatch(told):
        raise MingzhangError(
            f"{place}: site_url is {told[:100]!r}, expected an address such as https://example.org/data/; "
            "write where the site will be published"
        )
    return told.rstrip("/") + "/"
