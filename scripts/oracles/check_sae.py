"""Loads autoencoders in SAELens and compares them with what Thresher made of the same rows.

    python scripts/oracles/check_sae.py FOLDER

FOLDER, and every folder in it, may hold `cfg.json`, `sae_weights.safetensors` and
`rows.safetensors` with `x`, `features` and `reconstruction`. The tests write one for each
architecture and each tool's files where THRESHER_SAE_CHECK names a folder:

    THRESHER_SAE_CHECK=FOLDER swift test --filter 'SavedAutoencoderTests|AutoencoderFormatTests'

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
    x = rows["x"]
    if sae.cfg.reshape_activations == "hook_z":
        x = x.reshape(len(x), 2, -1)
    with torch.no_grad():
        worst = max(
            difference(rows["features"], sae.encode(x)),
            difference(rows["reconstruction"], sae(x).reshape(len(x), -1)))
    name = f"{sae.cfg.architecture()}, d_in {sae.cfg.d_in}, d_sae {sae.cfg.d_sae}"
    print(f"{folder.name}: {name}: largest difference {worst:.1e} of the largest value")
    return worst


def main(folder):
    found = sorted(file.parent for file in Path(folder).rglob("rows.safetensors"))
    worst = [check(path) for path in found]
    print(f"{len(worst)} autoencoders")
    return not worst or max(worst) > 1e-5


sys.exit(main(sys.argv[1]))
