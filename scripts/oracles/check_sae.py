"""Loads an autoencoder in SAELens and compares it with what Thresher made of the same rows.

    python scripts/oracles/check_sae.py FOLDER

FOLDER holds `cfg.json`, `sae_weights.safetensors` and `rows.safetensors` with `x`, `features` and
`reconstruction`, which the tests write where THRESHER_SAE_CHECK names a folder:

    THRESHER_SAE_CHECK=FOLDER swift test --filter SavedAutoencoderTests

Needs torch, safetensors and sae-lens. Exits with 1 where a difference exceeds 1e-4.
"""

import sys
from pathlib import Path

import torch
from safetensors.torch import load_file
from sae_lens import SAE


def difference(a, b):
    return ((a - b).abs().max() / b.abs().max()).item()


def main(folder):
    sae = SAE.load_from_disk(folder)
    rows = load_file(Path(folder) / "rows.safetensors")
    with torch.no_grad():
        features = sae.encode(rows["x"])
        worst = {
            "features": difference(rows["features"], features),
            "reconstruction": difference(rows["reconstruction"], sae.decode(features)),
        }
    print(f"{sae.cfg.architecture()}, d_in {sae.cfg.d_in}, d_sae {sae.cfg.d_sae}")
    for name, value in worst.items():
        print(f"{name}: largest difference {value:.1e} of the largest value")
    return max(worst.values()) > 1e-4


sys.exit(main(sys.argv[1]))
