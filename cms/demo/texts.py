"""Reads the demo's text files: a head of `name: value` lines, then sections of simple marked-up text.

    title: The page's title
    goals: 7, 13

    The text before the first section.

    # name of a section
    A paragraph with **a strong word**.

    - a list
    1. a numbered list
    ## A heading
    > A quotation.
    > — Name, role and workplace
    | 18 | % | a result in numbers
    : word : its explanation

A line that begins with `;` is a note to whoever edits the file.
"""

import json
import re
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "texts"
# What a paragraph begins with says what it is.
MARKS = {"- ": "ul", "> ": "quote", "| ": "figures", ": ": "facts", "## ": "heading"}


@dataclass(frozen=True)
class Text:
    """One text file. `sections` is raw text by name; "" is what stands before the first."""

    slug: str
    fields: dict[str, str]
    sections: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.fields[name]

    def get(self, name: str, default: str = "") -> str:
        return self.fields.get(name, default)

    def list(self, name: str) -> list[str]:
        """A comma-separated field."""
        return [part.strip() for part in self.get(name).split(",") if part.strip()]

    def section(self, name: str) -> str:
        return self.sections.get(name, "")


def read_all(folder: Path) -> list[Text]:
    """The texts of a folder by file name. The number that a name may begin with is only for the order."""
    return [read(path) for path in sorted(folder.glob("*.md"))]


def read(path: Path) -> Text:
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith(";")]
    end = lines.index("") if "" in lines else len(lines)
    pairs = (line.partition(":") for line in lines[:end])
    fields = {name.strip(): value.strip() for name, _colon, value in pairs}
    sections: dict[str, list[str]] = {"": []}
    current = ""
    for line in lines[end:]:
        if line.startswith("# "):
            current = line[2:].strip()
            sections[current] = []
        else:
            sections[current].append(line)
    texts = {name: "\n".join(rows).strip() for name, rows in sections.items()}
    return Text(re.sub(r"^\d+-", "", path.stem), fields, texts)


def plain(text: str) -> str:
    """A section as one line, for fields without markup."""
    return " ".join(text.split())


def rich(text: str) -> str:
    """A section of paragraphs and lists as the HTML of a rich text field."""
    return "".join(value for kind, value in blocks(text) if kind == "paragraph")


def stream(text: str) -> str:
    """A section as the JSON of a StreamField of `cms.content.blocks.BodyBlock`."""
    return as_json(blocks(text))


def as_json(blocks: list[tuple[str, Any]]) -> str:
    """(kind, value) pairs as the JSON of a StreamField."""
    return json.dumps([{"type": kind, "value": value} for kind, value in blocks])


def blocks(text: str) -> list[tuple[str, Any]]:
    """(kind, value) for each block of a section; paragraphs and lists that follow each other are one."""
    spaced = re.sub(r"(?m)^(## .*)$", r"\n\1\n", text)
    found = [block(part) for part in re.split(r"\n\s*\n", spaced) if part.strip()]
    joined: list[tuple[str, Any]] = []
    for kind, group in groupby(found, key=lambda pair: pair[0]):
        values = [value for _kind, value in group]
        if kind == "paragraph":
            values = ["".join(values)]
        joined += [(kind, value) for value in values]
    return joined


def block(part: str) -> tuple[str, Any]:
    lines = [line.strip() for line in part.strip().splitlines()]
    kind = next((kind for mark, kind in MARKS.items() if lines[0].startswith(mark)), "")
    match kind:
        case "heading":
            return "heading", lines[0][3:]
        case "quote":
            return "quote", quote(lines)
        case "figures":
            return "figures", [figure(line) for line in lines]
        case "facts":
            pairs = (line[2:].partition(" : ") for line in lines)
            return "facts", [{"term": term, "text": words} for term, _colon, words in pairs]
        case "ul":
            return "paragraph", items("ul", [line[2:] for line in lines])
    if re.match(r"1\. ", lines[0]):
        return "paragraph", items("ol", [line.partition(". ")[2] for line in lines])
    return "paragraph", f"<p>{inline(' '.join(lines))}</p>"


def quote(lines: list[str]) -> dict[str, str]:
    said = [line[2:] for line in lines if not line.startswith("> —")]
    name, _comma, role = lines[-1].removeprefix("> — ").partition(", ")
    return {"text": " ".join(said), "name": name, "role": role}


def figure(line: str) -> dict[str, str]:
    value, unit, text = (part.strip() for part in line.strip("| ").split("|"))
    return {"value": value, "unit": unit, "text": text}


def items(tag: str, lines: list[str]) -> str:
    return f"<{tag}>{''.join(f'<li>{inline(line)}</li>' for line in lines)}</{tag}>"


def inline(text: str) -> str:
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(text, quote=False))
