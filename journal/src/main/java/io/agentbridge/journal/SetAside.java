package io.agentbridge.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Takes an unforced tail out of a journal without losing it: everything is copied or moved before it is cut. */
final class SetAside {
    private static final String SUFFIX = ".torn";

    private final Framing framing;
    private final List<Path> files = new ArrayList<>();
    private long bytes;

    SetAside(Framing framing) {
        this.framing = framing;
    }

    /** Sets aside everything behind the tail's offset, in its segment and in {@code later}. May be repeated after a crash. */
    void cut(JournalScan.Tail tail, List<Path> later) throws IOException {
        // From the end backwards, so that what is left after a crash in between is still found damaged at the same
        // place.
        for (int i = later.size() - 1; i >= 0; i--) {
            moveAway(later.get(i));
        }
        if (tail.hasRecords()) {
            copy(tail);
            end(tail);
        } else {
            moveAway(tail.segment());
        }
        Disk.force(Disk.directoryOf(tail.segment()));
    }

    /** Ends a segment behind its last record, for good, and forces it. */
    void end(JournalScan.Tail tail) throws IOException {
        try (FileChannel channel = FileChannel.open(tail.segment(), StandardOpenOption.WRITE)) {
            if (framing == Framing.PLAIN) {
                channel.truncate(tail.offset());
            } else {
                // Zeros instead of a shorter file: Chronicle maps whole blocks and would fault behind the end.
                ByteBuffer zeros = ByteBuffer.allocate(1 << 16);
                for (long at = tail.offset(); at < tail.endOfData(); at += zeros.capacity()) {
                    zeros.clear().limit((int) Math.min(zeros.capacity(), tail.endOfData() - at));
                    channel.write(zeros, at);
                }
                ByteBuffer end = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                channel.write(end.putInt(0, SegmentReader.END_OF_SEGMENT), tail.offset());
            }
            channel.force(true);
        }
    }

    /** Moves a whole segment out of the journal. */
    void moveAway(Path segment) throws IOException {
        Path target = unused(segment, "");
        bytes += Files.size(segment);
        Files.move(segment, target);
        files.add(target);
        Disk.force(Disk.directoryOf(segment));
    }

    private void copy(JournalScan.Tail tail) throws IOException {
        if (tail.endOfData() <= tail.offset()) {
            return;
        }
        Path target = unused(tail.segment(), ".from-" + tail.offset());
        try (FileChannel from = FileChannel.open(tail.segment(), StandardOpenOption.READ);
                FileChannel to = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long at = tail.offset();
            while (at < tail.endOfData()) {
                long moved = from.transferTo(at, tail.endOfData() - at, to);
                if (moved <= 0) {
                    throw new IOException("Could not copy the end of " + tail.segment() + " to " + target);
                }
                at += moved;
            }
            to.force(true);
        }
        Disk.force(Disk.directoryOf(target));
        bytes += tail.endOfData() - tail.offset();
        files.add(target);
    }

    private static Path unused(Path segment, String where) {
        Path target = segment.resolveSibling(segment.getFileName() + where + SUFFIX);
        for (int i = 2; Files.exists(target); i++) {
            target = segment.resolveSibling(segment.getFileName() + where + "." + i + SUFFIX);
        }
        return target;
    }

    List<Path> files() {
        return files;
    }

    long bytes() {
        return bytes;
    }
}
