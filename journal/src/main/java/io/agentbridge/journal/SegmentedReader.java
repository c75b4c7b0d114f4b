package io.agentbridge.journal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Reads records over all segments of a directory, checking each, up to the newest that may be seen. */
final class SegmentedReader implements JournalReader {
    private final Path directory;
    private final Framing framing;
    private final long fromSequence;
    private final LongSupplier visibleThrough;
    private final Beginning beginning;
    private RecordChain chain;
    private Optional<SegmentReader> segment = Optional.empty();
    private boolean lookedBehindTheEnd;
    private boolean closed;

    /** Where the journal begins now. */
    interface Beginning {
        Base base() throws IOException;
    }

    private SegmentedReader(
            Path directory, Framing framing, long fromSequence, LongSupplier visibleThrough, Beginning beginning)
            throws IOException {
        this.directory = directory;
        this.framing = framing;
        this.fromSequence = fromSequence;
        this.visibleThrough = visibleThrough;
        this.beginning = beginning;
        Base base = beginning.base();
        if (fromSequence != JournalFiles.OLDEST && fromSequence < base.firstSequence()) {
            throw new NotRetainedException(fromSequence, base.firstSequence());
        }
        this.chain = base.chain();
    }

    /**
     * @param start where to begin; the journal's beginning if empty, or if it has been dropped meanwhile
     * @param visibleThrough the newest record to show; it must be there. {@link Long#MAX_VALUE}: as many as there are
     */
    static SegmentedReader of(
            Path directory,
            Framing framing,
            Optional<SparseIndex.Entry> start,
            long fromSequence,
            LongSupplier visibleThrough,
            Beginning beginning)
            throws IOException {
        var reader = new SegmentedReader(directory, framing, fromSequence, visibleThrough, beginning);
        if (start.isPresent() && start.get().previousNumber() >= reader.chain.number()) {
            var entry = start.get();
            reader.chain = new RecordChain(entry.previousNumber(), entry.previousSequence(), entry.previousChain());
            reader.open(entry.segment(), entry.frame());
        }
        return reader;
    }

    @Override
    public Optional<JournalRecord> next() throws IOException {
        if (closed) {
            throw new IllegalStateException("The reader is closed");
        }
        boolean isFinished = false;
        while (visibleThrough.getAsLong() > chain.number()) {
            if (segment.isEmpty()) {
                Optional<Path> first = segmentBehind("");
                if (first.isEmpty()) {
                    return nothingMore(0);
                }
                open(first.get(), 0);
            }
            SegmentReader reader = segment.orElseThrow();
            var found = reader.next();
            switch (found) {
                case RECORD -> {
                    byte[] bytes = reader.bytes();
                    int offset = reader.recordOffset();
                    var problem = chain.advance(bytes, offset, reader.recordLength());
                    if (problem.isPresent()) {
                        throw corrupt(reader.recordStart(), problem.get());
                    }
                    lookedBehindTheEnd = false;
                    if (chain.lastSequence() >= fromSequence
                            || RecordFormat.firstSequence(bytes, offset) >= fromSequence) {
                        return Optional.of(RecordFormat.decode(bytes, offset));
                    }
                }
                case END, SEALED, UNFINISHED -> {
                    Optional<Path> behind =
                            segmentBehind(reader.file().getFileName().toString());
                    if (behind.isEmpty()) {
                        return nothingMore(reader.position());
                    }
                    // The writer may have gone on in this one after we looked and before it began the other.
                    if (isFinished) {
                        open(behind.get(), 0);
                    }
                    isFinished = !isFinished;
                }
                case DAMAGED -> throw corrupt(reader.position(), reader.damage());
            }
        }
        return Optional.empty();
    }

    /** The first segment named behind {@code name}. */
    private Optional<Path> segmentBehind(String name) throws IOException {
        // The files first: one that is gone then is behind the base that is asked for next.
        List<Path> segments = framing.segments(directory);
        for (Path path : requireRetained().retained(segments)) {
            if (path.getFileName().toString().compareTo(name) > 0) {
                return Optional.of(path);
            }
        }
        return Optional.empty();
    }

    private void open(Path path, long frame) throws IOException {
        try {
            SegmentReader next = new SegmentReader(path, framing, frame);
            segment.ifPresent(SegmentReader::close);
            segment = Optional.of(next);
        } catch (NoSuchFileException gone) {
            requireRetained();
            throw gone;
        }
    }

    /** The base, which the next record must not be in front of. */
    private Base requireRetained() throws IOException {
        Base base = beginning.base();
        if (chain.number() + 1 < base.firstRecord()) {
            throw new NotRetainedException(chain.lastSequence() + 1, base.firstSequence());
        }
        return base;
    }

    private Optional<JournalRecord> nothingMore(long offset) throws IOException {
        if (visibleThrough.getAsLong() != Long.MAX_VALUE) {
            throw corrupt(
                    offset, "nothing more stands here, although record " + visibleThrough.getAsLong() + " was written");
        }
        // Once at each end, not at each look: a journal with a hole must not pass for one that ends there.
        if (segment.isPresent() && !lookedBehindTheEnd) {
            lookedBehindTheEnd = true;
            try (var behind = new SegmentReader(segment.get().file(), framing, offset)) {
                if (behind.findRecord(framing.behind(offset)) >= 0 && behind.next() != SegmentReader.Found.RECORD) {
                    throw corrupt(offset, "nothing stands here, but whole records stand behind it");
                }
            }
        }
        return Optional.empty();
    }

    private CorruptJournalException corrupt(long offset, String reason) {
        Path file = segment.map(SegmentReader::file).orElse(directory);
        var damage = new Damage(chain.number() + 1, chain.lastSequence() + 1, file, offset, reason, 0);
        return new CorruptJournalException("The journal is damaged at " + damage.describe()
                + ". Look at the disk, and restore a backup; \"agent-bridge journal verify\" says more.");
    }

    @Override
    public void close() {
        closed = true;
        segment.ifPresent(SegmentReader::close);
        segment = Optional.empty();
    }
}
