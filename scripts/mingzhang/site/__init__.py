"""The site stage: data packages in, a static site out.

Reads only ``datapackage.json`` and the CSV files beside it. A page is a view
object first (``view_*.py``), then a template (``site_src/templates``)::

    packages -> facts -> views -> fragments and charts -> mkdocs -> swap
"""

from mingzhang.site.build import build_site
from mingzhang.site.report import SiteReport

__all__ = ["SiteReport", "build_site"]
