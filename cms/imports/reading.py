"""A file as people have it: CSV of whatever separator and encoding, or an Excel workbook, read row by row.

Everything has a bound, and everything in a cell is data: a formula is the text it is written with. Nothing
of the file is held in memory but the row at hand (and a workbook's table of strings, which is bounded).
"""

import codecs
import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any

import openpyxl
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.errors import NetworkError
from cms.mail.addresses import canonical

from .models import MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS

MOST_BYTES = 20 * 1024 * 1024
CHUNK = 1024 * 1024
# A workbook is a zip: how many files it may hold, how large they may be together, how much smaller packed.
MOST_ENTRIES = 1_000
MOST_UNPACKED = 400 * 1024 * 1024
MOST_STRINGS = 60 * 1024 * 1024
MOST_RATIO = 200
RATIO_COUNTS_FROM = 5 * 1024 * 1024
PROLOGUE = 64 * 1024
EXCEL_ROWS = 1_048_576
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DELIMITERS = ";,\t"
LOST = "\ufffd"
Row = tuple[int, list[str]]


class UnreadableFileError(NetworkError):
    """The file is no list that can be read; the words say what to do."""

    code = "import_unreadable"


class TooLargeError(UnreadableFileError):
    code = "import_too_large"


@dataclass(frozen=True)
class Table:
    """The headings, and the rows below them: (number in the file, cells), blank ones left out.

    A row has as many cells as there are headings, and one more where it had more than that.
    """

    headings: list[str]
    rows: Iterator[Row]


def read(file: IO[bytes], size: int) -> Table:
    """Raises UnreadableFileError, at once or while the rows are read."""
    if size > MOST_BYTES:
        raise TooLargeError(
            _("The file is larger than 20 MB. Divide it, and import one part at a time.")
        )
    file.seek(0)
    beginning = file.read(8)
    file.seek(0)
    if beginning.startswith(b"PK"):
        return table_of(of_workbook(file))
    if beginning.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFileError(
            _(
                "This is an old or locked Excel file. Save it as .xlsx without a password, or as CSV."
            )
        )
    return table_of(of_text(file))


def table_of(found: Iterator[Row]) -> Table:
    headings: list[str] = []
    for _number, cells in found:
        headings = [cell[:100] for cell in cells]
        break
    while headings and not headings[-1]:
        headings.pop()
    if not headings:
        raise UnreadableFileError(_("The file is empty. The first row holds the headings."))
    if LOST in "".join(headings):
        raise UnreadableFileError(
            _("This is no list. Save it from your spreadsheet as CSV or .xlsx.")
        )
    if len(headings) > MOST_COLUMNS:
        raise TooLargeError(_("The file has more than 50 columns. Take out those you do not need."))
    if any(is_address(cell) for cell in headings):
        raise UnreadableFileError(
            _(
                "The first row holds an address, not headings. Put a row above it: First name, E-mail."
            )
        )
    return Table(headings, bounded(found, len(headings)))


def bounded(found: Iterator[Row], width: int) -> Iterator[Row]:
    for count, (number, cells) in enumerate(found, 1):
        if count > MOST_ROWS:
            raise TooLargeError(
                _("The file has more than 200,000 rows. Divide it, and import one part at a time.")
            )
        extra = [cell for cell in cells[width:] if cell][:1]
        yield number, cells[:width] + [""] * (width - len(cells)) + extra


def is_address(cell: str) -> bool:
    try:
        canonical(cell)
    except ValidationError:
        return False
    return True


def cleaned(value: str) -> str:
    """A cell's text without what no database keeps, cut one character after the longest that counts."""
    text = value.strip()[: MOST_CHARACTERS + 1]
    if text.isascii() and "\x00" not in text:
        return text
    return "".join(LOST if c == "\x00" or "\ud800" <= c <= "\udfff" else c for c in text)


def of_text(file: IO[bytes]) -> Iterator[Row]:
    encoding, errors = encoding_of(file)
    text = io.TextIOWrapper(file, encoding, errors, newline="")
    try:
        first = text.readline(CHUNK)
        text.seek(0)
        if first.lower().startswith("sep=") and len(first.strip()) == 5:
            text.readline()
            delimiter = first.strip()[4]
        else:
            delimiter = delimiter_of(first)
        yield from of_lines(text, delimiter)
    except UnicodeError as error:
        raise UnreadableFileError(
            _("The file breaks off in the middle of a letter. Save it anew as CSV (UTF-8).")
        ) from error
    finally:
        # Whoever opened the file closes it.
        with suppress(ValueError):
            text.detach()


def of_lines(text: io.TextIOWrapper, delimiter: str) -> Iterator[Row]:
    # Strict: a quotation mark that is never closed would swallow all that follows without a word.
    lines = csv.reader(text, delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, line in enumerate(lines, 1):
            cells = [cleaned(cell) for cell in line]
            if any(cells):
                yield number, cells
    except csv.Error as error:
        raise UnreadableFileError(
            _(
                "After row %(number)s a quotation mark is opened and not closed, or stands alone in a cell, "
                "or a cell is far too long. Look for it, and upload the file again."
            )
            % {"number": number}
        ) from error


def encoding_of(file: IO[bytes]) -> tuple[str, str]:
    """(encoding, what to do with bytes that do not fit): what the first bytes say, else UTF-8 if all of it
    is, else that of older Windows programs.
    """
    beginning = file.read(4)
    file.seek(0)
    for bom, name in BOMS:
        if beginning.startswith(bom):
            return name, "replace" if name == "utf-8-sig" else "strict"
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        while chunk := file.read(CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252", "replace"
    finally:
        file.seek(0)
    return "utf-8", "strict"


def delimiter_of(line: str) -> str:
    """What stands most often between the headings, outside quotation marks."""
    outside = "".join(line.split('"')[::2])
    return max(DELIMITERS, key=lambda sign: (outside.count(sign), sign == ";"))


def of_workbook(file: IO[bytes]) -> Iterator[Row]:
    """The rows of the first sheet."""
    check_zip(file)
    book: Any = None
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        bounds = {"max_row": EXCEL_ROWS, "max_col": MOST_COLUMNS + 1}
        for number, line in enumerate(sheet.iter_rows(values_only=True, **bounds), 1):
            if line.count(None) == len(line):
                continue
            cells = [in_text(value) for value in line]
            if any(cells):
                while cells and not cells[-1]:
                    cells.pop()
                yield number, cells
    except Exception as error:
        raise UnreadableFileError(
            _("This Excel file cannot be read. Open it, save it anew as .xlsx, and try again.")
        ) from error
    finally:
        if book is not None:
            book.close()


def check_zip(file: IO[bytes]) -> None:
    """Refuse what unpacks to far more than it is, before anything is unpacked."""
    try:
        with zipfile.ZipFile(file) as packed:
            entries = packed.infolist()
            unpacked = sum(entry.file_size for entry in entries)
            bytes_in = sum(entry.compress_size for entry in entries)
            strings = sum(e.file_size for e in entries if "sharedstrings" in e.filename.lower())
            if (
                len(entries) > MOST_ENTRIES
                or unpacked > MOST_UNPACKED
                or strings > MOST_STRINGS
                or (unpacked > RATIO_COUNTS_FROM and unpacked > MOST_RATIO * max(bytes_in, 1))
            ):
                raise TooLargeError(
                    _("This Excel file holds far more than a list. Save the list alone as CSV.")
                )
            for entry in entries:
                if entry.filename.lower().endswith((".xml", ".rels")):
                    check_prologue(packed, entry)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise UnreadableFileError(
            _("This Excel file cannot be read. Open it, save it anew as .xlsx, and try again.")
        ) from error
    finally:
        file.seek(0)


def check_prologue(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """No part of a workbook declares a document type; one that does wants to be a bomb."""
    try:
        with packed.open(entry) as part:
            beginning = part.read(PROLOGUE)
    except Exception as error:
        raise UnreadableFileError(
            _("This Excel file cannot be read. Open it, save it anew as .xlsx, and try again.")
        ) from error
    if b"<!DOCTYPE" in beginning or b"<!\x00D\x00O\x00C" in beginning:
        raise UnreadableFileError(
            _("This Excel file cannot be read. Open it, save it anew as .xlsx, and try again.")
        )


def in_text(value: Any) -> str:
    """A cell of a workbook as it would stand in a CSV file."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return cleaned(str(value))
