"""A provider's limits are kept by waiting before asking."""

from __future__ import annotations

import asyncio

from api.notifications.pace import Pace


class Time:
    """Seconds that pass only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


def moments(pace: Pace, time: Time, *receivers: str) -> list[float]:
    async def each() -> list[float]:
        found = []
        for receiver in receivers:
            await pace.wait(receiver)
            found.append(round(time.now - 100, 3))
        return found

    return asyncio.run(each())


def test_so_many_a_second_in_all() -> None:
    time = Time()
    pace = Pace(4, clock=time, sleep=time.sleep)
    assert moments(pace, time, *"abcde") == [0, 0.25, 0.5, 0.75, 1.0]


def test_so_many_seconds_apart_for_one_receiver_and_others_go_between() -> None:
    time = Time()
    pace = Pace(25, apart_seconds=1.0, clock=time, sleep=time.sleep)
    assert moments(pace, time, "a", "b", "a", "a") == [0, 0.04, 1.0, 2.0]


def test_after_a_rest_nothing_waits() -> None:
    time = Time()
    pace = Pace(1, apart_seconds=1.0, clock=time, sleep=time.sleep)
    moments(pace, time, "a")
    time.now += 60
    assert moments(pace, time, "a") == [60]
