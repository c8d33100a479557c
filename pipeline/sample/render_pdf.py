"""A report as a PDF with a text layer."""

from __future__ import annotations

from pipeline.sample.content import Content
from pipeline.sample.pdf_file import write_pdf
from pipeline.sample.typeset import typeset


def render_pdf(content: Content) -> bytes:
    """The bytes of the PDF: ruled tables as in the official form, page numbers, no date inside."""
    return write_pdf(typeset(content), content.report.title)
