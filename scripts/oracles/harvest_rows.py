"""Holds random rows of a harvest against a fresh run of the model on their tokens.

    python harvest_rows.py HARVEST --model MODEL [--rows 50] [--seed 0] [--processing none]

The rows are read with h5py; each is compared with what `thresher run --tokens … --save` gives for
the tokens of its sequence up to it. Needs h5py and safetensors; THRESHER names the program.
"""

import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

import h5py
import numpy as np
from safetensors.numpy import load_file

ROOT = pathlib.Path(__file__).resolve().parents[2]
THRESHER = os.environ.get("THRESHER", ROOT / ".build/release/thresher")
# Of a row's largest magnitude; the products of other batch sizes round differently.
BOUNDS = {"float32": 1e-4, "float16": 1e-3, "bfloat16": 5e-3, "int8": 1 / 254 + 1e-4}


def drawn_rows(folder, manifest, count, seed):
    """(shard's file, row) of some rows, each as likely as any other."""
    places = [(shard["file"], shard["rows"]) for shard in manifest["shards"]]
    numbers = sorted(random.Random(seed).sample(range(sum(rows for _, rows in places)), count))
    first = 0
    for file, rows in places:
        yield from ((file, number - first) for number in numbers if first <= number < first + rows)
        first += rows


def run(model, processing, tokens, sites):
    with tempfile.TemporaryDirectory() as folder:
        file = f"{folder}/run.safetensors"
        subprocess.run(
            [THRESHER, "run", "--model", model, "--processing", processing, "--quiet",
             "--tokens", ",".join(map(str, tokens)), "--save", file,
             *(word for site in sites for word in ("--site", site))],
            check=True, stdout=subprocess.DEVNULL)
        return load_file(file)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("harvest", type=pathlib.Path)
    parser.add_argument("--model", required=True)
    parser.add_argument("--rows", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--processing", default="none")
    options = parser.parse_args()
    manifest = json.loads((options.harvest / "manifest.json").read_text())
    sites = {site["name"]: site["dtype"] for site in manifest["sites"]}
    worst = dict.fromkeys(sites, 0.0)
    for name, row in drawn_rows(options.harvest, manifest, options.rows, options.seed):
        with h5py.File(options.harvest / name) as file:
            sequence, position = file["rows/sequence"][row], file["rows/position"][row]
            tokens = file["tokens"][sequence][: position + 1]
            fresh = run(options.model, options.processing, tokens, sites)
            for site, dtype in sites.items():
                values = file["activations"][site][row].astype(np.float64)
                if dtype == "int8":
                    values *= file["scales"][site][row]
                expected = fresh[site].reshape(len(tokens), -1)[-1]
                difference = np.abs(values - expected).max() / np.abs(expected).max()
                worst[site] = max(worst[site], difference)
    for site, dtype in sites.items():
        print(f"{site} {dtype}: {options.rows} rows, largest difference {worst[site]:.2e}")
    sys.exit(any(worst[site] > BOUNDS[dtype] for site, dtype in sites.items()))


if __name__ == "__main__":
    main()
