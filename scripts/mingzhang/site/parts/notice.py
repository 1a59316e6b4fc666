"""What the pages part of a disclosure keeps for the catalogue and the sitemap."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from mingzhang.site.metadata.catalogue import agent_node, dataset_node
from mingzhang.site.metadata.facts import changed_on
from mingzhang.site.metadata.offered import whole_of
from mingzhang.site.metadata.sitemap import page_address
from mingzhang.site.site_views import Notice, OwnViews

_KEPT = "notice.json"


def keep_notice(own: OwnViews, pages: Iterable[str], folder: Path) -> None:
    """The notice of a disclosure into ``folder``; ``pages`` are the paths of its finished pages."""
    package = own.view.package
    notice = Notice(
        id=package.id,
        unit_id=package.unit.id,
        address=own.view.address,
        year=package.year,
        version=package.version,
        changed=changed_on(package, own.versions),
        dataset=dataset_node(own),
        agent=agent_node(package.unit, own.address),
        pages=[page_address(page) for page in pages],
        archives={item.path: [item.file.size, item.file.sha256] for item in whole_of(package, own.downloads)},
    )
    (folder / _KEPT).write_text(json.dumps(asdict(notice), ensure_ascii=False), encoding="utf-8")


def read_notice(folder: Path) -> Notice:
    """The notice that was kept in ``folder``."""
    return Notice(**json.loads((folder / _KEPT).read_text(encoding="utf-8")))
