"""The peers' side of peer.ts: says what works there are, then times one round for each line."""
import sys
import time


def serve(works: dict) -> None:
    for work in works.values():
        work()  # compiled, loaded, warm
    print(" ".join(works), flush=True)
    for line in sys.stdin:
        work = works[line.strip()]
        start = time.perf_counter_ns()
        work()
        print(time.perf_counter_ns() - start, flush=True)
