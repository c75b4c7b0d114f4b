"""Reads bodies of records as src/docs/journal-format.md describes them, and compares them with their JSON.

Standard input holds pairs of lines: the JSON, then the body in hexadecimal. The argument is the folder of the examples, of which the
numbers of members and the names of enums are taken.
"""

import json
import pathlib
import struct
import sys
import uuid

EXAMPLES = pathlib.Path(sys.argv[1])
MEMBERS = dict(line.split() for line in (EXAMPLES / "members.txt").read_text("utf-8").split("\n") if line)
ENUMS = json.loads((EXAMPLES / "names.txt").read_text("utf-8"))
TYPES = ("request", "report", "notice")
NUMBER, FIXED, TEXT, OBJECT, LIST, UUID = range(6)


class Body:
    def __init__(self, data):
        self.data, self.at, self.texts = data, 1, []
        assert data[0] == 2, "version"

    def take(self, count):
        assert self.at + count <= len(self.data), "too short"
        self.at += count
        return self.data[self.at - count : self.at]

    def plain(self):
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def text(self):
        header = self.plain()
        if header > 1 and header % 2:
            return self.texts[-256:][-(header // 2)]
        if header == 1:
            text = self.take(2 * self.plain()).decode("utf-16-le", "surrogatepass")
        else:
            text = self.take(header // 2).decode("utf-8")
        if 3 <= len(text.encode("utf-16-le", "surrogatepass")) // 2 <= 128:
            self.texts.append(text)
        return text

    def value(self, kind):
        if kind == NUMBER:
            number = self.plain()
            return number >> 1 if number % 2 == 0 else -(number >> 1) - 1
        if kind == FIXED:
            return self.take(8)
        if kind == UUID:
            return str(uuid.UUID(bytes=self.take(8)[::-1] + self.take(8)[::-1]))
        if kind == TEXT:
            return self.text()
        if kind == OBJECT:
            return self.object()
        assert kind == LIST, kind
        header = self.plain()
        return [self.value(header & 7) for _ in range(header >> 3)]

    def object(self):
        members = []
        while tag := self.plain():
            members.append((MEMBERS[str(tag >> 3)], self.value(tag & 7)))
        return members


def is_alike(shown, read):
    if isinstance(read, bytes):
        fixed = struct.pack("<d", shown) if isinstance(shown, float) else bytes.fromhex(shown)[::-1]
        return read == fixed
    if isinstance(shown, Members):
        names = ["type" if name in TYPES else name for name, _ in read]
        return [name for name, _ in shown] == names and all(
            is_alike(value, of[1]) for (_, value), of in zip(shown, read)
        )
    if isinstance(shown, list):
        return len(shown) == len(read) and all(map(is_alike, shown, read))
    if isinstance(shown, str) and isinstance(read, int):
        return any(shown == name for names in ENUMS.values() for name in names[read : read + 1])
    return shown == read


class Members(list):
    """The members of an object of JSON, in their order."""


lines = sys.stdin.buffer.read().decode("utf-8").split("\n")[:-1]
for shown, body in zip(lines[::2], lines[1::2]):
    reader = Body(bytes.fromhex(body))
    read = reader.object()
    assert reader.at == len(reader.data), "something after the end"
    assert is_alike(json.loads(shown, object_pairs_hook=Members), read), (shown, read)
print(len(lines) // 2, "alike")
