#!/usr/bin/env python3
"""Every event type that the server appends stands in docs/events.md.

A type is a string literal "noun.verb" in server/**.cc, outside of tests; kinds of operations and of
background work look alike, but are declared as constants (constexpr char) and passed over. Types
that are put together per object ("{}.published") count for campaign, ad_group and ad.
--self-test shows that a missing type is found.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
NOUNS = "creator|advertiser|code|post|authorization|campaign|ad_group|ad|operation|workspace|api_key|webhook_endpoint"
LITERAL = re.compile(r'"((?:%s)\.[a-z_]+)"' % NOUNS)
COMPOSED = re.compile(r'"\{\}\.([a-z_]+)"')
# Constants, comments, and names of request fields, which look alike.
PASSED_OVER = re.compile(r"constexpr|^\s*//|InvalidField\(|AllDigits\(|CheckText\(|CheckDisplayName\(|wrong\.push_back\(")
AUDITED = re.compile(r"AppendAudit\([^;]*;", re.S)


def appended(text):
    text = AUDITED.sub("", text)
    types = set()
    for line in text.splitlines():
        if PASSED_OVER.search(line):
            continue
        types.update(LITERAL.findall(line))
        for verb in COMPOSED.findall(line):
            types.update(f"{noun}.{verb}" for noun in ("campaign", "ad_group", "ad"))
    return types


def documented(text):
    types = set()
    for line in text.splitlines():
        if line.startswith("| `"):
            types.update(re.findall(r"`([a-z_]+\.[a-z_]+)`", line.split("|")[1]))
    return types


def missing():
    known = documented((ROOT / "docs/events.md").read_text())
    found = {}
    for path in sorted((ROOT / "server").rglob("*.cc")):
        if path.name.endswith("_test.cc") or "testing" in path.parts or {"domain", "api"} & set(path.parts):
            continue
        for event in appended(path.read_text()):
            found.setdefault(event, path.relative_to(ROOT))
    return {event: path for event, path in found.items() if event not in known}


def self_test():
    assert appended('AppendEvent(tx, ws, "code.lost", name, now);') == {"code.lost"}
    assert appended('constexpr char kGenerate[] = "code.generate";') == set()
    assert appended('AppendAudit(tx, call, "code.reveal", name, now);') == set()
    assert "ad.published" in appended('fmt::format("{}.published", kField)')
    assert documented("| `code.made`, `code.lost` | code | … | |") == {"code.made", "code.lost"}
    print("events: the check finds what it must")


if __name__ == "__main__":
    if "--self-test" in sys.argv:
        self_test()
        sys.exit(0)
    bad = missing()
    for event, path in sorted(bad.items()):
        print(f"{path}: {event} isn't in docs/events.md")
    print(f"events: {len(bad)} missing")
    sys.exit(1 if bad else 0)
