"""What is said of times that cannot be offered: the phrase, and the rule."""

import pytest

from cards.unread import beyond_line
from sessions.availability import Beyond, Rule
from sessions.region import Region
from tests.cards.samples import NOW, REGION

HELD = "Sessions are held Monday to Friday, 09:00 to 17:00 (GMT)."


def line(*rules: Rule, region: Region = REGION) -> str:
    return beyond_line([Beyond(phrase="then", rules=rules)], region=region, now=NOW)


def offering(**terms: int) -> Region:
    return REGION.model_copy(update={"offer": REGION.offer.model_copy(update=terms)})


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (Rule.HOURS, HELD),
        (Rule.DAYS, HELD),
        (Rule.HOLIDAY, "There are none on bank holidays."),
        (Rule.AHEAD, "I can look 7 days ahead, up to Sunday 29 November."),
        (Rule.PASSED, "That time has passed."),
        (Rule.LEAD, "A session can start 2 hours from now at the soonest."),
        (Rule.SHORT, "A session takes 60 minutes."),
    ],
)
def test_each_rule_has_its_sentence(rule: Rule, sentence: str) -> None:
    assert line(rule) == f'I cannot offer "then". {sentence}'


def test_one_hour_and_one_day_and_none() -> None:
    assert "can start 1 hour from now" in line(Rule.LEAD, region=offering(lead_hours=1))
    assert "Too little of that time is left." in line(Rule.LEAD, region=offering(lead_hours=0))
    assert "look 1 day ahead, up to Monday 23 November" in line(Rule.AHEAD, region=offering(days_ahead=1))


def test_a_rule_that_two_phrases_break_is_said_once() -> None:
    both = [Beyond(phrase="Sat", rules=(Rule.DAYS,)), Beyond(phrase="6am", rules=(Rule.HOURS,))]
    assert beyond_line(both, region=REGION, now=NOW) == f'I cannot offer "Sat", "6am". {HELD}'


@pytest.mark.parametrize(
    ("days", "said"),
    [({1}, "on Tuesday"), ({0, 1}, "on Monday and Tuesday"), ({0, 1, 3}, "Tuesday and Thursday")],
)
def test_days_that_are_no_row_are_named(days: set[int], said: str) -> None:
    working = REGION.working.model_copy(update={"days": frozenset(days)})
    assert f"{said}, 09:00" in line(Rule.DAYS, region=REGION.model_copy(update={"working": working}))


def test_where_the_clock_is_changed_both_zones_are_named() -> None:
    spring = NOW.replace(month=3, day=27)
    said = beyond_line([Beyond(phrase="Sat", rules=(Rule.DAYS,))], region=REGION, now=spring)
    assert "(GMT/BST)" in said
