#!/usr/bin/env python3
"""Time is injected (base/clock.h): nobody else asks the operating system for it, and nobody sleeps.

  tests/checks/clocks.py              every violation with file and line; exit 1 if there is one
  tests/checks/clocks.py --self-test  proves that a real clock and a sleep are found

Tests are not excepted: a test that sleeps is slow today and flaky tomorrow.
"""

import pathlib
import re
import subprocess
import sys

ALLOWED = {"base/clock.cc", "base/timer.cc", "base/mutex.h"}
BANNED = [
    (r"_clock::now\b", "a real clock; take the time from a Clock (base/clock.h)"),
    (r"\babsl::Now\b", "a real clock; take the time from a Clock (base/clock.h)"),
    (r"\bgpr_now\b", "a real clock; use a GPR_TIMESPAN"),
    (r"\b(gettimeofday|clock_gettime|timespec_get|ftime)\b", "a real clock"),
    (r"(?<![\w.>])(std::)?time\s*\(\s*(nullptr|NULL|0|&)", "a real clock"),
    (r"\bsleep_(for|until)\b", "a sleep; wait for what is meant (a condition, a timer)"),
    (r"\babsl::SleepFor\b", "a sleep; wait for what is meant (a condition, a timer)"),
    (r"(?<![\w.>])(::)?(sleep|usleep|nanosleep)\s*\(", "a sleep; wait for what is meant"),
]
ROOTS = ("base/", "rpc/", "server/", "simulator/", "client/", "tests/")
# Comments and strings speak of clocks freely.
NOISE = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.S)


def violations(path, text):
    if path in ALLOWED:
        return []
    code = NOISE.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)
    found = []
    for number, line in enumerate(code.splitlines(), 1):
        found += [f"{path}:{number}: {why}" for pattern, why in BANNED if re.search(pattern, line)]
    return found


def self_test():
    bad = ["auto t = std::chrono::steady_clock::now();", "absl::Time t = absl::Now();",
           "std::this_thread::sleep_for(x);", "usleep(10);", "sleep(1);", "::sleep(1);",
           "time_t t = time(nullptr);", "gettimeofday(&tv, nullptr);", "absl::SleepFor(x);"]
    good = ["// absl::Now() is banned", 'Log("sleep(1)");', "clock.Now();", "lifetime(0);",
            "world.time(0);", "std::chrono::system_clock::time_point deadline;"]
    missed = [line for line in bad if not violations("server/a.cc", line)]
    wrong = [line for line in good if violations("server/a.cc", line)]
    wrong += [line for line in bad if violations("base/clock.cc", line)]
    if missed or wrong:
        print("missed:", missed, "wrongly found:", wrong)
        return 1
    print(f"clocks: {len(bad)} bad samples are found, {len(good)} good ones pass")
    return 0


def main():
    if "--self-test" in sys.argv:
        return self_test()
    root = pathlib.Path(__file__).resolve().parents[2]
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard",
                             "*.cc", "*.h"], cwd=root, check=True, capture_output=True, text=True)
    files = [path for path in listed.stdout.split()
             if path.startswith(ROOTS) and (root / path).exists()]
    found = []
    for path in files:
        found += violations(path, (root / path).read_text(encoding="utf-8", errors="replace"))
    print("\n".join(found + [f"clocks: {len(files)} files, {len(found)} violations"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
