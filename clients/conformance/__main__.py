"""Run it as ``python3 -m conformance LANGUAGE… [--only NAME…]`` in ``clients/``; ``clients/conformance/run`` does."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time

from .conversation import Broken, Conversation, Performance
from .driver import Driver, DriverFailed
from .gateway import Gateway
from .languages import LANGUAGES, Language
from .paths import CONVERSATIONS


async def run(language: Language, conversations: list[Conversation], seed: int) -> int:
    """Holds the conversations; how many broke."""
    began, broken, sent = time.monotonic(), 0, set[str]()
    shared = Gateway()
    await shared.start()
    driver = await Driver.start(language.command, language.folder)
    try:
        for conversation in conversations:
            started = time.monotonic()
            if driver.has_failed:
                await driver.close()
                driver = await Driver.start(language.command, language.folder)
            try:
                sent |= await hold(conversation, driver, shared, seed)
                verdict = "ok"
            except (Broken, DriverFailed) as error:
                broken += 1
                verdict = f"BROKEN: {error}"
            print(f"  {language.name} {conversation.name} ({time.monotonic() - started:.1f} s): {verdict}", flush=True)
    finally:
        await driver.close()
        await shared.close()
    seconds = time.monotonic() - began
    print(f"conformance: {language.name} conversations={len(conversations)} broken={broken} messages={len(sent)} seconds={seconds:.0f}")
    return broken


async def run_all(languages: list[Language], conversations: list[Conversation], seed: int) -> int:
    """All languages at the same time, each with gateways of its own: most of a conversation is waiting."""
    return sum(await asyncio.gather(*(run(language, conversations, seed) for language in languages)))


async def hold(conversation: Conversation, driver: Driver, shared: Gateway, seed: int) -> set[str]:
    """One conversation; the types of what the clients sent."""
    own = None if conversation.gateway is None else Gateway(conversation.gateway)
    try:
        if own is not None:
            await own.start()
        performance = Performance(conversation, driver, own or shared, seed)
        await performance.run()
        return performance.sent_types()
    finally:
        if own is not None:
            await own.close()


def main() -> int:
    parser = argparse.ArgumentParser(prog="conformance", description=__doc__)
    parser.add_argument("languages", nargs="*", metavar="LANGUAGE", help=f"of {', '.join(LANGUAGES)}; all, if none is named")
    parser.add_argument("--only", nargs="+", metavar="CONVERSATION", help="by the names of their files")
    parser.add_argument("--seed", type=int, default=1, help="of what is random: where connections are cut")
    arguments = parser.parse_args()
    conversations = [Conversation.read(path) for path in sorted(CONVERSATIONS.glob("*.json"))]
    if arguments.only:
        conversations = [one for one in conversations if one.name in arguments.only]
    if not conversations:
        parser.error("there is no such conversation")
    names = arguments.languages or list(LANGUAGES)
    for name in names:
        if name not in LANGUAGES:
            parser.error(f"{name} is none of {', '.join(LANGUAGES)}")
    return 1 if asyncio.run(run_all([LANGUAGES[name] for name in names], conversations, arguments.seed)) else 0


sys.exit(main())
