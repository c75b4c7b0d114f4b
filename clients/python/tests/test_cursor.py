"""Each event once, whole and in order, whatever the frames do."""

from __future__ import annotations

import random
import unittest
from typing import Optional

from agent_bridge.backoff import Backoff
from agent_bridge.cursor import Gap, Recent, StreamCursor
from agent_bridge.wire import Frame

from datetime import datetime, timezone

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)


def event(sequence: Optional[int], more: bool = False, name: str = "") -> Frame:
    return Frame(name or f"{sequence}-{more}", "task:update", NOW, {}, sequence=sequence, more=more)


def answer(sequence: int) -> Frame:
    return Frame(f"answer-{sequence}", "command:result", NOW, {}, correlation_id="request", sequence=sequence)


def following(after: int = 0, filtered: bool = False) -> StreamCursor:
    cursor = StreamCursor()
    cursor.follow("e", after, filtered)
    return cursor


class StreamCursorTest(unittest.TestCase):
    def test_an_event_of_several_frames_is_shown_when_it_is_whole(self) -> None:
        cursor = following()
        self.assertEqual([], cursor.take(event(1, more=True)))
        self.assertEqual(0, cursor.complete)
        self.assertEqual([event(1, more=True), event(1)], cursor.take(event(1)))
        self.assertEqual(1, cursor.complete)

    def test_an_event_that_was_cut_in_the_middle_is_shown_once(self) -> None:
        cursor = following()
        cursor.take(event(1, more=True))
        cursor.pause()
        cursor.follow("e", cursor.complete, False)
        self.assertEqual([], cursor.take(event(1, more=True)))
        self.assertEqual(2, len(cursor.take(event(1))))

    def test_what_comes_again_is_not_shown(self) -> None:
        cursor = following()
        cursor.take(event(1))
        self.assertEqual([], cursor.take(event(1)))
        cursor.take(event(2, more=True))
        cursor.take(event(2, more=True))
        self.assertEqual(2, len(cursor.take(event(2))))

    def test_a_missing_event_is_noticed(self) -> None:
        cursor = following()
        cursor.take(event(1))
        with self.assertRaises(Gap):
            cursor.take(event(3))
        with self.assertRaises(Gap):
            other = following()
            other.take(event(1, more=True))
            other.take(event(2))

    def test_a_filter_leaves_events_out(self) -> None:
        cursor = following(filtered=True)
        self.assertEqual([event(7)], cursor.take(event(7)))
        cursor.passed(20)
        self.assertEqual(20, cursor.complete)
        self.assertEqual([], cursor.take(event(12)))

    def test_nothing_is_shown_before_the_subscription_is_confirmed(self) -> None:
        cursor = following(5)
        cursor.pause()
        self.assertEqual([], cursor.take(event(9)))
        self.assertEqual([], cursor.take(event(None, name="delta")))
        self.assertEqual((5, 9), (cursor.complete, cursor.newest))

    def test_an_answer_that_comes_out_of_turn_is_no_gap(self) -> None:
        cursor = following()
        self.assertEqual([], cursor.take(answer(3)))
        for sequence in (1, 2, 3):
            self.assertEqual([event(sequence)], cursor.take(event(sequence)))

    def test_behind_a_filter_such_an_answer_is_shown_once(self) -> None:
        cursor = following(filtered=True)
        self.assertEqual([answer(3)], cursor.take(answer(3)))
        self.assertEqual([event(2)], cursor.take(event(2)))
        self.assertEqual([], cursor.take(event(3)))
        self.assertEqual([event(4)], cursor.take(event(4)))

    def test_behind_a_filter_an_answer_far_ahead_hides_nothing_before_it(self) -> None:
        cursor = following(10, filtered=True)
        frames = [event(11), answer(500), event(12), event(13), event(499), event(500), event(501)]
        shown = [frame.sequence for taken in frames for frame in cursor.take(taken)]
        self.assertEqual([11, 500, 12, 13, 499, 501], shown)

    def test_an_answer_that_was_shown_ahead_is_not_shown_again_after_a_disconnection(self) -> None:
        cursor = following(10, filtered=True)
        cursor.take(answer(500))
        cursor.pause()
        cursor.follow("e", 10, filtered=True)
        self.assertEqual([], cursor.take(event(500)))
        self.assertEqual([event(501)], cursor.take(event(501)))

    def test_an_answer_that_was_let_go_comes_again_in_its_turn(self) -> None:
        cursor = following(10, filtered=True)
        cursor.take(answer(500))
        cursor.let_go(500)
        self.assertEqual([event(500)], cursor.take(event(500)))

    def test_an_answer_may_be_the_last_frame_of_its_event(self) -> None:
        cursor = following(10, filtered=True)
        cursor.take(event(20, more=True))
        self.assertEqual([event(20, more=True), answer(20)], cursor.take(answer(20)))

    def test_a_delta_is_shown_once(self) -> None:
        cursor = following()
        self.assertEqual(1, len(cursor.take(event(None, name="delta"))))
        self.assertEqual([], cursor.take(event(None, name="delta")))

    def test_any_number_of_cuts_shows_every_event_once(self) -> None:
        for seed in range(200):
            with self.subTest(seed=seed):
                self.survive(random.Random(seed))

    def survive(self, chance: random.Random) -> None:
        history = [
            [event(number, more=index < count - 1, name=f"{number}.{index}") for index in range(count)]
            for number, count in ((n, chance.choice([1, 1, 2, 3])) for n in range(1, 60))
        ]
        cursor, shown = following(), []
        while cursor.complete < len(history):
            cursor.follow("e", cursor.complete, False)
            for frame in [f for frames in history[cursor.complete :] for f in frames]:
                if chance.random() < 0.1:
                    break
                for _ in range(2 if chance.random() < 0.2 else 1):
                    shown += cursor.take(frame)
            cursor.pause()
        self.assertEqual([f.id for frames in history for f in frames], [f.id for f in shown])


class BackoffTest(unittest.TestCase):
    def test_the_wait_is_anywhere_up_to_a_ceiling_that_doubles(self) -> None:
        backoff = Backoff(base=0.5, ceiling=8.0, random=random.Random(1))
        for attempt, most in [(0, 0.5), (1, 1.0), (3, 4.0), (4, 8.0), (10_000, 8.0)]:
            waits = [backoff.delay(attempt) for _ in range(2000)]
            self.assertLessEqual(max(waits), most)
            self.assertGreater(max(waits), most * 0.95)
            self.assertLess(min(waits), most * 0.05)


class RecentTest(unittest.TestCase):
    def test_it_remembers_so_many(self) -> None:
        recent = Recent(2)
        self.assertEqual([True, True, False, True, True], [recent.add(item) for item in "abaca"])
