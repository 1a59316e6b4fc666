"""Small awkward files, made by hand, and how their blocks look as text."""

from __future__ import annotations

import zipfile
from pathlib import Path

from mingzhang.reading.formats.extract import extract_file

_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/{main}" ContentType="{type}"/></Types>"""
_RELS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>"""
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_REL = f'<Relationship Id="{{id}}" Type="{_KIND}/{{kind}}" Target="{{to}}"/>'
_W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
DOCM_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"


def shown(path: Path) -> list[str]:
    """The extracted text as lines that are not blank; ``|`` stands for a tab, ``<<`` for a form feed."""
    text = extract_file(path).text.replace("\t", "|").replace("\f", "<<")
    return [line for line in text.split("\n") if line.strip(" |")]


def make_docx(path: Path, body: str, before: str = "", kind: str = DOCX_TYPE, **parts: str) -> Path:
    """A Word file with ``body`` as the XML of its body; ``parts`` (styles, numbering, footnotes) as theirs."""
    document = f'<?xml version="1.0" encoding="UTF-8"?>{before}<w:document {_W}><w:body>{body}</w:body></w:document>'
    relations = "".join(_REL.format(id=f"r{n}", kind=name, to=f"{name}.xml") for n, name in enumerate(parts))
    root = _RELS.format(items=_REL.format(id="r", kind="officeDocument", to="word/document.xml"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES.format(main="word/document.xml", type=kind))
        archive.writestr("_rels/.rels", root)
        archive.writestr("word/_rels/document.xml.rels", _RELS.format(items=relations))
        archive.writestr("word/document.xml", document)
        for name, inner in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {_W}>{inner}</w:{name}>")
    return path


def p(text: str, properties: str = "") -> str:
    """A paragraph."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    """A cell; ``text`` may be XML that begins with a tag."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{text if text.startswith('<') else p(text)}</w:tc>"


def tbl(*rows: str, widths: tuple[int, ...] = ()) -> str:
    """A table of rows, each the XML of its cells."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
