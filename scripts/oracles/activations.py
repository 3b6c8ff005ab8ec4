"""Writes a harvest with h5py, to the design's layout and no more than it asks for.

    python activations.py OUTPUT_FOLDER

Two shards in the ways in which other programs may store them: the first plain, the second with
compression, 64-bit and big-endian numbers, variable-length strings, and bfloat16 as the bits of
16-bit integers. The values are whole numbers, so that every type holds them exactly:

    activations/blocks.2.hook_resid_post [row, 3] = (7 * row + 5 * column) % 200 - 100
    activations/blocks.2.mlp.hook_post   [row, 5] = (3 * row + 11 * column) % 250

with rows counted through both shards. A third, `bare`, has nothing but one site of two rows.
"""

import json
import sys
from datetime import date
from pathlib import Path

import h5py
import numpy as np

CONTEXT = 6
LENGTHS = [[6, 2, 4], [5, 6]]
RESIDUAL = "blocks.2.hook_resid_post"
NEURONS = "blocks.2.mlp.hook_post"


def grid(first_row, rows, columns, row_step, column_step, modulus):
    row = np.arange(first_row, first_row + rows)[:, None]
    return (row_step * row + column_step * np.arange(columns)) % modulus


def bfloat16_bits(values):
    return (values.astype(np.float32).view(np.uint32) >> 16).astype(np.uint16)


def write_shard(path, index, first_sequence, first_row):
    lengths = LENGTHS[index]
    rows = sum(lengths)
    tokens = np.full((len(lengths), CONTEXT), -1)
    for place, length in enumerate(lengths):
        tokens[place, :length] = 100 * (first_sequence + place) + np.arange(length)
    sequence = np.repeat(np.arange(len(lengths)), lengths)
    position = np.concatenate([np.arange(length) for length in lengths])
    residual = grid(first_row, rows, 3, 7, 5, 200) - 100
    neurons = grid(first_row, rows, 5, 3, 11, 250)
    ids = [f"page-{2 * index + i}" for i in range(2)]
    titles = ["Größe", "東京"]
    plain = index == 0
    integers = "<i4" if plain else ">i8"
    with h5py.File(path, "w") as file:
        file["tokens"] = tokens.astype(integers)
        file["rows/sequence"] = sequence.astype(integers)
        file["rows/position"] = position.astype(integers)
        file["sequences/document"] = np.minimum(np.arange(len(lengths)), 1).astype(integers)
        file["sequences/offset"] = 1000 * np.arange(len(lengths))
        strings = h5py.string_dtype(length=None if not plain else 16)
        file.create_dataset("documents/id", data=np.array([i.encode() for i in ids], strings))
        file.create_dataset(
            "documents/title", data=np.array([t.encode() for t in titles], strings))
        file["documents/offset"] = np.array([10, 20])
        if plain:
            file[f"activations/{RESIDUAL}"] = residual.astype(np.float16)
            file[f"activations/{NEURONS}"] = neurons.astype(np.float32)
        else:
            file.create_dataset(
                f"activations/{RESIDUAL}", data=residual.astype(">f8"), chunks=(4, 3),
                compression="gzip", shuffle=True)
            bits = file.create_dataset(f"activations/{NEURONS}", data=bfloat16_bits(neurons))
            bits.attrs["dtype"] = "bfloat16"


def write_manifest(folder, files):
    manifest = {
        "schemaVersion": 1, "contextSize": CONTEXT,
        "sites": [{"name": RESIDUAL}, {"name": NEURONS}],
        "shards": [{"file": file} for file in files],
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    write_shard(folder / "first.h5", 0, 0, 0)
    write_shard(folder / "second.h5", 1, len(LENGTHS[0]), sum(LENGTHS[0]))
    write_manifest(folder, ["first.h5", "second.h5"])
    bare = folder / "bare"
    bare.mkdir(exist_ok=True)
    with h5py.File(bare / "only.h5", "w") as file:
        file[f"activations/{RESIDUAL}"] = np.ones((2, 3), np.float32)
    write_manifest(bare, ["only.h5"])
    provenance = {
        "script": "scripts/oracles/activations.py",
        "peers": {"h5py": h5py.__version__, "hdf5": h5py.version.hdf5_version, "numpy": np.__version__},
        "seed": None, "date": date.today().isoformat(),
    }
    (folder / "provenance.json").write_text(json.dumps(provenance, indent=2) + "\n")


if __name__ == "__main__":
    main()
