"""Writes Tests/Goldens/Probes: small logistic regressions and their optima by scikit-learn.

Run from the repository's root with scikit-learn, numpy and safetensors installed:
    python scripts/oracles/probes.py
Each optimum is scikit-learn's, from `saga` or `lbfgs` run to the end in float64, then polished by
Newton's method on its support; the conditions of optimality hold to 1e-9.
"""

import datetime
import json
import pathlib
import warnings

import numpy as np
import safetensors
import sklearn
from safetensors.numpy import save_file
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (
    accuracy_score,
    average_precision_score,
    f1_score,
    matthews_corrcoef,
    precision_score,
    recall_score,
    roc_auc_score,
)

SEED = 20
OUT = pathlib.Path("Tests/Goldens/Probes")


def sigmoid(z):
    return np.where(z >= 0, 1 / (1 + np.exp(-np.abs(z))), np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))))


def objective(x, y, a, ratio, w, b):
    z = -y * (x @ w + b)
    return (a * np.logaddexp(0, z)).sum() + ratio * np.abs(w).sum() + (1 - ratio) / 2 * (w**2).sum()


def slopes(x, y, a, w, b):
    r = a * y * sigmoid(-y * (x @ w + b))
    return -x.T @ r, -r.sum()


def polish(x, y, a, ratio, w, b):
    """Newton's method with the signs of the coefficients held."""
    support = np.flatnonzero(np.abs(w) > 1e-9) if ratio > 0 else np.arange(len(w))
    signs = np.sign(w[support])
    design = np.hstack([x[:, support], np.ones((len(x), 1))])
    v = np.append(w[support], b)
    for _ in range(50):
        p = sigmoid(-y * (design @ v))
        g = -design.T @ (a * y * p)
        g[:-1] += ratio * signs + (1 - ratio) * v[:-1]
        h = (design * (a * p * (1 - p))[:, None]).T @ design
        h[range(len(support)), range(len(support))] += 1 - ratio
        v = v - np.linalg.solve(h, g)
    w = np.zeros_like(w)
    w[support] = v[:-1]
    return w, v[-1]


def check(x, y, a, ratio, w, b):
    g, g0 = slopes(x, y, a, w, b)
    on = w != 0
    worst = [abs(g0)]
    worst += list(np.abs(g + ratio * np.sign(w) + (1 - ratio) * w)[on])
    worst += list(np.maximum(np.abs(g[~on]) - ratio, 0))
    assert max(worst) < 1e-9 * a.sum(), max(worst)


def solve(x, labels, C, ratio, class_weight):
    x = x.astype(np.float64)
    y = np.where(labels, 1.0, -1.0)
    n, positives = len(y), labels.sum()
    weight = {True: 1.0, False: 1.0}
    if class_weight == "balanced":
        weight = {True: n / (2 * positives), False: n / (2 * (n - positives))}
    a = C * np.array([weight[bool(label)] for label in labels])
    model = LogisticRegression(
        l1_ratio=ratio, C=C, solver="lbfgs" if ratio == 0 else "saga",
        tol=1e-13, max_iter=2_000_000 if ratio > 0 else 100_000,
        class_weight=class_weight, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(x, labels)
    w, b = polish(x, y, a, ratio, model.coef_[0].copy(), model.intercept_[0])
    check(x, y, a, ratio, w, b)
    return w, b, objective(x, y, a, ratio, w, b)


def problems():
    rng = np.random.default_rng(SEED)

    def rows(n, p, strength=1.0, shift=0.0):
        x = rng.normal(size=(n, p)).astype(np.float32)
        w = rng.normal(size=p) * (rng.random(p) < 0.3) * strength
        labels = rng.random(n) < sigmoid(x @ w + shift)
        return x, labels

    yield "tall", *rows(60, 12, 2), 1.0, 1.0, None, False
    yield "unbalanced", *rows(80, 15, 2, -2.5), 0.5, 1.0, None, False
    yield "balanced", *rows(80, 15, 2, -2), 0.5, 1.0, "balanced", False
    yield "wide", *rows(40, 60, 2), 2.0, 1.0, None, False
    x, _ = rows(60, 8)
    x[:, 4:] = x[:, :4] + 0.01 * rng.normal(size=(60, 4)).astype(np.float32)
    yield "collinear", x, x[:, 0] + x[:, 1] > rng.normal(size=60), 1.0, 1.0, None, False
    x, _ = rows(50, 10)
    yield "separable", x, x[:, 2] - x[:, 5] > 0.1, 20.0, 1.0, None, False
    x, labels = rows(60, 10, 2)
    x = (x * np.float32([1, 1, 3, 0.2, 1, 1, 2, 1, 8, 1]) + np.float32(np.arange(10))).astype(np.float32)
    yield "scaled", x, labels, 1.0, 1.0, None, False
    yield "standardized", x, labels, 1.0, 1.0, None, True
    yield "ridge", *rows(60, 12, 2), 1.0, 0.0, None, False
    yield "elastic", *rows(60, 12, 2), 1.0, 0.4, None, False


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    tensors, facts = {}, {}
    for name, x, labels, C, ratio, class_weight, standardizes in problems():
        labels = np.asarray(labels)
        mean, deviation = np.zeros(x.shape[1]), np.ones(x.shape[1])
        if standardizes:
            mean, deviation = x.astype(np.float64).mean(0), x.astype(np.float64).std(0)
        w, b, value = solve((x - mean) / deviation, labels, C, ratio, class_weight)
        w = w / deviation
        b = b - w @ mean
        tensors[name + ".x"] = x
        tensors[name + ".labels"] = labels.astype(np.float32)
        tensors[name + ".coefficients"] = w.astype(np.float32)
        decisions = (x @ w.astype(np.float32)).astype(np.float32)
        tensors[name + ".scored"] = decisions
        called = decisions > 0
        facts[name] = {
            "C": C, "l1Ratio": ratio, "balanced": class_weight == "balanced",
            "standardizes": standardizes, "objective": value, "intercept": b,
            "scores": {
                "precision": precision_score(labels, called, zero_division=0),
                "recall": recall_score(labels, called),
                "f1": f1_score(labels, called),
                "mcc": matthews_corrcoef(labels, called),
                "accuracy": accuracy_score(labels, called),
                "rocAUC": roc_auc_score(labels, decisions),
                "prAUC": average_precision_score(labels, decisions),
            },
        }
        print(name, x.shape, "active", int((w != 0).sum()), "objective", value)
    save_file(tensors, OUT / "regressions.safetensors")
    (OUT / "regressions.json").write_text(json.dumps(facts, indent=1, sort_keys=True) + "\n")
    provenance = {
        "script": "scripts/oracles/probes.py",
        "peers": {
            "scikit-learn": sklearn.__version__, "numpy": np.__version__,
            "safetensors": safetensors.__version__,
        },
        "seed": SEED,
        "date": datetime.date.today().isoformat(),
    }
    (OUT / "provenance.json").write_text(json.dumps(provenance, indent=1) + "\n")


main()
