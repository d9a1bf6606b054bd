"""The yardstick for pushing: how soon a hundred messages can be out, under Teams' limit for an app."""

from bench.least import least_time


def test_fifty_at_once_and_the_next_a_second_later() -> None:
    assert [least_time(number, ()) for number in (1, 50, 51, 100, 101)] == [0.0, 0.0, 1.0, 1.0, 2.0]


def test_what_others_sent_just_before_takes_room() -> None:
    assert least_time(50, [-0.5, -0.5]) == 0.5
    assert least_time(100, [-1.5]) == 1.0


def test_what_others_will_send_is_left_room() -> None:
    assert least_time(49, [0.25]) == 0.0
    assert least_time(50, [0.25]) == 1.0
    assert least_time(100, [0.25]) == 2.0
