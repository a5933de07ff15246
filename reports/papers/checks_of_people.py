"""Words that may tell who a child is. The list is short on purpose: a check that often cries wolf is not read.

Initials, a name with an age, and a school named beside one child; each says which words it means."""

import re
from collections.abc import Iterator

from reports.papers.data import PaperData
from reports.papers.finding import WARNING, Finding
from reports.papers.kinds import kind_of
from reports.papers.known import EVERYBODY_KNOWS
from reports.papers.style import restyled
from reports.papers.words import counted
from reports.papers.written import printed_words, sentences

_ONE_CHILD = (
    r"child|boy|girl|baby|toddler|teenager|young person|young man|young woman|sibling|brother|sister|son|daughter|"
    r"pupil|student|mother|father|mum|dad|parent|grandmother|grandfather|care leaver"
)
_INITIALS = re.compile(
    rf"\b(?i:{_ONE_CHILD})(?:[’']s)? (?:known as )?[“\"]?(?!I\b)(?P<child>[A-Z]{{1,2}}|(?:[A-Z]\.){{1,3}})[”\"]?"
    r"(?![\w’'/&-]|\.\d)"
    r"|(?<![\w.])(?P<dotted>[A-Z]\. ?[A-Z]\.(?: ?[A-Z]\.)?)(?!\d)"
    r"|(?<![\w.])(?P<aged>[A-Z]{2}),? (?:aged )\d{1,2}\b"
)
# What stands before an age, or after a child, without being anybody's name.
_NO_NAME = (
    "Adult|Anyone|Anybody|Baby|Boy|Care|Child|Children|Each|Every|Everybody|Everyone|Girl|He|Nobody|One|Or|People|Person"
    "|She|Someone|Staff|The|They|Those|Young|January|February|March|April|May|June|July|August|September|October"
    "|November|December"
)
# A name that ends in s is taken for one only with a comma behind it: “Workers aged 16” are not one child.
_AGE = r"(?:1[0-9]|[1-9]|2[0-5])"
_NAME = rf"(?!(?:{_NO_NAME})\b)[A-Z][a-z’'-]*(?:[a-rt-z]|s(?=,))"
_NAME_WITH_AGE = re.compile(
    rf"\b{_NAME},? (?:who (?:is|was) |is |was )?aged {_AGE}\b(?! ?(?:to|and|or|–|-|/) ?\d)"
    rf"|\b{_NAME},? (?:who (?:is|was) |is |was )?(?:an? )?{_AGE}[- ]years?[- ]old\b"
    rf"|\b{_AGE}[- ]year[- ]old {_NAME}\b"
    rf"|\b{_NAME}, {_AGE},(?! (?:and )?\d)"
)
_SCHOOL = re.compile(
    r"\b(?:(?:[A-Z][\w’'-]+|St\.?|of|the|and) ){0,5}[A-Z][\w’'-]+ (?:School|Academy|Sixth Form|Nursery|College)\b"
)
# Schools, academies and colleges that are services, training or kinds of school.
_NO_SCHOOL = re.compile(
    r"\b(?:Virtual|Practice|Social Work|Leadership|Staff|Royal|Skills|Training|Frontline|Management) "
    r"(?:[A-Z]\w+ )?(?:School|Academy|College)$|^(?:The |A |An |Each |Every |Our )?(?:High|Primary|Secondary|Junior|"
    r"Infant|Special|Nursery|Grammar|Independent|Boarding|Community|Local|Further Education|FE) "
    r"(?:School|Academy|College)$"
)
_OF_ONE = re.compile(rf"\b(?:{_ONE_CHILD}|he|she|his|her|him|I|my)\b")


def identifying(data: PaperData) -> Iterator[Finding]:
    known = EVERYBODY_KNOWS | {data.plan.prefix}
    for written in printed_words(data):
        for sentence in sentences(written.text):
            for words, why in _telling(sentence, known):
                message = f"“{words}” {why}, which may tell who a child is."
                yield written.finding("may-identify-child", message, sentence)


def _telling(sentence: str, known: frozenset[str]) -> Iterator[tuple[str, str]]:
    for found in _INITIALS.finditer(sentence):
        initials = next(filter(None, found.groupdict().values()))
        if initials.replace(".", "").replace(" ", "") not in known:
            yield found[0], "has initials"
    for found in _NAME_WITH_AGE.finditer(sentence):
        yield found[0].rstrip(","), "is a name with an age"
    for found in _SCHOOL.finditer(sentence):
        if not _NO_SCHOOL.search(found[0]) and _OF_ONE.search(sentence):
            yield found[0], "names a school beside one child"


def feedback_consent(data: PaperData) -> Iterator[Finding]:
    without = [row for row in data.highlights if row.kind == "feedback" and not row.consent_given]
    if without:
        told = counted(len(without), "piece of feedback has", "pieces of feedback have")
        message = f"{told.capitalize()} no consent recorded and will not be printed."
        heading = restyled(kind_of(data.kind), data.style).section("feedback").heading
        yield Finding(WARNING, "feedback-without-consent", heading, message, "improvement:highlight-list")
