"""One WebSocket, on whichever generation of the ``websockets`` library is installed."""

from __future__ import annotations

import inspect
from typing import Any, Callable, Optional, Protocol, Union

from websockets.exceptions import ConnectionClosed, WebSocketException

from .errors import Forbidden, NotConnected, Unauthorized

connect: Callable[..., Any]
try:
    from websockets.asyncio.client import connect
except ImportError:  # before websockets 13
    from websockets import connect  # type: ignore[no-redef, attr-defined, unused-ignore]

__all__ = ["ConnectionClosed", "Socket", "close_code", "closed_by_us", "open_socket"]

POLICY_VIOLATION = 1008
TOO_BIG = 1009
_PARAMETERS = inspect.signature(connect.__init__).parameters


class Socket(Protocol):
    """What is used of a connection."""

    async def send(self, message: str) -> None: ...

    async def recv(self) -> Union[str, bytes]: ...

    async def close(self, code: int = 1000, reason: str = "") -> None: ...


async def open_socket(
    uri: str,
    *,
    token: Optional[str] = None,
    open_timeout: Optional[float] = 10.0,
    ping_interval: Optional[float] = 20.0,
    ping_timeout: Optional[float] = 20.0,
    max_bytes: Optional[int] = None,
) -> Socket:
    """Opens a connection; times in seconds. A peer that leaves pings unanswered for ``ping_timeout`` counts as gone.

    Raises :class:`Unauthorized` or :class:`Forbidden` if the server does not let us in, :class:`NotConnected` for every other failure.
    """
    options: dict[str, Any] = {
        "open_timeout": open_timeout,
        "ping_interval": ping_interval,
        "ping_timeout": ping_timeout,
        "close_timeout": 2.0,
        "max_size": max_bytes,
        "compression": None,
    }
    if token is not None:
        headers = "additional_headers" if "additional_headers" in _PARAMETERS else "extra_headers"
        options[headers] = {"Authorization": f"Bearer {token}"}
    if "proxy" in _PARAMETERS:
        options["proxy"] = None  # As in earlier versions; a server on this machine is not behind a proxy.
    try:
        socket: Socket = await connect(uri, **options)
        return socket
    except (WebSocketException, OSError, EOFError, TimeoutError) as error:
        status = _status(error)
        if status == 401:
            raise Unauthorized("unauthorized", f"{uri} asks for a token, or for another one") from error
        if status == 403:
            raise Forbidden("forbidden", f"{uri} does not serve this host name, origin or user") from error
        raise NotConnected(f"{uri} cannot be reached: {error or type(error).__name__}") from error
    except Exception as error:
        # asyncio.TimeoutError is no TimeoutError before Python 3.11.
        if type(error).__name__ != "TimeoutError":
            raise
        raise NotConnected(f"{uri} did not answer in time") from error


def _status(error: BaseException) -> Optional[int]:
    status = getattr(error, "status_code", None) or getattr(getattr(error, "response", None), "status_code", None)
    return int(status) if status is not None else None


def close_code(closed: ConnectionClosed) -> Optional[int]:
    """The code that the server closed with, None if it said nothing."""
    return int(closed.rcvd.code) if closed.rcvd is not None else None


def closed_by_us(closed: ConnectionClosed, code: int) -> bool:
    """Whether this side closed with that code."""
    return closed.sent is not None and int(closed.sent.code) == code and not closed.rcvd_then_sent
