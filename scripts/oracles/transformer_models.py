"""The tiny models of `capture_transformers.py`: each in its files' own form, and TransformerLens's.

A builder gives a `Model`. Those of Hugging Face are built and written by transformers; those of
TransformerLens are a configuration and a state_dict of its own names.
"""

import dataclasses
from typing import Callable, Optional

import torch
import transformers
from transformer_lens import HookedTransformerConfig
from transformer_lens.pretrained.weight_conversions import (
    convert_gpt2_weights,
    convert_llama_weights,
    convert_mistral_weights,
    convert_neo_weights,
    convert_neox_weights,
    convert_qwen2_weights,
)


@dataclasses.dataclass
class Model:
    config: HookedTransformerConfig
    hugging_face: Optional[torch.nn.Module] = None
    convert: Optional[Callable] = None
    token_shape: tuple = (2, 7)


def lens(**choices):
    sizes = dict(n_layers=2, d_model=16, d_head=4, n_heads=4, d_mlp=24, d_vocab=30, n_ctx=16,
                 eps=1e-5, attention_dir="causal", device="cpu")
    return HookedTransformerConfig(**(sizes | choices))


def gpt2():
    config = transformers.GPT2Config(
        vocab_size=50, n_positions=24, n_embd=16, n_layer=2, n_head=2, n_inner=40)
    return Model(
        lens(d_head=8, n_heads=2, d_mlp=40, d_vocab=50, n_ctx=24, act_fn="gelu_new",
             normalization_type="LN", original_architecture="GPT2LMHeadModel"),
        transformers.GPT2LMHeadModel(config), convert_gpt2_weights, (2, 11))


def gpt_neo():
    config = transformers.GPTNeoConfig(
        vocab_size=30, max_position_embeddings=16, hidden_size=16, num_layers=2, num_heads=4,
        intermediate_size=24, attention_types=[[["global", "local"], 1]], window_size=4,
        activation_function="gelu_new")
    return Model(
        lens(act_fn="gelu_new", normalization_type="LN", use_attn_scale=False,
             use_local_attn=True, attn_types=["global", "local"], window_size=4,
             original_architecture="GPTNeoForCausalLM"),
        transformers.GPTNeoForCausalLM(config), convert_neo_weights)


def gpt_neox():
    config = transformers.GPTNeoXConfig(
        vocab_size=30, max_position_embeddings=16, hidden_size=32, num_hidden_layers=2,
        num_attention_heads=2, intermediate_size=24, hidden_act="gelu",
        rope_parameters={"rope_type": "default", "rope_theta": 5000.0,
                         "partial_rotary_factor": 0.25})
    return Model(
        lens(d_model=32, d_head=16, n_heads=2, act_fn="gelu", normalization_type="LN",
             positional_embedding_type="rotary", rotary_dim=4, rotary_base=5000,
             parallel_attn_mlp=True, original_architecture="GPTNeoXForCausalLM"),
        transformers.GPTNeoXForCausalLM(config), convert_neox_weights)


LLAMA = dict(num_hidden_layers=2, hidden_size=16, num_attention_heads=4, num_key_value_heads=2,
             rms_norm_eps=1e-5, tie_word_embeddings=False)
LENS_LLAMA = dict(n_key_value_heads=2, act_fn="silu", normalization_type="RMS", gated_mlp=True,
                  final_rms=True, positional_embedding_type="rotary", rotary_dim=4)


def llama():
    config = transformers.LlamaConfig(
        vocab_size=50, max_position_embeddings=24, intermediate_size=40, head_dim=4,
        rope_theta=10000.0, **LLAMA)
    return Model(
        lens(d_mlp=40, d_vocab=50, n_ctx=24, rotary_base=10000,
             original_architecture="LlamaForCausalLM", **LENS_LLAMA),
        transformers.LlamaForCausalLM(config), convert_llama_weights, (2, 11))


def llama3():
    """Llama 3.1's scaling, so tight that both of the head's frequencies are changed."""
    config = transformers.LlamaConfig(
        vocab_size=30, max_position_embeddings=16, intermediate_size=24, head_dim=4,
        rope_parameters={"rope_type": "llama3", "rope_theta": 100.0, "factor": 8.0,
                         "low_freq_factor": 1.0, "high_freq_factor": 4.0,
                         "original_max_position_embeddings": 16}, **LLAMA)
    return Model(
        lens(rotary_base=100, use_NTK_by_parts_rope=True, NTK_by_parts_factor=8.0,
             NTK_by_parts_low_freq_factor=1.0, NTK_by_parts_high_freq_factor=4.0,
             NTK_original_ctx_len=16, original_architecture="LlamaForCausalLM", **LENS_LLAMA),
        transformers.LlamaForCausalLM(config), convert_llama_weights)


def mistral():
    config = transformers.MistralConfig(
        vocab_size=30, max_position_embeddings=16, intermediate_size=24, head_dim=4,
        sliding_window=4, rope_parameters={"rope_type": "default", "rope_theta": 5000.0}, **LLAMA)
    return Model(
        lens(rotary_base=5000, use_local_attn=True, attn_types=["local"] * 2, window_size=4,
             original_architecture="MistralForCausalLM", **LENS_LLAMA),
        transformers.MistralForCausalLM(config), convert_mistral_weights)


def qwen2():
    config = transformers.Qwen2Config(
        vocab_size=30, max_position_embeddings=16, intermediate_size=24,
        rope_parameters={"rope_type": "default", "rope_theta": 5000.0},
        **(LLAMA | {"tie_word_embeddings": True}))
    return Model(
        lens(rotary_base=5000, original_architecture="Qwen2ForCausalLM", **LENS_LLAMA),
        transformers.Qwen2ForCausalLM(config), convert_qwen2_weights)


def solu():
    return Model(lens(act_fn="solu_ln", normalization_type="LN"))


def solu_final_rms():
    return Model(lens(act_fn="solu_ln", normalization_type="LN", final_rms=True))


def attention_only():
    return Model(lens(attn_only=True, d_mlp=None, act_fn=None, normalization_type="LN"))


def parallel():
    """Attention and MLP side by side, with learned positions and a window in one layer."""
    return Model(lens(
        act_fn="relu", normalization_type="LN", parallel_attn_mlp=True, use_local_attn=True,
        attn_types=["local", "global"], window_size=3))


def gated():
    """Everything that a configuration in the manner of Llama can say, but with half-rotated heads."""
    return Model(lens(
        act_fn="gelu", normalization_type="RMS", gated_mlp=True, n_key_value_heads=2, d_head=8,
        positional_embedding_type="rotary", rotary_dim=4, rotary_base=500, use_local_attn=True,
        attn_types=["global", "local"], window_size=3))


def adjacent():
    """GPT-J's pairs of neighbours that rotate together, and scores divided by the layer's number."""
    return Model(lens(
        act_fn="gelu_new", normalization_type="LN", d_head=8, positional_embedding_type="rotary",
        rotary_dim=4, rotary_adjacent_pairs=True, parallel_attn_mlp=True,
        scale_attn_by_inverse_layer_idx=True))


def bare():
    """No normalization, no positions, attention both ways, and another vocabulary to predict."""
    return Model(lens(
        act_fn="solu", normalization_type=None, attention_dir="bidirectional", d_vocab=13,
        d_vocab_out=17))


BUILDERS = [gpt2, gpt_neo, gpt_neox, llama, llama3, mistral, qwen2, solu, solu_final_rms,
            attention_only, parallel, gated, adjacent, bare]


def randomize(model):
    """Weights large enough that every nonlinearity is felt; norms' scales away from one."""
    for name, parameter in model.named_parameters():
        with torch.no_grad():
            parameter.normal_(0, 0.4)
            is_scale = name.endswith("weight") and ("norm" in name or "ln_" in name)
            if is_scale or name.endswith((".w",)):
                parameter.add_(1)
