#!/usr/bin/env python3
"""Compares a TikTok Business API v1.3 with what is public about it: one case after another, all of them
reading, against a simulator, the live API, or recorded answers. Writes a report of the differences.

    conformance.py --profile FILE [--report FILE] [--record FOLDER]
    conformance.py --recorded FOLDER [--report FILE]
    conformance.py --self-test

The profile is JSON: base_url (without /open_api), app_id, app_secret, ad_account, advertiser_token,
creator, creator_token, post. A case whose values it lacks is skipped. It holds secrets: keep it to
yourself (mode 0600); the report and what --record keeps hold kinds of values, never values.

Ends with 1 if anything differs, 2 if it can't begin.
"""
import argparse
import json
import os
import pathlib
import re
import stat
import sys
import urllib.error
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
TIMEOUT_SECONDS = 30
TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
WORD = re.compile(r"[A-Z][A-Z0-9_]*")  # TikTok's enumerations, and currencies


class Missing(Exception):
    """The profile has no value that a case needs."""


# --- what is asked ---

def fill(value, profile):
    """`value` with "$name" replaced from the profile."""
    if isinstance(value, str) and value.startswith("$"):
        if not profile.get(value[1:]):
            raise Missing(value[1:])
        return profile[value[1:]]
    if isinstance(value, list):
        return [fill(each, profile) for each in value]
    return value


def token_for(case, profile):
    family = case.get("as")
    if family is None:
        return None
    if family == "nobody":
        return "0" * 40
    return fill(f"${family}_token", profile)


def address(case, profile):
    query = {}
    for name, value in case["query"].items():
        value = fill(value, profile)
        query[name] = json.dumps(value) if isinstance(value, list) else str(value)
    path = f"{profile['base_url'].rstrip('/')}/open_api/v1.3/{case['path']}/"
    return path + ("?" + urllib.parse.urlencode(query) if query else "")


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """A token goes where it was meant to, and nowhere else."""

    def redirect_request(self, *_):
        return None


OPENER = urllib.request.build_opener(NoRedirects)


def ask(case, profile):
    """(HTTP status, parsed body or None). Only ever a GET."""
    request = urllib.request.Request(address(case, profile), method="GET")
    token = token_for(case, profile)
    if token is not None:
        request.add_header("Access-Token", token)
    try:
        with OPENER.open(request, timeout=TIMEOUT_SECONDS) as answer:
            status, body = answer.status, answer.read()
    except urllib.error.HTTPError as error:
        status, body = error.code, error.read()
    try:
        return status, json.loads(body)
    except ValueError:
        return status, None


# --- what is compared ---

def kind(value):
    """What a report may say of a value."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, list):
        return f"list of {len(value)}"
    if isinstance(value, dict):
        return "object"
    if value.isdigit():
        return f"text of {len(value)} digits"
    return "time" if TIME.fullmatch(value) else f"text of {len(value)}"


FITS = {
    "id": lambda value: isinstance(value, str) and value.isdigit(),
    "text": lambda value: isinstance(value, str),
    "word": lambda value: isinstance(value, str) and WORD.fullmatch(value) is not None,
    "time": lambda value: isinstance(value, str) and TIME.fullmatch(value) is not None,
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "bool": lambda value: isinstance(value, bool),
}


def compare(shape, value, at, found):
    """Puts what differs into `found`, as rows for the report."""
    if isinstance(shape, str):
        if not FITS[shape](value):
            found.append({"at": at, "expected": shape, "seen": kind(value)})
    elif isinstance(shape, list):
        if not isinstance(value, list):
            found.append({"at": at, "expected": "list", "seen": kind(value)})
        else:
            for index, each in enumerate(value):
                compare(shape[0], each, f"{at}[{index}]", found)
    elif not isinstance(value, dict):
        found.append({"at": at, "expected": "object", "seen": kind(value)})
    else:
        for name, inner in shape.items():
            if name in value:
                compare(inner, value[name], f"{at}.{name}", found)
            else:
                found.append({"at": f"{at}.{name}", "expected": "a field", "seen": "nothing"})


def empty_lists(shape, value, at):
    """Where nothing was there to compare."""
    if isinstance(shape, list) and isinstance(value, list):
        if not value:
            return [at]
        return empty_lists(shape[0], value[0], f"{at}[0]")
    if isinstance(shape, dict) and isinstance(value, dict):
        return [where for name, inner in shape.items() if name in value
                for where in empty_lists(inner, value[name], f"{at}.{name}")]
    return []


def judge(case, status, body):
    found = []
    if status != 200:
        found.append({"at": "HTTP status", "expected": "200", "seen": str(status)})
    if not isinstance(body, dict):
        found.append({"at": "body", "expected": "an envelope", "seen": "no JSON object"})
        return found, []
    compare({"code": "number", "message": "text", "request_id": "text"}, body, "envelope", found)
    codes = case.get("code", [0])
    if body.get("code") not in codes:
        found.append({"at": "code", "expected": " or ".join(map(str, codes)),
                      "seen": str(body["code"]) if isinstance(body.get("code"), int) else "no number"})
        return found, []
    shape = case.get("data", {}) if body["code"] == 0 else {}
    compare(shape, body.get("data"), "data", found)
    return found, empty_lists(shape, body.get("data"), "data")


# --- what is kept ---

def redacted(value):
    """A value of the same kind, which says nothing of anybody."""
    if isinstance(value, dict):
        return {name: redacted(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [redacted(each) for each in value[:1]]
    if isinstance(value, str):
        if TIME.fullmatch(value):
            return "2026-01-01 00:00:00"
        if value.isdigit():
            return "7" + "0" * (len(value) - 2) + "1" if len(value) > 1 else "1"
        return value if WORD.fullmatch(value) and len(value) <= 60 and "_" in value else "text"
    return 1 if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def keep(folder, case, status, body):
    kept = redacted(body)
    if isinstance(body, dict) and isinstance(body.get("code"), int):
        kept["code"] = body["code"]
    path = pathlib.Path(folder) / f"{case['name']}.json"
    path.write_text(json.dumps({"status": status, "body": kept}, indent=1) + "\n")


def recorded(folder, case):
    path = pathlib.Path(folder) / f"{case['name']}.json"
    if not path.exists():
        raise Missing(f"recorded/{case['name']}.json")
    exchange = json.loads(path.read_text())
    return exchange["status"], exchange["body"]


# --- the run ---

def run(cases, answer, record=None):
    rows = []
    for case in cases:
        row = {"case": case["name"], "facts": case["facts"], "path": case["path"]}
        try:
            status, body = answer(case)
        except Missing as lacking:
            rows.append(row | {"result": "skipped", "why": f"no {lacking}"})
            continue
        except OSError as error:  # its text may hold the address, with everything in it
            rows.append(row | {"result": "different", "differences": [
                {"at": "connection", "expected": "an answer", "seen": type(error).__name__}]})
            continue
        if record:
            keep(record, case, status, body)
        found, empty = judge(case, status, body)
        row["result"] = "different" if found else "same"
        if found:
            row["differences"] = found
        if empty:
            row["not_compared"] = empty
        rows.append(row)
    return rows


def tell(target, rows, file):
    for row in rows:
        print(f"{row['result']:<9} {row['case']} ({row['path']}; facts {row['facts']})"
              + (f": {row['why']}" if "why" in row else ""))
        for difference in row.get("differences", []):
            print(f"          {difference['at']}: {difference['seen']}, not {difference['expected']}")
        for where in row.get("not_compared", []):
            print(f"          {where}: empty, so nothing in it was compared")
    count = {word: sum(row["result"] == word for row in rows)
             for word in ("same", "different", "skipped")}
    print(", ".join(f"{number} {word}" for word, number in count.items()))
    if file:
        pathlib.Path(file).write_text(
            json.dumps({"target": target, "counts": count, "cases": rows}, indent=1) + "\n")
    return 1 if count["different"] else 0


def read_profile(path):
    if stat.S_IMODE(os.stat(path).st_mode) & 0o077:
        sys.exit(f"{path} holds secrets, and others may read it: chmod 600 {path}")
    profile = json.loads(pathlib.Path(path).read_text())
    if not profile.get("base_url"):
        sys.exit(f"{path} has no base_url")
    return profile


def self_test():
    """That differences are found, and that nothing of a value is told."""
    case = {"name": "x", "facts": "0", "path": "p",
            "data": {"list": [{"id": "id", "when": "time", "state": "word", "n": "number"}]}}
    good = {"code": 0, "message": "OK", "request_id": "r", "data": {"list": [
        {"id": "71", "when": "2026-01-01 00:00:00", "state": "ON", "n": 1.5, "more": "x"}]}}
    assert judge(case, 200, good) == ([], []), judge(case, 200, good)
    assert judge(case, 200, good | {"data": {"list": []}}) == ([], ["data.list"])
    for change, at in (({"id": 71}, "data.list[0].id"), ({"when": "now"}, "data.list[0].when"),
                       ({"state": "on"}, "data.list[0].state"), ({"n": "1"}, "data.list[0].n"),
                       ({"n": True}, "data.list[0].n")):
        bad = good | {"data": {"list": [good["data"]["list"][0] | change]}}
        assert [row["at"] for row in judge(case, 200, bad)[0]] == [at], (change, judge(case, 200, bad))
    lacking = good | {"data": {"list": [{"id": "71"}]}}
    assert len(judge(case, 200, lacking)[0]) == 3
    assert judge(case, 200, good | {"code": 40105})[0][0]["at"] == "code"
    assert judge(case, 502, None)[0][0]["at"] == "HTTP status"
    assert judge(case | {"code": [40105]}, 200, {"code": 40105, "message": "", "request_id": "r",
                                                "data": {}}) == ([], [])
    secret = {"a": "#sEcretCode=", "b": ["act.token", "other"], "c": "7300000000000000001", "d": 5,
              "e": "STATUS_ENABLE", "f": True, "g": None, "h": "ACMEBRAND"}
    kept = redacted(secret)
    assert kept == {"a": "text", "b": ["text"], "c": "7000000000000000001", "d": 1,
                    "e": "STATUS_ENABLE", "f": True, "g": None, "h": "text"}, kept
    shape = {name: "bool" for name in secret if name != "f"}
    found = []
    compare(shape, secret, "x", found)
    told = json.dumps(found)
    assert len(found) == 7 and not any(word in told for word in ("sEcret", "token", "73000", "ACME")), told
    print("conformance: the suite finds what it must, and tells no values")


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--profile")
    parser.add_argument("--recorded")
    parser.add_argument("--record")
    parser.add_argument("--report")
    parser.add_argument("--self-test", action="store_true")
    options = parser.parse_args()
    if options.self_test:
        return self_test()
    if bool(options.profile) == bool(options.recorded):
        sys.exit(__doc__)
    cases = json.loads((HERE / "cases.json").read_text())
    if options.recorded:
        rows = run(cases, lambda case: recorded(options.recorded, case))
        return tell("recorded", rows, options.report)
    profile = read_profile(options.profile)
    if options.record:
        pathlib.Path(options.record).mkdir(parents=True, exist_ok=True)
    rows = run(cases, lambda case: ask(case, profile), options.record)
    return tell(urllib.parse.urlsplit(profile["base_url"]).hostname, rows, options.report)


if __name__ == "__main__":
    sys.exit(main())
