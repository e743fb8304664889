"""Windows has no ``setrlimit``: the child is put into a job object with limits of memory and of processes.

Best effort: where the job cannot be made (an old system, a job around us), the time limit still holds.
"""

import subprocess
import sys
from typing import Any

MEMORY_LIMIT = 1536 * 2**20
_EXTENDED_INFORMATION = 9
_ACTIVE_PROCESS = 0x8
_PROCESS_MEMORY = 0x100
_KILL_ON_CLOSE = 0x2000


def confine(child: "subprocess.Popen[bytes]") -> None:
    """Limit the child, and let it die with us. Does nothing elsewhere than on Windows."""
    if sys.platform != "win32":
        return
    import ctypes
    from ctypes import wintypes

    class Basic(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", ctypes.c_int64),
            ("PerJobUserTimeLimit", ctypes.c_int64),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        )

    class Extended(ctypes.Structure):
        _fields_ = (
            ("Basic", Basic),
            ("IoInfo", ctypes.c_uint64 * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    kernel: Any = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateJobObjectW.restype = wintypes.HANDLE
    limits = Extended()
    limits.Basic.LimitFlags = _ACTIVE_PROCESS | _PROCESS_MEMORY | _KILL_ON_CLOSE
    limits.Basic.ActiveProcessLimit = 1
    limits.ProcessMemoryLimit = MEMORY_LIMIT
    job = wintypes.HANDLE(kernel.CreateJobObjectW(None, None))
    if not job:
        return
    kernel.SetInformationJobObject(job, _EXTENDED_INFORMATION, ctypes.byref(limits), ctypes.sizeof(limits))
    handle = wintypes.HANDLE(int(getattr(child, "_handle", 0)))
    kernel.AssignProcessToJobObject(job, handle)
    vars(child)["job"] = job  # kept open as long as the child: closing it kills the child
