"""The families of rules."""

FAMILIES = ("表内", "表间", "文表", "百分比", "原因", "项目与绩效", "科目与名称", "完整性", "粗疏")
"""Their order on pages; a family that is not here follows."""
