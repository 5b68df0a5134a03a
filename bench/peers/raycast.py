"""Embree, by Open3D, on one thread: raycast.py FOLDER with vertices, triangles and rays as float32
and uint32 files for each scene. Works: scene/rays, and scene/build."""
import sys

import numpy as np

from answer import serve

works = {}
try:
    import open3d as o3d

    def tensor(name, dtype, width):
        return o3d.core.Tensor(np.fromfile(f"{sys.argv[1]}/{name}", dtype).reshape(-1, width))

    def build(vertices, triangles, ray):
        scene = o3d.t.geometry.RaycastingScene(nthreads=1)
        scene.add_triangles(vertices, triangles)
        scene.cast_rays(ray, nthreads=1)  # it is built when it is first asked
        return scene

    for name in ("boxes", "triangles"):
        vertices = tensor(f"{name}.vertices", np.float32, 3)
        triangles = tensor(f"{name}.triangles", np.uint32, 3)
        kinds = {kind: tensor(f"{name}.{kind}", np.float32, 6) for kind in ("lidar", "camera", "random")}
        one = kinds["lidar"][:1]
        scene = build(vertices, triangles, one)
        works[f"{name}/build"] = lambda v=vertices, t=triangles, r=one: build(v, t, r)
        for kind, rays in kinds.items():
            works[f"{name}/{kind}"] = lambda s=scene, r=rays: s.cast_rays(r, nthreads=1)
except ImportError:
    pass

serve(works)
