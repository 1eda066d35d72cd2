#!/usr/bin/env python3
"""Whether the simulator's memory stays flat: millions of calls over 64 connections, of several
kinds, in one world. Fails if what it holds after all of them is more than 1 % above what it held
after the first million.

    tests/soak/simulator_memory.py BUILD [millions of calls, 10 by default]
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "bench"))
from simulated import Demo, Process, measure  # noqa: E402

ALLOWED = 0.01


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    millions = float(sys.argv[2]) if len(sys.argv) > 2 else 10
    if millions < 2:
        sys.exit("at least 2 million calls: the first one only warms it up")
    with Process(Demo.command(pathlib.Path(sys.argv[1]).resolve())) as simulator:
        demo = Demo(simulator)
        urls = [demo.url("tt_video/info", auth_code=demo.code), demo.url("ad/get"),
                demo.url("tt_video/list"), demo.url("tt_video/info", auth_code="#unknown"),
                demo.url("advertiser/nothing")]
        print(f"at the start: {simulator.resident_mib():.1f} MiB", flush=True)
        calls, turn, base = 0, 0, None
        while calls < millions * 1e6:
            rate, _, _ = measure(urls[turn % len(urls)], demo.token, 5)
            calls += rate * 5
            turn += 1
            if base is None and calls >= 1e6:
                base = simulator.resident_mib()
            print(f"{calls / 1e6:5.1f} million calls: {simulator.resident_mib():.1f} MiB",
                  flush=True)
        grown = simulator.resident_mib() / base - 1
        print(f"since the first million: {grown:+.2%} (allowed: {ALLOWED:.0%})")
        sys.exit(grown > ALLOWED)


if __name__ == "__main__":
    main()
