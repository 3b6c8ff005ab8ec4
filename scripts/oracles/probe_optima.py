"""Writes Tests/Goldens/Probes/optima.*: 20 hard L1, L2 and elastic-net regressions and their minima.

Run from the repository's root with numpy, scikit-learn and safetensors installed:
    python scripts/oracles/probe_optima.py
Each minimum is from accelerated proximal gradient in float64, then Newton's method with the signs
held, until the conditions of optimality hold to 1e-8 of the sum of weights; where that is
well-posed, scikit-learn's coefficients stand beside it. Also what scikit-learn's `saga` makes of a
problem in few epochs, its `train_test_split`, and a multinomial fit.
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
from sklearn.model_selection import train_test_split

SEED = 11
OUT = pathlib.Path("Tests/Goldens/Probes")


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def objective(x, y, a, l1, w, b):
    z = -y * (x @ w + b)
    return (a * np.logaddexp(0, z)).sum() + l1 * np.abs(w).sum() + (1 - l1) / 2 * (w**2).sum()


def accelerated(x, y, a, l1, steps=60_000):
    """FISTA with restarts; the intercept is a column of ones that costs nothing."""
    design = np.hstack([x, np.ones((len(x), 1))])
    cost = np.append(np.full(x.shape[1], l1), 0)
    ridge = np.append(np.full(x.shape[1], 1 - l1), 0)
    lipschitz = np.linalg.norm(design * np.sqrt(a)[:, None], 2) ** 2 / 4 + 1 - l1
    v = np.zeros(design.shape[1])
    u, t = v.copy(), 1.0
    for _ in range(steps):
        g = -design.T @ (a * y * sigmoid(-y * (design @ u))) + ridge * u
        n = u - g / lipschitz
        n = np.sign(n) * np.maximum(np.abs(n) - cost / lipschitz, 0)
        if (u - n) @ (n - v) > 0:
            t = 1.0
        s = (1 + np.sqrt(1 + 4 * t * t)) / 2
        u = n + (t - 1) / s * (n - v)
        v, t = n, s
    return v[:-1], v[-1]


def polish(x, y, a, l1, w, b):
    support = np.flatnonzero(np.abs(w) > 1e-7)
    design = np.hstack([x[:, support], np.ones((len(x), 1))])
    signs = np.append(np.sign(w[support]) * l1, 0)
    ridge = np.append(np.full(len(support), 1 - l1), 0)
    v = np.append(w[support], b)
    for _ in range(60):
        p = sigmoid(-y * (design @ v))
        g = -design.T @ (a * y * p) + signs + ridge * v
        h = (design * (a * p * (1 - p))[:, None]).T @ design + np.diag(ridge)
        v = v - np.linalg.lstsq(h, g, rcond=1e-13)[0]
    best = np.zeros_like(w)
    best[support] = v[:-1]
    return best, v[-1]


def violation(x, y, a, l1, w, b):
    r = a * y * sigmoid(-y * (x @ w + b))
    g = -x.T @ r + (1 - l1) * w
    on = w != 0
    worst = [abs(r.sum())] + list(np.abs(g + l1 * np.sign(w))[on])
    return max(worst + list(np.maximum(np.abs(g[~on]) - l1, 0))) / a.sum()


def problems(rng):
    def rows(n, p, strength=1.5, shift=0.0):
        x = rng.normal(size=(n, p))
        w = rng.normal(size=p) * (rng.random(p) < 0.3) * strength
        return x, rng.random(n) < sigmoid(x @ w + shift)

    for seed in range(2):
        yield f"tall{seed}", *rows(120, 12), 1.0, 1.0
        yield f"wide{seed}", *rows(40, 90), 2.0, 1.0
        yield f"unbalanced{seed}", *rows(120, 20, shift=-3), 1.0, 1.0
        x, _ = rows(60, 20)
        yield f"separable{seed}", x, x[:, 0] - 2 * x[:, 3] > 0.2, 30.0, 1.0
        x, _ = rows(80, 16)
        x[:, 8:] = x[:, :8] + 1e-3 * rng.normal(size=(80, 8))
        yield f"collinear{seed}", x, x[:, 0] + x[:, 1] + rng.normal(size=80) > 0, 1.0, 1.0
        x, y = rows(80, 14)
        x[:, 3], x[:, 9], x[:, 7] = 5.0, 0.0, x[:, 1]
        yield f"constantDuplicate{seed}", x, y, 1.0, 1.0
        x, y = rows(90, 20)
        x = x * np.exp(rng.normal(size=20)) + rng.normal(size=20) * 4
        yield f"scaled{seed}", x, y, 0.5, 1.0
        x, y = rows(100, 30)
        yield f"gelu{seed}", x * sigmoid(1.702 * x), y, 1.0, 1.0
    yield "ridgeWide", *rows(40, 60), 1.0, 0.0
    yield "ridgeTall", *rows(120, 20), 10.0, 0.0
    yield "elastic", *rows(60, 80), 1.0, 0.3
    yield "elasticNearRidge", *rows(100, 30), 1.0, 0.05


def saga(rng):
    """A few epochs in float64, as they come."""
    x = np.maximum(rng.normal(size=(60, 10)), 0).astype(np.float32)
    y = rng.random(60) < sigmoid(2 * x[:, 0] - 2 * x[:, 4])
    runs = []
    for l1, C, epochs, state in [(1.0, 0.5, 3, 42), (1.0, 2.0, 7, 0), (0.0, 1.0, 5, 7), (1.0, 1.0, 500, 1)]:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            model = LogisticRegression(
                l1_ratio=l1, C=C, solver="saga", max_iter=epochs, random_state=state, tol=1e-4)
            model.fit(x.astype(np.float64), y)
        runs.append({
            "l1": l1, "C": C, "maxIter": epochs, "randomState": state,
            "coefficients": model.coef_[0].tolist(), "intercept": float(model.intercept_[0]),
            "iterations": int(model.n_iter_[0]),
            "unconverged": any("max_iter" in str(w.message) for w in caught),
        })
    return x, y, runs


def multinomial(rng):
    x = rng.normal(size=(90, 8)).astype(np.float32)
    y = np.argmax(x[:, :3] + 0.8 * rng.normal(size=(90, 3)), axis=1)
    fits = []
    for l1, C in [(1.0, 1.0), (0.0, 1.0)]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            m = LogisticRegression(
                l1_ratio=l1, C=C, solver="saga", max_iter=200_000, tol=1e-12, random_state=0)
            m.fit(x.astype(np.float64), y)
        margins = x.astype(np.float64) @ m.coef_.T + m.intercept_
        top = margins.max(1)
        loss = (top + np.log(np.exp(margins - top[:, None]).sum(1)) - margins[range(90), y]).sum()
        cost = l1 * np.abs(m.coef_).sum() + (1 - l1) / 2 * (m.coef_**2).sum()
        fits.append({"l1": l1, "C": C, "objective": C * loss + cost,
                     "coefficients": m.coef_.tolist()})
    return x, y, fits


def main():
    rng = np.random.default_rng(SEED)
    tensors, facts = {}, []
    for name, x, labels, C, l1 in problems(rng):
        x = x.astype(np.float32)
        exact = x.astype(np.float64)
        y, a = np.where(labels, 1.0, -1.0), np.full(len(x), C)
        w, b = accelerated(exact, y, a, l1)
        refined = polish(exact, y, a, l1, w, b)
        if objective(exact, y, a, l1, *refined) <= objective(exact, y, a, l1, w, b):
            w, b = refined
        worst = violation(exact, y, a, l1, w, b)
        assert worst < 1e-8, (name, worst)
        tensors[name + ".x"] = x
        tensors[name + ".labels"] = np.asarray(labels).astype(np.float32)
        facts.append({"name": name, "C": C, "l1": l1, "objective": objective(exact, y, a, l1, w, b)})
        print(name, x.shape, "active", int((w != 0).sum()), "violation", worst)
    assert len(facts) == 20
    x, y, sagaRuns = saga(rng)
    tensors["saga.x"], tensors["saga.labels"] = x, y.astype(np.float32)
    x, y, multinomialFits = multinomial(rng)
    tensors["multinomial.x"], tensors["multinomial.classes"] = x, y.astype(np.float32)
    splits = []
    for n, state, size in [(10, 42, 0.2), (101, 42, 0.2), (1000, 7, 0.25)]:
        train, test = train_test_split(np.arange(n), test_size=size, random_state=state)
        splits.append({"count": n, "randomState": state, "testFraction": size,
                       "test": sorted(test.tolist()), "train": len(train)})
    save_file(tensors, OUT / "optima.safetensors")
    (OUT / "optima.json").write_text(json.dumps(
        {"problems": facts, "saga": sagaRuns, "multinomial": multinomialFits, "splits": splits},
        indent=1) + "\n")
    peers = {"scikit-learn": sklearn.__version__, "numpy": np.__version__,
             "safetensors": safetensors.__version__}
    (OUT / "optima.provenance.json").write_text(json.dumps({
        "script": "scripts/oracles/probe_optima.py", "peers": peers, "seed": SEED,
        "date": datetime.date.today().isoformat()}, indent=1) + "\n")


main()
