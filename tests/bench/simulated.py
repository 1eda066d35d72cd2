"""A simulator furnished with an ad, and calls to it: what the scripts about its HTTP face share."""
import json
import os
import pathlib
import re
import signal
import subprocess
import urllib.parse
import urllib.request

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
        # The whole session: WireMock's script doesn't pass a signal on to its Java.
        os.killpg(self.child.pid, signal.SIGTERM)
        try:
            self.child.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.child.pid, signal.SIGKILL)
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

    @staticmethod
    def command(build):
        return [build / "simulator" / "sparkgate-simulator", "--demo", "--http-port", "0",
                "--grpc-port", "0", "--log-level", "warning"]

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
    """(calls per second, p50 and p99 in ms) by wrk, or an error; 10 s without an answer is one."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "--latency",
               "--timeout", "10s", "-H", f"Access-Token: {token}", url]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    bad = re.search(r"Non-2xx or 3xx responses: \d+|Socket errors: .*", text)
    if bad:
        raise RuntimeError(f"{url}: {bad[0]}")
    units = {"us": 0.001, "ms": 1, "s": 1000}

    def percentile(which):
        value, unit = re.search(rf"{which}%\s+([\d.]+)(us|ms|s)", text).groups()
        return float(value) * units[unit]

    return float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1]), percentile(50), percentile(99)
