"""The Russian catalogue: taken from the sources, compiled beside its text, and checked on every run.

    python -m tools.catalogue extract [--prune]   bring the .po up to the sources; translations are kept
    python -m tools.catalogue merge [PART.po ...]  fill gaps from parts (all of resources/locale/ru/parts)
    python -m tools.catalogue compile              write the .mo
    python -m tools.catalogue check                list what is wrong; exit code 1 if anything is

Nothing is guessed: a message without a translation stays empty and ``check`` names it. Message ids that left
the sources stay in the file as obsolete ones (a move must not lose words) until ``extract --prune``.
The .po has no line numbers and no dates, so that a difference between two versions shows only words.
"""

import argparse
import io
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = "ru"
DOMAIN = "debitorka"
FOLDER = ROOT / "resources" / "locale" / LOCALE
KEYWORDS = {"_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
PLURALS = 3
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
UNSTABLE_HEADERS = (
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Last-Translator",
    "Generated-By",
    "Report-Msgid-Bugs-To",
    "Language-Team",
    "Project-Id-Version",
)
PLACEHOLDER = re.compile(r"\{[^{}]*\}|%(?:\(\w+\))?[#0\-+]*\d*(?:\.\d+)?[a-zA-Z]\b")

Key = tuple[str, str]  # context, (singular) message id


def po_path() -> Path:
    """The catalogue's text."""
    return FOLDER / "LC_MESSAGES" / f"{DOMAIN}.po"


def mo_path() -> Path:
    """The compiled catalogue, committed beside its text."""
    return po_path().with_suffix(".mo")


def key_of(message: Message) -> Key:
    """What makes a message one message: its context and its (singular) id."""
    return message.context or "", ids_of(message)[0]


def ids_of(message: Message) -> tuple[str, ...]:
    """The id, or the singular and the plural one."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def strings_of(message: Message) -> tuple[str, ...]:
    """The translation, or each of its plural forms; never None."""
    string = message.string
    return (string or "",) if isinstance(string, str) or string is None else tuple(s or "" for s in string)


def empty_catalogue() -> Catalog:
    """A Russian catalogue with a header that never changes by itself."""
    return Catalog(
        locale=LOCALE,
        domain=DOMAIN,
        project="debitorka",
        version="",
        header_comment="# Russian catalogue of Debitorka. Terms are those of resources/glossary.csv.",
        creation_date=NO_DATE,
        revision_date=NO_DATE,
        fuzzy=False,
    )


def from_sources() -> Catalog:
    """Every message of app/, with the files it stands in."""
    found = empty_catalogue()
    messages = extract_from_dir(
        ROOT / "app", method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",)
    )
    for name, line, ids, comments, context in messages:
        found.add(ids, None, [(f"app/{name}", line)], auto_comments=comments, context=context)
    return found


def read(path: Path) -> Catalog:
    """A .po file; an empty catalogue if there is none."""
    if not path.exists():
        return empty_catalogue()
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE, domain=DOMAIN, abort_invalid=True)


def words_of(catalogue: Catalog) -> Iterator[Message]:
    """Its messages, obsolete ones after the living, without the header."""
    yield from (message for message in catalogue if message.id)
    yield from catalogue.obsolete.values()


def translated(message: Message) -> bool:
    """True if each form has words and nobody marked them as a guess."""
    return all(strings_of(message)) and not message.fuzzy


def rebuild(sources: Catalog, known: Iterable[Message]) -> tuple[Catalog, list[str]]:
    """The sources' messages with the known words; the first translation wins, the others are reported."""
    words: dict[Key, Message] = {}
    conflicts = []
    for message in filter(translated, known):
        first = words.setdefault(key_of(message), message)
        if strings_of(first) != strings_of(message):
            kept, left = "|".join(strings_of(first)), "|".join(strings_of(message))
            conflicts.append(f"{ids_of(message)[0]!r}: kept {kept!r}, left out {left!r}")
    built = empty_catalogue()
    for message in sources:
        if not message.id:
            continue
        word = words.pop(key_of(message), None)
        fits = word is not None and len(strings_of(word)) == (PLURALS if message.pluralizable else 1)
        string = word.string if word is not None and fits else None
        built.add(
            message.id,
            string,
            message.locations,
            auto_comments=message.auto_comments,
            context=message.context,
        )
    for word in words.values():
        built.obsolete["\x04".join(key_of(word))] = word
    return built, conflicts


def write(catalogue: Catalog, path: Path, *, prune: bool) -> None:
    """Write the text, sorted by file, without line numbers and dates."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=110, sort_by_file=True, include_lineno=False, ignore_obsolete=prune)
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(tuple(f'"{name}' for name in UNSTABLE_HEADERS))]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(kept).rstrip("\n") + "\n", encoding="utf-8", newline="\n")


def placeholders(text: str) -> Counter[str]:
    """The fields of a text: {name}, {sum:,}, %s, %(name)d; a per cent sign and doubled braces are none."""
    return Counter(PLACEHOLDER.findall(text.replace("{{", "").replace("}}", "").replace("%%", "")))


def faults_of(message: Message) -> Iterator[str]:
    """What is wrong with one message of the catalogue."""
    ids, strings = ids_of(message), strings_of(message)
    if message.fuzzy:
        yield "fuzzy"
    if not all(strings):
        yield "missing"
        return
    if len(strings) != (PLURALS if len(ids) > 1 else 1):
        yield f"{len(strings)} forms"
    # The first Russian form also serves 21 and 31, so each form needs the fields of the plural id.
    wanted = placeholders(ids[-1])
    for string in strings:
        if placeholders(string) != wanted:
            yield f"fields changed in {string!r}"


def faults() -> list[str]:
    """Everything that is wrong, as readable lines."""
    sources, catalogue = from_sources(), read(po_path())
    living = {key_of(message): message for message in catalogue if message.id}
    wanted = {key_of(message): message for message in sources if message.id}
    found = [f"not in the catalogue: {name!r}" for _, name in wanted.keys() - living.keys()]
    found += [f"not in the sources: {name!r}" for _, name in living.keys() - wanted.keys()]
    found += [f"obsolete: {ids_of(message)[0]!r}" for message in catalogue.obsolete.values()]
    found += [
        f"singular and plural differ from the sources: {key[1]!r}"
        for key in wanted.keys() & living.keys()
        if ids_of(wanted[key]) != ids_of(living[key])
    ]
    found += [f"{fault}: {key[1]!r}" for key, message in living.items() for fault in faults_of(message)]
    if compiled_words() != {key: strings_of(m) for key, m in living.items() if translated(m)}:
        found.append(f"{mo_path().name} is older than {po_path().name}")
    return sorted(found)


def compiled_words() -> dict[Key, tuple[str, ...]]:
    """What the .mo says (its header left out)."""
    if not mo_path().exists():
        return {}
    with mo_path().open("rb") as file:
        messages = [message for message in read_mo(file) if message.id]
    for message in messages:
        if isinstance(message.context, bytes):  # Babel leaves it undecoded
            message.context = message.context.decode()
    return {key_of(message): strings_of(message) for message in messages}


def extract(*, prune: bool) -> int:
    """Bring the catalogue up to the sources."""
    built, _ = rebuild(from_sources(), words_of(read(po_path())))
    write(built, po_path(), prune=prune)
    return 0


def merge(parts: list[Path]) -> int:
    """Fill the gaps of the catalogue from part files; words the catalogue has already stay."""
    chosen = parts or sorted((FOLDER / "parts").glob("*.po"))
    known = [message for path in (po_path(), *chosen) for message in words_of(read(path))]
    built, conflicts = rebuild(from_sources(), known)
    write(built, po_path(), prune=False)
    for conflict in conflicts:
        print(conflict)
    return 0


def compile_catalogue() -> int:
    """Write the .mo; the same words give the same bytes."""
    built, _ = rebuild(from_sources(), words_of(read(po_path())))
    for message in [message for message in built if message.id and not translated(message)]:
        built.delete(message.id, message.context)  # else an empty plural would be shown as empty
    with mo_path().open("wb") as file:
        write_mo(file, built)
    return 0


def check() -> int:
    """Print what is wrong; 1 if anything is."""
    found = faults()
    for fault in found:
        print(fault)
    if found:
        print(f"{len(found)} faults in the catalogue. `make catalogue` takes new messages from the sources.")
    return 1 if found else 0


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="catalogue", description="The Russian catalogue")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("extract").add_argument("--prune", action="store_true", help="drop obsolete messages")
    commands.add_parser("merge").add_argument("parts", nargs="*", type=Path)
    commands.add_parser("compile")
    commands.add_parser("check")
    chosen = parser.parse_args(arguments)
    if chosen.command == "extract":
        return extract(prune=chosen.prune)
    if chosen.command == "merge":
        return merge(chosen.parts)
    return compile_catalogue() if chosen.command == "compile" else check()


if __name__ == "__main__":
    sys.exit(main())
