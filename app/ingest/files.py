"""A path of the person -> contents, read once: what is hashed is what is parsed."""

import errno
import hashlib
from pathlib import Path

from app.domain.statement import SourceFile
from app.errors import InputRefused
from app.i18n import _

SIZE_LIMIT = 50 * 2**20
_LOCKED_WINDOWS = frozenset({32, 33})  # ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION
_ONLINE_ONLY = frozenset({362, 389, 395})  # the cloud provider is not running, or refused
_GONE = frozenset({errno.ENETDOWN, errno.ENETUNREACH, errno.EHOSTDOWN, errno.ESTALE, errno.EIO, errno.ENOTCONN})


def load(path: Path) -> tuple[bytes, SourceFile]:
    """Contents and identity. Raises ``InputRefused`` naming the file and the reason."""
    name = path.name or str(path)
    if path.name.startswith("~$"):
        raise InputRefused(
            _("«{name}» is a mark Excel leaves beside an open workbook, not the workbook.").format(name=name),
            _("Choose the file of the same name without «~$»."),
        )
    try:
        data = _contents(path, name)
    except OSError as error:
        raise _refused(name, error) from error
    except ValueError as error:  # an embedded zero character
        raise InputRefused(_("There is no file «{name}».").format(name=name[:100])) from error
    return data, SourceFile(name, hashlib.sha256(data).hexdigest(), len(data))


def _contents(path: Path, name: str) -> bytes:
    if path.is_dir():
        raise InputRefused(_("«{name}» is a folder.").format(name=name), _("Choose the file of the report inside it."))
    if path.exists() and not path.is_file():
        raise InputRefused(_("«{name}» is not a file.").format(name=name))
    with path.open("rb") as stream:
        data = stream.read(SIZE_LIMIT + 1)
    if len(data) > SIZE_LIMIT:
        raise InputRefused(
            _("«{name}» is larger than {limit} MB.").format(name=name, limit=SIZE_LIMIT // 2**20),
            _("Ask bookkeeping for the report without pictures and for a shorter period."),
        )
    if not data:
        raise InputRefused(_("«{name}» is empty: 0 bytes.").format(name=name), _("Ask for the file again."))
    return data


def _refused(name: str, error: OSError) -> InputRefused:
    code = getattr(error, "winerror", None)
    if isinstance(error, FileNotFoundError):
        return InputRefused(_("There is no file «{name}».").format(name=name), _("Perhaps it was moved or renamed."))
    if code in _LOCKED_WINDOWS or error.errno in (errno.EBUSY, errno.EDEADLK):
        return InputRefused(
            _("«{name}» is open in another program.").format(name=name), _("Close it there and repeat.")
        )
    if code in _ONLINE_ONLY or error.errno in _GONE:
        return InputRefused(
            _("The place where «{name}» lies does not answer.").format(name=name),
            _("Copy the file to this computer and repeat."),
        )
    if isinstance(error, PermissionError):
        return InputRefused(
            _("«{name}» may not be read: no permission, or it is open in another program.").format(name=name),
            _("Close it there, or copy it to your own folder."),
        )
    return InputRefused(_("«{name}» cannot be read from the disk.").format(name=name))
