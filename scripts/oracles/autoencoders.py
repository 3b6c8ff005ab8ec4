"""Writes Tests/Goldens/Autoencoders: small SAEs as SAELens saves them, and what they do to rows.

    python scripts/oracles/autoencoders.py

Needs numpy, torch, safetensors and sae-lens.
"""

import datetime
import json
import pathlib
from importlib.metadata import version

import torch
from safetensors.torch import save_file
from sae_lens.saes.gated_sae import GatedSAE, GatedSAEConfig
from sae_lens.saes.jumprelu_sae import JumpReLUSAE, JumpReLUSAEConfig
from sae_lens.saes.sae import SAEMetadata
from sae_lens.saes.standard_sae import StandardSAE, StandardSAEConfig
from sae_lens.saes.topk_sae import TopKSAE, TopKSAEConfig
from sae_lens.saes.transcoder import (
    JumpReLUSkipTranscoder, JumpReLUSkipTranscoderConfig, SkipTranscoder, SkipTranscoderConfig,
    Transcoder, TranscoderConfig)

SEED = 21
FOLDER = pathlib.Path(__file__).parents[2] / "Tests" / "Goldens" / "Autoencoders"
D_IN, D_SAE, D_OUT, ROWS = 6, 11, 5, 9


def metadata():
    return SAEMetadata(
        model_name="gpt2", hook_name="blocks.3.hook_resid_pre", context_size=128, prepend_bos=True
    )


def saes():
    sizes = {"d_in": D_IN, "d_sae": D_SAE, "metadata": metadata()}
    yield "topk", TopKSAE(TopKSAEConfig(k=3, **sizes))
    yield "topk_rescaled", TopKSAE(TopKSAEConfig(k=3, rescale_acts_by_decoder_norm=True, **sizes))
    yield "standard", StandardSAE(StandardSAEConfig(apply_b_dec_to_input=False, **sizes))
    yield "standard_layer_norm", StandardSAE(
        StandardSAEConfig(normalize_activations="layer_norm", **sizes))
    yield "jumprelu", JumpReLUSAE(
        JumpReLUSAEConfig(normalize_activations="constant_norm_rescale", **sizes))
    yield "gated", GatedSAE(GatedSAEConfig(**sizes))
    sizes |= {"d_out": D_OUT, "apply_b_dec_to_input": False}
    yield "transcoder", Transcoder(TranscoderConfig(**sizes))
    yield "skip_transcoder", SkipTranscoder(SkipTranscoderConfig(**sizes))
    yield "jumprelu_skip_transcoder", JumpReLUSkipTranscoder(JumpReLUSkipTranscoderConfig(**sizes))


def main():
    torch.manual_seed(SEED)
    for name, sae in saes():
        with torch.no_grad():
            for parameter in sae.parameters():
                parameter.copy_(torch.randn_like(parameter) * 0.5)
            x = 2 * torch.randn(ROWS, D_IN) + 0.5
            features = sae.encode(x)
            reconstruction = sae(x)
        sae.save_model(FOLDER / name)
        save_file(
            {"x": x, "features": features, "reconstruction": reconstruction},
            FOLDER / name / "rows.safetensors")
        print(name, "l0", (features > 0).float().sum(1).mean().item())
    provenance = {
        "script": "scripts/oracles/autoencoders.py",
        "peers": {name: version(name) for name in ["safetensors", "sae-lens", "torch"]},
        "seed": SEED,
        "date": datetime.date.today().isoformat(),
    }
    (FOLDER / "provenance.json").write_text(json.dumps(provenance, indent=2) + "\n")


main()
