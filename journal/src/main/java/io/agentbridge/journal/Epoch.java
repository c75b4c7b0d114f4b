package io.agentbridge.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The name of a history, and how its last owner left it. A cursor is a sequence in an epoch: the epoch changes whenever sequences
 * that somebody was shown may be gone, so that an old cursor is refused instead of pointing at something else.
 *
 * @param id a random UUID
 * @param durability the level at which the journal was open last
 * @param boot names the run of the machine on which it was open last; empty where the system does not tell
 * @param closed whether it was closed in order
 */
public record Epoch(String id, Durability durability, String boot, boolean closed) {
    private static final String NAME = "journal.epoch";
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    /** The epoch in a journal's directory; empty if there is none yet. */
    public static Optional<Epoch> read(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            List<String> lines = StandardCharsets.US_ASCII
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Disk.read(file)))
                    .toString()
                    .lines()
                    .toList();
            if (lines.size() != 4) {
                throw new IllegalArgumentException(lines.size() + " lines");
            }
            return Optional.of(new Epoch(
                    value(lines, 0, "epoch"),
                    Durability.valueOf(value(lines, 1, "durability")),
                    value(lines, 2, "boot"),
                    value(lines, 3, "state").equals("closed")));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw new CorruptJournalException(
                    "The file " + file + " is damaged (" + e.getMessage()
                            + "). It only names the history: delete it, and a new epoch begins, which makes clients load afresh.");
        }
    }

    static Epoch begin(Durability durability, String boot) {
        return new Epoch(UUID.randomUUID().toString(), durability, boot, false);
    }

    Epoch opened(Durability level, String newBoot) {
        return new Epoch(id, level, newBoot, false);
    }

    Epoch asClosed() {
        return new Epoch(id, durability, boot, true);
    }

    void write(Path directory) throws IOException {
        String text = "epoch=" + id + "\ndurability=" + durability + "\nboot=" + boot + "\nstate="
                + (closed ? "closed" : "open") + "\n";
        Disk.replace(directory.resolve(NAME), ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Names the run of the machine: the same until it is started again. */
    static String currentBoot() throws IOException {
        return Files.exists(BOOT_ID) ? Files.readString(BOOT_ID).trim() : "";
    }

    private static String value(List<String> lines, int line, String key) {
        String text = lines.get(line);
        if (!text.startsWith(key + "=")) {
            throw new IllegalArgumentException("line " + (line + 1) + " is not about " + key);
        }
        return text.substring(key.length() + 1);
    }
}
