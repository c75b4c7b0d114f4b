package io.agentbridge.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;

/** A journal's files, looked at from outside: no lock, no change on disk, whether or not a writer is at work. */
public final class JournalFiles {
    private JournalFiles() {}

    /**
     * Reads the records that stand there, from the one that holds {@code sequence}; each is checked. At the end, a later look
     * may find what a writer has added: possibly not forced yet. Time to the first record is linear in what stands before it.
     */
    public static JournalReader readOnly(Path directory, long sequence) throws IOException {
        return SegmentedReader.of(directory, framingOf(directory), Optional.empty(), sequence, () -> Long.MAX_VALUE);
    }

    /** Which kind of journal stands there; a directory without segments passes for Chronicle's. */
    static Framing framingOf(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException(directory + " (there is no journal)");
        }
        return Framing.PLAIN.segments(directory).isEmpty() ? Framing.CHRONICLE : Framing.PLAIN;
    }
}
