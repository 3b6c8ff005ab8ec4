"""Writes Tests/Goldens/AutoencoderFormats: small SAEs in the files of every tool that Thresher reads.

    python scripts/oracles/autoencoder_formats.py

Each folder holds the files as their tool writes them, and `rows.safetensors`: rows `x`, their
`features` and `reconstruction` by the tool's own classes. OpenAI's package and the training code
behind the oldest SAELens files are on no index: their classes' documented state dictionaries are
written, and computed with by the formulas of their papers.

Needs numpy, torch, safetensors, sae-lens, dictionary-learning and eai-sparsify (the last two may be
installed without their dependencies).
"""

import datetime
import gzip
import importlib.util
import json
import os
import pathlib
import pickle
import shutil
import sys
import types
from importlib.metadata import version

import numpy
import torch
from safetensors.torch import load_file, save_file

import sae_lens
from sae_lens import SAE
from sae_lens.saes.sae import SAEMetadata
from sae_lens.training.activation_scaler import ActivationScaler, ActivationWhitening

SEED = 33
FOLDER = pathlib.Path(__file__).parents[2] / "Tests" / "Goldens" / "AutoencoderFormats"
D_IN, D_SAE, ROWS = 6, 11, 9


def submodules_of(package):
    """Lets the modules of a package be imported without what its `__init__` imports."""
    module = types.ModuleType(package)
    module.__path__ = importlib.util.find_spec(package).submodule_search_locations
    sys.modules[package] = module


os.environ["SPARSIFY_DISABLE_TRITON"] = "1"
submodules_of("dictionary_learning")
submodules_of("sparsify")
config = types.ModuleType("dictionary_learning.config")
config.DEBUG = False
sys.modules["dictionary_learning.config"] = config
trainers = types.ModuleType("dictionary_learning.trainers")
trainers.__path__ = [sys.modules["dictionary_learning"].__path__[0] + "/trainers"]
sys.modules["dictionary_learning.trainers"] = trainers

from dictionary_learning.dictionary import (  # noqa: E402
    AutoEncoder, AutoEncoderNew, GatedAutoEncoder, JumpReluAutoEncoder)
from dictionary_learning.trainers.batch_top_k import BatchTopKSAE  # noqa: E402
from dictionary_learning.trainers.matryoshka_batch_top_k import MatryoshkaBatchTopKSAE  # noqa: E402
from dictionary_learning.trainers.top_k import AutoEncoderTopK  # noqa: E402
from sparsify.config import SparseCoderConfig  # noqa: E402
from sparsify.sparse_coder import SparseCoder  # noqa: E402


def randomize(module):
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(torch.randn_like(parameter) * 0.5)
    return module


def rows():
    return 2 * torch.randn(ROWS, D_IN) + 0.5


def folder(name):
    path = FOLDER / name
    path.mkdir(parents=True)
    return path


def keep(path, x, features, reconstruction):
    save_file(
        {"x": x, "features": features.contiguous(), "reconstruction": reconstruction.contiguous()},
        path / "rows.safetensors")
    print(path.name, "l0", (features != 0).float().sum(1).mean().item())


def metadata():
    return SAEMetadata(
        model_name="gpt2", hook_name="blocks.3.hook_resid_pre", context_size=128, prepend_bos=True,
        neuronpedia_id="gpt2-small/3-res", model_from_pretrained_kwargs={})


def saelens_training():
    """Training folders, and what their runs save for inference."""
    sizes = {"d_in": D_IN, "d_sae": D_SAE, "metadata": metadata()}
    classes = {
        "standard": (sae_lens.StandardTrainingSAE, sae_lens.StandardTrainingSAEConfig(**sizes)),
        "gated": (sae_lens.GatedTrainingSAE, sae_lens.GatedTrainingSAEConfig(**sizes)),
        "topk": (sae_lens.TopKTrainingSAE, sae_lens.TopKTrainingSAEConfig(k=3, **sizes)),
        "jumprelu": (sae_lens.JumpReLUTrainingSAE, sae_lens.JumpReLUTrainingSAEConfig(**sizes)),
        "batchtopk": (
            sae_lens.BatchTopKTrainingSAE, sae_lens.BatchTopKTrainingSAEConfig(k=3, **sizes)),
        "matryoshka": (
            sae_lens.MatryoshkaBatchTopKTrainingSAE,
            sae_lens.MatryoshkaBatchTopKTrainingSAEConfig(
                k=3, matryoshka_widths=[4, 8, D_SAE], **sizes)),
    }
    for name, (sae_class, cfg) in classes.items():
        sae = randomize(sae_class(cfg))
        if name == "jumprelu":
            with torch.no_grad():
                sae.threshold.abs_()
        if name in ("batchtopk", "matryoshka"):
            sae.topk_threshold = torch.tensor(0.7, dtype=torch.double)
        training, inference = folder(f"saelens_training_{name}"), folder(f"saelens_{name}")
        sae.save_model(training)
        sae.save_inference_model(inference)
        x = rows()
        with torch.no_grad():
            loaded = SAE.load_from_disk(inference)
            features = loaded.encode(x)
            for path in (training, inference):
                keep(path, x, features, loaded.decode(features))


def saelens_scaled():
    """Checkpoints whose activations are scaled, or whitened, before the SAE sees them."""
    for name, kind in (("scaled", "expected_average_only_in"), ("whitened", "covariance_whitening")):
        cfg = sae_lens.StandardTrainingSAEConfig(
            d_in=D_IN, d_sae=D_SAE, normalize_activations=kind, metadata=metadata())
        sae = randomize(sae_lens.StandardTrainingSAE(cfg))
        path = folder(f"saelens_training_{name}")
        sae.save_model(path)
        scaler = ActivationScaler()
        if name == "scaled":
            scaler.scaling_factor = 0.37
        else:
            matrix = torch.randn(D_IN, D_IN, dtype=torch.double)
            scaler.whitening = ActivationWhitening(
                mean=torch.randn(D_IN, dtype=torch.double), matrix=matrix,
                inverse_matrix=torch.linalg.inv(matrix))
        scaler.save(str(path / "activation_scaler.json"))
        x = rows()
        with torch.no_grad():
            features = sae.encode(scaler.scale(x.double()).float())
            keep(path, x, features, scaler.unscale(sae.decode(features).double()).float())


def saelens_flat():
    """`cfg.json` as SAELens wrote it before version 6: flat, with the older names of keys."""
    common = {
        "d_in": D_IN, "d_sae": D_SAE, "dtype": "torch.float32", "device": "cpu",
        "model_name": "gpt2-small", "hook_point_layer": 3, "hook_point_head_index": None,
        "activation_fn_kwargs": {}, "apply_b_dec_to_input": True,
        "finetuning_scaling_factor": False, "normalize_activations": False, "context_size": 128,
        "dataset_path": "Skylion007/openwebtext", "sae_lens_training_version": None,
    }
    cases = {
        "relu": {"hook_point": "blocks.3.hook_resid_pre", "activation_fn_str": "relu"},
        "topk": {
            "hook_point": "blocks.3.hook_resid_pre", "activation_fn_str": "topk",
            "activation_fn_kwargs": {"k": 3}, "normalize_activations": "layer_norm"},
        "hook_z": {"hook_name": "blocks.3.attn.hook_z", "activation_fn_str": "relu"},
    }
    for name, cfg in cases.items():
        path = folder(f"saelens_flat_{name}")
        (path / "cfg.json").write_text(json.dumps(common | cfg))
        weights = {
            "W_enc": torch.randn(D_IN, D_SAE), "b_enc": torch.randn(D_SAE),
            "W_dec": torch.randn(D_SAE, D_IN), "b_dec": torch.randn(D_IN),
            "scaling_factor": torch.ones(D_SAE)}
        save_file(weights, path / "sae_weights.safetensors")
        x = rows()
        with torch.no_grad():
            sae = SAE.load_from_disk(path)
            seen = x.reshape(ROWS, 2, 3) if name == "hook_z" else x
            features = sae.encode(seen)
            keep(path, x, features, sae.decode(features).reshape(ROWS, D_IN))


def relu_code(weights, x):
    features = ((x - weights["b_dec"]) @ weights["W_enc"] + weights["b_enc"]).relu()
    return features, features @ weights["W_dec"] + weights["b_dec"]


def plain_weights():
    return {
        "W_enc": torch.randn(D_IN, D_SAE), "b_enc": torch.randn(D_SAE),
        "W_dec": torch.randn(D_SAE, D_IN), "b_dec": torch.randn(D_IN)}


def legacy():
    """The files before SAELens: a configuration object and a state dictionary in one pickle."""
    module = types.ModuleType("sae_training.config")
    runner = type("LanguageModelSAERunnerConfig", (), {"__module__": "sae_training.config"})
    module.LanguageModelSAERunnerConfig = runner
    sys.modules["sae_training"] = types.ModuleType("sae_training")
    sys.modules["sae_training.config"] = module
    cfg = runner()
    cfg.__dict__.update(
        model_name="gpt2-small", hook_point="blocks.8.hook_resid_pre", hook_point_layer=8,
        hook_point_head_index=None, d_in=D_IN, d_sae=D_SAE, context_size=128, prepend_bos=True,
        dataset_path="Skylion007/openwebtext", l1_coefficient=8e-5, dtype=torch.float32,
        device=torch.device("cpu"))
    weights = plain_weights()
    state = {"cfg": cfg, "state_dict": weights | {"scaling_factor": torch.ones(D_SAE)}}
    x = rows()
    for name in ("legacy_pt", "legacy_pickle"):
        path = folder(name)
        if name == "legacy_pt":
            torch.save(state, path / "final_sparse_autoencoder.pt")
        else:
            with gzip.GzipFile(path / "final_sparse_autoencoder.pkl.gz", "wb", mtime=0) as file:
                pickle.dump(state, file)
        keep(path, x, *relu_code(weights, x))


def connor_rob():
    path = folder("connor_rob")
    weights = plain_weights()
    torch.save(weights, path / "gpt2-small_L5_Hcat_z.pt")
    cfg = {
        "act_size": D_IN, "dict_size": D_SAE, "act_name": "blocks.5.attn.hook_z", "layer": 5,
        "seq_len": 128, "model_name": "gpt2-small"}
    (path / "gpt2-small_L5_Hcat_z_cfg.json").write_text(json.dumps(cfg))
    x = rows()
    keep(path, x, *relu_code(weights, x))


def dictionary_learning():
    cases = {
        "AutoEncoder": AutoEncoder(D_IN, D_SAE),
        "AutoEncoderNew": AutoEncoderNew(D_IN, D_SAE),
        "GatedAutoEncoder": GatedAutoEncoder(D_IN, D_SAE),
        "JumpReluAutoEncoder": JumpReluAutoEncoder(D_IN, D_SAE),
        "AutoEncoderTopK": AutoEncoderTopK(D_IN, D_SAE, 3),
        "BatchTopKSAE": BatchTopKSAE(D_IN, D_SAE, 3),
        "MatryoshkaBatchTopKSAE": MatryoshkaBatchTopKSAE(D_IN, D_SAE, 3, [4, 7]),
    }
    for name, dictionary in cases.items():
        randomize(dictionary)
        if name in ("BatchTopKSAE", "MatryoshkaBatchTopKSAE"):
            dictionary.threshold.fill_(0.6)
        if name == "JumpReluAutoEncoder":
            dictionary.threshold.data.abs_()
        path = folder(f"dictionary_learning_{name}")
        torch.save(dictionary.state_dict(), path / "ae.pt")
        trainer = {
            "trainer_class": "Trainer", "dict_class": name, "activation_dim": D_IN,
            "dict_size": D_SAE, "k": 3, "lr": 1e-3, "steps": 100, "layer": 3,
            "lm_name": "EleutherAI/pythia-70m-deduped", "submodule_name": "resid_post_layer_3"}
        buffer = {"d_submodule": D_IN, "io": "out", "n_ctxs": 10, "ctx_len": 128, "device": "cpu"}
        (path / "config.json").write_text(json.dumps({"trainer": trainer, "buffer": buffer}))
        x = rows()
        with torch.no_grad():
            features = dictionary.encode(x)
            keep(path, x, features, dictionary.decode(features))


def sparsify():
    cases = {
        "layers.3": SparseCoderConfig(num_latents=D_SAE, k=3),
        "layers.4": SparseCoderConfig(num_latents=D_SAE, k=3, skip_connection=True),
        "layers.5.mlp": SparseCoderConfig(
            expansion_factor=2, k=3, transcode=True, skip_connection=True),
    }
    for name, cfg in cases.items():
        coder = randomize(SparseCoder(D_IN, cfg))
        path = folder("sparsify") / name if name == "layers.3" else FOLDER / "sparsify" / name
        coder.save_to_disk(path)
        x = rows()
        with torch.no_grad():
            values, indices, _ = coder.encode(x)
            features = torch.zeros(ROWS, coder.num_latents).scatter(1, indices, values)
            keep(path, x, features, coder(x).sae_out)
    run = {"model": "EleutherAI/pythia-70m", "dataset": "EleutherAI/rpj", "ctx_len": 2048}
    (FOLDER / "sparsify" / "config.json").write_text(json.dumps(run))


def openai():
    for activation in ("TopK", "ReLU"):
        path = folder(f"openai_{activation}")
        encoder, decoder = torch.randn(D_SAE, D_IN), torch.randn(D_IN, D_SAE)
        pre_bias, latent_bias = torch.randn(D_IN), torch.randn(D_SAE)
        state = {
            "pre_bias": pre_bias, "latent_bias": latent_bias,
            "stats_last_nonzero": torch.zeros(D_SAE, dtype=torch.long),
            "latents_activation_frequency": torch.ones(D_SAE),
            "latents_mean_square": torch.zeros(D_SAE), "encoder.weight": encoder,
            "decoder.weight": decoder, "activation": activation,
            "activation_state_dict": {"k": 3, "postact_fn": "ReLU"} if activation == "TopK" else {}}
        torch.save(state, path / "autoencoder.pt")
        x = rows()
        mean, deviation, seen = 0, 1, x
        if activation == "TopK":  # Such models read rows of mean 0 and deviation 1.
            mean = x.mean(1, keepdim=True)
            deviation = (x - mean).std(1, keepdim=True)
            seen = (x - mean) / (deviation + 1e-5)
        pre = (seen - pre_bias) @ encoder.T + latent_bias
        if activation == "TopK":
            top = pre.topk(3)
            pre = torch.zeros_like(pre).scatter(1, top.indices, top.values)
        features = pre.relu()
        keep(path, x, features, (features @ decoder.T + pre_bias) * deviation + mean)


def gemma_scope():
    for name, lower in (("new", False), ("old", True)):
        path = folder(f"gemma_scope_{name}")
        weights = plain_weights() | {"threshold": torch.randn(D_SAE).abs()}
        spelled = {k.lower() if lower else k: v.numpy() for k, v in weights.items()}
        numpy.savez(path / "params.npz", **spelled)
        x = rows()
        pre = x @ weights["W_enc"] + weights["b_enc"]
        features = pre.relu() * (pre > weights["threshold"])
        keep(path, x, features, features @ weights["W_dec"] + weights["b_dec"])


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    torch.manual_seed(SEED)
    for write in (
        saelens_training, saelens_scaled, saelens_flat, legacy, connor_rob, dictionary_learning,
        sparsify, openai, gemma_scope,
    ):
        write()
    peers = [
        "dictionary-learning", "eai-sparsify", "numpy", "safetensors", "sae-lens", "torch"]
    provenance = {
        "script": "scripts/oracles/autoencoder_formats.py",
        "peers": {name: version(name) for name in peers},
        "seed": SEED,
        "date": datetime.date.today().isoformat(),
    }
    (FOLDER / "provenance.json").write_text(json.dumps(provenance, indent=2) + "\n")


main()
