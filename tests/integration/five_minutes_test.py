#!/usr/bin/env python3
"""Does what docs/five-minutes.md tells its readers, in a folder of its own, and sees what they are told
they will see: a test that fails, and passes once the code is mended.

    tests/integration/five_minutes_test.py BUILD
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def steps(page):
    """(kind, text, file named last before it) of each fenced block, in order."""
    file = None
    for match in re.finditer(r"`([\w.]+\.py)`|^```(\S+)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
        if match[1]:
            file = match[1]
        else:
            yield match[2], match[3], file


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    build = pathlib.Path(sys.argv[1]).resolve()
    path = f"{build}/simulator:{build}/client/cli:{os.environ['PATH']}"
    seen = ""
    expected = 0
    with tempfile.TemporaryDirectory() as folder:
        for kind, text, file in steps((ROOT / "docs" / "five-minutes.md").read_text()):
            target = pathlib.Path(folder) / (file or "")
            if kind == "python":
                target.write_text(text)
            elif kind == "python-last-line":
                lines = target.read_text().splitlines(keepends=True)
                target.write_text("".join(lines[:-1]) + text)
            elif kind == "sh":
                seen = subprocess.run(
                    ["bash", "-c", text], cwd=folder, text=True, check=False, timeout=120,
                    env=os.environ | {"PATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout
            elif kind == "text":
                expected += 1
                if seen.splitlines()[-1:] != [text.strip()]:
                    sys.exit(f"the page promises {text.strip()!r}, but:\n{seen}")
            else:
                sys.exit(f"five-minutes.md has a block of an unknown kind: {kind}")
    if expected != 2:
        sys.exit(f"five-minutes.md shows {expected} results, not a failure and a success")
    print("five minutes: the page tells the truth")


if __name__ == "__main__":
    main()
