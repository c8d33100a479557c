"""The forms of the annual report: what is printed where, and which form a document follows.

A form is a file `<form_id>.toml` in this folder. `recognise` finds, part by part, which form a document uses.
"""

from pipeline.forms.load import cells, load_forms
from pipeline.forms.model import Block, Column, Form, FormCell, Forms, Row, Rule
from pipeline.forms.recognise import RecognisedPart, recognise

__all__ = [
    "Block",
    "Column",
    "Form",
    "FormCell",
    "Forms",
    "RecognisedPart",
    "Row",
    "Rule",
    "cells",
    "load_forms",
    "recognise",
]
