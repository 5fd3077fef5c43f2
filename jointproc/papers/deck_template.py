"""Our slide master: 16:9, Arial, one layout with title, text, footer and page number, told apart without colour."""

from __future__ import annotations

import re
from typing import Any, Final

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Emu, Inches, Pt

__all__ = [
    "BODY",
    "DARK",
    "FOOTER_SIZE",
    "GREY",
    "HEIGHT",
    "INK",
    "LIGHT",
    "MIDDLE",
    "PAPER",
    "TITLE",
    "WIDTH",
    "template",
]

WIDTH: Final = 13.333
HEIGHT: Final = 7.5
# left, top, width, height in inches
TITLE: Final = (0.6, 0.4, 12.13, 1.25)
BODY: Final = (0.6, 1.85, 12.13, 4.95)
_FOOTER: Final = (0.6, 6.98, 11.2, 0.36)
_NUMBER: Final = (11.93, 6.98, 0.8, 0.36)
FOOTER_SIZE: Final = 10

INK: Final = RGBColor(0x1A, 0x1A, 0x1A)
DARK: Final = RGBColor(0x1F, 0x3A, 0x5F)
MIDDLE: Final = RGBColor(0x5B, 0x7F, 0xA6)
LIGHT: Final = RGBColor(0xC9, 0xD3, 0xDE)
GREY: Final = RGBColor(0x59, 0x59, 0x59)
PAPER: Final = RGBColor(0xFF, 0xFF, 0xFF)
_ACCENTS: Final = ("1F3A5F", "5B7FA6", "C9D3DE", "595959", "8C8C8C", "D9D9D9")


def template() -> Any:
    """An empty presentation with our master and its one layout."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(int(WIDTH * 914400)), Inches(HEIGHT)
    kept = deck.slide_layouts[1]
    for layout in list(deck.slide_layouts):
        if layout is not kept:
            deck.slide_layouts.remove(layout)
    kept.name = "Jointproc"
    _theme(deck.slide_master)
    for holder in (*deck.slide_master.placeholders, *kept.placeholders):
        _place(holder)
    return deck


def _theme(master: Any) -> None:
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    text = part.blob.decode("utf-8")
    text = re.sub(r'<a:latin typeface="[^"]*"', '<a:latin typeface="Arial"', text)
    for number, colour in enumerate(_ACCENTS, 1):
        text = re.sub(
            rf"(<a:accent{number}>\s*<a:srgbClr val=\")[0-9A-F]{{6}}", rf"\g<1>{colour}", text, flags=re.IGNORECASE
        )
    part._blob = text.encode("utf-8")


def _place(holder: Any) -> None:
    kind = holder.placeholder_format.type
    places = {
        PP_PLACEHOLDER.TITLE: (TITLE, 30, DARK),
        PP_PLACEHOLDER.BODY: (BODY, 20, INK),
        PP_PLACEHOLDER.OBJECT: (BODY, 20, INK),
        PP_PLACEHOLDER.FOOTER: (_FOOTER, FOOTER_SIZE, GREY),
        PP_PLACEHOLDER.SLIDE_NUMBER: (_NUMBER, FOOTER_SIZE, GREY),
    }
    if kind not in places:
        # the date stands in the footer line
        holder._element.getparent().remove(holder._element)
        return
    (left, top, width, height), size, colour = places[kind]
    holder.left, holder.top, holder.width, holder.height = Inches(left), Inches(top), Inches(width), Inches(height)
    for paragraph in holder.text_frame.paragraphs:
        paragraph.font.size = Pt(size)
        paragraph.font.color.rgb = colour
