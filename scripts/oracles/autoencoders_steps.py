"""Writes Tests/Goldens/Autoencoders/steps: one training step of every architecture by SAELens.

    python scripts/oracles/autoencoders_steps.py

Each file holds the weights before, the batch, the loss terms, the gradients after clipping to norm 1
and the weights after one step of Adam, as SAELens's trainer takes it. SAELens does not train
transcoders: theirs is a step of its transcoder modules under torch.

Needs numpy, torch, safetensors and sae-lens.
"""

import datetime
import json
import pathlib
from importlib.metadata import version

import torch
from safetensors.torch import save_file
from sae_lens.saes.batchtopk_sae import BatchTopKTrainingSAE, BatchTopKTrainingSAEConfig
from sae_lens.saes.gated_sae import GatedTrainingSAE, GatedTrainingSAEConfig
from sae_lens.saes.jumprelu_sae import JumpReLUTrainingSAE, JumpReLUTrainingSAEConfig
from sae_lens.saes.matryoshka_batchtopk_sae import (
    MatryoshkaBatchTopKTrainingSAE, MatryoshkaBatchTopKTrainingSAEConfig)
from sae_lens.saes.sae import TrainStepInput
from sae_lens.saes.standard_sae import StandardTrainingSAE, StandardTrainingSAEConfig
from sae_lens.saes.topk_sae import TopKTrainingSAE, TopKTrainingSAEConfig
from sae_lens.saes.transcoder import (
    SkipTranscoder, SkipTranscoderConfig, Transcoder, TranscoderConfig)

SEED = 8
RATE = 0.01
FOLDER = pathlib.Path(__file__).parents[2] / "Tests" / "Goldens" / "Autoencoders" / "steps"
D_IN, D_SAE, D_OUT, ROWS = 8, 20, 5, 24
DEAD = [3, 4, 9, 15, 18]


def saes():
    """Name, SAE, coefficients, whether some features are dead."""
    sizes = {"d_in": D_IN, "d_sae": D_SAE}

    def jumprelu(**options):
        return JumpReLUTrainingSAE(JumpReLUTrainingSAEConfig(
            jumprelu_bandwidth=0.4, jumprelu_init_threshold=0.3, **options, **sizes))

    yield "standard", StandardTrainingSAE(StandardTrainingSAEConfig(**sizes)), {"l1": 0.7}, False
    yield "standard_uncentered", StandardTrainingSAE(
        StandardTrainingSAEConfig(apply_b_dec_to_input=False, **sizes)), {"l1": 0.7}, False
    for name, dead in [("topk", False), ("topk_dead", True)]:
        yield name, TopKTrainingSAE(
            TopKTrainingSAEConfig(k=3, aux_loss_coefficient=0.5, **sizes)), {}, dead
    for name, dead in [("batchtopk", False), ("batchtopk_dead", True)]:
        yield name, BatchTopKTrainingSAE(BatchTopKTrainingSAEConfig(k=2.5, **sizes)), {}, dead
    for name, dead in [("matryoshka", False), ("matryoshka_dead", True)]:
        yield name, MatryoshkaBatchTopKTrainingSAE(MatryoshkaBatchTopKTrainingSAEConfig(
            k=3, matryoshka_widths=[4, 11, D_SAE], **sizes)), {}, dead
    yield "jumprelu_step", jumprelu(), {"l0": 0.6}, False
    yield "jumprelu_tanh", jumprelu(
        jumprelu_sparsity_loss_mode="tanh", jumprelu_ste_to_input=True,
        pre_act_loss_coefficient=0.2), {"l0": 0.6}, True
    yield "jumprelu_quadratic", jumprelu(
        jumprelu_sparsity_loss_mode="quadratic", target_l0=4.0), {"l0": 0.6}, False
    yield "gated", GatedTrainingSAE(GatedTrainingSAEConfig(**sizes)), {"l1": 0.7}, False
    sizes |= {"d_out": D_OUT, "apply_b_dec_to_input": False}
    yield "transcoder", Transcoder(TranscoderConfig(**sizes)), None, False
    yield "skip_transcoder", SkipTranscoder(SkipTranscoderConfig(**sizes)), None, False


def randomize(sae):
    with torch.no_grad():
        for name, parameter in sae.named_parameters():
            if name != "threshold":
                parameter.copy_(torch.randn_like(parameter) * 0.4)
            else:
                parameter.add_(0.2 * torch.rand_like(parameter))


def losses_of(sae, x, coefficients, dead):
    """The terms of the loss."""
    if coefficients is None:
        target = torch.randn(ROWS, D_OUT)
        return {"mse_loss": (sae(x) - target).pow(2).sum(-1).mean()}, {"target": target}
    mask = torch.zeros(D_SAE, dtype=torch.bool)
    if dead:
        mask[DEAD] = True
    output = sae.training_forward_pass(TrainStepInput(
        sae_in=x, coefficients=coefficients, dead_neuron_mask=mask if dead else None,
        n_training_steps=0, is_logging_step=False))
    assert torch.isclose(output.loss, sum(output.losses.values()))
    return output.losses, {}


def main():
    torch.manual_seed(SEED)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, sae, coefficients, dead in saes():
        randomize(sae)
        x = torch.randn(ROWS, D_IN) + 0.3
        tensors = {f"before.{n}": p.detach().clone() for n, p in sae.named_parameters()}
        optimizer = torch.optim.Adam(sae.parameters(), lr=RATE)
        losses, extra = losses_of(sae, x, coefficients, dead)
        sum(losses.values()).backward()
        torch.nn.utils.clip_grad_norm_(sae.parameters(), 1.0)
        optimizer.step()
        tensors |= {f"loss.{n}": v.detach().reshape(1) for n, v in losses.items()}
        tensors |= {f"gradient.{n}": p.grad for n, p in sae.named_parameters()}
        tensors |= {f"after.{n}": p.detach() for n, p in sae.named_parameters()}
        if hasattr(sae, "topk_threshold"):
            tensors["topk_threshold"] = sae.topk_threshold.float().reshape(1)
        tensors |= {"x": x, **extra}
        save_file({n: t.contiguous() for n, t in tensors.items()}, FOLDER / f"{name}.safetensors")
        print(name, {n: round(v.item(), 4) for n, v in losses.items()})
    provenance = {
        "script": "scripts/oracles/autoencoders_steps.py",
        "peers": {name: version(name) for name in ["safetensors", "sae-lens", "torch"]},
        "seed": SEED,
        "date": datetime.date.today().isoformat(),
    }
    (FOLDER / "provenance.json").write_text(json.dumps(provenance, indent=2) + "\n")


main()
