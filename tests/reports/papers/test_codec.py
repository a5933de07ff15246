import json
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pytest

from reports.papers import codec
from reports.papers.data import PaperData
from tests.reports.papers import sample


def through_json(data: PaperData) -> PaperData:
    return codec.from_json(PaperData, json.loads(json.dumps(codec.to_json(data))))


def test_a_paper_comes_back_from_json_as_it_was() -> None:
    assert through_json(sample.paper()) == sample.paper()


def test_a_first_paper_has_no_previous_and_comes_back_too() -> None:
    assert through_json(sample.paper(previous=None)).previous is None


def test_money_travels_as_text_to_the_penny() -> None:
    assert codec.to_json(Decimal("45681.00")) == "45681.00"


def test_the_digest_changes_with_any_figure() -> None:
    data = sample.paper()
    other = replace(data, spend=replace(data.spend, authorised=data.spend.authorised + Decimal("0.01")))
    assert codec.digest(data) == codec.digest(sample.paper())
    assert codec.digest(data) != codec.digest(other)


def test_the_digest_is_that_of_the_frozen_json() -> None:
    data = sample.paper()
    assert codec.digest(json.loads(json.dumps(codec.to_json(data)))) == codec.digest(data)


@dataclass(frozen=True)
class Grown:
    """A dataclass that a later release gave a field."""

    name: str
    since: date
    added_later: str = "nothing"


def test_data_frozen_before_a_field_was_added_can_still_be_read() -> None:
    read = codec.from_json(Grown, {"name": "paper", "since": "2024-11-13"})
    assert read == Grown("paper", date(2024, 11, 13))


def test_what_is_not_data_is_refused() -> None:
    with pytest.raises(TypeError, match="cannot be frozen"):
        codec.to_json(object())


def test_a_wrong_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="is not str"):
        codec.from_json(Grown, {"name": 7, "since": "2024-11-13"})
