"""Writes tiny seeded models of every family and all that TransformerLens computes with them.

    python3 scripts/oracles/capture_transformers.py [NAME ...]

Pinned: torch 2.15.0, transformers 5.23.0, transformer-lens 3.9.0, safetensors 0.8.0, gguf 0.19.0.
Each folder of Tests/Goldens/Transformers holds a model in Hugging Face's layout, or in that of
TransformerLens, for some a `model.gguf` of the same weights, and

- `expected.safetensors`: the tokens, the logits, and every hook point by name;
- `split.safetensors`: the hook points that TransformerLens computes only when told to, and the
  loss of every token but the first;
- `gradients.safetensors`: `gradient.loss/NAME`, of the mean loss, at every hook point and
  parameter; `gradient.logitdiff/NAME`, of the logit of token 3 less that of token 7 at the last
  position, summed over the sequences, at some;
- `standard.safetensors`, `refactor.safetensors`: the same of the model processed by
  TransformerLens, as `from_pretrained` does and with refactored attention besides: the logits, the
  losses, every hook point, and the gradient of the mean loss at some hook points and weights.

`left_facing` holds the weights of `solu_final_rms` as Neel Nanda's first models had them.
"""

import json
import pathlib
import sys
from importlib.metadata import version

import gguf
import torch
from safetensors.torch import save_file
from transformer_lens import HookedTransformer
from transformer_lens.weight_processing import ProcessWeights

from transformer_models import BUILDERS, randomize

SEED = 20261122
GOLDENS = pathlib.Path(__file__).parents[2] / "Tests/Goldens/Transformers"

# Computed only when asked for, and each alone leaves the other hook points' shapes as they are.
SPLIT_SITES = [
    ("attn.hook_result", "set_use_attn_result"), ("hook_mlp_in", "set_use_hook_mlp_in"),
    ("hook_attn_in", "set_use_attn_in"), ("hook_q_input", "set_use_split_qkv_input"),
    ("hook_k_input", "set_use_split_qkv_input"), ("hook_v_input", "set_use_split_qkv_input"),
]
LOGIT_DIFFERENCE_SITES = (
    "hook_embed", "hook_resid_pre", "hook_resid_mid", "hook_resid_post", "mlp.hook_post",
    "attn.hook_z", "attn.hook_q", "attn.hook_pattern",
)
PROCESSED_GRADIENTS = (
    "hook_embed", "hook_resid_pre", "hook_resid_post", "mlp.hook_post", "attn.hook_pattern",
    "embed.W_E", "mlp.W_in", "mlp.b_out", "attn.b_O", "unembed.W_U", "unembed.b_U",
)


def save(tensors, path):
    save_file({name: tensor.detach().clone().contiguous() for name, tensor in tensors.items()},
              path)


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
                 if name.endswith(LOGIT_DIFFERENCE_SITES)}
    return {f"gradient.{kind}/{name}": gradient
            for name, gradient in found.items() if gradient is not None}


def processed(build, weights, tokens, refactor):
    """What the model gives when TransformerLens has processed its weights."""
    copies = {name: weight.detach().clone() for name, weight in weights.items()}
    config = build().config
    if config.final_rms and config.normalization_type == "LN":
        hooked = processed_with_final_rms(config, copies, refactor)
    else:
        hooked = HookedTransformer(config)
        hooked.load_and_process_state_dict(copies, refactor_factored_attn_matrices=refactor)
    hooked.eval()
    with torch.no_grad():
        logits, cache = hooked.run_with_cache(tokens)
        loss = hooked(tokens, return_type="loss", loss_per_token=True)
    found = {name: gradient for name, gradient in gradients(hooked, tokens, "loss").items()
             if name.endswith(PROCESSED_GRADIENTS)}
    return found | dict(cache.items()) | {"logits": logits, "loss": loss}


def processed_with_final_rms(config, weights, refactor):
    """As TransformerLens means to: 3.9 replaces the last norm by one that centres, centres what
    reads it, and with that predicts otherwise."""
    weights_of_last = weights["unembed.W_U"] * weights["ln_final.w"][:, None]
    weights = ProcessWeights.fold_layer_norm(weights, config)
    weights["unembed.W_U"] = weights_of_last
    weights = ProcessWeights.center_unembed(weights, config)
    weights = ProcessWeights.fold_value_biases(weights, config)
    if refactor:
        weights = ProcessWeights.refactor_factored_attn_matrices(weights, config)
    config.normalization_type = "LNPre"
    hooked = HookedTransformer(config)
    hooked.load_state_dict(weights, strict=False)
    return hooked


def write_processed(folder, build, weights, tokens, logits):
    is_rotary = build().config.positional_embedding_type == "rotary"
    for name in ["standard"] if is_rotary else ["standard", "refactor"]:
        found = processed(build, weights, tokens, name == "refactor")
        difference = (found["logits"].log_softmax(-1) - logits.log_softmax(-1)).abs().max()
        assert difference < 1e-4, f"{folder.name}: {name} processing moves predictions {difference}"
        if folder.name == "bare":
            del found["hook_pos_embed"]
        save(found, folder / f"{name}.safetensors")


def write_lens(folder, config, weights):
    """A folder of TransformerLens: the configuration, and the state_dict as it is."""
    names = ["n_layers", "d_model", "n_ctx", "d_head", "n_heads", "d_mlp", "d_vocab", "d_vocab_out",
             "act_fn", "eps", "normalization_type", "attention_dir", "attn_only", "final_rms",
             "parallel_attn_mlp", "gated_mlp", "positional_embedding_type", "rotary_dim",
             "rotary_base", "rotary_adjacent_pairs", "use_attn_scale", "attn_scale",
             "scale_attn_by_inverse_layer_idx", "use_local_attn", "attn_types", "window_size",
             "n_key_value_heads", "num_experts", "original_architecture", "model_name",
             "default_prepend_bos"]
    values = {name: getattr(config, name) for name in names}
    values["attn_scale"] = float(values["attn_scale"])
    weights = dict(weights)
    if folder.name == "bare":
        values["positional_embedding_type"] = "none"
        del weights["pos_embed.W_pos"]
    (folder / "config.json").write_text(json.dumps(values, indent=2) + "\n")
    save(weights, folder / "model.safetensors")


def write_left_facing(folder, config, weights):
    """The same model as the first SoLU models were kept: left-facing, its norms' old names."""
    folder.mkdir(parents=True, exist_ok=True)
    turned = {}
    for name, weight in weights.items():
        name = name.replace("ln_final", "norm").replace(".ln1", ".norm1").replace(".ln2", ".norm2")
        if "W_" in name:
            weight = weight.transpose(-2, -1)
        if name not in ("unembed.b_U", "norm.b"):
            turned[name] = weight
    # b_U is added by the notebook; it has none of its own.
    assert not weights["unembed.b_U"].any()
    values = {name: getattr(config, name) for name in [
        "d_model", "d_head", "n_layers", "n_ctx", "d_vocab", "act_fn", "eps", "n_heads", "d_mlp"]}
    values |= {"use_attn_result": False, "normalization_type": "LNPre", "model_name": "SoLU"}
    (folder / "config.json").write_text(json.dumps(values, indent=2) + "\n")
    save(turned, folder / "model.safetensors")


GGUF_NAMES = {
    "gpt2": [("transformer.", ""), ("wte.", "token_embd."), ("wpe.", "position_embd."),
             ("h.", "blk."), ("ln_1", "attn_norm"), ("attn.c_attn", "attn_qkv"),
             ("attn.c_proj", "attn_output"), ("ln_2", "ffn_norm"), ("mlp.c_fc", "ffn_up"),
             ("mlp.c_proj", "ffn_down"), ("ln_f", "output_norm"), ("lm_head.weight", "")],
    "llama": [("model.", ""), ("embed_tokens", "token_embd"), ("layers.", "blk."),
              ("input_layernorm", "attn_norm"), ("self_attn.q_proj", "attn_q"),
              ("self_attn.k_proj", "attn_k"), ("self_attn.v_proj", "attn_v"),
              ("self_attn.o_proj", "attn_output"), ("post_attention_layernorm", "ffn_norm"),
              ("mlp.gate_proj", "ffn_gate"), ("mlp.up_proj", "ffn_up"),
              ("mlp.down_proj", "ffn_down"), ("norm.weight", "output_norm.weight"),
              ("lm_head", "output")],
}
GGUF_NAMES["qwen2"] = GGUF_NAMES["llama3"] = GGUF_NAMES["llama"]


def write_gguf(path, name, model, config):
    """The weights as llama.cpp's converter keeps them, in float32."""
    architecture = "llama" if name == "llama3" else name
    writer = gguf.GGUFWriter(path, architecture)
    writer.add_block_count(config.n_layers)
    writer.add_context_length(config.n_ctx)
    writer.add_embedding_length(config.d_model)
    writer.add_feed_forward_length(config.d_mlp)
    writer.add_head_count(config.n_heads)
    writer.add_token_list([f"t{index}" for index in range(config.d_vocab)])
    if name == "gpt2":
        writer.add_layer_norm_eps(config.eps)
    else:
        writer.add_head_count_kv(config.n_key_value_heads)
        writer.add_layer_norm_rms_eps(config.eps)
        writer.add_rope_freq_base(config.rotary_base)
    for key, weight in model.state_dict().items():
        for old, new in GGUF_NAMES[name]:
            if old == "norm.weight" and "_norm" in key:
                continue
            key = key.replace(old, new, 1) if (old != "h." or key.startswith("h.")) else key
        if not key:
            continue
        if name == "gpt2" and key.startswith("blk") and weight.ndim == 2:
            weight = weight.T
        heads = {"attn_q": config.n_heads, "attn_k": config.n_key_value_heads}
        for part, count in heads.items():
            if architecture == "llama" and f"{part}.weight" in key:
                weight = weight.reshape(count, 2, -1, weight.shape[1]).transpose(1, 2).reshape(
                    weight.shape)
        writer.add_tensor(key, weight.contiguous().numpy())
    if name == "llama3":
        scaled = model.model.rotary_emb.inv_freq
        plain = 1 / config.rotary_base ** (torch.arange(0, config.d_head, 2) / config.d_head)
        writer.add_tensor("rope_freqs.weight", (plain / scaled).numpy())
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def write_model(folder, model, hooked):
    """The model's files; gives its weights by TransformerLens's names."""
    if not model.hugging_face:
        randomize(hooked)
        with torch.no_grad():
            for name, parameter in hooked.named_parameters():
                if (name == "unembed.b_U" and model.config.final_rms) or (
                    name.endswith("mlp.b_in") and model.config.gated_mlp) or (
                    name == "pos_embed.W_pos" and folder.name == "bare"):
                    parameter.zero_()
        weights = {name: weight for name, weight in hooked.state_dict().items()
                   if not name.endswith(("rotary_sin", "rotary_cos"))}
        write_lens(folder, model.config, weights)
        if folder.name == "solu_final_rms":
            write_left_facing(GOLDENS / "left_facing", model.config, {
                name: weight for name, weight in weights.items()
                if not name.endswith(("mask", "IGNORE"))})
        return weights
    hugging_face = model.hugging_face
    weights = model.convert(hugging_face, model.config)
    hooked.load_state_dict(weights, strict=False)
    hugging_face.save_pretrained(folder, safe_serialization=True)
    (folder / "generation_config.json").unlink(missing_ok=True)
    if folder.name in GGUF_NAMES:
        with torch.no_grad():
            write_gguf(folder / "model.gguf", folder.name, hugging_face, model.config)
    return weights


def write(build):
    torch.manual_seed(SEED)
    model = build()
    if model.hugging_face:
        model.hugging_face.eval()
        randomize(model.hugging_face)
    hooked = HookedTransformer(model.config)
    hooked.eval()
    folder = GOLDENS / build.__name__
    folder.mkdir(parents=True, exist_ok=True)
    weights = write_model(folder, model, hooked)
    tokens = torch.randint(0, model.config.d_vocab, model.token_shape)
    with torch.no_grad():
        logits, cache = hooked.run_with_cache(tokens)
        if model.hugging_face:
            reference = model.hugging_face(tokens).logits
            difference = (logits - reference).abs().max()
            assert difference < 1e-4, f"{build.__name__}: {difference} from Hugging Face's"
        expected = {"tokens": tokens.int(), "logits": logits} | dict(cache.items())
        if folder.name == "bare":
            del expected["hook_pos_embed"]
        save(expected, folder / "expected.safetensors")
        save(split_sites(hooked, tokens), folder / "split.safetensors")
    save(gradients(hooked, tokens, "loss") | gradients(hooked, tokens, "logitdiff"),
         folder / "gradients.safetensors")
    write_processed(folder, build, weights, tokens, logits)


if __name__ == "__main__":
    for builder in BUILDERS:
        if len(sys.argv) == 1 or builder.__name__ in sys.argv[1:]:
            write(builder)
    packages = ["torch", "transformers", "transformer-lens", "safetensors", "gguf"]
    (GOLDENS / "provenance.json").write_text(json.dumps({
        "script": "scripts/oracles/capture_transformers.py", "seed": SEED, "date": "2026-11-22",
        "peers": {package: version(package) for package in packages},
    }, indent=2) + "\n")
