"""The two networks that find and read lines of text: PP-OCRv6 (Apache-2.0) from the installed rapidocr wheel.

They run straight on onnxruntime with one thread; the package around them is never imported.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from portal.documents.checks.zone import ALPHABET

DETECTOR, RECOGNISER = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"
LINE_HEIGHT = 48
# 8-bit pixels and floating numbers; OpenCV's own types say no more than "some array".
Pixels = NDArray[Any]
Floats = NDArray[Any]


@cache
def _session(name: str) -> Any:
    package = find_spec("rapidocr")
    if package is None or package.origin is None:
        raise FileNotFoundError(name)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Memory goes back after each picture: the children share the parent's, and pictures differ in size.
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False
    path = Path(package.origin).parent / "models" / name
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


@cache
def _columns() -> list[int]:
    """Where blank and the zone's 37 characters stand in the recogniser's answer."""
    listed = _session(RECOGNISER).get_modelmeta().custom_metadata_map["character"].split("\n")
    return [0, *(1 + listed.index(each) for each in ALPHABET)]


@cache
def _characters() -> list[str]:
    """All characters of the recogniser's answer: blank, the listed ones, the space."""
    listed = _session(RECOGNISER).get_modelmeta().custom_metadata_map["character"].split("\n")
    return ["", *listed, " "]


def load() -> None:
    """Load both networks and run them once."""
    text_map(np.full((64, 64, 3), 255, np.uint8), 64)
    line_odds(np.full((LINE_HEIGHT, 320, 3), 255, np.uint8))


def text_map(image: Pixels, long_side: int) -> Floats:
    """Return, for the image at the given size, how likely each point belongs to a line of text (0-1)."""
    scale = long_side / max(image.shape[:2])
    height, width = (max(32, round(side * scale / 32) * 32) for side in image.shape[:2])
    small = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    answer: Floats = _session(DETECTOR).run(None, {"x": _tensor(small)})[0][0, 0]
    return answer


def line_odds(line: Pixels) -> Floats:
    """Return, step by step along a line image, the odds of blank and the zone's 37 characters.

    They do not add up to one: what is missing went to characters that no zone has.
    """
    answer: Floats = _session(RECOGNISER).run(None, {"x": _tensor(line)})[0][0][:, _columns()]
    return answer


def read_line(line: Pixels) -> tuple[str, float]:
    """Return the text of a line image and how sure its letters are on average (0-1); the network knows Latin and Han."""
    answer: Floats = _session(RECOGNISER).run(None, {"x": _tensor(line)})[0][0]
    steps, odds = answer.argmax(1), answer.max(1)
    is_new = (steps != 0) & (steps != np.concatenate(([0], steps[:-1])))
    text = "".join(_characters()[step] for step in steps[is_new])
    return text, float(odds[is_new].mean()) if text else 0.0


def _tensor(image: Pixels) -> Floats:
    scaled = image.astype(np.float32) / 127.5 - 1.0
    return np.ascontiguousarray(scaled.transpose(2, 0, 1)[None])
