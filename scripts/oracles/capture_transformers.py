"""Writes tiny seeded models and every activation that TransformerLens has for them.

    python3 scripts/oracles/capture_transformers.py

Pinned: torch 2.15.0, transformers 5.23.0, transformer-lens 3.9.0, safetensors 0.8.0.
Each folder of Tests/Goldens/Transformers holds a model in Hugging Face's layout and

- `expected.safetensors`: the tokens, the logits, and every hook point by name;
- `split.safetensors`: the hook points that TransformerLens computes only when told to, and the
  loss of every token but the first;
- `gradients.safetensors`: `gradient.loss/NAME`, of the mean loss, at every hook point and
  parameter; `gradient.logitdiff/NAME`, of the logit of token 3 less that of token 7 at the last
  position, summed over the sequences, at some.
"""

import json
import pathlib
from importlib.metadata import version

import torch
import transformers
from safetensors.torch import save_file
from transformer_lens import HookedTransformer, HookedTransformerConfig
from transformer_lens.pretrained.weight_conversions import (
    convert_gpt2_weights,
    convert_llama_weights,
)

SEED = 20261122
GOLDENS = pathlib.Path(__file__).parents[2] / "Tests/Goldens/Transformers"


def gpt2():
    config = transformers.GPT2Config(
        vocab_size=50, n_positions=24, n_embd=16, n_layer=2, n_head=2, n_inner=40
    )
    lens = HookedTransformerConfig(
        n_layers=2, d_model=16, d_head=8, n_heads=2, d_mlp=40, d_vocab=50, n_ctx=24,
        act_fn="gelu_new", normalization_type="LN", eps=1e-5, attention_dir="causal",
        original_architecture="GPT2LMHeadModel",
    )
    return transformers.GPT2LMHeadModel(config), lens, convert_gpt2_weights


def llama():
    config = transformers.LlamaConfig(
        vocab_size=50, max_position_embeddings=24, hidden_size=16, num_hidden_layers=2,
        num_attention_heads=4, num_key_value_heads=2, intermediate_size=40, head_dim=4,
        rms_norm_eps=1e-5, rope_theta=10000.0, tie_word_embeddings=False,
    )
    lens = HookedTransformerConfig(
        n_layers=2, d_model=16, d_head=4, n_heads=4, n_key_value_heads=2, d_mlp=40, d_vocab=50,
        n_ctx=24, act_fn="silu", normalization_type="RMS", eps=1e-5, gated_mlp=True, final_rms=True,
        positional_embedding_type="rotary", rotary_dim=4, rotary_adjacent_pairs=False,
        rotary_base=10000, attention_dir="causal", original_architecture="LlamaForCausalLM",
    )
    return transformers.LlamaForCausalLM(config), lens, convert_llama_weights


def randomize(model):
    """Weights large enough that every nonlinearity is felt; norms' scales away from one."""
    for name, parameter in model.named_parameters():
        with torch.no_grad():
            parameter.normal_(0, 0.4)
            if "norm" in name or "ln_" in name:
                if name.endswith("weight"):
                    parameter.add_(1)


# Computed only when asked for, and each alone leaves the other hook points' shapes as they are.
SPLIT_SITES = [
    ("attn.hook_result", "set_use_attn_result"), ("hook_mlp_in", "set_use_hook_mlp_in"),
    ("hook_attn_in", "set_use_attn_in"), ("hook_q_input", "set_use_split_qkv_input"),
    ("hook_k_input", "set_use_split_qkv_input"), ("hook_v_input", "set_use_split_qkv_input"),
]


def split_sites(hooked, tokens):
    """What TransformerLens computes at the sites that need a switch, and the losses."""
    expected = {"loss": hooked(tokens, return_type="loss", loss_per_token=True)}
    for site, switch in SPLIT_SITES:
        is_grouped = hooked.cfg.n_key_value_heads is not None
        if (site == "hook_mlp_in" and hooked.cfg.attn_only) or (
            site == "hook_attn_in" and is_grouped):
            continue
        getattr(hooked, switch)(True)
        _, cache = hooked.run_with_cache(tokens)
        getattr(hooked, switch)(False)
        expected |= {name: value for name, value in cache.items() if name.endswith(site)}
    return expected


LOGIT_DIFFERENCE_SITES = [
    "hook_embed", "hook_resid_pre", "hook_resid_mid", "hook_resid_post", "mlp.hook_post",
    "attn.hook_z", "attn.hook_q", "attn.hook_pattern",
]


def gradients(hooked, tokens, kind):
    """The gradient of a scalar at every hook point and parameter, by name."""
    kept = {}

    def keep(value, hook):
        value.retain_grad()
        kept[hook.name] = value

    hooked.zero_grad(set_to_none=True)
    with hooked.hooks(fwd_hooks=[(lambda name: True, keep)]):
        logits = hooked(tokens)
        if kind == "loss":
            log_probabilities = logits.log_softmax(-1)[:, :-1]
            scalar = -log_probabilities.gather(-1, tokens[:, 1:, None]).mean()
        else:
            scalar = (logits[:, -1, 3] - logits[:, -1, 7]).sum()
        scalar.backward()
    found = {name: value.grad for name, value in kept.items()}
    found |= {name: parameter.grad for name, parameter in hooked.named_parameters()}
    if kind == "logitdiff":
        found = {name: gradient for name, gradient in found.items()
                 if any(name.endswith(site) for site in LOGIT_DIFFERENCE_SITES)}
    return {f"gradient.{kind}/{name}": gradient
            for name, gradient in found.items() if gradient is not None}


def save(tensors, path):
    save_file({name: tensor.detach().clone().contiguous() for name, tensor in tensors.items()},
              path)


def write(name, build):
    torch.manual_seed(SEED)
    model, config, convert = build()
    model.eval()
    randomize(model)
    hooked = HookedTransformer(config)
    hooked.load_state_dict(convert(model, config), strict=False)
    hooked.eval()
    tokens = torch.randint(0, 50, (2, 11))
    with torch.no_grad():
        logits, cache = hooked.run_with_cache(tokens)
        reference = model(tokens).logits
    assert torch.allclose(logits, reference, atol=1e-4), (logits - reference).abs().max()
    folder = GOLDENS / name
    folder.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(folder, safe_serialization=True)
    (folder / "generation_config.json").unlink(missing_ok=True)
    expected = {"tokens": tokens.int(), "logits": logits}
    expected |= {name: value for name, value in cache.items()}
    save(expected, folder / "expected.safetensors")
    with torch.no_grad():
        save(split_sites(hooked, tokens), folder / "split.safetensors")
    save(gradients(hooked, tokens, "loss") | gradients(hooked, tokens, "logitdiff"),
         folder / "gradients.safetensors")


if __name__ == "__main__":
    write("gpt2", gpt2)
    write("llama", llama)
    packages = ["torch", "transformers", "transformer-lens", "safetensors"]
    (GOLDENS / "provenance.json").write_text(json.dumps({
        "script": "scripts/oracles/capture_transformers.py", "seed": SEED, "date": "2026-11-22",
        "peers": {package: version(package) for package in packages},
    }, indent=2) + "\n")
