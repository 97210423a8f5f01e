"""A folder whose files fail: `failing-disk.py FOLDER CAPTURE OFFSET`.

It shows CAPTURE three times: `whole` as it is, `broken`, of which a read from OFFSET on fails as that
of a damaged disk does, and `stuck`, of which it never ends. `asked` is there once such a read has
begun. Mounted until it is asked to end.
"""

import errno
import os
import stat
import sys
import threading

try:
    import fusepy as fuse
except ImportError:
    import fuse

FOLDER, CAPTURE, OFFSET = sys.argv[1], sys.argv[2], int(sys.argv[3])
NAMES = ("whole", "broken", "stuck")
with open(CAPTURE, "rb") as file:
    BYTES = file.read()
asked = threading.Event()


class FailingDisk(fuse.Operations):
    def getattr(self, path, fh=None):
        if path == "/":
            return {"st_mode": stat.S_IFDIR | 0o755, "st_nlink": 2}
        if path == "/asked" and asked.is_set():
            return {"st_mode": stat.S_IFREG | 0o644, "st_nlink": 1, "st_size": 0}
        if path[1:] not in NAMES:
            raise fuse.FuseOSError(errno.ENOENT)
        return {"st_mode": stat.S_IFREG | 0o644, "st_nlink": 1, "st_size": len(BYTES)}

    def readdir(self, path, fh):
        return [".", "..", *NAMES]

    def read(self, path, size, offset, fh):
        if path != "/whole" and offset + size > OFFSET:
            if offset < OFFSET:
                return BYTES[offset:OFFSET]
            if path == "/broken":
                raise fuse.FuseOSError(errno.EIO)
            asked.set()
            threading.Event().wait()
        return BYTES[offset : offset + size]


fuse.FUSE(FailingDisk(), FOLDER, foreground=True, direct_io=True, ro=True)
