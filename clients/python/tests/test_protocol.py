"""The types against src/protocol: whoever changes the one without the other fails here."""

from __future__ import annotations

import dataclasses
import json
import unittest
from typing import Any, Iterator, Literal, get_args, get_origin, get_type_hints

from agent_bridge import errors, models
from agent_bridge.events import SNAPSHOT, Event, StateParts
from agent_bridge.message_protocol import AgentType, Message, MessageType, TaskStatus
from agent_bridge.models import Server
from agent_bridge.wire import Frame, MalformedFrame, decode
from conformance.schemas import schema, violations

from .fixture.paths import PROTOCOL
from .fixture.scripted import ack, metric, result

OBJECTS = {
    "agent": models.Agent,
    "task": models.Task,
    "command": models.Command,
    "approval": models.Approval,
    "usage": models.Usage,
    "agent-limits": models.AgentLimits,
    "retry": models.Retry,
    "filter": models.Filter,
}


def examples(folder: str, pattern: str) -> Iterator[tuple[str, Any]]:
    for path in sorted((PROTOCOL / "examples" / folder).glob(pattern)):
        yield path.name, json.loads(path.read_text("utf-8"))


class TheChecker(unittest.TestCase):
    def test_it_takes_every_valid_example_and_refuses_every_invalid_one(self) -> None:
        for name, message in examples("valid", "*.json"):
            with self.subTest(name):
                self.assertEqual([], violations(message, name.split(".")[0]))
        for name, example in examples("invalid", "*.json"):
            with self.subTest(name):
                self.assertNotEqual([], violations(example["message"], name.split(".")[0]))


class TheScript(unittest.TestCase):
    def test_what_the_scripted_server_says_is_valid_too(self) -> None:
        self.assertEqual([], violations(ack(), "server-connection-ack"))
        self.assertEqual([], violations(metric(1), "server-system-metric"))
        request = {"correlation_id": "c"}
        self.assertEqual([], violations(result(request, 1), "server-command-result"))


class GoldenMessages(unittest.TestCase):
    def test_every_example_of_the_server_is_understood(self) -> None:
        for name, message in examples("valid", "server-*.json"):
            if name.startswith("server-legacy"):
                continue
            with self.subTest(name):
                frame = Frame.parse(json.dumps(message))
                self.assertEqual(message["id"], frame.id)
                self.assertEqual(message.get("sequence"), frame.sequence)
                self.assertEqual(message["timestamp"], frame.timestamp.isoformat(timespec="milliseconds"))
                self.understand(Event(frame), message["payload"])

    def understand(self, event: Event, payload: dict[str, Any]) -> None:
        for key, shown in (("agent", event.agent), ("task", event.task), ("approval", event.approval)):
            if isinstance(payload.get(key), dict):
                assert shown is not None
                self.assertEqual(payload[key]["id"], shown.id)
        if event.type.endswith(":error"):
            assert event.error is not None
            self.assertIs(errors.ERRORS[payload["error_type"]], type(event.error))
            self.assertEqual(payload["error_message"], str(event.error))
        if event.type == "command:progress":
            assert event.progress is not None
            self.assertEqual(payload.get("delta"), event.progress.delta)
        if event.type == SNAPSHOT:
            state = StateParts().add({**payload, "part": 0, "last": True})
            assert state is not None
            self.assertEqual([agent["id"] for agent in payload["agents"]], [agent.id for agent in state.agents])
        if event.type == "connection:ack":
            self.assertEqual(payload["epoch"], decode(Server, payload).epoch)

    def test_what_is_no_message_is_refused_with_one_kind_of_error(self) -> None:
        texts = ["", "[]", "null", "{}", '{"id":1}', '{"id":"a","type":"b","timestamp":"yesterday","payload":{}}', "[" * 100_000]
        for text in texts:
            with self.subTest(text[:40]), self.assertRaises(MalformedFrame):
                Frame.parse(text)


class Drift(unittest.TestCase):
    def test_every_property_of_an_object_is_a_field_of_its_class_and_may_be_missing_where_the_schema_says_so(self) -> None:
        for name, kind in OBJECTS.items():
            with self.subTest(name):
                fields = {field.name: field for field in dataclasses.fields(kind)}
                self.assertLessEqual(set(schema(name)["properties"]), set(fields))
                for required in (f.name for f in fields.values() if f.default is f.default_factory is dataclasses.MISSING):
                    self.assertIn(required, schema(name)["required"])

    def test_null_and_the_kinds_of_values_are_those_of_the_schema(self) -> None:
        for name, kind in OBJECTS.items():
            hints = get_type_hints(kind)
            for key, rules in schema(name)["properties"].items():
                with self.subTest(f"{name}.{key}"):
                    if not self.nullable(rules) or hints[key] is Any:
                        continue
                    self.assertIn(type(None), get_args(hints[key]), "null is possible")

    @staticmethod
    def nullable(rules: dict[str, Any]) -> bool:
        options = rules.get("anyOf", [rules])
        return any("null" in option.get("type", []) or None in option.get("enum", []) for option in options)

    def test_the_words_for_states_are_those_of_the_schema(self) -> None:
        for name, kind in OBJECTS.items():
            for key, hint in get_type_hints(kind).items():
                words = self.words(hint)
                if words:
                    with self.subTest(f"{name}.{key}"):
                        self.assertEqual(set(schema(name)["properties"][key]["enum"]) - {None}, words)

    @staticmethod
    def words(hint: Any) -> set[str]:
        literals = [option for option in (hint, *get_args(hint)) if get_origin(option) is Literal]
        return {word for literal in literals for word in get_args(literal)}

    def test_the_words_of_requests_are_those_of_the_schema(self) -> None:
        def words(message: str, key: str) -> set[str]:
            return set(schema(message)["properties"]["payload"]["properties"][key]["enum"])

        self.assertEqual(words("client-agent-stop", "mode"), set(get_args(models.StopMode)))
        self.assertEqual(words("client-approval-respond", "decision"), set(get_args(models.Decision)))
        self.assertEqual(words("client-agent-handoff", "stage"), set(get_args(models.Stage)))
        self.assertEqual(words("client-agent-create", "agent_type"), set(get_args(models.AgentType)))

    def test_every_error_type_has_an_exception(self) -> None:
        self.assertEqual(set(schema("error")["properties"]["error_type"]["enum"]), set(errors.ERRORS))

    def test_the_old_types_are_types_of_the_protocol(self) -> None:
        named = {reference["$ref"] for side in ("client", "server") for reference in schema(f"{side}-message")["oneOf"]}
        types = {schema(name)["properties"].get("type", {}).get("const") for name in named} - {None}
        # connection:error is reserved: no message has it.
        self.assertLessEqual({member.value for member in MessageType} - {"connection:error"}, types)
        self.assertEqual({member.value for member in AgentType}, set(get_args(models.AgentType)))
        self.assertEqual({member.value for member in TaskStatus}, set(get_args(models.TaskStatus)))

    def test_the_old_message_reads_every_golden_message_of_its_types(self) -> None:
        known = {member.value for member in MessageType}
        read = 0
        for name, message in examples("valid", "server-*.json"):
            if message["type"] in known:
                with self.subTest(name):
                    self.assertEqual(message["payload"], Message.from_json(json.dumps(message)).payload)
                    read += 1
        self.assertGreater(read, 40)
