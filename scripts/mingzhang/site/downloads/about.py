"""What a download says of itself: title, source, licence, citation, version, caveats; the same in every form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mingzhang.site.downloads.caveats import OF_ONE_TABLE, Caveat, all_caveats, package_caveats
from mingzhang.site.packages import Package, PackageHead
from mingzhang.site.words import KIND_WORDS

LICENCES = {
    "CC-BY-4.0": (
        "知识共享 署名 4.0 国际",
        "Creative Commons Attribution 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
    )
}
_WHOLE_EN = "Mingzhang: budget and final-account disclosures of Chinese government units as data"


@dataclass(frozen=True)
class About:
    """``page`` and ``data`` are absolute addresses: what a reader looks at, and the folder of the files.

    ``authors`` published the documents; ``facts`` are further labels and values for the introduction of a workbook.
    """

    name: str
    title: str
    title_en: str
    version: str
    licence: str
    authors: tuple[str, ...]
    citation: str
    source: str
    page: str
    data: str
    caveats: tuple[Caveat, ...]
    published: str = ""
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def licence_address(self) -> str:
        """Where the licence's text is; blank when its name is not known here."""
        return LICENCES.get(self.licence, ("", "", ""))[2]

    @property
    def licence_words(self) -> str:
        """The licence by name and address, on one line."""
        return " ".join(filter(None, (self.licence, self.licence_address)))

    def of_table(self, resource: str) -> About:
        """The same, of one table: without what is known of other tables only."""
        own = tuple(item for item in self.caveats if item.kind not in OF_ONE_TABLE or item.resource == resource)
        return replace(self, caveats=own)

    def metadata(self) -> dict[str, str]:
        """What a file that carries metadata of its own (Parquet) says, by key; texts in Chinese, then in English."""
        return {
            "title": self.title,
            "title_en": self.title_en,
            "version": self.version,
            "licence": self.licence_words,
            "citation": self.citation,
            "source": self.source,
            "page": self.page,
            "caveats": "\n".join(f"{item.text} / {item.text_en}" for item in self.caveats),
        }


def citation(package: Package) -> str:
    """How to name the data as a source."""
    published = f"，{package.published}" if package.published else ""
    version = f"，{package.version} 版" if package.version else ""
    return f"{package.unit.name}：《{package.title}》{published}。明账数据包 {package.id}{version}。"


def page_of(package: PackageHead) -> str:
    """The disclosure's page, from the site's top."""
    return f"units/{package.unit.id}/{package.year}-{package.kind}/"


def about_package(package: Package, address: str) -> About:
    """What downloads of ``package`` say; ``address`` is the site's, absolute."""
    kind = KIND_WORDS[package.kind]
    files = "、".join(file.name for file in package.files)
    page = address + page_of(package)
    return About(
        name=package.id,
        title=f"{package.unit.name} {package.year} 年{kind}公开数据",
        title_en=f"{'Budget' if package.kind == 'budget' else 'Final accounts'} {package.year} of {package.unit.id}",
        version=package.version,
        licence=package.licence,
        authors=(package.unit.name,),
        citation=f"{citation(package)}{page}",
        source=f"{package.unit.name}：《{package.title}》（{files}）"
        if files
        else f"{package.unit.name}：《{package.title}》",
        page=page,
        data=f"{address}data/packages/{package.id}/",
        caveats=tuple(package_caveats(package)),
        published=package.published,
        facts=(
            ("公开单位", package.unit.name),
            ("地区", " ".join(package.unit.region)),
            ("年度", f"{package.year} 年{kind}"),
            ("公开日期", package.published),
            ("来源文件", files),
            ("来源文件 sha256", "、".join(file.hash for file in package.files)),
        ),
    )


def about_all(
    descriptor: Mapping[str, Any],
    packages: Sequence[PackageHead],
    address: str,
    counts: Mapping[str, Counter[str]] | None = None,
) -> About:
    """What downloads of everything say; ``descriptor`` is the root's, ``counts`` are those of ``all_caveats``."""
    units = len({package.unit.id for package in packages})
    version = str(descriptor.get("version") or "")
    title = str(descriptor.get("title") or "明账")
    licences = [str(item.get("name") or "") for item in descriptor.get("licenses") or ()]
    licence = "、".join(filter(None, licences))
    page = f"{address}data/"
    told = f"，{version} 版" if version else ""
    return About(
        name=str(descriptor.get("name") or "mingzhang"),
        title=title,
        title_en=_WHOLE_EN,
        version=version,
        licence=licence,
        authors=("明账 Mingzhang",),
        citation=f"明账 Mingzhang：《{title.partition('：')[2] or title}》{told}。{page}",
        source=f"{units} 个单位公开的 {len(packages)} 份预算、决算",
        page=page,
        data=page,
        caveats=tuple(all_caveats(len(packages), counts or {})),
        facts=(
            ("公开材料", f"{len(packages)} 份"),
            ("公开单位", f"{units} 个"),
        ),
    )
