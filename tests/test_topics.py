"""Topics: the sample tasks labelled by hand, the vocabularies, and a user's own."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from comparison import labelled_topics
from wpkit.errors import NotFoundError, UsageError
from wpkit.fields.topics import Vocabulary, load_topics, read_topic, vocabularies_in, vocabulary_for

HERE = Path(__file__).parent
LABELS = tomllib.loads((HERE / "corpus" / "topics.toml").read_text(encoding="utf-8"))
# What the vocabularies reach on the labelled tasks. They were written with these in view: it is a floor, not a
# forecast for other notices.
FLOOR = 0.92


def truth(sample: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (HERE.parent / "samples" / sample / "truth.json").read_text(encoding="utf-8")
    )
    return found


def test_the_labelled_tasks_get_their_topics() -> None:
    right, wrong = labelled_topics()
    assert right / (right + len(wrong)) >= FLOOR, "\n".join(wrong)


def test_every_label_is_a_topic_of_its_vocabulary() -> None:
    named = {
        (sample, topic)
        for sample, topics in LABELS.items()
        for topic in topics
        if topic not in vocabulary_for(truth(sample)["notice"]["title"]).topics
    }
    assert named == set()


@pytest.mark.parametrize(
    ("path", "title", "content", "topic"),
    [
        ([], None, "公开老旧小区改造清单", "重点领域信息公开/住房与城市更新"),
        ([], None, "办理网民留言，整理常见问题", "回应关切"),
        (["优化政府公报"], None, "刊登政策解读材料", "政策解读"),
        (["夯实工作基础"], "加强业务培训", "学习条例，开展政策解读练习", "监督保障"),
        ([], None, "推动企事业单位做好年度总结", None),
    ],
)
def test_topics_of_public_disclosure(
    path: list[str], title: str | None, content: str, topic: str | None
) -> None:
    assert read_topic(path, title, content, subject="某县政务公开工作要点")[0] == topic


@pytest.mark.parametrize(
    ("content", "topic"),
    [
        ("修编防汛预案", "应急与防灾减灾"),
        ("优化营商环境", "营商环境"),
        ("改善农村人居环境", "农业农村与乡村振兴"),
        ("促进平台经济健康发展", None),
        ("加强统筹，狠抓实效", None),
        ("", None),
    ],
)
def test_topics_of_government_work(content: str, topic: str | None) -> None:
    assert read_topic([], None, content)[0] == topic


def test_the_words_that_decided_are_kept() -> None:
    assert read_topic([], None, "开展防汛应急演练") == ("应急与防灾减灾", ("应急演练", "防汛"))


def test_a_group_that_is_a_unit_says_nothing_of_the_topic() -> None:
    assert read_topic(["区教育局"], None, "更新办公设备") == (None, ())


def test_the_notice_itself_is_no_evidence() -> None:
    assert read_topic([], None, "报送小结", subject="某县安全生产工作要点") == (None, ())


def test_traditional_characters_are_read() -> None:
    assert read_topic([], None, "舉辦圖書館公益講座")[0] == "文化、旅游与体育"


def test_a_users_list_of_words(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('"港口" = ["集卡", "堆场"]\n"渔业" = ["渔船"]\n', encoding="utf-8")
    assert read_topic(
        [], None, "登记渔船，疏导集卡和堆场", vocabularies=vocabularies_in(load_topics(path))
    ) == (
        "港口",
        ("集卡", "堆场"),
    )


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        (["船"], "登记船只", ("船",)),
        (["船", "船只", "渔船"], "登记渔船只留存根", ("船只", "渔船")),
        (["渔船登记", "渔船", "登记"], "渔船登记，另登记网具", ("渔船登记",)),
        (["-]", "^渔"], "渔-]^渔", ("-]", "^渔")),
    ],
)
def test_a_word_inside_longer_ones_is_not_counted(
    words: list[str], text: str, found: tuple[str, ...]
) -> None:
    own = Vocabulary("水上", (), {"topics": {"水上": words}})
    assert read_topic([], None, text, vocabularies=[own])[1] == found


def test_a_users_vocabularies_are_chosen_by_subject(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        '[port]\nname = "港口"\nsubject = ["港口"]\n[port.topics]\n"疏港" = { 3 = ["集卡"] }\n'
        '[all]\nname = "其他"\n[all.topics]\n"车辆" = ["集卡"]\n',
        encoding="utf-8",
    )
    both = [
        read_topic([], None, "疏导集卡", subject=s, vocabularies=vocabularies_in(load_topics(path)))[0]
        for s in ("港口工作要点", "要点")
    ]
    assert both == ["疏港", "车辆"]


@pytest.mark.parametrize("text", ["no = [toml", "", '"港口" = 3', '[a.topics]\n"x" = { 3 = "word" }'])
def test_a_file_without_topics_is_one_clear_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError):
        load_topics(path)


def test_a_users_vocabularies_are_plain_data(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        '[a]\nname = 2024-01-01\nas_of = 2024-01-01\n[a.topics]\n"疏港" = ["集卡"]\n', encoding="utf-8"
    )
    assert json.dumps(load_topics(path))


def test_a_missing_file_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        load_topics(tmp_path / "none.toml")
