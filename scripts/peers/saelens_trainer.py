"""SAELens 6.54's trainer, one step at a time: what scripts/peers/sae and recovery measure against."""

import torch
from safetensors.torch import load_file


def first_weights(folder, decoder_norm):
    """What Thresher began with, as it was before the decoder's norms were folded in on saving."""
    weights = load_file(folder / "sae_weights.safetensors")
    scale = decoder_norm / weights["W_dec"].norm(dim=1)
    weights["W_dec"] *= scale[:, None]
    weights["W_enc"] /= scale
    if "b_enc" in weights:
        weights["b_enc"] /= scale
    return weights


class SAELens:
    """An autoencoder in training, from given first weights, with SAELens's clipping to norm 1."""

    def __init__(self, architecture, d_in, width, k, start, rate, l1, l0, dead_window=None,
                 **options):
        from sae_lens.saes import batchtopk_sae, gated_sae, jumprelu_sae
        from sae_lens.saes import matryoshka_batchtopk_sae as matryoshka_sae
        from sae_lens.saes import standard_sae, topk_sae

        sizes = {"d_in": d_in, "d_sae": width, **options}
        make = {
            "topk": lambda: topk_sae.TopKTrainingSAE(
                topk_sae.TopKTrainingSAEConfig(k=k, **sizes)),
            "batchtopk": lambda: batchtopk_sae.BatchTopKTrainingSAE(
                batchtopk_sae.BatchTopKTrainingSAEConfig(k=k, **sizes)),
            "matryoshka": lambda: matryoshka_sae.MatryoshkaBatchTopKTrainingSAE(
                matryoshka_sae.MatryoshkaBatchTopKTrainingSAEConfig(k=k, **sizes)),
            "jumprelu": lambda: jumprelu_sae.JumpReLUTrainingSAE(
                jumprelu_sae.JumpReLUTrainingSAEConfig(**sizes)),
            "standard": lambda: standard_sae.StandardTrainingSAE(
                standard_sae.StandardTrainingSAEConfig(**sizes)),
            "gated": lambda: gated_sae.GatedTrainingSAE(gated_sae.GatedTrainingSAEConfig(**sizes)),
        }
        self.sae = make[architecture]()
        self.coefficients = {
            "jumprelu": {"l0": l0}, "standard": {"l1": l1}, "gated": {"l1": l1},
        }.get(architecture, {})
        with torch.no_grad():
            for name, parameter in self.sae.named_parameters():
                if name in start:
                    parameter.copy_(start[name])
        self.optimizer = torch.optim.Adam(self.sae.parameters(), lr=rate)
        self.dead_window = dead_window
        self.since_fired = torch.zeros(width)

    def step(self, batch):
        """One step of SAETrainer._train_step; what the forward pass gave."""
        from sae_lens.saes.sae import TrainStepInput

        dead = None if self.dead_window is None else self.since_fired > self.dead_window
        output = self.sae.training_forward_pass(TrainStepInput(
            sae_in=batch, coefficients=self.coefficients, dead_neuron_mask=dead,
            n_training_steps=0, is_logging_step=False))
        self.since_fired += 1
        self.since_fired[output.feature_acts.bool().any(0)] = 0
        output.loss.backward()
        torch.nn.utils.clip_grad_norm_(self.sae.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        return output
