"""`wpkit schema`, `wpkit explain`, `wpkit formats`: what wpkit knows of itself."""

from __future__ import annotations

import json

from wpkit.commands import OK
from wpkit.commands.words import either


def print_schema() -> int:
    from wpkit.schema import json_schema

    print(json.dumps(json_schema(), ensure_ascii=False, indent=2))
    return OK


def print_explanation(code: str | None, lang: str) -> int:
    from wpkit.findings import CATALOGUE, LEVELS_ZH, explain

    if code:
        print(explain(code, lang))
        return OK
    for kind in sorted(CATALOGUE.values(), key=lambda k: k.code):
        level = LEVELS_ZH[kind.level] if lang == "zh" else kind.level
        print(f"{kind.code}  {level:<8}{kind.name:<28}{either(kind.meaning, kind.meaning_zh, lang)}")
    return OK


def print_formats(lang: str) -> int:
    from wpkit.parsers import available
    from wpkit.writers import OUTPUTS

    needs = either("needs", "需要", lang)
    absent = either("not readable here", "本机无法读取", lang)
    reads = [
        (
            f.name,
            " ".join(f".{s}" for s in f.suffixes),
            f.title
            + (f"  ({absent}: {missing})" if not ready else f"  ({needs} {f.needs})" if f.needs else ""),
        )
        for f, ready, missing in available()
    ]
    writes = [
        (o.name, f"--{o.name}", o.title + (f"  ({needs} wpkit[{o.extra}])" if o.extra else ""))
        for o in OUTPUTS
    ]
    width = max(len(middle) for _, middle, _ in (*reads, *writes))
    for heading, rows in (("Reads:", reads), ("Writes:", writes)):
        print(either(heading, {"Reads:": "可读取：", "Writes:": "可写出："}[heading], lang))
        for name, middle, title in rows:
            print(f"  {name:<9}{middle:<{width}}  {title}")
    return OK
