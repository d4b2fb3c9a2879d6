"""The server's memory."""

import platform
import subprocess
import sys

import pytest

ARENAS_OF_EIGHT_THREADS = """
import ctypes, threading
import ui
from page.memory import share_arenas
assert {share}
here = threading.Barrier(8)
def work():
    held = [bytes(2000) for _ in range(100)]
    here.wait()
threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
libc = ctypes.CDLL(None)
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
libc.fflush(None)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has arenas")
def test_threads_share_two_arenas() -> None:
    """What eight threads at once allocate lies in two arenas, after all that the server imports."""
    shared, as_it_was = (_arenas(ARENAS_OF_EIGHT_THREADS.format(share=share)) for share in ("share_arenas()", "True"))

    assert shared == 2
    assert as_it_was > 2


def _arenas(program: str) -> int:
    told = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    return told.count("<heap ")
