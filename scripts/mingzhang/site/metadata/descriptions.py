"""One sentence a page for search engines and link previews: of the pages that are not about one disclosure.

Written pages (``site_src/docs``) have theirs in their own front matter.
"""

from __future__ import annotations

DESCRIPTIONS = {
    "index": "明账把各单位公开的预算、决算变成人人看得懂、查得到、可下载的数据：逐表逐行、带原文行号，并逐条核对。",
    "units/index": "已收录的预算、决算公开材料一览：按地区、年度、金额和发现的问题筛选、排序，每个单位一页。",
    "projects/index": "各单位预算、决算里的项目一览：金额、政策依据、绩效目标，可筛选、排序，每个项目一页。",
    "indicators/index": "各单位绩效目标表和自评表里的全部指标：指标值、权重、完成情况，可按类别和单位筛选。",
    "three-public/index": "各单位“三公”经费（因公出国（境）、公务用车、公务接待）逐项对比，预算与决算分开。",
    "compare/index": "把几份预算或决算放在一起，逐项比较收支总额、支出构成、“三公”经费和人员。",
    "findings/index": "逐条核对公开材料后发现的问题：数与数对不上、该有而没有、写错的字，每条都有算式和原文位置。",
    "rules/index": "核对公开材料所用的全部规则：查什么、为什么查、容许多大的差，各举一例。",
    "glossary/index": "预算、决算公开材料里的名词解释，并列各单位的说法；含支出功能分类和经济分类的词语。",
    "corrections/index": "本站数据的更正记录：哪一份材料、哪一处、原来是什么、改成什么、为什么。",
    "data/index": "全部数据的下载：每份公开材料一个数据包，另有全部材料合并的表，可免费再利用。",
    "dictionary/index": "数据字典：每张表、每一列的名称、类型、单位和含义，以及表与表之间的联系。",
    "search/index": "在全部预算、决算公开材料里搜索单位、项目、科目、金额和原因，找得到词语的任何一部分。",
    "query/index": "在浏览器里查询全部表：筛选、分组、透视，不必写 SQL，也可以写；结果可看成表、图，可下载。",
    "changes/index": "数据的更新与变动：新收录了哪些公开材料，哪些材料换过或更正过，变了哪些格子。",
}
"""By the page's path without ``.md``."""
