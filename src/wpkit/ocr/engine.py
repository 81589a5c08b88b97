"""The recogniser: a picture → boxes of text, and a picture of one line → its characters with their probability."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEEDS = ("rapidocr", "onnxruntime", "numpy", "PIL")
_MODELS = {"Det": "PP-OCRv6_det_small.onnx", "Rec": "PP-OCRv6_rec_small.onnx"}


class Read(NamedTuple):
    """One character: where its middle stands in the line, as a share of the line's length, and how sure it is."""

    text: str
    at: float
    sure: float


@cache
def is_installed() -> bool:
    """Whether the extra and its models are here; the models are never downloaded."""
    return all(find_spec(name) for name in NEEDS) and all(path.is_file() for path in _model_paths().values())


def _model_paths() -> dict[str, Path]:
    found = find_spec("rapidocr")
    folder = Path(found.origin).parent / "models" if found and found.origin else Path("missing")
    return {kind: folder / name for kind, name in _MODELS.items()}


@cache
def _engine() -> Any:
    import multiprocessing

    from rapidocr import RapidOCR  # type: ignore[import-not-found,unused-ignore]

    params: dict[str, Any] = {
        "Global.log_level": "critical",
        "Global.use_cls": False,
        "Global.use_vertical_padding": False,
        "Global.use_preprocess_img": False,
        # a picture comes in the size that it is read in
        "Det.limit_type": "max",
        "Det.limit_side_len": 4000,
        # every candidate is a line; what was unsure is told character by character
        "Global.text_score": 0.0,
        **{f"{kind}.model_path": str(path) for kind, path in _model_paths().items()},
    }
    if multiprocessing.parent_process() is not None:  # one of many workers: they share the processors
        params["EngineConfig.onnxruntime.intra_op_num_threads"] = 1
    return RapidOCR(params=params)


def text_boxes(picture: NDArray[Any]) -> list[tuple[float, float, float, float]]:
    """The upright boxes (x0, top, x1, bottom, in pixels) around the lines of text in a grey picture."""
    found = _engine()(_in_color(picture), use_det=True, use_cls=False, use_rec=False).boxes
    if found is None:
        return []
    return [
        (float(b[:, 0].min()), float(b[:, 1].min()), float(b[:, 0].max()), float(b[:, 1].max()))
        for b in found
    ]


def characters(lines: list[NDArray[Any]]) -> list[list[Read]]:
    """The characters in each grey picture of one line, blanks left out."""
    if not lines:
        return []
    engine = _engine()
    engine.update_params(return_word_box=True)
    found = engine.recognize_txt([_in_color(line) for line in lines])
    return [_line(text, info) for text, info in zip(found.txts, found.word_results, strict=True)]


def _line(text: str, info: Any) -> list[Read]:
    columns = [column for word in info.word_cols for column in word]
    chars = [(char, sure) for char, sure in zip(text, info.confs, strict=False) if not char.isspace()]
    width = info.line_txt_len or 1.0
    return [
        Read(char, (column + 0.5) / width, float(sure))
        for (char, sure), column in zip(chars, columns, strict=False)
    ]


def _in_color(picture: NDArray[Any]) -> NDArray[Any]:
    import numpy

    return numpy.repeat(picture[:, :, None], 3, axis=2)
