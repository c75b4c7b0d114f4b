package io.agentbridge.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.MappedBytesStore;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * A journal in a Chronicle Queue: one document a record, one file a segment, named by the hour in which it began.
 *
 * <p>Chronicle appends; what makes records durable, finds damage and reads them back is ours, because Chronicle's own means do
 * not survive a power cut, carry no checksum and take a damaged header for the end.
 */
public final class ChronicleJournal extends StoredJournal {
    private static final String METADATA = "metadata.cq4t";
    private static final int UNKNOWN = -1;

    private final JournalOptions options;
    private final SegmentClock clock;
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private Optional<FileChannel> channel = Optional.empty();
    private Path segment;
    private int cycle = UNKNOWN;
    private long end = UNKNOWN;
    private boolean newNames = true;
    private final BlocksAhead blocksAhead;
    private final Optional<PagesAhead> pagesAhead;

    private ChronicleJournal(JournalOptions options, Opening opening, SegmentClock clock, SingleChronicleQueue queue)
            throws IOException {
        super(options, Framing.CHRONICLE, opening);
        this.options = options;
        this.clock = clock;
        this.queue = queue;
        this.segment = options.directory();
        this.blocksAhead = new BlocksAhead(reserve(), options.blockBytes(), options.blocksAheadAfterMillis());
        this.pagesAhead = options.durability() == Durability.OS
                ? Optional.of(new PagesAhead(blocksAhead::execute))
                : Optional.empty();
        this.appender = queue.createAppender();
        // Opened by the thread that starts the server, then used by the one that writes.
        this.appender.singleThreadedCheckDisabled(true);
        if (opening.resume().isPresent()) {
            cycle = clock.cycle();
            segment = segmentOf(cycle);
            end = opening.resume().get().offset();
            channel = Optional.of(openSegment(segment));
        }
        if (!opening.recovery().cleanStop()) {
            giveBackWhatACrashLeft(opening.finished());
        }
    }

    /** Of the segment that was written to, and of one before it if the crash came right after it was finished. */
    private void giveBackWhatACrashLeft(List<SegmentSummary> finished) {
        for (SegmentSummary last : finished.subList(Math.max(0, finished.size() - 2), finished.size())) {
            blocksAhead.giveBack(options.directory().resolve(last.name()), last.end());
        }
    }

    /** Loads what takes long of the classes that {@link #open} needs; for a thread that has nothing else to do. */
    public static void loadAhead() {
        Chronicle.load();
    }

    /**
     * Opens a journal for writing, after a check of all of it.
     *
     * @throws CorruptJournalException if something that was forced is not as it was written
     * @throws IOException if it is in use, or cannot be read
     */
    public static ChronicleJournal open(JournalOptions options) throws IOException {
        Opening opening = Opening.of(options, Framing.CHRONICLE);
        Optional<SingleChronicleQueue> queue = Optional.empty();
        boolean done = false;
        try {
            Chronicle.load();
            // Holds locks of processes that may be dead and a listing that Chronicle makes anew; half made, it blocks
            // the start.
            Files.deleteIfExists(options.directory().resolve(METADATA));
            var clock = new SegmentClock(options, opening);
            queue = Optional.of(SingleChronicleQueueBuilder.binary(options.directory())
                    .rollCycle(Chronicle.CYCLES)
                    .timeProvider(clock)
                    .blockSize(options.blockBytes())
                    .build());
            var journal = new ChronicleJournal(options, opening, clock, queue.get());
            done = true;
            return journal;
        } catch (RuntimeException | InternalError e) {
            throw new IOException(
                    "Chronicle Queue cannot open " + options.directory() + ": " + e
                            + ". The records are in order; keep the directory and report this.",
                    e);
        } finally {
            if (!done) {
                queue.ifPresent(SingleChronicleQueue::close);
                opening.lock().close();
            }
        }
    }

    @Override
    boolean prepare(int bytes) {
        clock.tick(end);
        return clock.cycle() == cycle && blocksAhead.hold(end, bytes);
    }

    @Override
    long store(ByteBuffer bytes) throws IOException {
        DocumentContext document = appender.writingDocument();
        long start;
        int documentCycle;
        Bytes<?> target;
        try {
            documentCycle = appender.cycle();
            target = Objects.requireNonNull(document.wire(), "an open document has a wire")
                    .bytes();
            start = target.writePosition() - Integer.BYTES;
            if (documentCycle == cycle && start != end) {
                requireOnlyMetadata(start);
            }
            target.write(bytes.array(), bytes.arrayOffset(), bytes.limit());
        } catch (IOException | RuntimeException | Error e) {
            rollBack(document, e);
            throw e;
        }
        document.close();
        if (documentCycle != cycle) {
            goToSegment(documentCycle);
        }
        end = Framing.CHRONICLE.end(start, bytes.limit());
        blocksAhead.wroteTo(segment, end);
        if (pagesAhead.isPresent() && target.bytesStore() instanceof MappedBytesStore mapping) {
            pagesAhead.get().wroteTo(mapping, end, blocksAhead.through());
        }
        return start;
    }

    /** Never left to try-with-resources: that would complete what was only half written. */
    private static void rollBack(DocumentContext document, Throwable cause) {
        try {
            document.rollbackOnClose();
            document.close();
        } catch (RuntimeException | Error e) {
            cause.addSuppressed(e);
        }
    }

    /** A document begins where the last ended, or Chronicle has put a page of its index between; else it has lost its way. */
    private void requireOnlyMetadata(long start) throws IOException {
        try (var reader = new SegmentReader(segment, Framing.CHRONICLE, end)) {
            var found = reader.next();
            boolean nothingYet = found == SegmentReader.Found.END || found == SegmentReader.Found.UNFINISHED;
            if (!nothingYet || reader.position() != start) {
                throw new IllegalStateException("Chronicle would write at byte " + start + " of " + segment
                        + ", the last record ends at " + end);
            }
        }
    }

    private void goToSegment(int newCycle) throws IOException {
        if (channel.isPresent()) {
            // Also at level OS: it is rare, and keeps the damage that a power cut can do within one segment.
            channel.get().force(false);
            channel.get().close();
            blocksAhead.giveBack(segment, end);
        }
        cycle = newCycle;
        segment = segmentOf(newCycle);
        channel = Optional.of(openSegment(segment));
        newNames = true;
    }

    @Override
    void forceStored() throws IOException {
        if (channel.isPresent()) {
            channel.get().force(false);
        }
        if (newNames) {
            Disk.force(options.directory().resolve(METADATA));
            Disk.force(options.directory());
            newNames = false;
        }
    }

    @Override
    void release() throws IOException {
        try (blocksAhead) {
            try {
                appender.close();
                queue.close();
            } finally {
                if (channel.isPresent()) {
                    channel.get().close();
                }
            }
            if (end != UNKNOWN && !hasFailed()) {
                blocksAhead.giveBack(segment, end);
            }
        }
    }

    @Override
    Path segment() {
        return segment;
    }

    private Path segmentOf(int ofCycle) {
        return options.directory().resolve(name(ofCycle));
    }

    private static FileChannel openSegment(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static String name(int ofCycle) {
        return Chronicle.SEGMENT_NAME.format(Instant.ofEpochMilli((long) ofCycle * Chronicle.CYCLES.lengthInMillis()))
                + Framing.CHRONICLE.suffix();
    }

    /**
     * The time that Chronicle goes by. It stands still within a segment, so that we decide when another begins: on another day,
     * when one is long enough, and after a crash. It never goes back.
     */
    private static final class SegmentClock implements TimeProvider {
        private static final long DAY_MILLIS = 86_400_000;

        private final JournalOptions options;
        private volatile long millis;

        SegmentClock(JournalOptions options, Opening opening) throws IOException {
            this.options = options;
            List<Path> segments = Framing.CHRONICLE.segments(options.directory());
            long newest = segments.isEmpty() ? UNKNOWN : cycleOf(segments.getLast());
            if (opening.resume().isPresent()) {
                millis = newest * Chronicle.CYCLES.lengthInMillis();
            } else {
                String base = opening.base().segment();
                // What is named like something in front of the base would pass for deleted.
                long next = Math.max(
                        newest + 1,
                        base.isEmpty() ? 0 : cycleOf(options.directory().resolve(base)));
                millis = Math.max(hourOf(options.clock().millis()), next * Chronicle.CYCLES.lengthInMillis());
            }
        }

        /** Turns to another segment if the one that is {@code length} bytes long is done. */
        void tick(long length) {
            long now = options.clock().millis();
            if (now / DAY_MILLIS > millis / DAY_MILLIS || length >= options.segmentBytes()) {
                millis = Math.max(hourOf(now), millis + Chronicle.CYCLES.lengthInMillis());
            }
        }

        int cycle() {
            return (int) (millis / Chronicle.CYCLES.lengthInMillis());
        }

        @Override
        public long currentTimeMillis() {
            return millis;
        }

        private static long hourOf(long time) {
            return time - Math.floorMod(time, (long) Chronicle.CYCLES.lengthInMillis());
        }

        private static int cycleOf(Path segment) throws IOException {
            String file = segment.getFileName().toString();
            String name =
                    file.substring(0, file.length() - Framing.CHRONICLE.suffix().length());
            try {
                var time = Chronicle.SEGMENT_NAME.parse(name);
                return (int) (Instant.from(time).toEpochMilli() / Chronicle.CYCLES.lengthInMillis());
            } catch (DateTimeException e) {
                throw new IOException(
                        "The file " + segment + " is not named like a segment of this journal; move it away", e);
            }
        }
    }
}
