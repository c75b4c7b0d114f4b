package io.agentbridge.bench.life;

import io.agentbridge.journal.ChronicleJournal;
import io.agentbridge.journal.FileJournal;
import io.agentbridge.journal.Journal;
import io.agentbridge.journal.JournalOptions;
import java.io.IOException;

/** The journals there are. */
public enum JournalKind {
    /** The product's. */
    CHRONICLE,
    /** One plain file behind the same interface: what the product's is compared with. */
    FILE;

    /** Opens one for writing. */
    public Journal open(JournalOptions options) throws IOException {
        return switch (this) {
            case CHRONICLE -> ChronicleJournal.open(options);
            case FILE -> FileJournal.open(options);
        };
    }
}
