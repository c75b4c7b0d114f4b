package io.agentbridge.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A journal on disk, whatever lays out its files: numbers and chains the records, knows what is forced, and fails closed. The
 * writing methods belong to one thread; the reading ones to any.
 */
public abstract sealed class StoredJournal implements Journal permits ChronicleJournal, FileJournal {
    private static final byte[] NOTHING = {};
    /** So much at most is read again at a start after a crash, of a segment that was indexed up to then. */
    private static final long INDEX_EVERY_BYTES = 64 << 20;

    private final JournalOptions options;
    private final Framing framing;
    private final DirectoryLock lock;
    private final Epoch epoch;
    private final SparseIndex index;
    private final Retained retained;
    private final IndexWriter indexes;
    private final Recovery recovery;
    private final SpaceReserve reserve;
    private final CRC32C crc = new CRC32C();
    private final RecordChain chain;
    private Optional<SegmentBuilder> current;
    private long indexedTo;
    private long writtenBytes;

    private ByteBuffer record = ByteBuffer.allocate(1 << 16);
    private long forcedThrough;
    private Optional<Throwable> failure = Optional.empty();
    private boolean closed;

    // The newest record that readers may see, and what readers of other threads see of the chain.
    private volatile long visibleThrough;
    private volatile long lastRecord;
    private volatile long lastSequence;
    private volatile long lastTimestampMillis;
    private volatile long appendedBytes;
    private volatile long currentEnd;

    StoredJournal(JournalOptions options, Framing framing, Opening opening) throws IOException {
        this.options = options;
        this.framing = framing;
        this.lock = opening.lock();
        this.epoch = opening.epoch();
        this.index = opening.index();
        this.recovery = opening.recovery();
        this.chain = opening.scan().chain();
        this.current = opening.resume().isPresent() ? opening.scan().newest() : Optional.empty();
        this.currentEnd = current.map(SegmentBuilder::end).orElse(0L);
        this.indexedTo = current.map(SegmentBuilder::end).orElse(0L);
        this.retained = new Retained(
                options.directory(),
                framing,
                index,
                opening.base(),
                opening.finished(),
                current.map(segment -> segment.segment().getFileName().toString())
                        .orElse(""));
        this.indexes = new IndexWriter(options.directory());
        this.reserve = new SpaceReserve(options.directory(), options.reserveBytes());
        this.forcedThrough = opening.forcedThrough();
        this.lastRecord = chain.number();
        this.lastSequence = chain.lastSequence();
        this.lastTimestampMillis = chain.timestampMillis();
        this.visibleThrough = chain.number();
    }

    /**
     * Settles which segment the next record, of so many bytes, goes to; true if it comes to stand in blocks that the file system
     * has given already, so that no full disk can keep it from being written.
     */
    abstract boolean prepare(int bytes);

    /**
     * Puts a record, after {@link #prepare}, behind the last.
     *
     * @param bytes the record, in the buffer's array from its start to the buffer's limit
     * @return the byte at which {@link SegmentReader} finds it in {@link #segment}
     */
    abstract long store(ByteBuffer bytes) throws IOException;

    /** Puts everything stored on the disk. */
    abstract void forceStored() throws IOException;

    /** Gives back files and memory; stored bytes stay as they are. */
    abstract void release() throws IOException;

    /** The segment that holds the record stored last. */
    abstract Path segment();

    @Override
    public final void append(
            long firstSequence,
            int eventCount,
            long timestampMillis,
            long stateHash,
            byte[] input,
            int inputLength,
            byte[] events,
            int eventsLength)
            throws IOException {
        requireWritable();
        if (firstSequence != chain.lastSequence() + 1 || eventCount < 0) {
            throw new IllegalArgumentException("A record with " + eventCount + " events from sequence " + firstSequence
                    + " cannot follow sequence " + chain.lastSequence());
        }
        if (inputLength < 0 || inputLength > input.length || eventsLength < 0 || eventsLength > events.length) {
            throw new IllegalArgumentException("Lengths " + inputLength + " and " + eventsLength
                    + " do not fit arrays of " + input.length + " and " + events.length);
        }
        if (inputLength == 0 && eventsLength == 0) {
            throw new IllegalArgumentException("A record without input and events would be a mark; use seal()");
        }
        if ((long) inputLength + eventsLength > options.maxBodyBytes()) {
            throw new IllegalArgumentException(
                    "A record of " + ((long) inputLength + eventsLength) + " bytes is too large: at most "
                            + options.maxBodyBytes() + "; large bodies belong into the blob store");
        }
        int length = RecordFormat.HEADER_BYTES + inputLength + eventsLength;
        if (!prepare(length)) {
            reserve.require(length);
        }
        write(firstSequence, eventCount, timestampMillis, stateHash, input, inputLength, events, eventsLength);
    }

    private void write(
            long firstSequence,
            int eventCount,
            long timestampMillis,
            long stateHash,
            byte[] input,
            int inputLength,
            byte[] events,
            int eventsLength)
            throws IOException {
        int length = (int) RecordFormat.length(inputLength, eventsLength);
        if (record.capacity() < length) {
            record = ByteBuffer.allocate(Math.max(length, Math.min(record.capacity() * 2, options.blockBytes() / 4)));
        }
        long number = chain.number() + 1;
        long link = RecordFormat.encode(
                record.array(),
                number,
                firstSequence,
                eventCount,
                timestampMillis,
                stateHash,
                forcedThrough,
                chain.chain(),
                input,
                inputLength,
                events,
                eventsLength,
                crc);
        try {
            long frame = store(record.clear().limit(length));
            note(timestampMillis, frame, framing.end(frame, length));
        } catch (IOException | RuntimeException | Error e) {
            throw failed("written", e);
        }
        chain.moveTo(
                number,
                chain.lastSequence() + eventCount,
                link,
                stateHash,
                timestampMillis,
                length == RecordFormat.HEADER_BYTES);
        lastRecord = number;
        lastSequence = chain.lastSequence();
        lastTimestampMillis = timestampMillis;
        writtenBytes += length;
        appendedBytes = writtenBytes;
        if (options.durability() == Durability.OS) {
            visibleThrough = number;
        }
    }

    /**
     * Puts a record of another journal as it is behind the last. For one that is only made as a copy: nothing is numbered, chained or
     * noted, and {@link #forceStored} comes at the end.
     *
     * @throws JournalFullException if the free-space reserve is reached
     */
    final void copy(byte[] bytes, int offset, int length) throws IOException {
        if (!prepare(length)) {
            reserve.require(length);
        }
        try {
            store(ByteBuffer.wrap(bytes, offset, length).slice());
        } catch (RuntimeException | Error e) {
            throw new IOException("The copy in " + options.directory() + " could not be written: " + e, e);
        }
    }

    /** Notes where the record behind the chain was stored; before the chain moves on to it. */
    private void note(long timestampMillis, long frame, long end) {
        Path segment = segment();
        if (current.isEmpty() || !current.get().segment().equals(segment)) {
            begin(segment);
        }
        current.orElseThrow().add(chain.number(), chain.lastSequence(), chain.chain(), timestampMillis, frame, end);
        currentEnd = end;
    }

    private void begin(Path segment) {
        var previous = current.map(builder -> builder.index(chain));
        previous.ifPresent(indexes::write);
        retained.begin(
                segment.getFileName().toString(),
                previous.map(SegmentIndex::summary).stream().toList());
        current = Optional.of(new SegmentBuilder(segment, chain, index));
        indexedTo = 0;
    }

    /** So that a start after a crash, too, has little to read. */
    private void indexNowAndThen() {
        if (current.isPresent() && current.get().end() - indexedTo >= INDEX_EVERY_BYTES) {
            indexedTo = current.get().end();
            indexes.write(current.get().index(chain));
        }
    }

    @Override
    public final void force() throws IOException {
        requireWritable();
        if (options.durability() == Durability.DISK && forcedThrough < chain.number()) {
            forceAll();
        }
        indexNowAndThen();
    }

    private void forceAll() throws IOException {
        try {
            forceStored();
        } catch (IOException | RuntimeException | Error e) {
            throw failed("forced to the disk", e);
        }
        forcedThrough = chain.number();
        visibleThrough = forcedThrough;
    }

    /**
     * Puts on disk, at either level, that everything appended is forced: damage to it will be called damage, not an interrupted
     * write. For idle moments; costs two or three forces, and nothing if nothing was appended since the last time.
     */
    @Override
    public final void seal() throws IOException {
        requireWritable();
        if (chain.number() == 0 || (chain.endsWithMark() && forcedThrough == chain.number())) {
            return;
        }
        forceAll();
        if (reserve.isUsedUp()) {
            // Somebody else fills the disk: what is forced stays as it is, and the mark can wait.
            return;
        }
        prepare(RecordFormat.HEADER_BYTES);
        write(chain.lastSequence() + 1, 0, chain.timestampMillis(), chain.stateHash(), NOTHING, 0, NOTHING, 0);
        forceAll();
        try {
            new Seal(chain.number(), chain.chain()).write(options.directory());
        } catch (IOException e) {
            throw failed("sealed", e);
        }
    }

    @Override
    public final long firstSequence() {
        return retained.base().firstSequence();
    }

    /**
     * The segments that {@link #dropThrough} takes, oldest first: all but the newest. Any thread.
     */
    public final List<SegmentSummary> droppable() {
        return retained.droppable();
    }

    /** The length of the segment that is written to, as far as it is used. Any thread. */
    final long newestSegmentBytes() {
        return currentEnd;
    }

    @Override
    public final long retainedBytes() {
        return currentEnd + droppable().stream().mapToLong(SegmentSummary::end).sum();
    }

    /**
     * Deletes a segment and all older ones, for good: the journal begins behind it. Readers that are not past it end with a
     * {@link NotRetainedException}. Any thread.
     *
     * @param last one of {@link #droppable}
     */
    public final void dropThrough(SegmentSummary last) throws IOException {
        retained.dropThrough(last);
    }

    @Override
    public final long lastRecord() {
        return lastRecord;
    }

    @Override
    public final long lastSequence() {
        return lastSequence;
    }

    @Override
    public final long appendedBytes() {
        return appendedBytes;
    }

    /** The time that the newest record appended bears, ms since 1970; 0 for none. Any thread. */
    public final long lastTimestampMillis() {
        return lastTimestampMillis;
    }

    /** The newest record that readers may see: forced, or at {@link Durability#OS} appended. */
    public final long visibleThrough() {
        return visibleThrough;
    }

    /** The name of the history that is being written. */
    public final String epoch() {
        return epoch.id();
    }

    /** What was found when it was opened. */
    public final Recovery recovery() {
        return recovery;
    }

    /** The largest body, input and events together, that {@link #append} takes. */
    public final int maxBodyBytes() {
        return options.maxBodyBytes();
    }

    @Override
    public final JournalReader reader(long sequence) throws IOException {
        return SegmentedReader.of(
                options.directory(), framing, index.startFor(sequence), sequence, () -> visibleThrough, retained::base);
    }

    @Override
    public final void close() throws IOException {
        if (closed) {
            return;
        }
        try (lock) {
            try {
                if (failure.isEmpty()) {
                    seal();
                }
            } finally {
                closed = true;
                release();
                indexes.close();
            }
            if (failure.isEmpty()) {
                if (current.isPresent()) {
                    current.get().index(chain).write(options.directory());
                }
                epoch.asClosed().write(options.directory());
            }
        }
    }

    /** Where free space of the disk is left alone. */
    final SpaceReserve reserve() {
        return reserve;
    }

    /** Whether it takes nothing more because something could not be written. */
    final boolean hasFailed() {
        return failure.isPresent();
    }

    private void requireWritable() throws IOException {
        if (closed) {
            throw new IOException("The journal in " + options.directory() + " is closed");
        }
        if (failure.isPresent()) {
            throw new IOException(
                    "The journal in " + options.directory()
                            + " is closed for writing since an earlier failure; restart to recover it",
                    failure.get());
        }
    }

    private IOException failed(String what, Throwable cause) {
        failure = Optional.of(cause);
        return new IOException(
                "The journal in " + options.directory() + " could not be " + what + ": " + cause
                        + ". It takes no more records; what was acknowledged is safe. Look at the disk, then restart.",
                cause);
    }
}
