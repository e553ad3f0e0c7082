"""A small convolutional classifier that judges generated digits, and whose features compare image sets."""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional


class Classifier(nn.Module):
    """Classifies 28 x 28 grey images, in -1 to 1, into ten digits."""

    feature_size = 128
    """Width of `features`."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 24, 3, padding=1)
        self.conv2 = nn.Conv2d(24, 48, 3, padding=1)
        self.conv3 = nn.Conv2d(48, 64, 3, padding=1)
        self.hidden = nn.Linear(64 * 3 * 3, self.feature_size)
        self.output = nn.Linear(self.feature_size, 10)

    def features(self, x: Tensor) -> Tensor:
        """Map images (N, 1, 28, 28) to the activations before the last layer, (N, 128), none negative."""
        x = functional.max_pool2d(functional.relu(self.conv1(x)), 2)  # (N, 24, 14, 14)
        x = functional.max_pool2d(functional.relu(self.conv2(x)), 2)  # (N, 48, 7, 7)
        x = functional.max_pool2d(functional.relu(self.conv3(x)), 2)  # (N, 64, 3, 3)
        return functional.relu(self.hidden(x.flatten(1)))  # (N, 128)

    def forward(self, x: Tensor) -> Tensor:
        """Map images (N, 1, 28, 28) to logits (N, 10)."""
        return cast(Tensor, self.output(self.features(x)))  # (N, 10)


def classify(classifier: Classifier, images: Tensor, batch: int = 500) -> Tensor:
    """Return the most likely digit, int64 (N,), of each image (N, 1, 28, 28)."""
    classifier.eval()
    with torch.no_grad():
        return torch.cat([classifier(part).argmax(dim=1) for part in torch.split(images, batch)])
