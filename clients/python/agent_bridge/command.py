"""A command that an agent works on."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Awaitable, Callable, Optional

from .buffer import Buffer
from .cursor import Recent
from .errors import RequestTimeout, error_of
from .models import CommandResult, Progress
from .wire import Frame, decode

if TYPE_CHECKING:
    from .pending import Pending


class CommandHandle:
    """Follows one command: iterate over its progress, await its result, or cancel it.

    Progress that nobody reads is dropped, the oldest first; ``dropped`` counts it. The result is never dropped.
    """

    def __init__(
        self,
        pending: Pending,
        agent_id: str,
        cancel: Callable[[str], Awaitable[Any]],
        cancel_timeout: Optional[float],
        capacity: int,
    ) -> None:
        self.request_id = pending.request.id
        self.agent_id = agent_id
        self.dropped = 0
        self._answer = pending.answer
        self._cancel = cancel
        self._cancel_timeout = cancel_timeout
        self._progress: Buffer[Progress] = Buffer(capacity)
        self._command_id: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._sequence = 0
        self._deltas = Recent()
        self._answer.add_done_callback(lambda _: self._progress.end())

    @property
    def command_id(self) -> Optional[str]:
        """The server's id of the command, None until it is known."""
        return self._command_id.result() if self._command_id.done() else None

    @property
    def done(self) -> bool:
        return self._answer.done()

    async def result(self, timeout: Optional[float] = None) -> CommandResult:
        """What the agent answered, within so many seconds; None waits as long as it takes. May be called again.

        Raises :class:`~agent_bridge.CommandError` if the command failed, was cancelled, or ended in a crash, and
        :class:`~agent_bridge.RequestTimeout`, which leaves the command running.
        """
        done, _ = await asyncio.wait([self._answer], timeout=timeout)
        if not done:
            raise RequestTimeout("command:execute", self.request_id, timeout or 0.0)
        frame = self._answer.result()
        if frame.is_error:
            raise error_of(frame)
        return decode(CommandResult, frame.payload)

    async def cancel(self) -> None:
        """Asks for the end of the command; :meth:`result` then raises. Nothing to do if it has ended already.

        Its id comes with its progress: where a filter keeps that out, this returns when the command has ended, or raises
        :class:`~agent_bridge.RequestTimeout`.
        """
        either: list[asyncio.Future[Any]] = [self._answer, self._command_id]
        known, _ = await asyncio.wait(either, timeout=self._cancel_timeout, return_when=asyncio.FIRST_COMPLETED)
        if not known:
            raise RequestTimeout("command:cancel", self.request_id, self._cancel_timeout or 0.0)
        if not self._answer.done():
            await self._cancel(self._command_id.result())

    def __aiter__(self) -> CommandHandle:
        return self

    async def __anext__(self) -> Progress:
        return await self._progress.get()

    def progressed(self, frame: Frame, progress: Progress) -> None:
        """For the client: a frame of this command. What comes again after a disconnection is not shown again."""
        if progress.command_id and not self._command_id.done():
            self._command_id.set_result(progress.command_id)
        if frame.sequence is None:
            fresh = self._deltas.add(frame.id)
        else:
            fresh = frame.sequence > self._sequence
            self._sequence = max(self._sequence, frame.sequence)
        if fresh and not self._progress.put_dropping_oldest(progress):
            self.dropped += 1
