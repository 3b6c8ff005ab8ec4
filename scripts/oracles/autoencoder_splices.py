"""Writes Tests/Goldens/AutoencoderSplices: a tiny GPT-2 with autoencoders in the place of its sites.

    python scripts/oracles/autoencoder_splices.py

What SAELens's HookedSAETransformer computes with an autoencoder spliced in, with and without the error
term and with features changed, and what its run_evals says of it. The model is that of
Tests/Goldens/Transformers/gpt2.

Needs torch, safetensors, transformer-lens and sae-lens.
"""

import datetime
import json
import pathlib
import shutil
import types
from importlib.metadata import version

import sae_lens
import torch
from safetensors.torch import save_file
from sae_lens import HookedSAETransformer
from sae_lens.evals import get_eval_everything_config, run_evals
from sae_lens.saes.sae import SAEMetadata
from sae_lens.training.activation_scaler import ActivationScaler
from transformer_lens import HookedTransformerConfig
from transformer_lens.pretrained.weight_conversions import convert_gpt2_weights
from transformers import GPT2LMHeadModel

SEED = 44
GOLDENS = pathlib.Path(__file__).parents[2] / "Tests" / "Goldens"
FOLDER = GOLDENS / "AutoencoderSplices"
SEQUENCES, LENGTH, BOS = 6, 12, 49


def load_model():
    config = HookedTransformerConfig(
        n_layers=2, d_model=16, d_head=8, n_heads=2, d_mlp=40, d_vocab=50, n_ctx=24, eps=1e-5,
        attention_dir="causal", device="cpu", act_fn="gelu_new", normalization_type="LN",
        original_architecture="GPT2LMHeadModel")
    model = HookedSAETransformer(config)
    hugging_face = GPT2LMHeadModel.from_pretrained(GOLDENS / "Transformers" / "gpt2")
    model.load_and_process_state_dict(
        convert_gpt2_weights(hugging_face, config), fold_ln=False, center_writing_weights=False,
        center_unembed=False, fold_value_biases=False)
    return model.eval()


def saes():
    def sizes(site, width, **more):
        metadata = SAEMetadata(
            model_name="gpt2", hook_name=site, context_size=LENGTH, prepend_bos=True,
            model_from_pretrained_kwargs={}, **more)
        return {"d_in": width, "d_sae": 24, "metadata": metadata}

    yield "resid", sae_lens.TopKSAE(
        sae_lens.TopKSAEConfig(k=5, **sizes("blocks.1.hook_resid_pre", 16)))
    yield "z", sae_lens.JumpReLUSAE(
        sae_lens.JumpReLUSAEConfig(
            reshape_activations="hook_z", **sizes("blocks.1.attn.hook_z", 16)))
    yield "mlp_out", sae_lens.GatedSAE(
        sae_lens.GatedSAEConfig(
            normalize_activations="layer_norm", **sizes("blocks.0.hook_mlp_out", 16)))
    yield "transcoder", sae_lens.Transcoder(
        sae_lens.TranscoderConfig(
            d_out=16, apply_b_dec_to_input=False,
            **sizes("blocks.0.ln2.hook_normalized", 16, hook_name_out="blocks.0.hook_mlp_out")))


def changed(acts, hook=None):
    """Feature 3 is off everywhere, 7 is set at position 2, 5 is steered at the last position."""
    acts = acts.clone()
    acts[:, :, 3] = 0
    acts[:, 2, 7] = 1.5
    acts[:, -1, 5] += 2
    return acts


def splices(model, name, sae, tokens):
    hook = sae.cfg.metadata.hook_name_out or sae.cfg.metadata.hook_name
    tensors = {}
    for label, keeps_error in (("plain", False), ("error", True)):
        with model.saes(saes=[sae], use_error_term=keeps_error):
            tensors[f"{label}.logits"] = model(tokens)
            edits = [(f"{hook}.hook_sae_acts_post", changed)]
            tensors[f"{label}.edited"] = model.run_with_hooks(tokens, fwd_hooks=edits)
    return tensors


def evaluations(model, sae, tokens):
    """SAELens's own evaluation, whose store only has to hand out tokens."""
    store = types.SimpleNamespace(
        store_batch_size_prompts=SEQUENCES, context_size=LENGTH,
        get_batch_tokens=lambda size: tokens, reset_input_dataset=lambda: None)
    result = {}
    for label, excluded in (("all", False), ("text", [BOS])):
        scalars, features = run_evals(
            sae, store, model, ActivationScaler(), get_eval_everything_config(SEQUENCES, 1, 1),
            exclude_special_tokens=excluded)
        flat = {key: value for group in scalars.values() for key, value in group.items()}
        result[label] = {
            **{key: value for key, value in flat.items() if not key.startswith("total")},
            "feature_density": features["feature_density"],
            "encoder_decoder_cosine_sim": features.get("encoder_decoder_cosine_sim", [])}
    return result


def main():
    torch.manual_seed(SEED)
    shutil.rmtree(FOLDER, ignore_errors=True)
    model = load_model()
    tokens = torch.randint(0, BOS, (SEQUENCES, LENGTH))
    tokens[:, 0] = BOS
    evals = {}
    for name, sae in saes():
        with torch.no_grad():
            for parameter in sae.parameters():
                parameter.copy_(torch.randn_like(parameter) * 0.3)
            if name == "z":
                sae.threshold.abs_()
            tensors = splices(model, name, sae, tokens)
            (FOLDER / name).mkdir(parents=True)
            sae.save_model(FOLDER / name)
            save_file(
                {key: value.contiguous() for key, value in tensors.items()},
                FOLDER / name / "expected.safetensors")
            if name != "transcoder":
                evals[name] = evaluations(model, sae, tokens)
    save_file({"tokens": tokens.int()}, FOLDER / "tokens.safetensors")
    (FOLDER / "evals.json").write_text(json.dumps(evals, indent=1) + "\n")
    provenance = {
        "script": "scripts/oracles/autoencoder_splices.py",
        "peers": {
            name: version(name)
            for name in ["safetensors", "sae-lens", "torch", "transformer-lens", "transformers"]},
        "seed": SEED,
        "date": datetime.date.today().isoformat(),
    }
    (FOLDER / "provenance.json").write_text(json.dumps(provenance, indent=2) + "\n")
    print(json.dumps(evals["resid"]["text"], indent=1)[:900])


main()
