#!/usr/bin/env python3
"""docs/pains.md tells all thirty pains, in order, and its tests are there.

A row without a test must say "not yet". --self-test shows that what is wrong is found.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAINS = 30
ROW = re.compile(r"^\| (\d+) \|(.*)\| (.*?) ?\|$")


def problems(text, exists):
    rows = [ROW.match(line).groups() for line in text.splitlines() if ROW.match(line)]
    if [int(number) for number, _, _ in rows] != list(range(1, PAINS + 1)):
        yield f"the rows aren't 1 to {PAINS}, in order"
    for number, words, test in rows:
        path = test.strip("`")
        if not path and "not yet" not in words:
            yield f"{number}: names no test, and doesn't say that it isn't dealt with"
        elif path and not (re.search(r"test\.(cc|py|sh)$", path) and exists(path)):
            yield f"{number}: {path} is no test"


def self_test():
    rows = [f"| {i} | a | b | `x_test.cc` |" for i in range(1, PAINS + 1)]
    good = "\n".join(rows)
    assert not list(problems(good, lambda path: True))
    assert len(list(problems(good, lambda path: False))) == PAINS
    assert list(problems("\n".join(rows[1:]), lambda path: True))
    assert list(problems(good.replace("| 7 | a | b | `x_test.cc` |", "| 7 | a | b | |"),
                         lambda path: True)) == [
        "7: names no test, and doesn't say that it isn't dealt with"]
    assert not list(problems(good.replace("| 7 | a | b | `x_test.cc` |", "| 7 | a | not yet | |"),
                             lambda path: True))
    print("pains: the check finds what it must")


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    found = list(problems((ROOT / "docs/pains.md").read_text(),
                          lambda path: (ROOT / path).is_file()))
    print("\n".join(["pains: %d problems" % len(found)] + found))
    return 1 if found else 0


sys.exit(main())
