"""Loads autoencoders in SAELens and compares them with what Thresher made of the same rows.

    python scripts/oracles/check_sae.py FOLDER

FOLDER holds folders of `cfg.json`, `sae_weights.safetensors` and `rows.safetensors` with `x`,
`features` and `reconstruction`, which the tests write where THRESHER_SAE_CHECK names a folder:

    THRESHER_SAE_CHECK=FOLDER swift test --filter SavedAutoencoderTests

Needs torch, safetensors and sae-lens. Exits with 1 where a difference exceeds 1e-5.
"""

import sys
from pathlib import Path

import torch
from safetensors.torch import load_file
from sae_lens import SAE


def difference(a, b):
    return ((a - b).abs().max() / b.abs().max()).item()


def check(folder):
    sae = SAE.load_from_disk(folder)
    rows = load_file(folder / "rows.safetensors")
    with torch.no_grad():
        features = difference(rows["features"], sae.encode(rows["x"]))
        reconstruction = difference(rows["reconstruction"], sae(rows["x"]))
    print(f"{folder.name:24} {sae.cfg.architecture():26} features {features:.1e}, "
          f"reconstruction {reconstruction:.1e}")
    return max(features, reconstruction) > 1e-5


def main(folder):
    return any([check(path.parent) for path in sorted(Path(folder).glob("*/cfg.json"))])


sys.exit(main(sys.argv[1]))
