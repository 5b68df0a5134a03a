"""Clusters of a file of float32 x y z by scipy's cKDTree: prints labels, by first points.

    python tests/oracles/cluster_oracle.py POINTS TOLERANCE
"""
import json
import sys

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree


def labels(points: np.ndarray, tolerance: float) -> list[int]:
    pairs = cKDTree(points).query_pairs(tolerance, output_type="ndarray")
    shape = (len(points), len(points))
    graph = coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=shape)
    _, found = connected_components(graph, directed=False)
    _, first, inverse = np.unique(found, return_index=True, return_inverse=True)
    rank = np.empty_like(first)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[inverse].tolist()


if __name__ == "__main__":
    cloud = np.fromfile(sys.argv[1], np.float32).reshape(-1, 3)
    print(json.dumps(labels(cloud, float(sys.argv[2]))))
