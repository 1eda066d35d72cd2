#!/usr/bin/env python3
"""What the simulator makes of an HTTP call: tt_video/info and ad/get at 64 keep-alive connections,
against a handler that does nothing but answer the same bytes on the same HTTP stack, and against
WireMock and Mockoon with a stub of the same bytes. Measured in turns, compared turn by turn.

    tests/bench/simulator_bench.py BUILD [seconds per measurement] [turns]

Below one second it is for correctness only: one short turn without WireMock and Mockoon. A peer that
can't be installed is skipped, with the reason.
"""
import json
import pathlib
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

from simulated import Demo, Process, call, measure, need

HERE = pathlib.Path(__file__).resolve().parent


def peers(build, body, folder):
    """Starts what can be started: yields (name, process, url)."""
    if not shutil.which("npm") or not shutil.which("java"):
        print("WireMock, Mockoon: skipped, since npm or java isn't installed")
        return
    tools = build / "peers"
    tools.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / "peers" / name, tools)
    installed = subprocess.run(["npm", "ci", "--no-fund", "--no-audit", "--loglevel=error"],
                               cwd=tools, capture_output=True, text=True, check=False)
    if installed.returncode != 0:
        print(f"WireMock, Mockoon: skipped, npm ci failed: {installed.stderr.strip()[:200]}")
        return
    binaries = tools / "node_modules" / ".bin"
    for name, command in (("WireMock", wiremock), ("Mockoon", mockoon)):
        port = free_port()
        process = Process(command(binaries, port, body, folder), f"127.0.0.1:{port}")
        if answers(f"http://127.0.0.1:{port}/stub", body):
            yield name, process, f"http://127.0.0.1:{port}/stub"
        else:
            process.__exit__()
            print(f"{name}: skipped, it doesn't answer its stub")


def wiremock(binaries, port, body, folder):
    mappings = folder / "wiremock" / "mappings"
    mappings.mkdir(parents=True)
    stub = {"request": {"method": "GET", "urlPath": "/stub"},
            "response": {"status": 200, "body": body.decode(),
                         "headers": {"Content-Type": "application/json"}}}
    (mappings / "stub.json").write_text(json.dumps(stub))
    # The journal grows without bound, and nobody asks for it here.
    return [binaries / "wiremock", "--port", str(port), "--bind-address", "127.0.0.1",
            "--root-dir", folder / "wiremock", "--no-request-journal"]


def mockoon(binaries, port, body, folder):
    response = {"uuid": "r", "body": body.decode(), "statusCode": 200, "default": True,
                "headers": [{"key": "Content-Type", "value": "application/json"}],
                "disableTemplating": True, "rules": [], "rulesOperator": "OR", "latency": 0,
                "label": "", "bodyType": "INLINE", "filePath": "", "databucketID": "",
                "sendFileAsBody": False, "fallbackTo404": False, "crudKey": "id", "callbacks": []}
    route = {"uuid": "s", "type": "http", "method": "get", "endpoint": "stub",
             "documentation": "", "responses": [response], "responseMode": None,
             "streamingMode": None, "streamingInterval": 0}
    world = {"uuid": "w", "lastMigration": 33, "name": "bench", "port": port,
             "hostname": "127.0.0.1", "endpointPrefix": "", "latency": 0, "routes": [route],
             "folders": [], "rootChildren": [{"type": "route", "uuid": "s"}], "proxyMode": False,
             "proxyHost": "", "proxyRemovePrefix": False, "cors": False, "headers": [],
             "proxyReqHeaders": [], "proxyResHeaders": [], "data": [], "callbacks": [],
             "tlsOptions": {"enabled": False, "type": "CERT", "pfxPath": "", "certPath": "",
                            "keyPath": "", "caPath": "", "passphrase": ""}}
    path = folder / "mockoon.json"
    path.write_text(json.dumps(world))
    return [binaries / "mockoon-cli", "start", "--data", path, "--disable-log-to-file",
            "--disable-admin-api"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(url, body):
    for _ in range(300):  # a JVM takes seconds
        try:
            return call(url) == body
        except OSError:
            time.sleep(0.1)
    return False


class Side:
    def __init__(self, name, process, url, token=""):
        self.name, self.process, self.url, self.token = name, process, url, token
        self.rates, self.p50s, self.p99s = [], [], []

    def measure(self, seconds):
        rate, p50, p99 = measure(self.url, self.token, seconds)
        self.rates.append(rate)
        self.p50s.append(p50)
        self.p99s.append(p99)

    def show(self):
        print(f"{self.name:24} {statistics.median(self.rates):8.0f} calls/s, p50 "
              f"{statistics.median(self.p50s):6.2f} ms, p99 {statistics.median(self.p99s):6.2f} ms, "
              f"RSS {self.process.resident_mib():4.0f} MiB")

    def against(self, other):
        return statistics.median(a / b for a, b in zip(self.rates, other.rates))


def compare(simulated, others, seconds, turns):
    """Each turn measures everyone; who begins changes."""
    sides = [simulated, *others]
    for turn in range(turns):
        first = turn % len(sides)
        for side in sides[first:] + sides[:first]:
            side.measure(seconds)
    for side in sides:
        side.show()
    for other in others:
        print(f"{'':24} {simulated.against(other):.2f} times {other.name}")
    print(flush=True)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    build = pathlib.Path(sys.argv[1]).resolve()
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 3
    turns = int(sys.argv[3]) if len(sys.argv) > 3 else (5 if seconds >= 1 else 1)
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        with Process(Demo.command(build)) as simulator:
            print(f"simulator, idle: RSS {simulator.resident_mib():.0f} MiB")
            demo = Demo(simulator)
            for path, url in (("tt_video/info", demo.url("tt_video/info", auth_code=demo.code)),
                              ("ad/get", demo.url("ad/get"))):
                body = call(url, demo.token)
                need(body)
                print(f"\n{path}, an answer of {len(body)} bytes")
                stub = folder / (path.replace("/", "_") + ".json")
                stub.write_bytes(body)
                work = folder / path.replace("/", "_")
                work.mkdir()
                with Process([build / "tests" / "bench" / "json_server", stub]) as empty:
                    others = [Side("empty JSON handler", empty, f"http://{empty.address}/")]
                    if seconds >= 1:
                        others += [Side(*peer) for peer in peers(build, body, work)]
                    try:
                        compare(Side("simulator", simulator, url, demo.token), others, seconds,
                                turns)
                    finally:
                        for other in others[1:]:
                            other.process.__exit__()


if __name__ == "__main__":
    main()
