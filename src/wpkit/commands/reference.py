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
    from wpkit.parsers import formats
    from wpkit.writers import OUTPUTS

    print(either("Reads:", "可读取：", lang))
    for known in formats():
        needs = f"  ({either('needs', '需要', lang)} {known.needs})" if known.needs else ""
        print(f"  {known.name:<8}{', '.join('.' + s for s in known.suffixes):<28}{known.title}{needs}")
    print(either("Writes:", "可写出：", lang))
    for output in OUTPUTS:
        needs = f"  ({either('needs', '需要', lang)} wpkit[{output.extra}])" if output.extra else ""
        print(f"  {output.name:<8}--{output.name:<26}{output.title}{needs}")
    return OK
