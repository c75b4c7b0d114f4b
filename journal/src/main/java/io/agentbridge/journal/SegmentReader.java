package io.agentbridge.journal;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Walks the records of one segment file as the bytes stand on disk, without Chronicle: a damaged header makes Chronicle's own
 * tailers stop as if at the end, and they would write to a file that only ought to be looked at. Not thread-safe.
 */
final class SegmentReader implements AutoCloseable {
    /** What stands at the position. */
    enum Found {
        /** A record, whole in itself; the reader has moved behind it. */
        RECORD,
        /** Nothing yet; Chronicle completes a document's header last, so its bytes may be there already. */
        END,
        /** The end for good: the writer has gone on to another segment. */
        SEALED,
        /** A document that was begun and not completed. */
        UNFINISHED,
        /** Something that is no record; {@link #damage} says what. */
        DAMAGED;

        /** Whether a record was begun here and not completed, or none was. */
        boolean isIncomplete() {
            return this == END || this == UNFINISHED;
        }
    }

    static final int END_OF_SEGMENT = 0xC0000000;
    private static final int NOT_COMPLETE = 0x80000000;
    private static final int META_DATA = 0x40000000;
    private static final int LENGTH_MASK = 0x3FFFFFFF;

    private static final int MIN_WINDOW_BYTES = 1 << 16;
    private static final int MAX_WINDOW_BYTES = 1 << 17;
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final Path file;
    private final Framing framing;
    private final boolean passesOver;
    private final FileChannel channel;
    private final CRC32C crc = new CRC32C();
    private byte[] window = new byte[MIN_WINDOW_BYTES];
    private ByteBuffer windowBuffer = ByteBuffer.wrap(window);
    private long windowStart;
    private int windowLength;
    private long position;
    private long recordStart;
    private int recordLength;
    private String damage = "";

    /** One whose methods throw an {@link UnreadableException} where the disk does not give what stands there. */
    SegmentReader(Path file, Framing framing, long position) throws IOException {
        this(file, framing, position, false);
    }

    private SegmentReader(Path file, Framing framing, long position, boolean passesOver) throws IOException {
        this.file = file;
        this.framing = framing;
        this.position = position;
        this.passesOver = passesOver;
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    /** One that takes a page that the disk does not give for damage, and searches behind it: to see what there is, not to go on from. */
    static SegmentReader ofWhatCanBeRead(Path file, Framing framing, long position) throws IOException {
        return new SegmentReader(file, framing, position, true);
    }

    /**
     * Goes to the next record. Moves only if there is one (and over Chronicle's metadata). Anything else is read a second
     * time from the file before it is reported, because a writer may be at work there.
     */
    Found next() throws IOException {
        Found found = look();
        if (found != Found.RECORD && windowLength > 0) {
            windowLength = 0;
            found = look();
        }
        return found;
    }

    private Found look() throws IOException {
        try {
            return switch (framing) {
                case CHRONICLE -> lookForDocument();
                case PLAIN -> lookForRecord();
            };
        } catch (UnreadableException e) {
            requirePassingOver(e);
            return damaged(e.reason());
        }
    }

    private Found lookForDocument() throws IOException {
        while (true) {
            if (!load(position, Integer.BYTES)) {
                return Found.END;
            }
            int header = intAt(position);
            if (header == 0) {
                return Found.END;
            }
            if (header == END_OF_SEGMENT) {
                return Found.SEALED;
            }
            if ((header & NOT_COMPLETE) != 0) {
                return Found.UNFINISHED;
            }
            int length = header & LENGTH_MASK;
            long start = position + Integer.BYTES;
            if (start + length > windowStart + windowLength && start + length > channel.size()) {
                return damaged("a document claims " + length + " bytes, more than the file holds");
            }
            if ((header & META_DATA) == 0) {
                if (length > RecordFormat.MAX_BYTES) {
                    return damaged("a document claims " + length + " bytes, more than a record can have");
                }
                return record(start, length, align(start + length));
            }
            if (length >= Integer.BYTES && load(start, Integer.BYTES) && intAt(start) == RecordFormat.MAGIC) {
                return damaged("a record is marked as metadata");
            }
            position = align(start + length);
        }
    }

    private Found lookForRecord() throws IOException {
        if (!load(position, RecordFormat.HEADER_BYTES)) {
            return position >= windowStart + windowLength ? Found.END : damaged("a record's header is cut off");
        }
        long length = RecordFormat.declaredLength(window, offset(position));
        boolean inWindow = position + length <= windowStart + windowLength;
        if (intAt(position) != RecordFormat.MAGIC
                || !RecordFormat.isPossible(length)
                || (!inWindow && position + length > channel.size())) {
            return damaged("no whole record stands here");
        }
        return record(position, (int) length, position + length);
    }

    private Found record(long start, int length, long next) throws IOException {
        if (!load(start, length)) {
            return damaged("a record is cut off by the end of the file");
        }
        var problem = RecordFormat.damage(window, offset(start), length, crc);
        if (problem.isPresent()) {
            return damaged(problem.get());
        }
        recordStart = start;
        recordLength = length;
        position = next;
        return Found.RECORD;
    }

    /** The next offset at or behind {@code from} where a whole record stands, no matter what is around it; -1 if none. */
    long findRecord(long from) throws IOException {
        // The end of a record, from which one looks on, need not be where another can begin.
        long at = from + Math.floorMod(-from, (long) framing.alignment());
        while (true) {
            try {
                return search(at);
            } catch (UnreadableException e) {
                requirePassingOver(e);
                at = e.behind();
            }
        }
    }

    private long search(long from) throws IOException {
        int step = framing.alignment();
        for (long at = from; load(at, RecordFormat.HEADER_BYTES); at += step) {
            // Empty space is most of what is searched.
            if (step == Integer.BYTES && intAt(at) == 0) {
                continue;
            }
            if (intAt(at) == RecordFormat.MAGIC && isWhole(at)) {
                return at;
            }
        }
        return -1;
    }

    /** Whether a whole record stands there, of which the header is loaded; it is the one found last then. */
    private boolean isWhole(long at) throws IOException {
        long length = RecordFormat.declaredLength(window, offset(at));
        if (!RecordFormat.isPossible(length) || at + length > channel.size() || !canLoad(at, (int) length)) {
            return false;
        }
        if (RecordFormat.damage(window, offset(at), (int) length, crc).isPresent()) {
            return false;
        }
        recordStart = at;
        recordLength = (int) length;
        return true;
    }

    /** The same as {@link #load}, but what is passed over is not there. */
    private boolean canLoad(long start, int length) throws IOException {
        try {
            return load(start, length);
        } catch (UnreadableException e) {
            requirePassingOver(e);
            return false;
        }
    }

    /**
     * The offset behind the last byte that is not zero, at or behind {@code from}; {@code from} if all are zero. What is passed over
     * counts as not zero.
     */
    long endOfData(long from) throws IOException {
        long end = from;
        long at = from;
        while (true) {
            try {
                if (!load(at, 1)) {
                    return end;
                }
            } catch (UnreadableException e) {
                requirePassingOver(e);
                at = e.behind();
                end = Math.min(at, channel.size());
                continue;
            }
            int start = offset(at);
            for (int i = windowLength - 1; i >= start; i--) {
                if (window[i] != 0) {
                    end = windowStart + i + 1;
                    break;
                }
            }
            at = windowStart + windowLength;
        }
    }

    private void requirePassingOver(UnreadableException place) throws UnreadableException {
        if (!passesOver) {
            throw place;
        }
    }

    /** Loads a range into the window; false if the file ends before it does. */
    private boolean load(long start, int length) throws IOException {
        if (start >= windowStart && start + length <= windowStart + windowLength) {
            return true;
        }
        boolean goesOn = windowLength > 0 && start >= windowStart && start <= windowStart + windowLength + length;
        int wanted = goesOn ? Math.min(window.length * 2, MAX_WINDOW_BYTES) : MIN_WINDOW_BYTES;
        int capacity = Math.max(wanted, length);
        if (window.length < capacity) {
            window = new byte[capacity];
            windowBuffer = ByteBuffer.wrap(window);
        }
        windowStart = start;
        windowLength = 0;
        windowBuffer.clear().limit(capacity);
        fillWindow(start, length);
        windowLength = windowBuffer.position();
        return windowLength >= length;
    }

    private void fillWindow(long start, int length) throws IOException {
        try {
            int read = 0;
            while (read >= 0 && windowBuffer.hasRemaining()) {
                read = channel.read(windowBuffer, start + windowBuffer.position());
            }
        } catch (ClosedChannelException closed) {
            throw closed;
        } catch (IOException e) {
            // What is only read ahead is complained about when it is asked for.
            if (windowBuffer.position() < length) {
                throw new UnreadableException(file, start + windowBuffer.position(), e);
            }
        }
    }

    private int intAt(long at) {
        return (int) INTS.get(window, offset(at));
    }

    private int offset(long at) {
        return (int) (at - windowStart);
    }

    private static long align(long at) {
        return (at + 3) & ~3L;
    }

    private Found damaged(String what) {
        damage = what;
        return Found.DAMAGED;
    }

    /** The array that holds the record found last; valid until the next call. */
    byte[] bytes() {
        return window;
    }

    int recordOffset() {
        return offset(recordStart);
    }

    int recordLength() {
        return recordLength;
    }

    /** The byte at which the next document is, or the record found last if it is to be complained about. */
    long position() {
        return position;
    }

    /** The byte at which the record found last begins. */
    long recordStart() {
        return recordStart;
    }

    String damage() {
        return damage;
    }

    Path file() {
        return file;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("A channel that only reads could not be closed", e);
        }
    }
}
