package io.agentbridge.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * The number and chain of the last record known to be on disk, in a small file beside the segments. Without it a journal whose
 * end was cut off would look like one that ends there. Two slots written in turn: a power cut spoils one at most.
 */
record Seal(long record, long chain) {
    static final Seal NONE = new Seal(0, 0);

    private static final String NAME = "journal.seal";
    private static final int SLOT_BYTES = 4096;
    private static final int MAGIC = 'A' | 'B' << 8 | 'S' << 16 | '1' << 24;
    private static final int CONTENT_BYTES = 24;

    /** The newest seal in the directory, or {@link #NONE}. */
    static Seal read(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        Seal newest = NONE;
        if (Files.exists(file)) {
            ByteBuffer slots = ByteBuffer.wrap(Disk.read(file));
            for (int start = 0; start <= slots.limit() - CONTENT_BYTES && start <= SLOT_BYTES; start += SLOT_BYTES) {
                ByteBuffer bytes = slots.slice(start, CONTENT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
                if (bytes.getInt(0) == MAGIC && bytes.getInt(4) == crc(bytes)) {
                    Seal seal = new Seal(bytes.getLong(8), bytes.getLong(16));
                    newest = seal.record > newest.record ? seal : newest;
                }
            }
        }
        return newest;
    }

    /** Writes this into the slot that does not hold the newest, and forces it. */
    void write(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        boolean isNew = !Files.exists(file);
        int slot = (int) (record & 1);
        if (!isNew && slotOf(directory) == slot) {
            slot = 1 - slot;
        }
        ByteBuffer bytes = ByteBuffer.allocate(CONTENT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0, MAGIC).putLong(8, record).putLong(16, chain);
        bytes.putInt(4, crc(bytes));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(bytes, (long) slot * SLOT_BYTES);
            channel.force(true);
        }
        if (isNew) {
            Disk.force(directory);
        }
    }

    private static int slotOf(Path directory) throws IOException {
        Seal newest = read(directory);
        try (FileChannel channel = FileChannel.open(directory.resolve(NAME), StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate(CONTENT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            return channel.read(bytes, 0) == CONTENT_BYTES && bytes.getLong(8) == newest.record ? 0 : 1;
        }
    }

    private static int crc(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes.slice(8, CONTENT_BYTES - 8));
        return (int) crc.getValue();
    }
}
