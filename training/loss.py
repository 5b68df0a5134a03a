"""Which cells answer for which box, and what their answers cost."""
import torch
from torch.nn import functional as F

from net import CELLS

# Parts of a box's half sides, and in cells: the core answers for it, the ring around says nothing of
# classes but learns the box too.
CORE, RING = 0.3, 0.65
CORE_LEAST, CORE_MOST = 0.53, 2.5
FOCUS = 1.5


def assign(centres: torch.Tensor, boxes: torch.Tensor, labels: torch.Tensor, counts: torch.Tensor):
    """For N images with up to M boxes (label 0: none there) and C cells: class of each cell (-1: not
    judged) and index of its box (-1: none). `counts` is false of boxes too small or hidden to learn."""
    middle = (boxes[..., :2] + boxes[..., 2:]) / 2
    half = (boxes[..., 2:] - boxes[..., :2]) / 2
    away = (centres[:, None] - middle[:, :, None]).abs()  # N M C 2
    core = (CORE * half).clamp(CORE_LEAST / CELLS, CORE_MOST / CELLS)
    ring = torch.maximum(RING * half, core)
    there = (labels > 0)[..., None]
    in_core = (away <= core[:, :, None]).all(-1) & there
    in_ring = (away <= ring[:, :, None]).all(-1) & there
    area = (half[..., 0] * half[..., 1])[..., None].expand_as(in_core)
    far = torch.full_like(area, 9.0)
    core_area, core_box = torch.where(in_core, area, far).min(1)
    ring_area, ring_box = torch.where(in_ring, area, far).min(1)
    has_core, has_ring = core_area < 9, ring_area < 9
    box = torch.where(has_core, core_box, torch.where(has_ring, ring_box, -1))
    label = torch.where(has_core, labels.gather(1, core_box), torch.where(has_ring, -1, 0))
    learnt = counts.gather(1, box.clamp(min=0)) & (box >= 0)
    label = torch.where((box >= 0) & ~learnt, -1, label)
    return label, torch.where(learnt, box, -1)


def giou(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Generalised intersection over union (Rezatofighi et al. 2019) of boxes, row by row."""
    overlap = (torch.minimum(a[:, 2:], b[:, 2:]) - torch.maximum(a[:, :2], b[:, :2])).clamp(min=0)
    hull = torch.maximum(a[:, 2:], b[:, 2:]) - torch.minimum(a[:, :2], b[:, :2])
    both = overlap.prod(1)
    union = (a[:, 2:] - a[:, :2]).prod(1) + (b[:, 2:] - b[:, :2]).prod(1) - both
    around = hull.prod(1)
    return both / union.clamp(min=1e-9) - (around - union) / around.clamp(min=1e-9)


def loss(predicted, centres, boxes, labels, counts) -> torch.Tensor:
    """Focal cross-entropy (Lin et al. 2017) of judged cells, and GIoU of those that have a box."""
    found, logits = predicted
    target, box = assign(centres, boxes, labels, counts)
    judged = target >= 0
    cross = F.cross_entropy(logits[judged], target[judged], reduction="none")
    positives = (target > 0).sum().clamp(min=1)
    classes = ((1 - torch.exp(-cross)) ** FOCUS * cross).sum() / positives
    image, cell = torch.nonzero(box >= 0, as_tuple=True)
    if len(image) == 0:
        return classes
    # A cell of the core counts more than one of the ring; each box alike, however many cells it has.
    weight = torch.where(target[image, cell] > 0, 1.0, 0.3)
    overlap = giou(found[image, cell], boxes[image, box[image, cell]])
    return classes + 2 * ((1 - overlap) * weight).sum() / weight.sum()
