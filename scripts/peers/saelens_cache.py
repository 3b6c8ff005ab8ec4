"""Reads an exported cache of activations as SAELens's users do, and checks it against the harvest.

    thresher activations export HARVEST --format saelens --site SITE --output CACHE
    python saelens_cache.py HARVEST SITE CACHE

Exits with 1 and the reason when the `datasets` library reads something else than h5py does.
"""

import json
import sys
from pathlib import Path

import datasets
import h5py
import numpy as np


def harvest_rows(folder, site):
    """The rows and tokens of the sequences that fill the context."""
    manifest = json.loads((folder / "manifest.json").read_text())
    skipped = 1 if manifest.get("prependBOS") and not manifest.get("specialRows") else 0
    length = manifest["contextSize"] - skipped
    rows, tokens = [], []
    for shard in manifest["shards"]:
        with h5py.File(folder / shard["file"]) as file:
            sequences = file["rows/sequence"][:]
            positions = file["rows/position"][:]
            values = file["activations"][site][:].astype(np.float32)
            if site in file["scales"]:
                values *= file["scales"][site][:][:, None]
            for sequence in np.unique(sequences):
                mine = sequences == sequence
                if mine.sum() == length:
                    rows.append(values[mine])
                    tokens.append(file["tokens"][sequence][positions[mine]])
    return np.stack(rows), np.stack(tokens)


def main():
    harvest, site, cache = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    rows, tokens = harvest_rows(harvest, site)
    data = datasets.load_from_disk(cache).with_format("numpy")
    if not np.array_equal(data[:]["token_ids"], tokens):
        sys.exit("the tokens differ")
    if not np.array_equal(np.stack(data[:][site]), rows):
        sys.exit("the activations differ")
    print(f"{cache}: {rows.shape} activations and their tokens, as in {harvest}")


if __name__ == "__main__":
    main()
