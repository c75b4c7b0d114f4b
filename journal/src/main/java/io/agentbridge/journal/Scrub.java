package io.agentbridge.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
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
     * @throws CorruptJournalException if something that was forced is not as it was written or cannot be read; the next start reads
     *     everything, and refuses if that is still so
     * @throws IOException if a file of the journal cannot be opened
     */
    public static void run(Path directory, long throughRecord) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                JournalVerifier.Result result = JournalVerifier.verify(directory);
                Optional<Damage> found = result.damage().filter(damage -> damage.record() <= throughRecord);
                if (found.isPresent()) {
                    throw suspect(directory, throughRecord, found.get().describe());
                }
                return;
            } catch (NoSuchFileException deleted) {
                // The retention policy was at work; what is left is read from its new beginning.
                if (attempt == ATTEMPTS) {
                    throw deleted;
                }
            } catch (CorruptJournalException | FileSystemException notRead) {
                // Found already, or not even opened: that says nothing of what the files hold.
                throw notRead;
            } catch (IOException unreadable) {
                CorruptJournalException damaged =
                        suspect(directory, throughRecord, "a place that cannot be read: " + unreadable.getMessage());
                damaged.addSuppressed(unreadable);
                throw damaged;
            }
        }
    }

    /** Has the next start read everything. Where that cannot be noted, the damage is no less. */
    private static CorruptJournalException suspect(Path directory, long throughRecord, String place) {
        CorruptJournalException damaged = new CorruptJournalException("The journal is damaged at " + place
                + ". Records up to " + throughRecord
                + " were there at the start. Stop the server, copy the data folder, and run: agent-bridge"
                + " journal verify");
        try {
            Disk.replace(directory.resolve(SUSPECT), ByteBuffer.wrap((place + "\n").getBytes(StandardCharsets.UTF_8)));
        } catch (IOException unnoted) {
            damaged.addSuppressed(unnoted);
        }
        return damaged;
    }
}
