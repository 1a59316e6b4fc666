"""Templates: every value is escaped, since disclosure text is somebody else's."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mingzhang.site.lists.home import spark
from mingzhang.site.numbers.amounts import format_amount, format_share
from mingzhang.site.reference.sizes import format_size
from mingzhang.site.reference.terms import Terms, install_terms
from mingzhang.site.words import short_item


def template_environment(folder: Path, terms: Terms) -> Environment:
    """Jinja for the templates in ``folder``; an unknown name is an error, not a blank.

    ``terms`` are what the filter ``term`` links to the glossary.
    """
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    environment.filters |= {"amount": format_amount, "short_item": short_item, "spark": spark, "file_size": format_size}
    environment.globals["share"] = format_share
    install_terms(environment, terms)
    return environment
