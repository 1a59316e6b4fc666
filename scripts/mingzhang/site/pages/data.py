"""Downloads, and the dictionary of what is in them."""

from __future__ import annotations

from mingzhang.site.site_views import SiteViews
from mingzhang.site.writer import HIDDEN_WITH_CONTENTS, PageWriter, heading


def write_data(writer: PageWriter, site: SiteViews) -> None:
    """``/data/``: everything to download; resources shared by all disclosures stand under 科目分类."""
    own = [resource for resource in site.stacked if resource.fields[0].name == "disclosure_id"]
    shared = [resource for resource in site.stacked if resource.group == "rules"]
    values = {"units": site.units, "stacked": own, "classifications": site.classifications, "rules": shared}

    def part(name: str) -> str:
        return writer.fragment("data/index", name, f"data_{name}.html.j2", **values)

    blocks = ["# 数据下载 {#top}", part("intro"), "## 每份公开材料一个数据包 {#packages}", part("packages")]
    if own:
        blocks += ["## 全部材料合并的表 {#tables}", part("tables")]
    if site.classifications:
        blocks += ["## 科目分类 {#classifications}", part("classifications")]
    if shared:
        blocks += ["## 核对规则 {#rules}", part("rules")]
    writer.write("data/index", "数据", blocks, HIDDEN_WITH_CONTENTS)


def write_dictionary(writer: PageWriter, site: SiteViews) -> None:
    """``/dictionary/``: every resource and column, from the schemas."""
    blocks = ["# 数据字典 {#top}", writer.fragment("dictionary", "intro", "dictionary_intro.html.j2")]
    for resource in site.stacked or list(site.views[0].package.resources.values()):
        blocks.append(heading(2, f"{resource.title} {resource.name}", resource.name))
        blocks.append(writer.fragment("dictionary", resource.name, "dictionary.html.j2", resource=resource))
    writer.write("dictionary", "数据字典", blocks)
