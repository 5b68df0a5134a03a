"""The detector: depthwise-separable convolutions, features of four strides added from coarse to fine,
one box and class logits for each 4 x 4 pixels of a 224 x 224 image."""
import torch
from torch import nn
from torch.nn import functional as F

SIDE = 224
STRIDE = 4
CELLS = SIDE // STRIDE


def conv(inputs: int, outputs: int, size: int = 3, stride: int = 1, groups: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, size, stride, size // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class Separable(nn.Module):
    """A depthwise and a pointwise convolution; where shapes allow it, added to its input."""

    def __init__(self, inputs: int, outputs: int, stride: int = 1):
        super().__init__()
        self.body = nn.Sequential(
            conv(inputs, inputs, 3, stride, groups=inputs), conv(inputs, outputs, 1)
        )
        self.adds = stride == 1 and inputs == outputs

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.body(x) if self.adds else self.body(x)


def stage(inputs: int, outputs: int, more: int) -> nn.Sequential:
    return nn.Sequential(
        Separable(inputs, outputs, 2), *[Separable(outputs, outputs) for _ in range(more)]
    )


class Detector(nn.Module):
    """Images (N, 3, 224, 224), normalised, to boxes (N, 3136, 4): x1 y1 x2 y2 as parts of the sides,
    and logits (N, 3136, classes), class 0 of which is background."""

    def __init__(self, classes: int, width: int = 72):
        super().__init__()
        widths = (24, 48, 96, 160, 224)
        self.stem = conv(3, widths[0], 3, 2)
        self.stages = nn.ModuleList(
            stage(widths[i], widths[i + 1], more) for i, more in enumerate((1, 2, 3, 1))
        )
        self.lateral = nn.ModuleList(nn.Conv2d(w, width, 1) for w in widths[1:])
        self.smooth = nn.ModuleList(Separable(width, width) for _ in range(3))
        self.head = nn.Sequential(Separable(width, width), Separable(width, width))
        self.logits = nn.Conv2d(width, classes, 1)
        self.sides = nn.Conv2d(width, 4, 1)
        nn.init.zeros_(self.logits.weight)
        nn.init.zeros_(self.logits.bias)
        self.logits.bias.data[0] = 4.0  # nearly all cells are background
        nn.init.constant_(self.sides.bias, 1.0)
        line = (torch.arange(CELLS) + 0.5) / CELLS
        y, x = torch.meshgrid(line, line, indexing="ij")
        self.register_buffer("centres", torch.stack((x.flatten(), y.flatten()), 1)[None])
        # What calibration adds to background, so that a score of 0.7 is where it should be.
        self.register_buffer("bias", torch.zeros(classes))

    def forward(self, image: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        x = self.stem(image)
        levels = []
        for part in self.stages:
            x = part(x)
            levels.append(x)
        x = self.lateral[3](levels[3])
        for i in (2, 1, 0):
            x = F.interpolate(x, scale_factor=2.0, mode="nearest") + self.lateral[i](levels[i])
            x = self.smooth[i](x)
        x = self.head(x)
        logits = self.logits(x).flatten(2).transpose(1, 2) + self.bias
        # From a cell's centre to the box's left, upper, right and lower side, in cells.
        sides = F.softplus(self.sides(x).flatten(2).transpose(1, 2)) * (2.0 / CELLS)
        low, high = sides[..., :2], sides[..., 2:]
        return torch.cat((self.centres - low, self.centres + high), 2), logits
