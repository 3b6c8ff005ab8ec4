"""Writes what TransformerLens's analyses give with the tiny models of Tests/Goldens/Transformers.

    python3 scripts/oracles/analysis.py [NAME ...]

Pinned: torch 2.15.0, transformers 5.23.0, transformer-lens 3.9.0, safetensors 0.8.0.
The clean prompt is the first of the tokens in a family's `expected.safetensors`, the corrupted one
the second; the right answer is token 3, the wrong one token 7. `NAME.safetensors` holds

- `position/SITE`, `head/KIND`, `head-position/KIND`: `transformer_lens.patching`, the clean prompt's
  activations put into the corrupted run: [layer, position], [layer, head], [layer, head, position];
- `path/…`: path patching of each head into what reads it, by hooks (`path_patching` below);
- `attribution/…`: of the processed model, `ActivationCache`'s logit attributions and logit lens;
- `ablation/…`: of the processed model, the four losses of case 001's notebook, its hooks removed;
- `brackets/…`: of the processed model, case 003's conditional probabilities, its openness and its
  symbol metric for each answer, behind both prompts; the vocabulary's classes are made up
  (`bracket_classes`);
- `importance`: of the processed model, case 004's neuron importance, of the last layer.
"""

import json
import pathlib
import sys
from functools import partial
from importlib.metadata import version

import torch
from safetensors.torch import load_file, save_file
from transformer_lens import HookedTransformer, patching, utils
from transformer_lens.weight_processing import ProcessWeights

from transformer_models import BUILDERS

GOLDENS = pathlib.Path(__file__).parents[2] / "Tests/Goldens"
RIGHT, WRONG = 3, 7
KINDS = ["z", "q", "k", "v", "pattern"]
SWITCHES = {
    "attn.hook_result": "set_use_attn_result", "hook_mlp_in": "set_use_hook_mlp_in",
    "hook_attn_in": "set_use_attn_in", "hook_q_input": "set_use_split_qkv_input",
    "hook_k_input": "set_use_split_qkv_input", "hook_v_input": "set_use_split_qkv_input"}


def difference(logits):
    return logits[:, -1, RIGHT] - logits[:, -1, WRONG]


def stored_weights(folder, model):
    """The weights by TransformerLens's names."""
    if not model.hugging_face:
        return load_file(folder / "model.safetensors")
    return model.convert(type(model.hugging_face).from_pretrained(folder).eval(), model.config)


def plain(build, weights):
    hooked = HookedTransformer(build().config)
    hooked.load_state_dict(weights, strict=False)
    if build.__name__ == "bare":
        hooked.pos_embed.W_pos.data.zero_()
    return hooked.eval()


def processed(build, weights):
    """As `from_pretrained` processes; see `capture_transformers.py` for a final RMS."""
    config = build().config
    weights = {name: weight.detach().clone() for name, weight in weights.items()}
    if config.positional_embedding_type == "standard" and "pos_embed.W_pos" not in weights:
        weights["pos_embed.W_pos"] = torch.zeros(config.n_ctx, config.d_model)
    if config.final_rms and config.normalization_type == "LN":
        last = weights["unembed.W_U"] * weights["ln_final.w"][:, None]
        weights = ProcessWeights.fold_layer_norm(weights, config)
        weights["unembed.W_U"] = last
        weights = ProcessWeights.center_unembed(weights, config)
        weights = ProcessWeights.fold_value_biases(weights, config)
        config.normalization_type = "LNPre"
        hooked = HookedTransformer(config)
        hooked.load_state_dict(weights, strict=False)
        return hooked.eval()
    hooked = HookedTransformer(config)
    hooked.load_and_process_state_dict(weights)
    return hooked.eval()


def position_grids(hooked, clean, corrupted):
    found = {}
    _, cache = hooked.run_with_cache(clean)
    points = {name.split(".", 2)[2] for name in cache if name.startswith("blocks.")}
    def grid(point, cache):
        values = torch.zeros(hooked.cfg.n_layers, clean.shape[1])
        for layer in range(hooked.cfg.n_layers):
            name = f"blocks.{layer}.{point}"
            for position in range(clean.shape[1]):
                def patch(value, hook):
                    value = value.clone()
                    value[:, position] = cache[name][:, position]
                    return value
                values[layer, position] = difference(
                    hooked.run_with_hooks(corrupted, fwd_hooks=[(name, patch)]))[0]
        return values
    for point in sorted(points):
        if not point.endswith(("pattern", "attn_scores")):
            found[f"position/blocks.*.{point}"] = grid(point, cache)
    # ln1's hooks are met three times where heads read a stream of their own; elsewhere once.
    for point, switch in SWITCHES.items():
        is_absent = (point == "hook_mlp_in" and hooked.cfg.attn_only) or (
            point == "hook_attn_in" and hooked.cfg.n_key_value_heads is not None)
        if not is_absent:
            getattr(hooked, switch)(True)
            _, on_demand = hooked.run_with_cache(clean)
            found[f"position/blocks.*.{point}"] = grid(point, on_demand)
            getattr(hooked, switch)(False)
    for point, function in [
        ("hook_resid_pre", patching.get_act_patch_resid_pre),
        ("hook_attn_out", patching.get_act_patch_attn_out)]:
        peer = function(hooked, corrupted, cache, difference)
        assert torch.equal(peer, found[f"position/blocks.*.{point}"]), point
    return found


def head_grids(hooked, clean, corrupted):
    found = {}
    _, cache = hooked.run_with_cache(clean)
    names = {"z": "out"}
    for kind in KINDS:
        name = names.get(kind, kind)
        whole = getattr(patching, f"get_act_patch_attn_head_{name}_all_pos")
        single = getattr(patching, f"get_act_patch_attn_head_{name}_by_pos")
        found[f"head/{kind}"] = whole(hooked, corrupted, cache, difference)
        by_position = single(hooked, corrupted, cache, difference)
        if kind != "pattern":  # [layer, position, head]; pattern's is [layer, head, position].
            by_position = by_position.transpose(1, 2)
        found[f"head-position/{kind}"] = by_position
    return found


def path_patching(hooked, clean, corrupted):
    """Each head of the first layer into the last layer's readers, and each head into the logits.

    Run the corrupted prompt with the sender's z from the clean one and every other head held; what
    reaches the receivers' inputs replaces them in a last run. MLPs are held too (`held`), or read
    what they are given (`free`).
    """
    cfg = hooked.cfg
    hooked.set_use_split_qkv_input(True)
    _, source = hooked.run_with_cache(clean)
    _, held = hooked.run_with_cache(corrupted)
    last = cfg.n_layers - 1
    readers = {"q": cfg.n_heads, "k": cfg.n_key_value_heads or cfg.n_heads,
               "v": cfg.n_key_value_heads or cfg.n_heads}

    def receiver_inputs(layer, head, mlps_held, names):
        def hold(value, hook):
            value = held[hook.name].clone()
            if hook.name == f"blocks.{layer}.attn.hook_z":
                value[:, :, head] = source[hook.name][:, :, head]
            return value
        kept = {}
        def keep(value, hook):
            kept[hook.name] = value.clone()
        hooks = [(f"blocks.{i}.attn.hook_z", hold) for i in range(cfg.n_layers)]
        if mlps_held and not cfg.attn_only:
            hooks += [(f"blocks.{i}.hook_mlp_out", hold) for i in range(cfg.n_layers)]
        hooked.run_with_hooks(corrupted, fwd_hooks=hooks + [(name, keep) for name in names])
        return kept

    found = {}
    for mode in ["held", "free"]:
        final = f"blocks.{last}.hook_resid_post"
        values = torch.zeros(cfg.n_layers, cfg.n_heads)
        for layer in range(cfg.n_layers):
            for head in range(cfg.n_heads):
                kept = receiver_inputs(layer, head, mode == "held", [final])
                values[layer, head] = difference(hooked.run_with_hooks(
                    corrupted, fwd_hooks=[(final, lambda value, hook: kept[final])]))[0]
        found[f"path/{mode}/logits"] = values
        for reader, count in readers.items():
            name = f"blocks.{last}.hook_{reader}_input"
            values = torch.zeros(cfg.n_heads, count)
            for head in range(cfg.n_heads):
                kept = receiver_inputs(0, head, mode == "held", [name])
                for receiver in range(count):
                    def patch(value, hook):
                        value = value.clone()
                        value[:, :, receiver] = kept[name][:, :, receiver]
                        return value
                    values[head, receiver] = difference(
                        hooked.run_with_hooks(corrupted, fwd_hooks=[(name, patch)]))[0]
            found[f"path/{mode}/{reader}"] = values
    hooked.set_use_split_qkv_input(False)
    return found


def attributions(hooked, clean):
    cfg = hooked.cfg
    logits, cache = hooked.run_with_cache(clean)
    found = {"attribution/logits": logits[0, -1]}
    direction = hooked.W_U[:, RIGHT] - hooked.W_U[:, WRONG]
    bias = hooked.b_U[RIGHT] - hooked.b_U[WRONG]

    def effect(stack):
        if cfg.normalization_type is None:
            return stack[:, 0, -1] @ direction
        if cfg.final_rms or cfg.normalization_type == "RMSPre":
            return stack[:, 0, -1] / cache["ln_final.hook_scale"][0, -1] @ direction
        peer = cache.logit_attrs(
            stack, tokens=torch.tensor([RIGHT]), incorrect_tokens=torch.tensor([WRONG]))
        return peer[:, 0, -1] if peer.ndim == 3 else peer[:, -1]
    components, labels = cache.decompose_resid(return_labels=True)
    found["attribution/component"] = effect(components)
    cache.compute_head_results()
    found["attribution/head"] = effect(cache.stack_head_results())
    if not cfg.attn_only:
        found["attribution/neuron"] = effect(cache.stack_neuron_results(layer=cfg.n_layers))
    has_mid = not cfg.attn_only and not cfg.parallel_attn_mlp
    states = cache.accumulated_resid(incl_mid=has_mid)[:, 0, -1]
    lens = hooked.unembed(hooked.ln_final(states[:, None]))[:, 0] \
        if cfg.normalization_type else hooked.unembed(states[:, None])[:, 0]
    found["attribution/lens"] = lens[:, RIGHT] - lens[:, WRONG]
    sources = []
    for layer in range(cfg.n_layers):
        values = cache["v", layer][0].repeat_interleave(
            cfg.n_heads // (cfg.n_key_value_heads or cfg.n_heads), dim=1)
        pattern = cache["pattern", layer][0, :, -1]
        written = torch.einsum("hs,shd,hdm->hsm", pattern, values, hooked.W_O[layer])
        stack = torch.zeros(cfg.n_heads * clean.shape[1], 1, clean.shape[1], cfg.d_model)
        stack[:, 0, -1] = written.reshape(-1, cfg.d_model)
        sources.append(effect(stack).reshape(cfg.n_heads, -1))
    found["attribution/source"] = torch.stack(sources)
    total = effect(components).sum() + bias
    assert abs(total - difference(logits)[0]) < 1e-3, (hooked.cfg.original_architecture, total)
    return found


def ablations(hooked, tokens):
    """The notebook of case 001, with each hook removed after its run: loss changes, by head."""
    cfg = hooked.cfg
    if cfg.d_vocab_out < cfg.d_vocab:
        return {}
    hooked.set_use_attn_result(True)
    logits, cache = hooked.run_with_cache(tokens)
    loss = hooked.loss_fn(logits, tokens, per_token=True)
    scale = cache["ln_final.hook_scale"] if cfg.normalization_type else 1
    kinds = {kind: torch.zeros(cfg.n_layers, cfg.n_heads, *loss.shape) for kind in
             ["zero-patched", "mean-patched", "zero-direct", "mean-direct"]}
    for layer in range(cfg.n_layers):
        name = f"blocks.{layer}.attn.hook_result"
        for head in range(cfg.n_heads):
            result = cache[name][:, :, head]
            mean = result.mean((0, 1))
            def patch(value, hook, new):
                value = value.clone()
                value[:, :, head] = new
                return value
            direct = result / scale
            if cfg.normalization_type == "LNPre" and not cfg.final_rms:
                direct = (result - result.mean(-1, keepdim=True)) / scale
            direct = direct @ hooked.W_U
            changed = {
                "zero-patched": hooked.run_with_hooks(tokens, fwd_hooks=[(name, partial(patch, new=0))]),
                "mean-patched": hooked.run_with_hooks(
                    tokens, fwd_hooks=[(name, partial(patch, new=mean))]),
                "zero-direct": logits - direct,
                "mean-direct": logits - direct + direct.mean((0, 1))}
            for kind, new in changed.items():
                kinds[kind][layer, head] = hooked.loss_fn(new, tokens, per_token=True) - loss
    hooked.set_use_attn_result(False)
    return {f"ablation/{kind}": value for kind, value in kinds.items()} | {"ablation/loss": loss}


def importance(hooked, clean):
    """Case 004: what each neuron of the last layer adds to the predicted token, normalized."""
    if hooked.cfg.attn_only:
        return {}
    logits, cache = hooked.run_with_cache(clean)
    predicted = logits[0, -1].argmax()
    layer = hooked.cfg.n_layers - 1
    weights = hooked.W_out[layer] @ hooked.W_U[:, predicted]
    value = weights * cache["post", layer][0, -1]
    return {"importance": value / value.sum(), "importance/predicted": predicted[None].int()}


def bracket_classes(count):
    """Eight classes of different sizes; some tokens are no bracket, as in a vocabulary."""
    return [[t for t in range(count) if min(t % 11, t % 13) == i] for i in range(8)]


def brackets(hooked, tokens):
    """The notebook of case 003: `compute_bracket_scores`, `openness_metric`, `bracket_symbol_metric`."""
    logits = hooked(tokens)
    classes = bracket_classes(logits.shape[-1])
    flat = [token for tokens in classes for token in tokens]
    sizes = [len(tokens) for tokens in classes]
    chosen = torch.nn.functional.normalize(
        torch.softmax(logits[:, -1], dim=1)[:, flat], p=1.0, dim=1)
    conditional = torch.stack([part.sum(dim=1) for part in chosen.split(sizes, dim=1)], dim=1)
    sums = torch.stack([logits[:, -1, tokens].sum(dim=-1) for tokens in classes], dim=1)
    openness = (logits[:, -1, flat[:sum(sizes[:4])]].sum(dim=-1)
                - logits[:, -1, flat[sum(sizes[:4]):]].sum(dim=-1))
    symbol = 2 * sums - sums.mean(dim=-1, keepdim=True)
    return {"brackets/conditional": conditional, "brackets/openness": openness,
            "brackets/symbol": symbol}


@torch.no_grad()
def write(build):
    folder = GOLDENS / "Transformers" / build.__name__
    tokens = load_file(folder / "expected.safetensors")["tokens"].long()
    clean, corrupted = tokens[:1], tokens[1:2]
    weights = stored_weights(folder, build())
    hooked = plain(build, weights)
    expected = load_file(folder / "expected.safetensors")["logits"]
    assert (hooked(tokens) - expected).abs().max() < 1e-4, build.__name__
    found = position_grids(hooked, clean, corrupted) | head_grids(hooked, clean, corrupted)
    found |= path_patching(hooked, clean, corrupted)
    hooked = processed(build, weights)
    found |= attributions(hooked, clean) | ablations(hooked, tokens) | importance(hooked, clean)
    found |= brackets(hooked, tokens[:2])
    save_file({name: value.detach().clone().contiguous() for name, value in found.items()},
              GOLDENS / "Analysis" / f"{build.__name__}.safetensors")


if __name__ == "__main__":
    (GOLDENS / "Analysis").mkdir(exist_ok=True)
    for builder in BUILDERS:
        if len(sys.argv) == 1 or builder.__name__ in sys.argv[1:]:
            write(builder)
            print(builder.__name__)
    packages = ["torch", "transformers", "transformer-lens", "safetensors"]
    (GOLDENS / "Analysis/provenance.json").write_text(json.dumps({
        "script": "scripts/oracles/analysis.py", "seed": 20261122, "date": "2026-11-22",
        "peers": {package: version(package) for package in packages},
    }, indent=2) + "\n")
