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
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
CONNECTIONS = 64


class Process:
    """A child that serves HTTP; stopped with the with-block."""

    def __init__(self, command, address=None):
        self.child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                      text=True, start_new_session=True)
        self.lines = []
        self.address = address or self._announced()

    def _announced(self):
        line = self.child.stdout.readline()
        found = re.search(r"HTTP (127\.0\.0\.1:\d+)", line)
        if not found:
            raise RuntimeError(f"{self.child.args[0]} doesn't say where it listens: {line!r}")
        return found[1]

    def resident_mib(self):
        """Of the process and its children: peers are started through scripts."""
        total = 0
        for status in pathlib.Path("/proc").glob("[0-9]*/status"):
            try:
                text = status.read_text()
            except OSError:
                continue  # gone meanwhile
            session = (status.parent / "stat").read_text().rsplit(")", 1)[1].split()[3]
            rss = re.search(r"VmRSS:\s+(\d+)", text)
            if int(session) == self.child.pid and rss:
                total += int(rss[1])
        return total / 1024

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.send_signal(signal.SIGTERM)
        try:
            self.child.wait(10)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()


def call(url, token="", body=None):
    request = urllib.request.Request(url, data=None if body is None else json.dumps(body).encode())
    request.add_header("Content-Type", "application/json")
    if token:
        request.add_header("Access-Token", token)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.read()


def need(answer):
    envelope = json.loads(answer)
    if envelope["code"] != 0:
        raise RuntimeError(envelope["message"])
    return envelope["data"]


class Demo:
    """The simulator's furnished world with an ad in it, made by TikTok's API alone."""

    def __init__(self, simulator):
        self.base = f"http://{simulator.address}/open_api/v1.3"
        facts = {}
        for line in simulator.child.stdout:
            if line.startswith("Look the code up"):
                break
            name, _, value = line.partition("  ")
            facts[name.strip()] = value.strip()
        simulator.child.stdout.readline()  # the curl line
        self.token = facts["advertiser token"]
        self.advertiser = facts["ad account"]
        self.code = facts["unused code"]
        self._publish()

    def url(self, path, **arguments):
        arguments["advertiser_id"] = self.advertiser
        return f"{self.base}/{path}/?{urllib.parse.urlencode(arguments)}"

    def _get(self, path, **arguments):
        return need(call(self.url(path, **arguments), self.token))

    def _post(self, path, **body):
        body["advertiser_id"] = self.advertiser
        return need(call(f"{self.base}/{path}/", self.token, body))

    def _publish(self):
        self._post("tt_video/authorize", auth_code=self.code)
        post = self._get("tt_video/info", auth_code=self.code)
        identity = self._get("identity/get", identity_type="AUTH_CODE")["identity_list"][0]
        campaign = self._post("campaign/create", objective_type="VIDEO_VIEWS",
                              campaign_name="Bench", budget_mode="BUDGET_MODE_INFINITE")
        group = self._post("adgroup/create", campaign_id=campaign["campaign_id"],
                           adgroup_name="Bench", placements=["PLACEMENT_TIKTOK"],
                           location_ids=["6252001"], budget_mode="BUDGET_MODE_DAY", budget=50,
                           schedule_type="SCHEDULE_FROM_NOW",
                           schedule_start_time="2026-01-01 00:00:00",
                           optimization_goal="ENGAGED_VIEW", billing_event="CPV",
                           pacing="PACING_MODE_SMOOTH")
        self._post("ad/create", adgroup_id=group["adgroup_id"], creatives=[{
            "ad_name": "Bench", "identity_type": "AUTH_CODE",
            "identity_id": identity["identity_id"],
            "tiktok_item_id": post["item_info"]["item_id"], "ad_format": "SINGLE_VIDEO"}])


def measure(url, token, seconds):
    """(calls per second, p50 and p99 in ms) by wrk, or an error."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "--latency",
               "-H", f"Access-Token: {token}", url]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    bad = re.search(r"Non-2xx or 3xx responses: \d+|Socket errors: .*", text)
    if bad:
        raise RuntimeError(f"{url}: {bad[0]}")
    units = {"us": 0.001, "ms": 1, "s": 1000}

    def percentile(which):
        value, unit = re.search(rf"{which}%\s+([\d.]+)(us|ms|s)", text).groups()
        return float(value) * units[unit]

    return float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1]), percentile(50), percentile(99)


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
        with Process([build / "simulator" / "sparkgate-simulator", "--demo", "--http-port", "0",
                      "--grpc-port", "0", "--log-level", "warning"]) as simulator:
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
