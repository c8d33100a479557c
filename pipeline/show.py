"""Text for the terminal out of what was read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def summary(answer: Mapping[str, Any]) -> str:
    """The answer of `extract` for people: head data, forms, counts, refusals and findings, a line each."""
    if "error" in answer:
        return f"{answer['file']}: {answer['error']}"
    forms = " ".join(f"{part}={form or '-'}" for part, form in answer["forms"].items())
    lines = [
        f"{answer['file']}",
        f"  title    {answer['title'] or '(none)'}",
        f"  agency   {answer['agency'] or '(none)'}   year {answer['report_year'] or '(none)'}   {forms}",
        f"  cells    {len(answer['cells'])}   figures {len(answer['figures'])}",
    ]
    lines += [f"  refused  {item['part']}: {item['reason']}" for item in answer["refused"]]
    lines += [f"  {item['severity']:<8} {item['rule']}: {item['message']}" for item in answer["findings"]]
    lines += [
        f"  figure   {item['measure']}{'/' + item['channel'] if item['channel'] else ''} = "
        f"{item['value']:g} {item['unit'] or ''}  …{item['snippet'].strip()}"
        for item in answer["figures"]
    ]
    return "\n".join(lines)
