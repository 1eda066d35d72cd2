#!/usr/bin/env python3
"""Every reason that an error of the server carries is named where callers look for it.

That is in a comment of proto/sparkgate or in docs/errors.md. A reason is an upper-case literal in
one of the forms below, in server/ or rpc/, tests left out. --self-test shows that one nobody names
is found.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
NAME = r'"([A-Z][A-Z_]{3,})"'
FORMS = [
    re.compile(r"\breason = " + NAME),  # {.reason = "X"}, detail.reason = "X"
    re.compile(r"\bRefusal\(\w+, " + NAME),
    re.compile(r"\{" + NAME + r", StatusCode::"),  # the table of TikTok's errors
    re.compile(r"\breasons\.push_back\(" + NAME),
    # Problems of CheckPublish.
    re.compile(r"\bCampaign\(\s*" + NAME),
    re.compile(r"\b(?:Group|OfAd)\(\w+,\s*" + NAME),
    re.compile(r"\bSeverity::\w+,\s*" + NAME),
]
WORD = re.compile(r"\b[A-Z][A-Z_]{3,}\b")


def used(text):
    return {reason for form in FORMS for reason in form.findall(text)}


def comments(text):
    return "\n".join(line.split("//", 1)[1] for line in text.splitlines() if "//" in line)


def named():
    words = set(WORD.findall((ROOT / "docs/errors.md").read_text()))
    for path in (ROOT / "proto/sparkgate").rglob("*.proto"):
        words.update(WORD.findall(comments(path.read_text())))
    return words


def missing():
    known = named()
    found = {}
    for folder in ("server", "rpc"):
        for path in sorted((ROOT / folder).rglob("*.cc")):
            if path.name.endswith("_test.cc") or "testing" in path.parts:
                continue
            for reason in used(path.read_text()):
                found.setdefault(reason, path.relative_to(ROOT))
    return {reason: path for reason, path in found.items() if reason not in known}


def self_test():
    assert used('Error(code, "a sentence", {.reason = "CODE_LOST", .who = who})') == {"CODE_LOST"}
    assert used('return Refusal(operation, "NOT_YET", "…");') == {"NOT_YET"}
    assert used('    {"APP_REFUSED", StatusCode::kFailedPrecondition,') == {"APP_REFUSED"}
    assert used('OfAd(ad, "POST_GONE", "spark_post",') == {"POST_GONE"}
    assert used('LogWarning("worlds", {{"state", "WORLD_LOST"}});') == set()
    assert comments('string a = 1;  // "A_REASON"\n// B_REASON\nC_REASON') == ' "A_REASON"\n B_REASON'
    assert len(named()) > 50
    print("reasons: the check finds what it must")


if __name__ == "__main__":
    if "--self-test" in sys.argv:
        self_test()
        sys.exit(0)
    bad = missing()
    for reason, path in sorted(bad.items()):
        print(f"{path}: {reason} is named in no proto comment, nor in docs/errors.md")
    print(f"reasons: {len(bad)} missing")
    sys.exit(1 if bad else 0)
