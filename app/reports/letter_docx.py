"""A letter as DOCX: the fields put into a template that the person may have replaced.

A template is a program of somebody else: it runs in a sandbox that reaches text only, and nothing of what it does
wrong escapes as a half-written paper. Outside text never becomes markup, nor a tag: each character that could mean
something is written as a character reference, after all filters. No part of the file may point outside of it.
"""

import io
import re
import traceback
import zipfile
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.letters import LetterContent
from app.errors import AppError, InputRefused
from app.i18n import _
from app.paths import resource
from app.reports.letter_fields import fields, paper_title
from app.reports.safe_text import clip, plain

if TYPE_CHECKING:
    from docx.opc.part import Part
    from jinja2 import Environment

FOLDER = "templates"
"""Beside the book: a template of the same name there wins over the shipped one."""

_LARGEST = 20 * 1024 * 1024
_UNPACKED = 200 * 1024 * 1024
_PARTS = 2000
_KEPT = 64  # compiled templates: bodies, footers and properties of all kinds
_BLANK = "_" * 24


def template_file(name: str, own: Path | None) -> Path:
    """The template to take: the person's own when there is one."""
    if own is not None and (own / name).is_file():
        return own / name
    return resource(FOLDER, name)


def letter_docx(content: LetterContent, own: Path | None = None) -> bytes:
    """The letter as the bytes of a DOCX file; ``own``: folder of the person's own templates.

    Raises ``InputRefused`` naming the template and the place in it when the template is broken.
    """
    path = template_file(f"{content.kind.value}.docx", own)
    return _rendered(path, fields(content), _title(content))


def letter_words(content: LetterContent, name: str, own: Path | None = None) -> str:
    """A letter as plain words out of a text template (``email.txt``, ``message.txt``). Raises ``InputRefused``."""
    path = template_file(name, own)
    try:
        source = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path) from error
    try:
        return environment(escaping=False).from_string(source).render(fields(content)).strip()
    except Exception as error:  # whatever a template of somebody else does is told as one sentence
        raise _broken(path, error, source.splitlines()) from error


@cache
def environment(*, escaping: bool) -> "Environment":
    """The sandbox that templates run in: no files, no attributes, unknown names are errors. What it has compiled it
    keeps by the words of the template."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    made = ImmutableSandboxedEnvironment(
        autoescape=escaping, undefined=StrictUndefined, finalize=_literal if escaping else None
    )
    made.filters["пропуск"] = lambda value: value or _BLANK
    kept = lru_cache(_KEPT)(made.from_string)
    made.from_string = kept  # type: ignore[assignment, method-assign]  # docxtpl asks for no more than the source
    return made


def _literal(value: object) -> object:
    """Text that means itself: in XML, and to what comes after the template."""
    from markupsafe import Markup, escape

    text = str(escape(plain(str(value))))
    return Markup(text.replace("{", "&#123;").replace("}", "&#125;").replace("%", "&#37;"))


def _rendered(path: Path, context: Mapping[str, object], title: str) -> bytes:
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate

    data = _checked(path)

    class Placed(DocxTemplate):  # type: ignore[misc]  # the library carries no types
        """Remembers what it was rendering, for the sentence about what went wrong."""

        lines: list[str]

        def render_xml_part(self, src_xml: str, part: object, context: object, jinja_env: object = None) -> str:
            self.lines = re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml).splitlines()
            out: str = super().render_xml_part(src_xml, part, context, jinja_env)
            return out

    made = Placed(io.BytesIO(data))
    made.lines = []
    try:
        made.init_docx()
    except (PackageNotFoundError, KeyError, ValueError, SyntaxError) as error:
        raise _unreadable(path) from error
    try:
        made.render(dict(context), environment(escaping=True))
    except Exception as error:  # whatever a template of somebody else does is told as one sentence
        raise _broken(path, error, made.lines) from error
    _refuse_strangers(path, made.docx.part.package.parts)
    about = made.docx.core_properties
    about.title, about.author, about.last_modified_by, about.comments = title, "", "", ""
    out = io.BytesIO()
    made.docx.save(out)
    return out.getvalue()


def _checked(path: Path) -> bytes:
    """The bytes of a template that is a DOCX of a sane size."""
    try:
        if path.stat().st_size > _LARGEST:
            raise _unreadable(path)
        data = path.read_bytes()
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if len(parts) > _PARTS or sum(part.file_size for part in parts) > _UNPACKED:
                raise _unreadable(path)
    except AppError:
        raise
    except (OSError, zipfile.BadZipFile) as error:
        raise _unreadable(path) from error
    return data


def _refuse_strangers(path: Path, parts: "list[Part]") -> None:
    """Links that a person clicks may lead outside; pictures, styles and templates that Word would fetch may not."""
    for part in parts:
        for relation in part.rels.values():
            if relation.is_external and not relation.reltype.endswith("/hyperlink"):
                raise InputRefused(
                    _("The template «{name}» takes a part of itself from another place: {place}.").format(
                        name=path.name, place=clip(plain(relation.target_ref), 80)
                    ),
                    _("Put the picture into the template itself."),
                )


def _unreadable(path: Path) -> InputRefused:
    return InputRefused(
        _("The template «{name}» cannot be read.").format(name=path.name),
        _("Save it from Word as .docx, or take it out of the folder: the program's own will be used."),
    )


def _broken(path: Path, error: Exception, lines: list[str]) -> InputRefused:
    """One sentence: which template, where in it, what."""
    line = _line_of(error)
    near = lines[line - 1] if 0 < line <= len(lines) else ""
    words = clip(" ".join(re.sub(r"<[^>]+>", "", near).split()), 80)
    what = clip(plain(_what(error)), 120)
    if words:
        text = _("The template «{name}» is broken near «{place}»: {what}.")
    else:
        text = _("The template «{name}» is broken: {what}.")
    return InputRefused(
        text.format(name=path.name, place=words, what=what.rstrip(".")),
        _("Mend the words in braces, or take the file out of the folder: the program's own will be used."),
    )


def _what(error: Exception) -> str:
    """What is wrong with it, in words where they are known."""
    from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError

    if isinstance(error, SecurityError):
        return _("a template may not reach that far")
    if isinstance(error, UndefinedError):
        names = re.findall(r"'([^']+)'", str(error))
        return _("there is no value «{name}»").format(name=names[-1] if names else "")
    if isinstance(error, TemplateSyntaxError):
        return _("a tag is not closed or misspelled ({reason})").format(reason=error.message or "")
    return str(error)


def _line_of(error: Exception) -> int:
    """Line of the template's source; 0 when it is not known. Errors while running carry it in their traceback only."""
    stated: Any = getattr(error, "lineno", None)
    if isinstance(stated, int):
        return stated
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
    return (frames[-1].lineno or 0) if frames else 0


def _title(content: LetterContent) -> str:
    return clip(plain(f"{paper_title(content.kind)}: {content.client.name}"), 200)
