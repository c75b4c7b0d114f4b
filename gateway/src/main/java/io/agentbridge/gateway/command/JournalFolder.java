package io.agentbridge.gateway.command;

import io.agentbridge.engine.Snapshot;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.gateway.body.Bodies;
import io.agentbridge.gateway.codec.CodecException;
import io.agentbridge.gateway.codec.SnapshotCodec;
import io.agentbridge.gateway.configuration.DataFolder;
import io.agentbridge.gateway.log.JournalEvents;
import io.agentbridge.gateway.replay.RecordedEvents;
import io.agentbridge.gateway.wire.BodyReader;
import io.agentbridge.journal.BlobStore;
import io.agentbridge.journal.JournalFiles;
import io.agentbridge.journal.SnapshotStore;
import io.agentbridge.journal.StoredSnapshot;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What commands read of a data folder, whether or not a server is at work on it. */
final class JournalFolder {
    private final DataFolder folder;

    JournalFolder(DataFolder folder) {
        this.folder = folder;
    }

    /** Every event from a sequence on, or from {@link JournalFiles#OLDEST}. */
    JournalEvents.Reader events(long fromSequence) throws IOException {
        return JournalEvents.of(JournalFiles.readOnly(folder.journal(), fromSequence), fromSequence - 1);
    }

    /** Every event from a sequence on that there is now, read ahead. */
    RecordedEvents recordedEvents(long fromSequence) throws IOException {
        return new RecordedEvents(JournalFiles.readOnly(folder.journal(), fromSequence), fromSequence - 1);
    }

    /** The agents that there were before the oldest event that is retained. */
    List<Agent> agentsBefore(Consumer<String> problems) throws IOException {
        long first = JournalFiles.firstSequence(folder.journal());
        return first == 1
                ? List.of()
                : snapshot(first - 1, problems).map(Snapshot::agents).orElse(List.of());
    }

    /**
     * The newest snapshot of a sequence or before, or empty if none can be used.
     *
     * @param problems told what is passed over
     */
    Optional<Snapshot> snapshot(long atOrBelow, Consumer<String> problems) throws IOException {
        Optional<StoredSnapshot> stored = SnapshotStore.readOnly(
                        folder.snapshots(), Settings.DEFAULT.behaviourLevel(), problems)
                .newestAtOrBelow(atOrBelow);
        try {
            return stored.map(found -> new SnapshotCodec().decode(found.content()));
        } catch (CodecException e) {
            problems.accept("Passed over the snapshot at sequence "
                    + stored.map(StoredSnapshot::sequence).orElse(0L) + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /** The texts that events refer to. */
    BodyReader bodies() {
        return new Bodies(BlobStore.readOnly(folder.blobs()));
    }

    @FunctionalInterface
    interface Reading {
        int run() throws IOException;
    }

    /** Runs what reads, flushes what it printed, and says why it could not read, or write. Returns the exit code. */
    static int read(PrintStream out, PrintStream errors, Reading reading) {
        try {
            return reading.run();
        } catch (NotWrittenException e) {
            errors.println(e.getMessage());
        } catch (NotDirectoryException e) {
            errors.println(
                    "The journal cannot be read: " + e.getMessage() + "; name the server's data folder, see --help");
        } catch (IOException e) {
            errors.println("The journal cannot be read: " + e.getMessage());
        } catch (UncheckedIOException | CodecException e) {
            errors.println("The journal cannot be read: " + e.getMessage());
        } finally {
            out.flush();
        }
        return ExitCode.FAILURE;
    }
}
