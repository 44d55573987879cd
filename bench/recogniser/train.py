"""Train the recogniser of zone lines and export it.

python -m bench.recogniser.train NETWORK.onnx [--steps 6000] [--seed 1]
"""

import argparse
import math
import time
from itertools import chain
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from bench.recogniser import lines

BATCH = 48


class Lines(IterableDataset):
    """Cut-outs without end."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def __iter__(self):
        cv2.setNumThreads(1)
        worker = get_worker_info()
        rng = np.random.default_rng([self.seed, worker.id if worker else 0, int(time.time())])
        glyphs = lines.atlas()
        while True:
            made = [lines.sample(rng, glyphs) for _ in range(BATCH)]
            pictures = torch.from_numpy(np.stack([each for each, _ in made]))[:, None]
            targets = [[1 + lines.ALPHABET.index(each) for each in text] for _, text in made]
            yield (
                pictures,
                torch.tensor(list(chain.from_iterable(targets))),
                torch.tensor([len(each) for each in targets]),
            )


def _conv(before: int, after: int, stride: tuple[int, int] = (1, 1), kernel: int = 3) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(before, after, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(after), nn.ReLU(inplace=True)
    )


class _Along(nn.Module):
    """Look along the line: wide, cheap, residual."""

    def __init__(self, width: int, kernel: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv1d(width, width, kernel, 1, kernel // 2, groups=width, bias=False),
            nn.BatchNorm1d(width),
            nn.Conv1d(width, width, 1, bias=False),
            nn.BatchNorm1d(width),
            nn.ReLU(inplace=True),
        )

    def forward(self, x):
        return x + self.body(x)


class Recogniser(nn.Module):
    """Grey line, any brightness, 32 pixels high -> odds of blank and 37 characters at every fourth pixel."""

    def __init__(self) -> None:
        super().__init__()
        self.features = nn.Sequential(
            _conv(1, 20, (2, 2), 5),
            _conv(20, 40, (2, 2)),
            _conv(40, 40),
            _conv(40, 72, (2, 1)),
            _conv(72, 72),
            _conv(72, 112, (2, 1)),
        )
        self.collapse = nn.Sequential(
            nn.Conv2d(112, 144, (2, 3), 1, (0, 1), bias=False), nn.BatchNorm2d(144), nn.ReLU()
        )
        self.along = nn.Sequential(*(_Along(144, kernel) for kernel in (5, 7, 9, 7)))
        self.head = nn.Conv1d(144, 1 + len(lines.ALPHABET), 1)

    def forward(self, x):
        x = x.float()
        mean = x.mean((2, 3), keepdim=True)
        spread = ((x - mean) ** 2).mean((2, 3), keepdim=True).sqrt() + 4.0
        x = self.collapse(self.features((x - mean) / spread))
        return self.head(self.along(x[:, :, 0])).transpose(1, 2)


class _Odds(nn.Module):
    def __init__(self, network: Recogniser) -> None:
        super().__init__()
        self.network = network

    def forward(self, x):
        return self.network(x).softmax(2)


def export(network: Recogniser, path: Path) -> None:
    network.eval()
    example = torch.zeros(1, 1, lines.HEIGHT, 640)
    torch.onnx.export(
        _Odds(network),
        (example,),
        str(path),
        input_names=["line"],
        output_names=["odds"],
        dynamo=False,
        dynamic_axes={"line": {0: "count", 3: "width"}, "odds": {0: "count", 1: "steps"}},
        opset_version=17,
    )
    network.train()


def train(path: Path, steps: int, seed: int, start: Path | None) -> None:
    torch.manual_seed(seed)
    # One thread: on a shared machine two wait for each other most of the time.
    torch.set_num_threads(1)
    network = Recogniser()
    if start:
        network.load_state_dict(torch.load(start))
    print(sum(each.numel() for each in network.parameters()), "weights")
    best, began = 2.2e-3 if not start else 1.1e-3, time.time()
    steering = torch.optim.AdamW(network.parameters(), best, weight_decay=0.01)
    loss_of = nn.CTCLoss(zero_infinity=True)
    recent: list[float] = []
    for step, (pictures, targets, lengths) in enumerate(DataLoader(Lines(seed), batch_size=None, num_workers=1)):
        if step == steps:
            break
        rate = best * min(1.0, (step + 1) / 200) * (0.5 + 0.5 * math.cos(math.pi * step / steps)) + 1e-6
        for group in steering.param_groups:
            group["lr"] = rate
        with torch.autocast("cpu", dtype=torch.bfloat16):
            answer = network(pictures)
        odds = answer.float().log_softmax(2).transpose(0, 1)
        loss = loss_of(odds, targets, torch.full((len(pictures),), odds.shape[0]), lengths)
        steering.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        steering.step()
        recent.append(loss.item())
        if step % 100 == 99:
            print(f"{step + 1} {time.time() - began:.0f}s loss {np.mean(recent[-100:]):.4f}", flush=True)
        if step % 500 == 499:
            torch.save(network.state_dict(), path.with_suffix(".pt"))
            export(network, path)
    torch.save(network.state_dict(), path.with_suffix(".pt"))
    export(network, path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=Path)
    asked = parser.parse_args()
    train(asked.path, asked.steps, asked.seed, asked.start)
