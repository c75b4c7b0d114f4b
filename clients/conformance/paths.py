"""Where things are in the repository."""

from pathlib import Path

KIT = Path(__file__).resolve().parent
CONVERSATIONS = KIT / "conversations"
REPOSITORY = KIT.parents[1]
PROTOCOL = REPOSITORY / "src" / "protocol"
GATEWAY_JAR = REPOSITORY / "gateway" / "target" / "gateway.jar"
