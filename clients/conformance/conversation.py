"""Conversations: files of steps, carried out one after another through a client library."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Awaitable, Callable, Iterator, Optional, Sequence

from .driver import Call, Driver
from .gateway import Gateway
from .line import Line
from .pattern import Names, at, matches, mismatch
from .schemas import violations

_WAIT_SECONDS = 30.0
_LOOK_AGAIN_SECONDS = 0.01


class Broken(AssertionError):
    """A step did not go as the conversation has it."""


@dataclass(frozen=True)
class Conversation:
    """What a file says. ``gateway`` are the options of a gateway of its own; None shares one with the others."""

    name: str
    title: str
    gateway: Optional[tuple[str, ...]]
    steps: tuple[dict[str, Any], ...]

    @staticmethod
    def read(path: Path) -> Conversation:
        said = json.loads(path.read_text("utf-8"))
        unknown = said.keys() - {"title", "gateway", "steps"}
        if unknown:
            raise ValueError(f"{path.name} has {unknown}, which no conversation has")
        options = said.get("gateway")
        return Conversation(path.stem, said["title"], None if options is None else tuple(options), tuple(said["steps"]))

    def every_step(self) -> Iterator[dict[str, Any]]:
        """Those within repetitions too."""
        steps = list(self.steps)
        while steps:
            step = steps.pop(0)
            yield step
            steps[:0] = step.get("steps", [])


class Performance:
    """One conversation, as one client library holds it."""

    def __init__(self, conversation: Conversation, driver: Driver, gateway: Gateway, seed: int) -> None:
        self._conversation = conversation
        self._driver = driver
        self._gateway = gateway
        self._names = Names()
        self._names.set("seed", seed)
        self._calls: dict[str, Call] = {}
        self._lines: dict[str, Line] = {}
        self._filtered: set[str] = set()
        self._invalid: list[str] = []

    async def run(self) -> None:
        """Raises :class:`Broken` where it does not go as it is written."""
        try:
            await self._run(self._conversation.steps)
            self._check_streams()
            self._check_requests()
        finally:
            for client in self._lines:
                await self._call(client, "close", {})
            for line in self._lines.values():
                await line.close()

    async def _run(self, steps: Sequence[dict[str, Any]]) -> None:
        for step in steps:
            try:
                await self._step(step)
            except Exception as error:
                if isinstance(error, Broken) and "\n" in str(error):
                    raise
                raise Broken(f"{str(error) or repr(error)}\n    at {json.dumps(step, ensure_ascii=False)[:600]}") from error

    async def _step(self, step: dict[str, Any]) -> None:
        for kind, (keys, perform) in self._kinds().items():
            if kind <= step.keys():
                unknown = step.keys() - kind - keys
                if unknown:
                    raise Broken(f"no such step has {sorted(unknown)}")
                await perform(step)
                return
        raise Broken("that is no step")

    def _kinds(self) -> dict[frozenset[str], tuple[set[str], Callable[[dict[str, Any]], Awaitable[None]]]]:
        """Which keys make a step what it is, which others it may have, and what does it."""
        return {
            frozenset({"client", "do"}): ({"with", "begin", "as", "expect", "error", "times"}, self._do),
            frozenset({"await"}): ({"as", "expect", "error"}, self._await),
            frozenset({"client", "sees"}): ({"times", "as"}, self._sees),
            frozenset({"client", "never_saw"}): (set(), self._never_saw),
            frozenset({"client", "saw"}): ({"values"}, self._saw),
            frozenset({"client", "is"}): (set(), self._is),
            frozenset({"clients_saw_the_same"}): (set(), self._saw_the_same),
            frozenset({"progress", "has"}): (set(), self._progress_has),
            frozenset({"progress", "of"}): ({"values", "joined"}, self._progress_of),
            frozenset({"line", "do"}): ({"with"}, self._line_does),
            frozenset({"line", "connections"}): (set(), self._line_connections),
            frozenset({"line", "sent"}): ({"times", "at_most", "as"}, self._line_sent),
            frozenset({"gateway"}): (set(), self._gateway_does),
            frozenset({"repeat", "steps"}): (set(), self._repeat),
        }

    # What clients do.

    async def _do(self, step: dict[str, Any]) -> None:
        client, verb = step["client"], step["do"]
        calls = []
        for number in range(1, step.get("times", 1) + 1):
            self._names.set("n", number)
            calls.append(await self._begin(client, verb, self._names.resolve(step.get("with", {}))))
        if "begin" in step:
            self._calls[step["begin"]] = calls[0]
            return
        for call in calls:
            await self._outcome(call, step)

    async def _begin(self, client: str, verb: str, parameters: dict[str, Any]) -> Call:
        if verb == "connect":
            parameters = {"url": (await self._line(client)).url, **parameters}
            if parameters.get("token") == "the right one":
                parameters["token"] = self._gateway.token
        if verb == "subscribe" and parameters.get("filter"):
            self._filtered.add(client)
        if "of" in parameters:
            parameters = {**parameters, "of": self._calls[parameters["of"]].number}
        return self._tell(client, verb, parameters)

    async def _await(self, step: dict[str, Any]) -> None:
        await self._outcome(self._calls[step["await"]], step)

    async def _outcome(self, call: Call, step: dict[str, Any]) -> None:
        try:
            outcome = await asyncio.wait_for(asyncio.shield(call.outcome), _WAIT_SECONDS)
        except asyncio.TimeoutError:
            raise Broken(f"no outcome within {_WAIT_SECONDS:g} s") from None
        if "error" in step:
            if "error" not in outcome:
                raise Broken(f"it succeeded: {json.dumps(outcome)[:300]}")
            self._hold(step["error"], outcome["error"])
        else:
            if "error" in outcome:
                raise Broken(f"it failed: {json.dumps(outcome['error'], ensure_ascii=False)}")
            self._hold(step.get("expect", {}), outcome["answer"])
        if "as" in step:
            self._names.set(step["as"], outcome.get("answer", outcome.get("error")))

    async def _call(self, client: str, verb: str, parameters: dict[str, Any]) -> Any:
        return await asyncio.wait_for(self._tell(client, verb, parameters).outcome, _WAIT_SECONDS)

    def _tell(self, client: str, verb: str, parameters: dict[str, Any]) -> Call:
        return self._driver.call(f"{self._conversation.name}/{client}", verb, parameters)

    def _events(self, client: str) -> list[dict[str, Any]]:
        return self._driver.events[f"{self._conversation.name}/{client}"]

    def _hold(self, pattern: Any, value: Any) -> None:
        wrong = mismatch(self._names.resolve(pattern), value)
        if wrong:
            raise Broken(f"{wrong}; all of it is {json.dumps(value, ensure_ascii=False)[:600]}")

    # What clients tell their user.

    async def _sees(self, step: dict[str, Any]) -> None:
        pattern, count = self._names.resolve(step["sees"]), step.get("times", 1)
        events = self._events(step["client"])
        await self._until(
            lambda: sum(matches(pattern, event) for event in events) >= count, lambda: f"it is not among {_types(events)}"
        )
        if "as" in step:
            self._names.set(step["as"], [event for event in events if matches(pattern, event)][count - 1])

    async def _never_saw(self, step: dict[str, Any]) -> None:
        pattern = self._names.resolve(step["never_saw"])
        for event in self._events(step["client"]):
            if matches(pattern, event):
                raise Broken(f"it saw {json.dumps(event)[:300]}")

    async def _saw(self, step: dict[str, Any]) -> None:
        said = self._names.resolve(step["saw"])
        wanted = self._names.resolve(step["values"])
        events = self._events(step["client"])

        def values() -> list[Any]:
            return [at(event, said["field"]) for event in events if matches(said["events"], event)]

        await self._until(lambda: len(values()) >= len(wanted), lambda: f"they are {values()}")
        self._hold(wanted, values())

    async def _is(self, step: dict[str, Any]) -> None:
        wanted = {"connected": True, "disconnected": False}[step["is"]]
        deadline = asyncio.get_running_loop().time() + _WAIT_SECONDS
        while (await self._call(step["client"], "is_connected", {}))["answer"]["connected"] != wanted:
            if asyncio.get_running_loop().time() > deadline:
                raise Broken(f"it is not {step['is']}")
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)

    async def _saw_the_same(self, step: dict[str, Any]) -> None:
        """From the first event that all of them saw."""
        clients = step["clients_saw_the_same"]

        def newest(client: str) -> int:
            return (self._sequences(client) or [0])[-1]

        last = max(newest(client) for client in clients)
        await self._until(lambda: all(newest(client) >= last for client in clients), lambda: "one of them does not come as far")
        first = max(self._sequences(client)[0] for client in clients)
        seen = [[number for number in self._sequences(client) if first <= number <= last] for client in clients]
        for client, sequences in zip(clients, seen):
            if sequences != seen[0]:
                raise Broken(f"{client} saw {sorted(set(seen[0]) ^ set(sequences))[:20]} otherwise than {clients[0]}")

    async def _progress_has(self, step: dict[str, Any]) -> None:
        pattern, call = self._names.resolve(step["has"]), self._calls[step["progress"]]
        await self._until(lambda: any(matches(pattern, piece) for piece in call.progress), lambda: f"it is {call.progress}")

    async def _progress_of(self, step: dict[str, Any]) -> None:
        """The command has ended, and so has its progress."""
        call = self._calls[step["progress"]]
        values = [piece[step["of"]] for piece in call.progress if piece.get(step["of"]) is not None]
        if "joined" in step:
            self._hold(step["joined"], "".join(values))
        else:
            self._hold(step["values"], values)

    def _sequences(self, client: str) -> list[int]:
        """Of whole events."""
        events = self._events(client)
        return [event["sequence"] for event in events if not event["more"] and event["type"] != "connection:snapshot"]

    def _check_streams(self) -> None:
        """Whatever a conversation is about: what clients are told has no gap and nothing twice, but where a snapshot begins anew."""
        for client in self._lines:
            expected: Optional[int] = None
            told: set[tuple[int, str]] = set()
            for event in self._events(client):
                if event["type"] == "connection:snapshot":
                    expected = event["sequence"] + 1
                    told.clear()
                    continue
                sequence, one = event["sequence"], (event["sequence"], event["type"])
                if one in told:
                    raise Broken(f"{client} was told twice of {one}\n    at the end")
                if expected is not None and (sequence < expected or (sequence > expected and client not in self._filtered)):
                    raise Broken(f"{client} was told of event {sequence} where {expected} was to come\n    at the end")
                told.add(one)
                expected = sequence if event["more"] else sequence + 1

    def _check_requests(self) -> None:
        """Everything that a client said is as the schemas have it."""
        for client, line in self._lines.items():
            for message in line.sent:
                wrong = violations(message, "client-" + message["type"].replace(":", "-"))
                if wrong and not (client, message["type"]) in self._allowed_to_be_invalid():
                    raise Broken(f"{client} sent what its schema refuses: {wrong[0]}: {json.dumps(message)[:400]}\n    at the end")

    def _allowed_to_be_invalid(self) -> set[tuple[str, str]]:
        """What a conversation wants refused as invalid."""
        types = {"create_agent": "agent:create", "cancel_command": "command:cancel", "stop_agent": "agent:stop"}
        return {
            (step["client"], types.get(step["do"], ""))
            for step in self._conversation.every_step()
            if step.get("error", {}).get("kind") == "validation_error"
        }

    def sent_types(self) -> set[str]:
        """Which messages the clients have sent."""
        return {message["type"] for line in self._lines.values() for message in line.sent}

    # The network and the gateway.

    async def _line_does(self, step: dict[str, Any]) -> None:
        done = getattr(await self._line(step["line"]), step["do"])(**self._names.resolve(step.get("with", {})))
        if done is not None:
            await done

    async def _line_connections(self, step: dict[str, Any]) -> None:
        line, wanted = await self._line(step["line"]), self._names.resolve(step["connections"])
        await self._until(lambda: matches(wanted, line.connections), lambda: f"there were {line.connections}")

    async def _line_sent(self, step: dict[str, Any]) -> None:
        line, pattern, count = await self._line(step["line"]), self._names.resolve(step["sent"]), step.get("times", 1)

        def found() -> list[Any]:
            return [message for message in line.sent if matches(pattern, message)]

        await self._until(lambda: len(found()) >= count, lambda: f"sent were {_types(line.sent)}")
        if ("times" in step and len(found()) != count) or len(found()) > step.get("at_most", len(found())):
            raise Broken(f"it was sent {len(found())} times")
        if "as" in step:
            self._names.set(step["as"], found()[count - 1])

    async def _gateway_does(self, step: dict[str, Any]) -> None:
        if self._conversation.gateway is None:
            raise Broken("the others use this gateway too; say \"gateway\": [] to have one")
        await {
            "kill": self._gateway.kill,
            "stop": self._gateway.stop,
            "start": self._gateway.start,
            "restart": self._gateway.restart,
            "forget": self._gateway.forget,
        }[step["gateway"]]()

    async def _repeat(self, step: dict[str, Any]) -> None:
        for number in range(1, step["repeat"] + 1):
            self._names.set("round", number)
            await self._run(step["steps"])

    async def _line(self, client: str) -> Line:
        if client not in self._lines:
            self._lines[client] = await Line(lambda: self._gateway.port).start()
        return self._lines[client]

    async def _until(self, condition: Callable[[], bool], why: Callable[[], str]) -> None:
        deadline = asyncio.get_running_loop().time() + _WAIT_SECONDS
        while not condition():
            if asyncio.get_running_loop().time() > deadline:
                raise Broken(f"not within {_WAIT_SECONDS:g} s: {why()}")
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)


def _types(messages: list[Any]) -> str:
    return ", ".join(f"{message['type']}" for message in messages[-40:]) or "nothing"
