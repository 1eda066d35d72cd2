#!/usr/bin/env python3
"""Holds the table of who may include whom (ARCHITECTURE.md, "Layers").

  tests/checks/include_table.py              every violation with file, line and the rule; exit 1 if any
  tests/checks/include_table.py --self-test  proves that a bad include is found

The standard library, the operating system's headers, Abseil (its locks aside) and fmt are
everyone's; Boost.JSON and Boost.URL are everyone's but domain's and the store port's. Tests
(x_test.cc, anything under testing/ or tests/, fakes and fixtures) may include everything; nobody
else may include them.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

# What the folders are called that the table speaks of. The longest prefix wins.
MODULES = {
    "base": ["base/"],
    "rpc": ["rpc/"],
    "proto": ["sparkgate/v1/", "sparkgate/simulator/v1/"],  # generated headers
    "domain": ["server/domain/"],
    "store": ["server/store/"],
    "store_sql": ["server/store/sql/", "server/store/sqlite/", "server/store/postgres/"],
    "tiktok": ["server/tiktok/"],
    "tiktok_client": ["server/tiktok/http/"],
    "tiktok_limits": ["server/tiktok/limits/"],
    "worlds": ["server/worlds/"],
    "worlds_client": ["server/worlds/simulator/"],
    "usecases": ["server/usecases/"],
    "workers": ["server/workers/"],
    "api": ["server/api/"],
    "web": ["server/web/"],
    "server_app": ["server/app/", "server/main.cc"],
    "world": ["simulator/world/"],
    "business_api": ["simulator/business_api/"],
    "consent_pages": ["simulator/consent_pages/"],
    "control": ["simulator/control/"],
    "simulator_app": ["simulator/app/", "simulator/main.cc"],
    "client_cpp": ["client/cpp/"],
    "client_cli": ["client/cli/"],
    "client_load": ["client/load/"],
}
SERVER = ["domain", "store", "store_sql", "tiktok", "tiktok_client", "tiktok_limits", "worlds",
          "worlds_client", "usecases", "workers", "api", "web"]
SIMULATOR = ["world", "business_api", "consent_pages", "control"]

# The words of the vocabulary in which modules speak to each other: status, time, JSON.
STATUS_AND_TIME = ["base/error.h", "base/clock.h"]

# Who may include whom: modules, single headers, and libraries (LIBRARIES below). Each may include
# itself.
MAY = {
    "base": ["boost.json", "asio", "beast", "boost", "curl", "openssl", "sodium", "prometheus", "spdlog",
             "toml"],
    "rpc": ["base", "grpc", "protobuf", "google.rpc"],
    "domain": STATUS_AND_TIME,
    "store": ["domain"] + STATUS_AND_TIME,
    "store_sql": ["store", "domain", "base", "soci", "boost.json"],
    # base/http/client.h is there for PercentEncode; the others for webhooks.
    "tiktok": ["server/domain/ids.h", "boost.json", "base/http/client.h", "base/json.h",
               "base/crypto/hash.h"] + STATUS_AND_TIME,
    "tiktok_client": ["tiktok", "tiktok_limits", "server/domain/ids.h", "base", "boost.json"],
    "tiktok_limits": ["tiktok", "base"],
    "worlds": ["server/domain/ids.h"] + STATUS_AND_TIME,
    "worlds_client": ["worlds", "base", "proto", "protobuf", "rpc", "grpc", "google.rpc"],
    "usecases": ["domain", "store", "tiktok", "worlds", "base", "boost.json"],
    "workers": ["usecases", "domain", "store", "tiktok", "worlds", "base", "boost.json"],
    "api": ["usecases", "domain", "base", "proto", "protobuf", "google.rpc", "rpc", "boost.json"],
    "web": ["usecases", "domain", "base", "boost.json"],
    "server_app": SERVER + ["rpc", "base", "grpc", "proto", "protobuf", "boost.json"],
    "world": ["base", "boost.json"],
    "business_api": ["world", "base", "boost.json"],
    "consent_pages": ["world", "base"],
    "control": ["world", "base", "proto", "protobuf", "google.rpc", "rpc", "boost.json"],
    "simulator_app": SIMULATOR + ["rpc", "base", "grpc", "proto", "protobuf", "yaml",
                                  "boost.json"],
    "client_cpp": ["proto", "protobuf", "google.rpc", "grpc"],
    "client_cli": ["client_cpp", "base", "proto", "protobuf", "google.rpc", "cli11", "boost.json"],
    "client_load": ["client_cpp", "base", "proto", "protobuf", "google.rpc", "cli11", "grpc",
                    "boost.json"],
}

# Headers of others, by how they begin. The first that fits.
LIBRARIES = [
    ("absl locks", r"absl/synchronization/"),
    ("everyone", r"absl/|fmt/"),
    ("boost.json", r"boost/(json|url)(/|\.hpp)"),
    ("asio", r"boost/asio"),
    ("beast", r"boost/beast"),
    ("boost", r"boost/"),
    ("spdlog", r"spdlog/"),
    ("curl", r"curl/"),
    ("openssl", r"openssl/"),
    ("sodium", r"sodium"),
    ("prometheus", r"prometheus/"),
    ("grpc", r"grpc(pp)?/"),
    ("google.rpc", r"google/(rpc|api)/"),
    ("protobuf", r"google/protobuf/"),
    ("soci", r"soci/|sqlite3\.h|libpq-fe\.h"),
    ("cli11", r"CLI/"),
    ("toml", r"toml\+\+/"),
    ("yaml", r"yaml-cpp/"),
    ("tests", r"g(test|mock)/|benchmark/"),
]
# Libraries that stay behind one file, so that they can be replaced there.
ONLY_IN = {
    "spdlog": r"base/log\.cc",
    "curl": r"base/http/[a-z_]*curl[a-z_]*\.(cc|h)",
    "openssl": r"base/(crypto|http)/.*",
    "sodium": r"base/crypto/.*",
    "toml": r"base/config/toml_file\.cc",
    "yaml": r"simulator/app/.*scenario.*",
}
SYSTEM = re.compile(r"[a-z0-9_]+(\.h)?$|(sys|arpa|netinet|net|linux)/[a-z0-9_]+\.h$")
TEST = re.compile(r"^tests/|/testing/|_(test|fuzz|bench|benchmark|fixture)\.(cc|h)$"
                  r"|/(mock|fake|scripted)_[a-z_]+\.(cc|h)$")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
ROOTS = ("base/", "rpc/", "server/", "simulator/", "client/", "tests/")


def module_of(path):
    """The module that a file or a header belongs to; None if it is none of ours."""
    best = None
    for module, prefixes in MODULES.items():
        for prefix in prefixes:
            if path.startswith(prefix) and (best is None or len(prefix) > best[0]):
                best = (len(prefix), module)
    return best[1] if best else None


def library_of(header):
    for library, pattern in LIBRARIES:
        if re.match(pattern, header):
            return library
    return "everyone" if SYSTEM.match(header) else None


def complaint(path, header, angled):
    """Why `path` may not include `header`; None if it may."""
    source = module_of(path)
    if TEST.search(path):
        return None
    if source is None:
        return "the file is in no module of the table"
    if not angled and TEST.search(header):
        return f"{header} is for tests"
    target = module_of(header)
    if target is None:
        target = library_of(header)
        if target is None:
            return f"{header} is in no module and no library of the table"
    if target in ("everyone", source) or header in MAY[source] or target in MAY[source]:
        if target in ONLY_IN and not re.fullmatch(ONLY_IN[target], path):
            return f"{target} stays in {ONLY_IN[target]}"
        return None
    return f"{source} may include {', '.join(MAY[source])}, not {target} ({header})"


def violations(root, files):
    found = []
    for path in files:
        text = (root / path).read_text(encoding="utf-8", errors="replace")
        for number, line in enumerate(text.splitlines(), 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            why = complaint(path, match.group(2), match.group(1) == "<")
            if why:
                found.append(f"{path}:{number}: {why}")
    return found


def sources(root):
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard",
                             "*.cc", "*.h"], cwd=root, check=True, capture_output=True, text=True)
    return [path for path in listed.stdout.split()
            if path.startswith(ROOTS) and (root / path).exists()]


def self_test():
    bad = {
        "server/domain/a.h": '#include "server/store/store.h"',
        "server/domain/b.h": '#include "base/log.h"',
        "server/domain/c.h": "#include <boost/json/value.hpp>",
        "server/usecases/a.cc": '#include "server/store/sqlite/open.h"',
        "server/tiktok/a.h": '#include "server/domain/code.h"',
        "simulator/world/a.cc": '#include "server/domain/ids.h"',
        "base/a.cc": "#include <spdlog/spdlog.h>",
        "base/b.cc": "#include <absl/synchronization/mutex.h>",
        "client/cpp/a.h": '#include "base/error.h"',
        "client/cli/a.cc": "#include <grpcpp/channel.h>",
        "rpc/a.cc": "#include <gtest/gtest.h>",
        "rpc/b.cc": '#include "rpc/testing/loopback_test.h"',
        "server/other/a.cc": "#include <string>",
        "base/c.cc": "#include <unknown/library.h>",
    }
    good = {
        "server/domain/d.h": '#include <string>\n#include <absl/time/time.h>\n#include "base/error.h"',
        "server/domain/d_test.cc": '#include <gtest/gtest.h>\n#include "server/store/store.h"',
        "base/log.cc": "#include <spdlog/spdlog.h>",
        "server/app/a.cc": '#include "server/store/sqlite/open.h"',
        "server/api/a.cc": '#include "sparkgate/v1/ad.pb.h"\n#include "rpc/method_table.h"',
    }
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for path, text in {**bad, **good}.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text + "\n", encoding="utf-8")
        found = {line.split(":")[0] for line in violations(root, list(bad) + list(good))}
    if found != set(bad):
        print("missed:", sorted(set(bad) - found), "wrongly found:", sorted(found - set(bad)))
        return 1
    print(f"include table: {len(bad)} bad samples are found, {len(good)} good ones pass")
    return 0


def main():
    if "--self-test" in sys.argv:
        return self_test()
    root = pathlib.Path(__file__).resolve().parents[2]
    files = sources(root)
    found = violations(root, files)
    print("\n".join(found + [f"include table: {len(files)} files, {len(found)} violations"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
