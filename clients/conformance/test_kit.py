"""The kit itself: what it is meant to find, it finds."""

from __future__ import annotations

import asyncio
import unittest
from typing import Any

from .conversation import Broken, Conversation, Performance
from .pattern import Names, Unresolved, mismatch
from .paths import CONVERSATIONS
from .schemas import schema
from .websocket import Message, MessageReader, text_frame


class Patterns(unittest.TestCase):
    def test_an_object_may_have_more_and_a_list_may_not(self) -> None:
        self.assertEqual("", mismatch({"a": {"b": 1}}, {"a": {"b": 1, "c": 2}, "d": 3}))
        self.assertIn("a.b is 2", mismatch({"a": {"b": 1}}, {"a": {"b": 2}}))
        self.assertNotEqual("", mismatch([1], [1, 2]))
        self.assertNotEqual("", mismatch({"a": 1}, {}))
        self.assertNotEqual("", mismatch(1, True))

    def test_operators(self) -> None:
        for pattern, fits, does_not in (
            ({"$one_of": [1, 2]}, 2, 3),
            ({"$contains": "b"}, "abc", "xyz"),
            ({"$contains": {"id": 1}}, [{"id": 2}, {"id": 1, "x": 0}], [{"id": 2}]),
            ({"$contains_no": "b"}, "xyz", "abc"),
            ({"$at_least": 2}, 2, 1),
            ({"$present": True}, 0, None),
            ({"$present": False}, None, 0),
        ):
            with self.subTest(pattern):
                self.assertEqual(("", False), (mismatch(pattern, fits), mismatch(pattern, does_not) == ""))
        with self.assertRaises(Unresolved):
            mismatch({"$unheard_of": 1}, 1)

    def test_names(self) -> None:
        names = Names()
        names.set("ada", {"id": "worker-1", "tags": ["x"]})
        self.assertEqual({"a": "worker-1", "b": "of worker-1", "c": "x"}, names.resolve({"a": "$ada.id", "b": "of ${ada.id}", "c": "$ada.tags.0"}))
        self.assertEqual(names.resolve("$uuid.one"), names.resolve("$uuid.one"))
        self.assertNotEqual(names.resolve("$uuid.one"), names.resolve("$uuid.two"))
        self.assertEqual("xxx", names.resolve({"$repeat": "x", "times": 3}))
        with self.assertRaises(Unresolved):
            names.resolve("$nobody.id")


class Messages(unittest.IsolatedAsyncioTestCase):
    async def read(self, data: bytes, count: int) -> list[Message]:
        reader = asyncio.StreamReader()
        reader.feed_data(data)
        reader.feed_eof()
        messages = MessageReader(reader)
        return [await messages.next() for _ in range(count)]

    async def test_of_every_length_masked_or_not_are_what_was_written(self) -> None:
        for size in (0, 125, 126, 65_535, 65_536, 100_000):
            for masked in (False, True):
                with self.subTest(size=size, masked=masked):
                    text = ("ä" * size)[:size]
                    (message,) = await self.read(text_frame(text, masked=masked), 1)
                    self.assertEqual((text, True), (message.payload.decode(), message.is_text))

    async def test_in_fragments_are_whole_and_a_ping_between_them_passes(self) -> None:
        ping, first, last = b"\x89\x00", b"\x01\x02ab", b"\x80\x01c"
        messages = await self.read(first + ping + last, 2)
        self.assertEqual([(9, b""), (1, b"abc")], [(message.opcode, message.payload) for message in messages])
        self.assertEqual(first + last, messages[1].raw)


class TheDriverOfATest:
    """Has told its user what a test says."""

    def __init__(self, *events: tuple[int, str, bool]) -> None:
        told = [{"sequence": number, "type": kind, "more": more, "payload": {}} for number, kind, more in events]
        self.events = {"test/alice": told}


class Streams(unittest.TestCase):
    def check(self, *events: tuple[int, str, bool]) -> None:
        driver: Any = TheDriverOfATest(*events)
        gateway: Any = None
        performance = Performance(Conversation("test", "", None, ()), driver, gateway, 1)
        performance._lines["alice"] = gateway
        performance._check_streams()

    def test_without_a_gap_and_nothing_twice_hold(self) -> None:
        self.check((5, "a", False), (6, "b", True), (6, "c", False), (7, "a", False))
        self.check((5, "a", False), (9, "connection:snapshot", False), (10, "a", False))

    def test_with_a_gap_an_event_twice_a_frame_twice_or_out_of_order_break(self) -> None:
        for events in (
            [(5, "a", False), (7, "a", False)],
            [(5, "a", False), (5, "a", False)],
            [(5, "a", True), (5, "a", True), (5, "b", False)],
            [(5, "a", False), (6, "a", False), (5, "b", False)],
            [(9, "connection:snapshot", False), (9, "a", False)],
            [(9, "connection:snapshot", False), (11, "a", False)],
        ):
            with self.subTest(events), self.assertRaises(Broken):
                self.check(*events)


class TheConversations(unittest.TestCase):
    conversations = [Conversation.read(path) for path in CONVERSATIONS.glob("*.json")]

    def test_expect_every_error_type_of_the_protocol(self) -> None:
        steps = [step for conversation in self.conversations for step in conversation.every_step()]
        expected = {str(step.get("error", {}).get("kind")) for step in steps}
        self.assertLessEqual(set(schema("error")["properties"]["error_type"]["enum"]), expected)

    def test_have_titles_of_their_own(self) -> None:
        self.assertEqual(len(self.conversations), len({conversation.title for conversation in self.conversations}))

    def test_await_what_they_begin(self) -> None:
        for conversation in self.conversations:
            with self.subTest(conversation.name):
                begun = {step["begin"] for step in conversation.every_step() if "begin" in step}
                self.assertEqual(begun, {step["await"] for step in conversation.every_step() if "await" in step})
