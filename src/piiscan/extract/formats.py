"""The table of formats: one row per kind of file that is read, in the order the documentation lists them."""

from __future__ import annotations

from typing import Final

from piiscan.extract.protocol import Format

FORMATS: Final[tuple[Format, ...]] = (
    Format(
        "text",
        "plain text and source code",
        (".txt", ".text", ".log"),
        "piiscan.extract.text:extract",
        "text/plain",
        "every character, whatever the suffix, in UTF-8, UTF-16, UTF-32, CP932, EUC-JP, ISO-2022-JP or Windows-1252",
    ),
    Format(
        "csv",
        "delimited table",
        (".csv", ".tsv", ".tab", ".psv"),
        "piiscan.extract.table:extract",
        "text/csv",
        "every cell with the header of its column; comma, tab, semicolon or bar",
    ),
    Format(
        "json",
        "JSON",
        (".json", ".geojson", ".ipynb", ".webmanifest", ".har"),
        "piiscan.extract.json_text:extract",
        "application/json",
        "every key and value, equal keys included, broken parts as text",
    ),
    Format(
        "jsonl",
        "JSON Lines",
        (".jsonl", ".ndjson"),
        "piiscan.extract.json_text:extract",
        "application/jsonl",
        "every key and value of every line",
    ),
    Format(
        "html",
        "HTML",
        (".html", ".htm", ".xhtml", ".shtml"),
        "piiscan.extract.markup_html:extract",
        "text/html",
        "visible text, form values, titles and other attributes, links, comments, scripts",
    ),
    Format(
        "xml",
        "XML",
        (".xml", ".svg", ".rss", ".atom", ".xsl", ".xsd", ".plist"),
        "piiscan.extract.markup_xml:extract",
        "application/xml",
        "text, attributes, comments and instructions; a file with a DTD of its own as plain text",
    ),
    Format(
        "markdown",
        "Markdown",
        (".md", ".markdown"),
        "piiscan.extract.markdown:extract",
        "text/markdown",
        "every character, cells of tables with their headers",
    ),
    Format(
        "pdf",
        "PDF",
        (".pdf",),
        "piiscan.extract.pdf:extract",
        "application/pdf",
        "text of every page, annotations, form fields, properties",
    ),
    Format(
        "docx",
        "Word document",
        (".docx", ".docm", ".dotx"),
        "piiscan.extract.docx:extract",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "body, tables, text boxes, headers, footers, notes, comments, tracked changes, properties",
    ),
    Format(
        "xlsx",
        "Excel workbook",
        (".xlsx", ".xlsm", ".xltx"),
        "piiscan.extract.xlsx:extract",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "every cell of every sheet, hidden ones too, comments, defined names, properties",
    ),
)
