"""What others make of clouds: cloud.py POINTS (float32 x y z intensity) THINGS (float32 x y z)."""
import sys

import numpy as np

from answer import serve

points = np.fromfile(sys.argv[1], np.float32).reshape(-1, 4)
things = np.fromfile(sys.argv[2], np.float32).reshape(-1, 3)
TURN = np.array([[0.8, -0.6, 0], [0.6, 0.8, 0], [0, 0, 1]], np.float32)
SHIFT = np.array([1, 2, 3], np.float32)
RANGE = np.float32(10)


def idiom():
    near = points[np.linalg.norm(points[:, :3], axis=1) <= RANGE]
    out = near.copy()
    out[:, :3] = near[:, :3] @ TURN.T + SHIFT
    return out.tobytes()


works = {"numpy": idiom}
try:
    import numba

    @numba.njit
    def loop(points, turn, shift, square, out):
        kept = 0
        for i in range(points.shape[0]):
            x, y, z = points[i, 0], points[i, 1], points[i, 2]
            if x * x + y * y + z * z <= square:
                for k in range(3):
                    out[kept, k] = turn[k, 0] * x + turn[k, 1] * y + turn[k, 2] * z + shift[k]
                out[kept, 3] = points[i, 3]
                kept += 1
        return kept

    scratch = np.empty_like(points)
    works["numba"] = lambda: loop(points, TURN, SHIFT, RANGE * RANGE, scratch)
except ImportError:
    pass
try:
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import cKDTree

    def components():
        pairs = cKDTree(things).query_pairs(0.3, output_type="ndarray")
        shape = (len(things), len(things))
        graph = coo_matrix((np.ones(len(pairs), np.int8), (pairs[:, 0], pairs[:, 1])), shape=shape)
        return connected_components(graph, directed=False)

    works["ckdtree"] = components
except ImportError:
    pass
try:
    import open3d

    cloud = open3d.geometry.PointCloud(open3d.utility.Vector3dVector(things.astype(np.float64)))
    works["open3d_voxels"] = lambda: cloud.voxel_down_sample(0.1)
    works["open3d_clusters"] = lambda: cloud.cluster_dbscan(0.3, 1)
except ImportError:
    pass
try:
    import small_gicp

    wide = things.astype(np.float64)
    works["small_gicp_voxels"] = lambda: small_gicp.voxelgrid_sampling(wide, 0.1, 1)
except ImportError:
    pass
serve(works)
