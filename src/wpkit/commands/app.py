"""The commands as typer sees them: names, options and help in the language of `--lang` or the locale."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Annotated, Any, NoReturn

import typer

from wpkit.commands import OK, guarded
from wpkit.commands.words import either, language

MOST_SECONDS = 1_000_000  # more than a system's clock takes for a wait is an error of its own
LANG = language(sys.argv[1:])


def _t(english: str, chinese: str) -> str:
    return either(english, chinese, LANG)


app = typer.Typer(
    name="wpkit",
    help=_t(
        "Reads Chinese government work points and task tables into validated tasks.",
        "把工作要点、任务分解表读成经过校验的任务清单。",
    ),
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE", help=_t("Notices in any format; - is stdin.", "任意格式的通知；- 为标准输入。")
    ),
]
Inputs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE",
        help=_t(
            "Notices, parsed JSON or JSON Lines, folders; - or nothing is stdin.",
            "通知、解析所得 JSON 或 JSON Lines、文件夹；- 或不填为标准输入。",
        ),
    ),
]
Lang = Annotated[
    str | None,
    typer.Option("--lang", metavar="zh|en", help=_t("Language of words and headings.", "提示与表头的语言。")),
]
Out = Annotated[
    str | None,
    typer.Option("-o", "--output", metavar="OUT", help=_t("Output file or folder.", "输出文件或文件夹。")),
]
Day = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"],
        metavar="YYYY-MM-DD",
        help=_t("Last day on this side.", "截止日期的界限（含）。"),
    ),
]


Reading = Callable[[], Any]  # makes the `Options` of a command that `reads`; raises UsageError

_READING = {
    "password": (str, typer.Option("--password", help=_t("Opens an encrypted PDF.", "加密 PDF 的口令。"))),
    "read_as": (
        str,
        typer.Option("--as", metavar="FORMAT", help=_t("Read as this format.", "按此格式读取。")),
    ),
    "max_pages": (
        int,
        typer.Option("--max-pages", min=1, metavar="N", help=_t("Refuse files of more pages.", "页数上限。")),
    ),
    "max_bytes": (
        str,
        typer.Option(
            "--max-bytes",
            metavar="SIZE",
            help=_t("Refuse larger files (500M, 2G).", "文件大小上限（500M、2G）。"),
        ),
    ),
    "timeout": (
        float,
        typer.Option(
            "--timeout",
            min=0.01,
            max=MOST_SECONDS,
            metavar="SECONDS",
            help=_t("Give up a file that takes longer.", "每个文件的时限（秒）。"),
        ),
    ),
    "units": (
        str,
        typer.Option(
            "--units",
            metavar="TOML",
            help=_t("Your own short names of bodies.", "自备的机构简称表（TOML）。"),
        ),
    ),
    "topics": (
        str,
        typer.Option(
            "--topics", metavar="TOML", help=_t("Your own vocabulary of topics.", "自备的主题词表（TOML）。")
        ),
    ),
}


def reads(*, but: Sequence[str] = ()) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Gives a command the options of reading, all `but` these, and gathers them into its argument `options`."""
    offered = {name: made for name, made in _READING.items() if name not in but}

    def with_options(command: Callable[..., None]) -> Callable[..., None]:
        def run(**given: Any) -> None:
            reading = {name: given.pop(name) for name in offered}
            command(**given, options=partial(_options, **reading))

        signature = inspect.signature(command, eval_str=True)
        more = [
            inspect.Parameter(
                name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[kind | None, option]
            )
            for name, (kind, option) in offered.items()
        ]
        own = [p for p in signature.parameters.values() if p.name != "options"]
        parameters = [*(p for p in own if p.name != "lang"), *more, *(p for p in own if p.name == "lang")]
        parameters = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in parameters]
        run.__name__ = command.__name__
        run.__annotations__ = {p.name: p.annotation for p in parameters}
        run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
        return run

    return with_options


def _options(
    password: str | None = None,
    read_as: str | None = None,
    max_pages: int | None = None,
    max_bytes: str | None = None,
    timeout: float | None = None,
    units: str | None = None,
    topics: str | None = None,
) -> Any:
    from wpkit.source import Options, size_of

    given: dict[str, Any] = {
        "password": password,
        "format": read_as,
        "max_pages": max_pages,
        "timeout": timeout,
    }
    if max_bytes:
        given["max_bytes"] = size_of(max_bytes)
    if units:
        from wpkit.fields.bodies import load_units

        given["units"] = load_units(units)
    if topics:
        from wpkit.fields.topics import load_topics

        given["topics"] = load_topics(topics)
    return Options(**{name: value for name, value in given.items() if value is not None})


def _do(command: Callable[[], int], lang: str | None) -> None:
    raise typer.Exit(guarded(command, lang or LANG))


@app.command(
    help=_t(
        "Notices to JSON: one gives an object, several give JSON Lines.",
        "解析通知，输出 JSON：一个文件一个对象，多个为 JSON Lines。",
    )
)
@reads()
def parse(
    files: Files,
    output: Out = None,
    format: Annotated[
        str | None,
        typer.Option("--format", metavar="json|jsonl|csv", help=_t("Output format.", "输出格式。")),
    ] = None,
    together: Annotated[
        bool,
        typer.Option(
            "--together",
            help=_t(
                "The files are one notice: a cover and its annexes.", "各文件合为一份通知（正文与附件）。"
            ),
        ),
    ] = False,
    *,
    options: Reading,
    lang: Lang = None,
) -> None:
    from wpkit.commands.parse import parse as run

    _do(
        lambda: run(
            files,
            output=output,
            format=format,
            lang=lang or LANG,
            headings=lang,
            options=options(),
            together=together,
        ),
        lang,
    )


@app.command(help=_t("The tasks as a table on the terminal.", "在终端以表格显示任务。"))
@reads()
def show(
    files: Inputs = None,
    *,
    options: Reading,
    lang: Lang = None,
) -> None:
    from wpkit.commands.show import show as run

    _do(lambda: run(files, lang=lang or LANG, options=options()), lang)


@app.command(help=_t("What is odd in notices, one finding a line.", "列出通知中的疑点，一行一条。"))
@reads()
def validate(
    files: Inputs = None,
    format: Annotated[
        str, typer.Option("--format", metavar="text|json", help=_t("Output format.", "输出格式。"))
    ] = "text",
    strict: Annotated[
        bool, typer.Option("--strict", help=_t("Exit 1 on a warning too.", "有警告时也以 1 退出。"))
    ] = False,
    *,
    options: Reading,
    lang: Lang = None,
) -> None:
    from wpkit.commands.validate import validate as run

    _do(
        lambda: run(
            files,
            format=format,
            strict=strict,
            lang=lang or LANG,
            options=options(),
        ),
        lang,
    )


def _flag(english: str, chinese: str) -> Any:
    return typer.Option(help=_t(english, chinese))


@app.command(help=_t("Tasks in a flat format.", "以平面格式导出任务。"))
@reads()
def export(
    files: Inputs = None,
    csv: Annotated[bool, typer.Option("--csv", help="CSV (UTF-8, BOM)")] = False,
    json: Annotated[bool, typer.Option("--json", help=_t("JSON array", "JSON 数组"))] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="JSON Lines")] = False,
    xlsx: Annotated[bool, typer.Option("--xlsx", help=_t("The ledger as a workbook", "Excel 台账"))] = False,
    parquet: Annotated[bool, typer.Option("--parquet", help="Parquet")] = False,
    sqlite: Annotated[
        bool, typer.Option("--sqlite", help=_t("SQLite; adds to a database", "SQLite，可追加到已有的库"))
    ] = False,
    ics: Annotated[bool, typer.Option("--ics", help=_t("Calendar entries", "日历"))] = False,
    md: Annotated[bool, typer.Option("--md", help="Markdown")] = False,
    html: Annotated[bool, typer.Option("--html", help="HTML")] = False,
    output: Out = None,
    columns: Annotated[str, _flag("Columns, parted by commas.", "列名，以逗号分隔。")] = "",
    unit: Annotated[
        str, _flag("Only tasks of units whose name has this.", "只要名称含此字样的单位的任务。")
    ] = "",
    role: Annotated[
        str, _flag("lead, responsible or support.", "牵头 lead、责任 responsible、配合 support。")
    ] = "",
    due_after: Day = None,
    due_before: Day = None,
    topic: Annotated[str, _flag("Only tasks of this topic.", "只要此主题的任务。")] = "",
    origin: Annotated[str, _flag("table or body.", "表格 table 或正文 body。")] = "",
    by_unit: Annotated[
        bool,
        typer.Option(
            "--by-unit", help=_t("Ledger: a sheet for each unit too.", "台账：另为每个单位建一张表。")
        ),
    ] = False,
    alarm: Annotated[
        int | None,
        typer.Option(metavar="DAYS", min=0, help=_t("Calendar: remind days before.", "日历：提前几天提醒。")),
    ] = None,
    sort: Annotated[
        str,
        _flag(
            "Columns to sort by, parted by commas; -COLUMN turns round.", "排序列，以逗号分隔；-列名为倒序。"
        ),
    ] = "",
    *,
    options: Reading,
    lang: Lang = None,
) -> None:
    from wpkit.commands.export import export as run
    from wpkit.commands.export import selection_of

    switches = {"csv": csv, "json": json, "jsonl": jsonl, "xlsx": xlsx, "parquet": parquet}
    switches |= {"sqlite": sqlite, "ics": ics, "md": md, "html": html}
    chosen = [n for n, on in switches.items() if on]
    wanted = partial(
        selection_of, columns, unit, role, due_after, due_before, topic, origin, sort, by_unit, alarm
    )
    _do(
        lambda: run(
            files,
            chosen,
            output,
            wanted(),
            lang=lang,
            told=lang or LANG,
            options=options(),
        ),
        lang,
    )


@app.command(help=_t("Each unit with its tasks by role.", "各单位的任务，按牵头、责任、配合分列。"))
@reads()
def units(
    files: Inputs = None,
    format: Annotated[
        str, typer.Option("--format", metavar="text|json", help=_t("Output format.", "输出格式。"))
    ] = "text",
    *,
    options: Reading,
    lang: Lang = None,
) -> None:
    from wpkit.commands.fields import units as run

    _do(
        lambda: run(files, format=format, lang=lang or LANG, options=options()),
        lang,
    )


@app.command(help=_t("How a list of units is read, and by which rules.", "单位列表如何读出、用了哪些规则。"))
def unit(
    text: str,
    role: Annotated[str | None, _flag("The role of names without one.", "未注明角色者的角色。")] = None,
    own: Annotated[str | None, _READING["units"][1]] = None,
    lang: Lang = None,
) -> None:
    from wpkit.commands.fields import unit as run

    _do(lambda: run(text, role, own), lang)


@app.command(help=_t("How a deadline is read, and by which rules.", "时限如何读出、用了哪些规则。"))
def deadline(
    text: str,
    year: Annotated[int | None, _flag("The notice's year.", "通知的年度。")] = None,
    issued_on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help=_t("The notice's date.", "成文日期。")),
    ] = None,
    lang: Lang = None,
) -> None:
    from wpkit.commands.fields import deadline as run

    _do(lambda: run(text, year, issued_on), lang)


@app.command(
    help=_t(
        "Folders of notices to a folder of results; what is done is not done again.",
        "批量解析文件夹；已完成的不重做。",
    )
)
@reads(but=("password", "read_as", "timeout"))
def batch(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="FOLDER", help=_t("Folders, files or addresses.", "文件夹、文件或地址。")),
    ],
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="OUT", help=_t("Folder of results.", "结果文件夹。"))
    ],
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help=_t("Worker processes.", "工作进程数。"))
    ] = None,
    include: Annotated[list[str] | None, _flag("Only paths like this.", "只要符合此模式的路径。")] = None,
    exclude: Annotated[list[str] | None, _flag("No paths like this.", "不要符合此模式的路径。")] = None,
    timeout: Annotated[
        float,
        typer.Option(
            min=0.01, max=MOST_SECONDS, help=_t("Seconds for one notice.", "每份通知的时限（秒）。")
        ),
    ] = 300.0,
    memory: Annotated[str, _flag("Memory for one notice.", "每份通知的内存上限。")] = "2G",
    force: Annotated[bool, typer.Option("--force", help=_t("Read all anew.", "全部重读。"))] = False,
    format: Annotated[
        list[str] | None,
        _flag("Also all tasks as OUT/tasks.FORMAT.", "另将全部任务导出为 OUT/tasks.格式。"),
    ] = None,
    cluster: Annotated[
        str | None, _flag("A Dask scheduler's address, or local.", "Dask 调度器地址，或 local。")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=_t("No progress.", "不显示进度。"))] = False,
    *,
    options: Reading,
    lang: Lang = None,
) -> None:
    from wpkit.commands.batch import batch as run

    _do(
        lambda: run(
            inputs,
            output,
            formats=[name for text in format or () for name in text.split(",")],
            quiet=quiet,
            lang=lang or LANG,
            timeout=timeout,
            memory=memory,
            jobs=jobs,
            include=include or (),
            exclude=exclude or (),
            force=force,
            cluster=cluster,
            options=options(),
        ),
        lang,
    )


@app.command(help=_t("What changed from one notice to another.", "比较两份通知。"))
@reads()
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD")],
    new: Annotated[str, typer.Argument(metavar="NEW")],
    format: Annotated[
        str, typer.Option("--format", metavar="text|json", help=_t("Output format.", "输出格式。"))
    ] = "text",
    everything: Annotated[
        bool, typer.Option("--all", help=_t("Unchanged tasks too.", "也列出不变的任务。"))
    ] = False,
    *,
    options: Reading,
    lang: Lang = None,
) -> None:
    from wpkit.commands.diff import diff as run

    _do(
        lambda: run(old, new, lang=lang or LANG, format=format, everything=everything, options=options()),
        lang,
    )


@app.command(
    help=_t(
        "A page to look at: check and correct the tasks beside their source.",
        "生成核对页面：任务与原文并排，可逐项更正。",
    )
)
@reads()
def review(
    files: Files,
    output: Annotated[
        str,
        typer.Option(
            "-o", "--output", metavar="OUT", help=_t("The page; - is stdout.", "页面文件；- 为标准输出。")
        ),
    ] = "review.html",
    source: Annotated[
        str | None,
        typer.Option(
            "--source",
            metavar="PATH",
            help=_t("For parsed JSON: its source, or a folder.", "输入为 JSON 时：原文件或所在文件夹。"),
        ),
    ] = None,
    together: Annotated[
        bool,
        typer.Option(
            "--together",
            help=_t(
                "The files are one notice: a cover and its annexes.", "各文件合为一份通知（正文与附件）。"
            ),
        ),
    ] = False,
    pictures: Annotated[
        bool,
        typer.Option(
            "--pictures/--no-pictures",
            help=_t("Pages as pictures, or drawn from their text.", "页面用图像，或仅以文字绘出。"),
        ),
    ] = True,
    *,
    options: Reading,
    lang: Lang = None,
) -> None:
    from wpkit.commands.review import review as run

    _do(
        lambda: run(
            files,
            output,
            sources=source,
            together=together,
            pictures=pictures,
            lang=lang or LANG,
            options=options(),
        ),
        lang,
    )


@app.command(
    help=_t("Whether a source bears out a parsed notice, field by field.", "重读原文，逐项核实解析结果。")
)
@reads()
def verify(
    notice: Annotated[
        str,
        typer.Argument(
            metavar="NOTICE.json",
            help=_t("As `wpkit parse` prints it; - is stdin.", "`wpkit parse` 的输出；- 为标准输入。"),
        ),
    ],
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help=_t("The file it was read from.", "其原文文件。"))
    ],
    format: Annotated[
        str, typer.Option("--format", metavar="text|json", help=_t("Output format.", "输出格式。"))
    ] = "text",
    *,
    options: Reading,
    lang: Lang = None,
) -> None:
    from wpkit.commands.verify import verify as run

    _do(lambda: run(notice, source, lang=lang or LANG, format=format, options=options()), lang)


@app.command(
    name="apply",
    help=_t(
        "A patch file of corrections into the notice it was made for; says what does not fit.",
        "把核对页面保存的更正补丁写回通知；不再适用的会逐条说明。",
    ),
)
@reads()
def apply_patch(
    files: Annotated[list[str], typer.Argument(metavar="NOTICE.json... PATCH.json")],
    output: Out = None,
    left: Annotated[
        str | None,
        typer.Option(
            "--left",
            metavar="PATCH.json",
            help=_t("What does not fit, as a patch.", "不再适用的更正另存为补丁。"),
        ),
    ] = None,
    *,
    options: Reading,
    lang: Lang = None,
) -> None:
    from wpkit.commands.apply import apply as run

    if len(files) < 2:
        raise typer.BadParameter(_t("name a notice and a patch", "请给出通知和补丁两个文件"))
    *notices, patch = files
    _do(
        lambda: run(
            notices,
            patch,
            output=output,
            left=left,
            lang=lang or LANG,
            options=options(),
        ),
        lang,
    )


ledger = typer.Typer(
    help=_t("The ledger that people fill.", "填报中的台账。"), rich_markup_mode=None, no_args_is_help=True
)
app.add_typer(ledger, name="ledger")


@ledger.command(
    help=_t(
        "A notice parsed again into its ledger; what people typed is kept.",
        "把重新解析的通知并入台账，保留已填内容。",
    )
)
@reads()
def merge(
    files: Annotated[list[str], typer.Argument(metavar="NEW... LEDGER.xlsx")],
    output: Out = None,
    *,
    options: Reading,
    lang: Lang = None,
) -> None:
    from wpkit.commands.ledger import merge as run

    if len(files) < 2:
        raise typer.BadParameter(_t("name a notice and the ledger", "请给出通知和台账两个文件"))
    *new, book = files
    _do(
        lambda: run(new, book, output, lang=lang or LANG, options=options()),
        lang,
    )


@app.command(help=_t("The JSON Schema of what parse prints.", "parse 输出的 JSON Schema。"))
def schema() -> None:
    from wpkit.commands.reference import print_schema

    _do(print_schema, None)


@app.command(
    help=_t(
        "What a finding means and what to do; without a code, all of them.",
        "疑点的含义与处理办法；不填代码则列出全部。",
    )
)
def explain(code: Annotated[str | None, typer.Argument(metavar="[CODE]")] = None, lang: Lang = None) -> None:
    from wpkit.commands.reference import print_explanation

    _do(lambda: print_explanation(code, lang or LANG), lang)


@app.command(help=_t("The formats that can be read and written.", "可读取和写出的格式。"))
def formats(lang: Lang = None) -> None:
    from wpkit.commands.reference import print_formats

    _do(lambda: print_formats(lang or LANG), lang)


def _version(wanted: bool) -> None:
    if wanted:
        from wpkit import __version__

        print(f"wpkit {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_version, help=_t("Print the version.", "显示版本。")
        ),
    ] = False,
) -> None: ...


def run(words: Sequence[str]) -> NoReturn:
    """Runs one command line and exits."""

    def command() -> int:
        try:
            typer.main.get_command(app).main(args=list(words), prog_name="wpkit")
        except SystemExit as end:
            return end.code if isinstance(end.code, int) else OK
        return OK

    raise SystemExit(guarded(command, LANG))
