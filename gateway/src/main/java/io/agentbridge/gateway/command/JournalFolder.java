package io.agentbridge.gateway.command;

import io.agentbridge.gateway.body.Bodies;
import io.agentbridge.gateway.codec.CodecException;
import io.agentbridge.gateway.configuration.DataFolder;
import io.agentbridge.gateway.log.JournalEvents;
import io.agentbridge.gateway.replay.RecordedEvents;
import io.agentbridge.gateway.wire.BodyReader;
import io.agentbridge.journal.BlobStore;
import io.agentbridge.journal.JournalFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;

/** What commands read of a data folder, whether or not a server is at work on it. */
final class JournalFolder {
    private final DataFolder folder;

    JournalFolder(DataFolder folder) {
        this.folder = folder;
    }

    /** Every event from a sequence on. */
    JournalEvents.Reader events(long fromSequence) throws IOException {
        return JournalEvents.of(JournalFiles.readOnly(folder.journal(), fromSequence), fromSequence - 1);
    }

    /** Every event from a sequence on that there is now, read ahead. */
    RecordedEvents recordedEvents(long fromSequence) throws IOException {
        return new RecordedEvents(JournalFiles.readOnly(folder.journal(), fromSequence), fromSequence - 1);
    }

    /** The texts that events refer to. */
    BodyReader bodies() {
        return new Bodies(BlobStore.readOnly(folder.blobs()));
    }

    @FunctionalInterface
    interface Reading {
        int run() throws IOException;
    }

    /** Runs what reads, flushes what it printed, and says why it could not read. Returns the exit code. */
    static int read(PrintStream out, PrintStream errors, Reading reading) {
        try {
            return reading.run();
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
