"""TEMPORARY"""
from mingzhang.site.parts.store import Part
def make_across(project, store, common, names, keys, staging):
    return [], {}
