"""Writes Tests/Goldens/Probes/logits.*: logistic regressions of one column each, by statsmodels.

Run from the repository's root with statsmodels, numpy and safetensors installed:
    python scripts/oracles/logits.py
500 columns like a layer's activations, and 24 that cannot be fitted; 200 rows. Beside them the
corrected p-values of `multipletests`, Welch's t of scipy, and one printed summary.
"""

import datetime
import json
import pathlib
import warnings

import numpy as np
import safetensors
import scipy
import scipy.stats
import statsmodels
import statsmodels.api as sm
from safetensors.numpy import save_file
from statsmodels.stats.multitest import multipletests
from statsmodels.tools.sm_exceptions import ConvergenceWarning, PerfectSeparationWarning

SEED = 7
ROWS, NEURONS = 200, 500
OUT = pathlib.Path("Tests/Goldens/Probes")
NAMES = [
    "beta", "intercept", "standardError", "interceptError", "z", "p", "ciLow", "ciHigh",
    "pseudoR2", "logLikelihood", "likelihoodRatioP",
]


def columns(rng, labels):
    """Pre-activations of all scales, some through a GELU, most saying little of the label."""
    x = rng.normal(size=(ROWS, NEURONS)) * np.exp(rng.normal(size=NEURONS) * 0.7)
    effect = rng.uniform(-1.5, 1.5, size=NEURONS) * (rng.random(NEURONS) < 0.5)
    x += labels[:, None] * effect * x.std(0) + rng.normal(size=NEURONS)
    gated = rng.random(NEURONS) < 0.4
    x[:, gated] = x[:, gated] * scipy.stats.norm.cdf(x[:, gated])
    hopeless = rng.normal(size=(ROWS, 24))
    above = np.where(labels, 1.0, -1.0)
    hopeless[:, :8] = (0.5 + np.abs(hopeless[:, :8])) * above[:, None] * rng.choice([-1, 1], size=8)
    hopeless[:, 8:16] = np.maximum(hopeless[:, 8:16], 0) * labels[:, None]
    hopeless[:, 16:] = rng.normal(size=8)
    return np.hstack([x, hopeless]).astype(np.float32)


def fitted(y, x):
    """The numbers of one fit, and whether statsmodels warned."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        r = sm.Logit(y, sm.add_constant(x.astype(np.float64), has_constant="add")).fit(disp=0)
    kinds = {w.category for w in caught}
    low, high = r.conf_int()[1]
    values = [
        r.params[1], r.params[0], r.bse[1], r.bse[0], r.tvalues[1], r.pvalues[1], low, high,
        r.prsquared, r.llf, r.llr_pvalue,
    ]
    return values, PerfectSeparationWarning in kinds, ConvergenceWarning in kinds, r


def main():
    rng = np.random.default_rng(SEED)
    labels = rng.random(ROWS) < 0.45
    x = columns(rng, labels)
    y = labels.astype(int)
    table, perfect, unconverged, summaries = [], [], [], []
    for j in range(NEURONS + 16):
        values, separated, failed, result = fitted(y, x[:, j])
        perfect.append(separated)
        unconverged.append(failed)
        if j < NEURONS:
            table.append(values)
        if j in (0, 1):
            summaries.append(str(result.summary(xname=["const", "x1"])))
    assert not any(perfect[:NEURONS]) and not any(unconverged[:NEURONS])
    table = np.array(table)
    p = table[:, NAMES.index("p")]
    welch = scipy.stats.ttest_ind(
        x[labels][:, :50].astype(np.float64), x[~labels][:, :50].astype(np.float64),
        equal_var=False)
    tensors = {"x": x, "labels": labels.astype(np.float32)}
    # Float64 as text: safetensors of ours are float32.
    facts = {
        "statistics": {name: table[:, i].tolist() for i, name in enumerate(NAMES)},
        "perfectSeparation": perfect,
        "unconverged": unconverged,
        "bonferroni": multipletests(p, method="bonferroni")[1].tolist(),
        "holm": multipletests(p, method="holm")[1].tolist(),
        "benjaminiHochberg": multipletests(p, method="fdr_bh")[1].tolist(),
        "welchT": welch.statistic.tolist(),
        "welchP": welch.pvalue.tolist(),
        "summaries": summaries,
    }
    save_file(tensors, OUT / "logits.safetensors")
    (OUT / "logits.json").write_text(json.dumps(facts) + "\n")
    peers = {
        "statsmodels": statsmodels.__version__, "scipy": scipy.__version__,
        "numpy": np.__version__, "safetensors": safetensors.__version__,
    }
    provenance = {
        "script": "scripts/oracles/logits.py", "peers": peers, "seed": SEED,
        "date": datetime.date.today().isoformat(),
    }
    (OUT / "logits.provenance.json").write_text(json.dumps(provenance, indent=1) + "\n")
    print("separated", sum(perfect), "unconverged", sum(unconverged))


main()
