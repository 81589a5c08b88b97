"""Where a task stands and what it says → its topic in a fixed vocabulary, with the words that decided.

Each topic has words with weights (`data/topics.toml`); a word counts once, most where it stands nearest the task:
in its title or the group that names it, then in the text. A topic below another (重点领域信息公开/财政)
counts with it. Nothing is guessed: without a word that is typical of a topic there is none.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from operator import add
from typing import TYPE_CHECKING, Any

from wpkit.errors import UsageError
from wpkit.fields.names import is_body
from wpkit.records import record
from wpkit.text import fold

if TYPE_CHECKING:
    from pathlib import Path

_DATA = os.path.join(os.path.dirname(__file__), "data", "topics.json")  # made of topics.toml
# What a word counts by its place. A group says less about a task that has a title of its own, and the groups
# further out say less about any one task.
_TITLE, _GROUP, _GROUP_OF_TITLED, _OUTER, _CONTENT = 2.0, 1.4, 1.0, 0.75, 1.0
# What a table of a vocabulary holds.
_PARTS = ("name", "subject", "ignore", "topics")
# A topic needs a word that is typical of it, in the text or nearer.
_TYPICAL, _ENOUGH = 2.0, 2.0


@record(frozen=True, slots=False)
class Vocabulary:
    """One table of a file of topics. It is for notices whose title holds one of `subjects`; with none it is for
    all. `words` raises TypeError, ValueError or AttributeError where the table is none."""

    name: str
    subjects: tuple[str, ...]
    table: Mapping[str, Any]

    @cached_property
    def words(self) -> dict[str, tuple[tuple[str, float], ...]]:
        """Word → ((topic, weight), …); a word for no topic only keeps the shorter words inside it from counting."""
        found: dict[str, list[tuple[str, float]]] = {}
        for topic, weighted in self.table["topics"].items():
            if not isinstance(weighted, dict):
                weighted = {"3": weighted}
            for weight, listed in weighted.items():
                if not isinstance(listed, list) or not all(isinstance(word, str) and word for word in listed):
                    raise TypeError(topic)
                for word in listed:
                    found.setdefault(fold(word), []).append((topic, float(weight)))
        for word in self.table.get("ignore", ()):
            found.setdefault(fold(word), [])
        return {word: tuple(pairs) for word, pairs in found.items()}

    @cached_property
    def openings(self) -> dict[str, list[tuple[int, int, str]]]:
        """The words by the two characters that they open with (one of a single character by that one), the longest
        first, each behind minus its length and its rank."""
        found: dict[str, list[tuple[int, int, str]]] = {}
        for one in sorted((-len(word), rank, word) for rank, word in enumerate(self.words)):
            found.setdefault(one[-1][:2], []).append(one)
        for pair, known in found.items():
            if len(pair) > 1:
                known += found.get(pair[0], ())
        return found

    @cached_property
    def characters(self) -> frozenset[str]:
        """The words of a single character."""
        return frozenset(opening for opening in self.openings if len(opening) == 1)

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(topic for pairs in self.words.values() for topic, _ in pairs))


def read_topic(
    path: Sequence[str],
    title: str | None,
    content: str,
    *,
    subject: str = "",
    vocabularies: Sequence[Vocabulary] | None = None,
) -> tuple[str | None, tuple[str, ...]]:
    """(topic, the words that decided, strongest first); (None, ()) where no word speaks for one.

    Args:
        path: the groups around the task, outermost first.
        subject: the notice's title; it chooses the vocabulary and counts for nothing else.

    >>> read_topic(["夯实基础"], None, "开展防汛应急演练", subject="某区工作要点")
    ('应急与防灾减灾', ('应急演练', '防汛'))
    """
    vocabulary = vocabulary_for(subject, vocabularies)
    groups = [fold(name) for name in path if not is_body(name)]
    heading = fold(title) if title else "".join(groups[-1:])
    places = [(heading, _TITLE if title else _GROUP), (fold(content), _CONTENT)]
    if title:
        places.append(("".join(groups[-1:]), _GROUP_OF_TITLED))
    places.append(("|".join(groups[:-1]), _OUTER))
    everything = "|".join([text for text, _ in places])
    evidence: dict[str, list[tuple[float, float, str]]] = {}
    for word in _words_in(everything, vocabulary):
        factor = max([factor for text, factor in places if word in text], default=0.0)
        for topic, weight in vocabulary.words[word]:
            found = evidence.setdefault(topic, [])
            if not found or not any(word in longer for *_, longer in found):
                found.append((weight * factor, weight, word))
    for found in evidence.values():
        if len(found) > 1:
            found.sort(key=lambda one: -one[0])
    best = _best(evidence, heading, everything)
    return best, tuple(word for *_, word in evidence[best]) if best else ()


def _words_in(text: str, vocabulary: Vocabulary) -> list[str]:
    """The vocabulary's words in the text; one that stands only inside longer ones (解读 in 政策解读, 环境 in
    营商环境) is not counted."""
    known = vocabulary.openings.get
    may_begin: Iterable[list[tuple[int, int, str]] | None] = map(known, map(add, text, f"{text[1:]} "))
    if not vocabulary.characters.isdisjoint(text):
        may_begin = (words or known(char) for words, char in zip(may_begin, text, strict=True))
    places: dict[tuple[int, int, str], list[int]] = {}  # where each is the longest that begins there
    for start, words in enumerate(may_begin):
        for one in words or ():
            if text.startswith(one[-1], start):
                places.setdefault(one, []).append(start)
                break
    taken = bytearray(len(text))
    found: list[str] = []
    for (*_, word), starts in sorted(places.items()):  # the longest first
        free = False
        for start in starts:
            end = start + len(word)
            free = free or taken.find(0, start, end) >= 0
            taken[start:end] = b"\1" * len(word)
        if free:
            found.append(word)
    return found


def _best(
    evidence: Mapping[str, list[tuple[float, float, str]]], heading: str, everything: str
) -> str | None:
    """The topic with the most weight, its head's included. Each further word counts half of the one before: a
    long text is no better witness than a short one. Of equals the one that the heading names last wins, as its
    last word is what a heading is about; else the one that the text names first."""
    own = {topic: sum([one[0] / 2**i for i, one in enumerate(found)]) for topic, found in evidence.items()}
    total = {
        topic: score + (own.get(_head(topic), 0.0) if "/" in topic else 0.0) for topic, score in own.items()
    }
    sure = [
        topic
        for topic, found in evidence.items()
        if total[topic] >= _ENOUGH and any(weight >= _TYPICAL for _, weight, _ in found)
    ]

    def order(topic: str) -> tuple[float, int, int]:
        word = evidence[topic][0][2]
        return -round(total[topic], 6), -heading.rfind(word), everything.find(word)

    return min(sure, key=order) if len(sure) > 1 else next(iter(sure), None)


def _head(topic: str) -> str:
    return topic.partition("/")[0]


def vocabulary_for(subject: str, vocabularies: Sequence[Vocabulary] | None = None) -> Vocabulary:
    """The first vocabulary that is for notices of this subject.

    >>> vocabulary_for("某区政务公开工作要点").name, vocabulary_for("某区工作要点").name
    ('政务公开', '政府工作')
    """
    subject = fold(subject)
    known = tuple(vocabularies) if vocabularies else _own()
    for vocabulary in known:
        if not vocabulary.subjects or any(word in subject for word in vocabulary.subjects):
            return vocabulary
    return known[-1]


@cache
def _own() -> tuple[Vocabulary, ...]:
    with open(_DATA, encoding="utf-8") as stream:
        return vocabularies_in(json.load(stream))


def load_topics(path: str | Path) -> dict[str, Any]:
    """A user's vocabularies as `Options.topics` takes them: TOML in the form of `data/topics.toml`, or one table
    `topic = [words]`.

    Raises NotFoundError where there is no such file, UsageError where it is no such TOML.
    """
    from pathlib import Path

    from wpkit.fields.owntables import read_toml

    path = Path(path)
    data = read_toml(path, 'Write `"topic" = ["word", "word"]`.')
    if not any(isinstance(table, dict) and "topics" in table for table in data.values()):
        data = {"own": {"name": path.stem, "topics": data}}
    try:
        words = [word for vocabulary in vocabularies_in(data) for word in vocabulary.words]
    except (TypeError, ValueError, AttributeError):
        words = []
    if not words:
        raise UsageError(str(path), "holds no topics", 'Write `"topic" = ["word", "word"]`.')
    tables = {key: table for key, table in data.items() if isinstance(table, dict) and "topics" in table}
    kept = {key: {part: table[part] for part in _PARTS if part in table} for key, table in tables.items()}
    return {key: {**table, "name": str(table.get("name", ""))} for key, table in kept.items()}


def vocabularies_in(data: Mapping[str, Any]) -> tuple[Vocabulary, ...]:
    """The vocabularies of a TOML file: its tables that have `topics`."""
    return tuple(
        Vocabulary(str(table.get("name", "")), tuple(fold(word) for word in table.get("subject", ())), table)
        for table in data.values()
        if isinstance(table, dict) and "topics" in table
    )
