"""What others make of an image: vision.py IMAGE (640 x 480 rgb8 bytes) MODEL.onnx."""
import sys

import numpy as np

from answer import serve

image = np.fromfile(sys.argv[1], np.uint8).reshape(480, 640, 3)
MEAN = np.array([0.485, 0.456, 0.406], np.float32)
DEVIATION = np.array([0.229, 0.224, 0.225], np.float32)
SCALE, OFFSET = 1 / (255 * DEVIATION), -MEAN / DEVIATION

works = {}
try:
    import cv2

    cv2.setNumThreads(1)

    def idiom():
        small = cv2.resize(image, (224, 224)).astype(np.float32) / 255
        return np.ascontiguousarray(((small - MEAN) / DEVIATION).transpose(2, 0, 1))[None]

    def tuned():
        small = cv2.resize(image, (224, 224))
        out = np.empty((1, 3, 224, 224), np.float32)
        for c in range(3):
            np.multiply(small[:, :, c], SCALE[c], out=out[0, c])
            out[0, c] += OFFSET[c]
        return out

    works |= {"cv2": idiom, "cv2_tuned": tuned}
except ImportError:
    pass
try:
    import onnxruntime

    tensor = np.zeros((1, 3, 224, 224), np.float32)
    for threads in (1, 2):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        session = onnxruntime.InferenceSession(sys.argv[2], options)
        works[f"onnx_{threads}"] = lambda s=session: s.run(None, {"image": tensor})
except ImportError:
    pass
serve(works)
