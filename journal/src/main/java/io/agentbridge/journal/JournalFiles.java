package io.agentbridge.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;

/** A journal's files, looked at from outside: no lock, no change on disk, whether or not a writer is at work. */
public final class JournalFiles {
    /** Asks a reader for everything from the oldest event on, whichever that is. */
    public static final long OLDEST = 0;

    private JournalFiles() {}

    /**
     * Reads the records that stand there, from the one that holds {@code sequence}, or from the {@link #OLDEST}; each is checked. At the
     * end, a later look may find what a writer has added: possibly not forced yet. Time to the first record: a small file for each later
     * segment, and half a MiB read; where index files are missing, linear in what is not covered.
     *
     * @throws NotRetainedException if {@code sequence} is older than what the journal begins with; so does the reader when what
     *     it comes to has been dropped meanwhile
     */
    public static JournalReader readOnly(Path directory, long sequence) throws IOException {
        Framing framing = framingOf(directory);
        List<Path> segments = framing.segments(directory);
        return SegmentedReader.of(
                directory,
                framing,
                SparseIndex.find(segments, framing, sequence),
                sequence,
                () -> Long.MAX_VALUE,
                () -> Base.read(directory));
    }

    /** The same records, to be read from several places. */
    public static JournalRecords records(Path directory) throws IOException {
        long first = firstSequence(directory);
        return new JournalRecords() {
            @Override
            public long firstSequence() {
                return first;
            }

            @Override
            public JournalReader reader(long sequence) throws IOException {
                return readOnly(directory, sequence);
            }
        };
    }

    /**
     * The sequence of the newest event that stands there; of the one before the oldest if there is none. Reads what no index file covers,
     * up to 64 MiB beside a writer; damage before that is not noticed.
     */
    public static long lastSequence(Path directory) throws IOException {
        Framing framing = framingOf(directory);
        var newest = SparseIndex.find(framing.segments(directory), framing, Long.MAX_VALUE);
        long last = newest.isPresent() ? newest.get().previousSequence() : firstSequence(directory) - 1;
        try (var reader = SegmentedReader.of(
                directory, framing, newest, OLDEST, () -> Long.MAX_VALUE, () -> Base.read(directory))) {
            for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                last = next.get().lastSequence();
            }
        }
        return last;
    }

    /** The sequence of the oldest event that a journal retains; 1 if nothing was ever dropped. */
    public static long firstSequence(Path directory) throws IOException {
        return Base.read(directory).firstSequence();
    }

    /** Which kind of journal stands there; a directory without segments passes for Chronicle's. */
    static Framing framingOf(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException(directory + " (there is no journal)");
        }
        return Framing.PLAIN.segments(directory).isEmpty() ? Framing.CHRONICLE : Framing.PLAIN;
    }
}
