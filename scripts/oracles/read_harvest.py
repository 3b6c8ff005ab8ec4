"""Reads a harvest as any h5py user would, with no help from Thresher, and checks it.

    python read_harvest.py FOLDER

Prints one line per shard; exits with 1 and the reason when something is not as the design says.
"""

import hashlib
import json
import sys
from pathlib import Path

import h5py
import numpy as np

DTYPES = {
    "float32": np.float32, "float16": np.float16, "bfloat16": np.float32, "int8": np.int8}


def expect(condition, message):
    if not condition:
        sys.exit(message)


def check_shard(folder, manifest, shard):
    path = folder / shard["file"]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    expect(digest == shard["sha256"], f"{path}: sha256 is {digest}")
    with h5py.File(path, "r") as file:
        tokens = file["tokens"][:]
        rows = file["rows/sequence"][:], file["rows/position"][:]
        ids = file["documents/id"].asstr()[:]
        titles = file["documents/title"].asstr()[:]
        sequence_documents = file["sequences/document"][:]
        expect(tokens.dtype == np.int32, f"{path}: tokens are {tokens.dtype}")
        expect(
            tokens.shape == (shard["sequences"], manifest["contextSize"]),
            f"{path}: tokens are {tokens.shape}")
        expect(int((tokens >= 0).sum()) == shard["tokens"], f"{path}: token count")
        expect(len(rows[0]) == len(rows[1]) == shard["rows"], f"{path}: row count")
        expect((tokens[rows] >= 0).all(), f"{path}: a row lies in the padding")
        expect(len(titles) == len(ids) == len(file["documents/offset"]), f"{path}: documents")
        expect(file["documents/offset"].dtype == np.int64, f"{path}: document offsets")
        expect(file["sequences/offset"].dtype == np.int64, f"{path}: sequence offsets")
        expect((sequence_documents < len(ids)).all(), f"{path}: a sequence without document")
        expect(int(file.attrs["contextSize"]) == manifest["contextSize"], f"{path}: attributes")
        expect(
            list(file.attrs["sites"]) == [site["name"] for site in manifest["sites"]],
            f"{path}: sites")
        for label in manifest.get("labels", []):
            column = file["labels"][label]
            expect(
                column.dtype == np.float32 and column.shape == (shard["rows"],),
                f"{path}: {column.name} is {column.dtype} {column.shape}")
        for site in manifest["sites"]:
            data = file["activations"][site["name"]]
            expect(
                data.shape == (shard["rows"], site["width"]), f"{path}: {data.name} {data.shape}")
            expect(data.dtype == DTYPES[site["dtype"]], f"{path}: {data.name} is {data.dtype}")
            values = data[:]
            if site["dtype"] == "int8":
                scales = file["scales"][site["name"]][:]
                expect(scales.dtype == np.float32, f"{path}: scales are {scales.dtype}")
                expect(scales.shape == (shard["rows"],), f"{path}: scales {scales.shape}")
                expect((values != -128).all(), f"{path}: {data.name} goes beyond -127")
                values = values * scales[:, None]
            expect(np.isfinite(values).all(), f"{path}: {data.name} has values that are not finite")
            dtype = data.attrs["dtype"]
            dtype = dtype.decode() if isinstance(dtype, bytes) else dtype
            expect(dtype == site["dtype"], f"{path}: {data.name} says {dtype}")
            norm = np.linalg.norm(values.astype(np.float64), axis=1).mean() if len(values) else 0
            print(f"{shard['file']} {data.name} {data.shape} {dtype} mean norm {norm:.6g}")


def main():
    folder = Path(sys.argv[1])
    manifest = json.loads((folder / "manifest.json").read_text())
    expect(manifest["schemaVersion"] == 1, "schemaVersion")
    for shard in manifest["shards"]:
        check_shard(folder, manifest, shard)
    print(f"{folder}: {sum(shard['rows'] for shard in manifest['shards'])} rows, all as they should be")


if __name__ == "__main__":
    main()
