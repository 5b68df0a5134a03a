"""One Kalman cycle of 12 states and 6 measurements in numpy and filterpy: microseconds, minima."""

import json
import time

import numpy as np
from filterpy.kalman import KalmanFilter

N, M, REPEATS, ROUNDS = 12, 6, 2000, 7


def model():
    rng = np.random.default_rng(1)
    F = np.eye(N)
    for i in range(3):
        F[i, 3 + i] = F[6 + i, 9 + i] = 0.005
    H = np.zeros((M, N))
    H[np.arange(M), np.arange(M) * 2] = 1.0
    return F, np.eye(N) * 1e-4, H, np.eye(M) * 0.1, rng.normal(size=(REPEATS, M))


def with_numpy(F, Q, H, R, z):
    x, P, eye = np.zeros(N), np.eye(N), np.eye(N)
    for k in range(REPEATS):
        x = F @ x
        P = F @ P @ F.T + Q
        PHT = P @ H.T
        K = np.linalg.solve(H @ PHT + R, PHT.T).T
        x = x + K @ (z[k] - H @ x)
        IKH = eye - K @ H
        P = IKH @ P @ IKH.T + K @ R @ K.T


def with_filterpy(F, Q, H, R, z):
    kf = KalmanFilter(dim_x=N, dim_z=M)
    kf.F, kf.Q, kf.H, kf.R = F, Q, H, R
    for k in range(REPEATS):
        kf.predict()
        kf.update(z[k].reshape(-1, 1))


def measure(run):
    args, best = model(), float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run(*args)
        best = min(best, (time.perf_counter() - start) / REPEATS * 1e6)
    return best


print(json.dumps({"numpy": measure(with_numpy), "filterpy": measure(with_filterpy)}))
