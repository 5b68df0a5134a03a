"""Trajectory metrics by evo, consistency numbers by numpy and scipy: what core/evaluation must equal.

`evo_oracle.py SEED` prints JSON. tests/oracles/evo_oracle.json is its output for seed 1
(evo 1.38.1, numpy 2.4.6, scipy 1.17.1); where Python has evo, the tests also run it on another seed.
"""

import copy
import json
import sys

import numpy as np
from evo.core import metrics, sync
from evo.core.trajectory import PoseTrajectory3D
from evo.core.units import Unit
from scipy import optimize, stats
from scipy.spatial.transform import Rotation


def walk(rng, n, planar):
    """A smooth random motion of n poses."""
    steps = np.cumsum(rng.normal(size=(n, 3)), axis=0) * 0.1
    positions = np.cumsum(steps, axis=0) * 0.1
    turns = np.cumsum(np.cumsum(rng.normal(size=(n, 3)), axis=0) * 0.02, axis=0)
    if planar:
        positions[:, 2] = 0.0
        turns[:, :2] = 0.0
    return positions, Rotation.from_rotvec(turns)


def trajectory(stamps, positions, rotations):
    return PoseTrajectory3D(positions, np.roll(rotations.as_quat(), 1, axis=1), stamps)


def pair(rng, kind):
    """(reference, estimate) of different length, with jittered stamps."""
    n = 36
    stamps = np.arange(n) * 0.1
    positions, rotations = walk(rng, n, kind == "planar")
    reference = trajectory(stamps, positions, rotations)
    keep = np.sort(rng.choice(n, size=n - 5, replace=False))
    jitter = rng.uniform(-0.014, 0.014, size=keep.size)
    scale = 1.3 if kind == "scaled" else 1.0
    noise = {"mirrored": 3.0, "scaled": 0.0}.get(kind, 0.05)
    turn = Rotation.from_rotvec([0, 0, 0.7] if kind == "planar" else rng.normal(size=3))
    moved = turn.apply(positions[keep] * scale) + rng.normal(size=3)
    if kind == "mirrored":  # the best orthogonal map is a reflection: the sign fix must act
        moved[:, 2] *= -1.0
        noise = 0.01
    lift = [1, 1, 0] if kind == "planar" else [1, 1, 1]
    moved = moved + noise * rng.normal(size=moved.shape) * lift
    turned = turn * rotations[keep] * Rotation.from_rotvec(0.05 * rng.normal(size=moved.shape) * lift[::-1])
    return reference, trajectory(stamps[keep] + jitter, moved, turned)


def result(metric, reference, estimate):
    metric.process_data((reference, estimate))
    return {k: float(v) for k, v in metric.get_all_statistics().items()}


PARTS = {
    "translation": metrics.PoseRelation.translation_part,
    "rotation": metrics.PoseRelation.rotation_angle_rad,
}
STEPS = [(1, "frames"), (5, "frames"), (0.5, "m"), (0.4, "rad"), (0.25, "s")]


def yaw_aligned(reference, estimate):
    """Turn about z and shift of least squares, by a root of the derivative: not the closed form."""
    e = estimate.positions_xyz - estimate.positions_xyz.mean(axis=0)
    r = reference.positions_xyz - reference.positions_xyz.mean(axis=0)

    def cost(a):
        return np.sum((Rotation.from_rotvec([0, 0, a]).apply(e) - r) ** 2)

    def slope(a):
        turned = Rotation.from_rotvec([0, 0, a]).apply(e)
        return np.sum(np.cross([0, 0, 1], turned) * (turned - r))

    best = min(np.linspace(-np.pi, np.pi, 721), key=cost)
    yaw = optimize.brentq(slope, best - 0.02, best + 0.02, xtol=1e-15)
    t = np.eye(4)
    t[:3, :3] = Rotation.from_rotvec([0, 0, yaw]).as_matrix()
    t[:3, 3] = reference.positions_xyz.mean(axis=0) - t[:3, :3] @ estimate.positions_xyz.mean(axis=0)
    aligned = copy.deepcopy(estimate)
    aligned.transform(t)
    return aligned


def aligned(mode, reference, estimate):
    if mode == "yaw":
        return yaw_aligned(reference, estimate)
    out = copy.deepcopy(estimate)
    if mode == "origin":
        out.align_origin(reference)
    elif mode != "none":
        out.align(reference, correct_scale=mode == "sim3")
    return out


def by_time(reference, estimate, delta, part):
    """evo has no steps by time: its error of a pair, over pairs chosen here."""
    ids = [0]
    for i, stamp in enumerate(estimate.timestamps):
        if stamp - estimate.timestamps[ids[-1]] >= delta:
            ids.append(i)
    pr, pe = reference.poses_se3, estimate.poses_se3
    pairs = [metrics.RPE.rpe_base(pr[i], pr[j], pe[i], pe[j]) for i, j in zip(ids, ids[1:])]
    if part == "translation":
        error = np.array([np.linalg.norm(e[:3, 3]) for e in pairs])
    else:
        error = Rotation.from_matrix([e[:3, :3] for e in pairs]).magnitude()
    metric = metrics.RPE()
    metric.error = error
    return {k: float(v) for k, v in metric.get_all_statistics().items()}


def relative(reference, estimate):
    out = []
    units = {"frames": Unit.frames, "m": Unit.meters, "rad": Unit.radians}
    for delta, unit in STEPS:
        for part, relation in PARTS.items():
            if unit == "s":
                found = by_time(reference, estimate, delta, part)
            else:
                found = result(metrics.RPE(relation, delta, units[unit]), reference, estimate)
            out.append({"delta": delta, "unit": unit, "part": part, "statistics": found})
    return out


def rows(t):
    return np.column_stack([t.timestamps, t.positions_xyz, t.orientations_quat_wxyz]).tolist()


def case(rng, kind):
    reference, estimate = pair(rng, kind)
    first, second = sync.associate_trajectories(reference, estimate)
    absolute = {}
    for mode in ["none", "origin", "yaw", "se3", "sim3"]:
        moved = aligned(mode, first, second)
        absolute[mode] = {p: result(metrics.APE(r), first, moved) for p, r in PARTS.items()}
    return {
        "kind": kind,
        "reference": rows(reference),
        "estimate": rows(estimate),
        "associated": [first.timestamps.tolist(), second.timestamps.tolist()],
        "ape": absolute,
        "rpe": relative(first, second),
    }


def consistency(rng):
    """Normalised squares, χ² bands of means, autocorrelations."""
    squares = []
    for n in [1, 3, 12]:
        root = rng.normal(size=(n, n + 2))
        covariance, error = root @ root.T, rng.normal(size=n)
        value = float(error @ np.linalg.solve(covariance, error))
        squares.append({"error": error.tolist(), "covariance": covariance.ravel().tolist(), "value": value})
    bands = []
    for dof, count, p in [(3, 50, 0.95), (12, 100, 0.95), (12, 400, 0.999), (3, 400, 0.999), (1, 20, 0.999)]:
        low, high = stats.chi2.ppf([(1 - p) / 2, (1 + p) / 2], dof * count) / count
        bands.append({"dof": dof, "count": count, "probability": p, "low": low, "high": high})
    noise = rng.normal(size=(60, 2))
    lags = [
        float(np.sum(noise[:-k] * noise[k:]) / np.sqrt(np.sum(noise[:-k] ** 2) * np.sum(noise[k:] ** 2)))
        for k in [1, 4]
    ]
    return {"squares": squares, "bands": bands, "sequence": noise.ravel().tolist(), "lags": lags}


if __name__ == "__main__":
    rng = np.random.default_rng(int(sys.argv[1]))
    cases = [case(rng, kind) for kind in ["spatial", "planar", "mirrored", "scaled"]]
    json.dump({"cases": cases, "consistency": consistency(rng)}, sys.stdout)
    print()
