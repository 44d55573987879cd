"""The networks that find and read lines of text.

PP-OCRv6 (Apache-2.0) comes from the installed rapidocr wheel; the package around it is never imported. The recogniser
of zone lines is our own (bench/recogniser): it knows 37 characters in OCR-B and no language. All run on one thread.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from portal.documents.checks.layouts import ALPHABET

DETECTOR, RECOGNISER = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"
ZONE_RECOGNISER = Path(__file__).with_name("zone_lines.onnx")
LINE_HEIGHT, ZONE_HEIGHT = 48, 32
# 8-bit pixels and floating numbers; OpenCV's own types say no more than "some array".
Pixels = NDArray[Any]
Floats = NDArray[Any]


def _supplied(name: str) -> Path:
    package = find_spec("rapidocr")
    if package is None or package.origin is None:
        raise FileNotFoundError(name)
    return Path(package.origin).parent / "models" / name


@cache
def _session(path: Path) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Memory goes back after each picture: the children share the parent's, and pictures differ in size.
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


@cache
def _columns() -> list[int]:
    """Where blank and the zone's 37 characters stand in the general recogniser's answer."""
    listed = _session(_supplied(RECOGNISER)).get_modelmeta().custom_metadata_map["character"].split("\n")
    return [0, *(1 + listed.index(each) for each in ALPHABET)]


def load() -> None:
    """Load the networks and run them once."""
    text_map(np.full((64, 64, 3), 255, np.uint8), 64)
    line_odds(np.full((LINE_HEIGHT, 320, 3), 255, np.uint8))
    zone_odds(np.full((ZONE_HEIGHT, 320, 3), 255, np.uint8))


def text_map(image: Pixels, long_side: int) -> Floats:
    """Return, for the image at the given size, how likely each point belongs to a line of text (0-1)."""
    scale = long_side / max(image.shape[:2])
    height, width = (max(32, round(side * scale / 32) * 32) for side in image.shape[:2])
    small = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    answer: Floats = _session(_supplied(DETECTOR)).run(None, {"x": _tensor(small)})[0][0, 0]
    return answer


def line_odds(line: Pixels) -> Floats:
    """Return, step by step along a line, the general recogniser's odds of blank and the zone's characters.

    They do not add up to one: what is missing went to characters that no zone has.
    """
    answer: Floats = _session(_supplied(RECOGNISER)).run(None, {"x": _tensor(line)})[0][0][:, _columns()]
    return answer


def zone_odds(line: Pixels) -> Floats:
    """Return, step by step along a line image of ZONE_HEIGHT, the odds of blank and the zone's 37 characters."""
    grey = cv2.cvtColor(line, cv2.COLOR_BGR2GRAY).astype(np.float32)
    answer: Floats = _session(ZONE_RECOGNISER).run(None, {"line": grey[None, None]})[0][0]
    return answer


def read_line(line: Pixels) -> tuple[str, float]:
    """Return what a line of LINE_HEIGHT says in the general recogniser's own letters, and how sure it is (0-1)."""
    answer: Floats = _session(_supplied(RECOGNISER)).run(None, {"x": _tensor(line)})[0][0]
    best = answer.argmax(1)
    kept = [at for at in range(len(best)) if best[at] and (at == 0 or best[at] != best[at - 1])]
    text = "".join(_letters()[best[at]] for at in kept)
    return text, float(answer[kept, best[kept]].mean()) if kept else 0.0


@cache
def _letters() -> list[str]:
    """Return the general recogniser's letters by column; the first is the blank, behind the list stands a space."""
    listed = _session(_supplied(RECOGNISER)).get_modelmeta().custom_metadata_map["character"].split("\n")
    return ["", *listed, " "]


def _tensor(image: Pixels) -> Floats:
    scaled = image.astype(np.float32) / 127.5 - 1.0
    return np.ascontiguousarray(scaled.transpose(2, 0, 1)[None])
