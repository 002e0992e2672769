"""The sign before each item of a list, for a document that has none."""

from typing import Any

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart

_HANGING = 280  # twentieths of a point


def add_bullet(document: Document, style: Any) -> None:
    """Let every paragraph of a style begin with a bullet."""
    numbering = _numbering_of(document)
    place = str(1 + max((int(each.get(_id)) for each in numbering.iter(_abstract)), default=0))
    definition = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{place}"><w:multiLevelType w:val="singleLevel"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="&#8226;"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{_HANGING}" w:hanging="{_HANGING}"/></w:pPr></w:lvl>'
        "</w:abstractNum>"
    )
    instances = numbering.findall(qn("w:num"))
    if instances:  # Word reads no definition that stands behind the first list.
        instances[0].addprevious(definition)
    else:
        numbering.append(definition)
    number = numbering.add_num(int(place)).numId
    own = style.element.get_or_add_pPr().get_or_add_numPr()
    own.get_or_add_numId().val = number


_abstract, _id = qn("w:abstractNum"), qn("w:abstractNumId")


def _numbering_of(document: Document) -> Any:
    part = next((rel.target_part for rel in document.part.rels.values() if _is_numbering(rel)), None)
    if part is None:
        empty: Any = parse_xml(f"<w:numbering {nsdecls('w')}/>")
        name = PackURI("/word/numbering.xml")
        part = NumberingPart(name, CONTENT_TYPE.WML_NUMBERING, empty, document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
    return part.element


def _is_numbering(relation: Any) -> bool:
    return bool(relation.reltype == RELATIONSHIP_TYPE.NUMBERING)
