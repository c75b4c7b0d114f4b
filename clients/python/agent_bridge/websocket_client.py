"""The client of the old API, under its old name and with its behaviour. New programs use :class:`~agent_bridge.AgentBridgeClient`."""

from __future__ import annotations

import asyncio
import inspect
import json
import logging
import uuid
from typing import Any, Callable, Optional

from .errors import AgentBridgeError
from .message_protocol import Message, MessageProtocol, MessageType
from .socket import ConnectionClosed, Socket, open_socket

_log = logging.getLogger(__name__)
_MAX_BYTES = 10 * 1024 * 1024
_PING_SECONDS = 30.0
_LOOK_SECONDS = 1.0
_MAX_WAITING_FOR_HANDLERS = 10_000


class WebSocketClient:
    """Sends requests and takes the first message that bears a request's correlation id for its answer.

    What fails is None or False, never an exception. Everything else that comes goes to the handlers of its type, one message after the
    other, beside the reading: a handler may wait for a request of its own. ``run_until_disconnected`` is what reconnects.
    """

    def __init__(
        self,
        uri: str = "ws://localhost:8765",
        client_id: Optional[str] = None,
        auto_reconnect: bool = True,
        reconnect_interval: float = 5,
        max_reconnect_attempts: int = 10,
        *,
        token: Optional[str] = None,
    ) -> None:
        self.uri = uri
        self.client_id = client_id or str(uuid.uuid4())
        self.auto_reconnect = auto_reconnect
        self.reconnect_interval = reconnect_interval
        self.max_reconnect_attempts = max_reconnect_attempts
        self.websocket: Optional[Socket] = None
        self.connected = False
        self.running = False
        self.reconnect_attempts = 0
        self.message_handlers: dict[MessageType, list[Callable[[Message], Any]]] = {}
        self.pending_responses: dict[str, asyncio.Future[Optional[Message]]] = {}
        self._token = token
        self._tasks: list[asyncio.Task[None]] = []

    async def connect(self) -> bool:
        """Whether there is a connection now."""
        try:
            self.websocket = await open_socket(
                self.uri, token=self._token, ping_interval=None, ping_timeout=None, max_bytes=_MAX_BYTES
            )
        except (AgentBridgeError, ValueError) as error:
            _log.error("Failed to connect to %s: %s", self.uri, error)
            return False
        await self._cancel_tasks()
        self.connected = True
        self.reconnect_attempts = 0
        messages: asyncio.Queue[Message] = asyncio.Queue(_MAX_WAITING_FOR_HANDLERS)
        self._tasks = [
            asyncio.ensure_future(self._receive(self.websocket, messages)),
            asyncio.ensure_future(self._handle(messages)),
            asyncio.ensure_future(self._ping()),
        ]
        await self._send_ping()
        return True

    async def disconnect(self, reason: str = "Client disconnect") -> None:
        self.running = False
        self._lost()
        await self._cancel_tasks()
        if self.websocket is not None:
            await self.websocket.close(code=1000, reason=reason)

    async def send_message(self, message: Message) -> bool:
        """Whether the message was sent."""
        if not self.connected or self.websocket is None:
            _log.warning("Cannot send message - not connected")
            return False
        try:
            await self.websocket.send(message.to_json())
            return True
        except ConnectionClosed as error:
            _log.error("Error sending message: %s", error)
            self._lost()
        except (TypeError, ValueError) as error:
            _log.error("Error sending message: %s", error)
        return False

    async def send_and_wait_response(self, message: Message, timeout: float = 30.0) -> Optional[Message]:
        """The answer, None if none comes within ``timeout`` seconds or the connection is lost."""
        if not message.correlation_id:
            message.correlation_id = str(uuid.uuid4())
        response: asyncio.Future[Optional[Message]] = asyncio.get_running_loop().create_future()
        self.pending_responses[message.correlation_id] = response
        try:
            if not await self.send_message(message):
                return None
            return await asyncio.wait_for(response, timeout)
        except asyncio.TimeoutError:
            _log.error("Timeout waiting for response to %s", message.type)
            return None
        finally:
            self.pending_responses.pop(message.correlation_id, None)

    def add_message_handler(self, message_type: MessageType, handler: Callable[[Message], Any]) -> None:
        """Has a handler, a coroutine function or a plain one, called for every message of a type."""
        self.message_handlers.setdefault(message_type, []).append(handler)

    async def create_agent(
        self, agent_type: str, model: str = "sonnet", capabilities: Optional[list[str]] = None
    ) -> Optional[dict[str, Any]]:
        payload = {"agent_type": agent_type, "model": model, "capabilities": capabilities or []}
        return await self._result(Message.create(MessageType.AGENT_CREATE, payload))

    async def execute_command(
        self, agent_id: str, command: str, parameters: Optional[dict[str, Any]] = None
    ) -> Optional[Any]:
        message = MessageProtocol.create_command_execute_message(command, agent_id, parameters)
        payload = await self._result(message)
        return payload.get("result") if payload is not None else None

    async def assign_task(self, task_data: dict[str, Any], agent_id: Optional[str] = None) -> Optional[dict[str, Any]]:
        return await self._result(Message.create(MessageType.TASK_ASSIGN, {"task": task_data, "agent_id": agent_id}))

    async def get_system_status(self) -> Optional[dict[str, Any]]:
        return await self._result(Message.create(MessageType.SYSTEM_STATUS, {}))

    async def run_until_disconnected(self) -> None:
        """Returns after ``disconnect``, or when the connection is lost and not to be had again."""
        self.running = True
        while self.running:
            if not self.connected:
                if not self.auto_reconnect:
                    break
                await self._reconnect()
            # Whatever the interval, even 0, this loop rests between its looks at the connection.
            await asyncio.sleep(_LOOK_SECONDS)

    async def _result(self, message: Message) -> Optional[dict[str, Any]]:
        response = await self.send_and_wait_response(message)
        return response.payload if response is not None and response.type is MessageType.COMMAND_RESULT else None

    async def _reconnect(self) -> None:
        if self.reconnect_attempts >= self.max_reconnect_attempts:
            _log.error("Max reconnection attempts reached")
            self.running = False
            return
        self.reconnect_attempts += 1
        await asyncio.sleep(self.reconnect_interval)
        if self.running:
            await self.connect()

    def _lost(self) -> None:
        self.connected = False
        for response in self.pending_responses.values():
            if not response.done():
                response.set_result(None)

    async def _cancel_tasks(self) -> None:
        tasks = [task for task in self._tasks if task is not asyncio.current_task()]
        self._tasks = []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _receive(self, websocket: Socket, messages: asyncio.Queue[Message]) -> None:
        try:
            while True:
                await self._receive_one(await websocket.recv(), messages)
        except ConnectionClosed as closed:
            _log.info("Connection closed: %s", closed)
            self._lost()
            if not self.auto_reconnect:
                self.running = False

    async def _receive_one(self, text: Any, messages: asyncio.Queue[Message]) -> None:
        try:
            message = Message.from_dict(json.loads(text))
        except (KeyError, ValueError, TypeError) as error:
            _log.debug("A message that the old API does not know is passed over: %r", error)
            return
        response = self.pending_responses.get(message.correlation_id or "")
        if response is not None:
            if not response.done():
                response.set_result(message)
        elif message.type is MessageType.CONNECTION_PING:
            await self.send_message(
                MessageProtocol.create_pong_message(self.client_id, message.payload.get("timestamp", ""))
            )
        elif message.type in self.message_handlers:
            if messages.full():
                _log.error("The handlers are too slow: a message of type %s is dropped", message.type.value)
            else:
                messages.put_nowait(message)

    async def _handle(self, messages: asyncio.Queue[Message]) -> None:
        while True:
            message = await messages.get()
            for handler in list(self.message_handlers.get(message.type, [])):
                try:
                    outcome = handler(message)
                    if inspect.isawaitable(outcome):
                        await outcome
                except Exception:
                    _log.exception("Error in message handler for %s", message.type)

    async def _ping(self) -> None:
        while self.connected:
            await asyncio.sleep(_PING_SECONDS)
            await self._send_ping()

    async def _send_ping(self) -> None:
        await self.send_message(MessageProtocol.create_ping_message(self.client_id))
