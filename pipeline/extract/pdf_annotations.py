"""What form fields, typed comments and stamps print on a PDF page becomes part of the page's own content."""

from __future__ import annotations

from typing import Any

import pypdfium2.raw as pdfium

from pipeline.errors import LimitError

PRINTED = (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP)
MAX_ANNOTATIONS = 5_000  # of one page; a report filled in as a form has some 250


def open_page(file: Any, number: int) -> Any:
    """The pypdfium2 page of that number, from 1, as it is printed.

    Raises PdfiumError where there is no such page, LimitError past MAX_ANNOTATIONS.
    """
    page = file[number - 1]
    count = pdfium.FPDFPage_GetAnnotCount(page)
    if count > MAX_ANNOTATIONS:
        page.close()
        raise LimitError(f"page {number}: {count} form fields and comments; the limit is {MAX_ANNOTATIONS}")
    if not any(_is_printed(page, index) for index in range(count)):
        return page
    pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
    page.close()
    return file[number - 1]  # pdfium shows what it put into a page only when the page is opened again


def _is_printed(page: Any, index: int) -> bool:
    annotation = pdfium.FPDFPage_GetAnnot(page, index)
    if not annotation:
        return False
    kind = pdfium.FPDFAnnot_GetSubtype(annotation)
    pdfium.FPDFPage_CloseAnnot(annotation)
    return kind in PRINTED
