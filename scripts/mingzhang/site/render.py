"""Templates: every value is escaped, since disclosure text is somebody else's."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mingzhang.site.lists.home import spark
from mingzhang.site.numbers.amounts import format_amount, format_share
from mingzhang.site.reference.sizes import format_size
from mingzhang.site.reference.terms import Terms, term_filter
from mingzhang.site.words import short_item


def template_environment(folder: Path) -> Environment:
    """Jinja for the templates in ``folder``; an unknown name is an error, not a blank.

    :func:`with_terms` tells it the terms that labels are linked to.
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
    return environment


def with_terms(environment: Environment, terms: Terms) -> Environment:
    """The same ``environment`` (its templates stay compiled), whose filter ``term`` links ``terms`` from now on."""
    environment.filters["term"] = term_filter(terms)
    environment.tests["term_known"] = lambda label: terms.find(label) is not None
    environment.globals |= {"share": format_share, "term_in": terms.find, "term_exact": terms.exact}
    return environment
