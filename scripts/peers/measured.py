"""Runs a command and says what it took."""

import json
import subprocess
import sys

# A child of a small process: what a large one forks begins with its parent's high-water mark.
PROGRAM = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, text=True, check=True)
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
print(json.dumps([done.stdout, seconds, peak]))
"""


def run(*command):
    """A command's JSON, its seconds and the most bytes of memory it held."""
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, command)], stdout=subprocess.PIPE, text=True,
        check=True)
    output, seconds, peak = json.loads(result.stdout)
    return json.loads(output), seconds, peak
