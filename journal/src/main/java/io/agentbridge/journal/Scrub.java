package io.agentbridge.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads, after a start, what the start took the index files' word for, so that no server works on over a hole. For a thread of its own,
 * beside the writer; time linear in the journal's bytes.
 */
public final class Scrub {
    private static final int ATTEMPTS = 5;

    private static final String SUSPECT = "journal.suspect";

    private Scrub() {}

    /** Whether damage was found in a journal, so that a start is to read all of it. */
    static boolean isSuspect(Path directory) {
        return Files.exists(directory.resolve(SUSPECT));
    }

    /** Forgets what was found: all of the journal was read and is in order, from a backup perhaps. */
    static void acquit(Path directory) throws IOException {
        Files.delete(directory.resolve(SUSPECT));
    }

    /**
     * Reads every record of a journal that is in use. What is being written meanwhile may look damaged, and does not count.
     *
     * @param throughRecord the newest record that was there when the start was done
     * @throws CorruptJournalException if something that was forced is not as it was written; the next start reads everything, and
     *     refuses if that is still so
     * @throws IOException if the journal cannot be read
     */
    public static void run(Path directory, long throughRecord) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                JournalVerifier.Result result = JournalVerifier.verify(directory);
                Optional<Damage> found = result.damage().filter(damage -> damage.record() <= throughRecord);
                if (found.isPresent()) {
                    Damage damage = found.get();
                    Disk.replace(
                            directory.resolve(SUSPECT),
                            ByteBuffer.wrap((damage.describe() + "\n").getBytes(StandardCharsets.UTF_8)));
                    throw new CorruptJournalException("The journal is damaged at " + damage.describe()
                            + ". Records up to " + throughRecord
                            + " were there at the start. Stop the server, copy the data folder, and run: agent-bridge"
                            + " journal verify");
                }
                return;
            } catch (NoSuchFileException deleted) {
                // The retention policy was at work; what is left is read from its new beginning.
                if (attempt == ATTEMPTS) {
                    throw deleted;
                }
            }
        }
    }
}
