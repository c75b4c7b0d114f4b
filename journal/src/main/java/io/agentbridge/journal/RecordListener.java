package io.agentbridge.journal;

import java.io.IOException;

/** Is told of every record of a journal that is in order, one after the other. */
@FunctionalInterface
public interface RecordListener {
    RecordListener NONE = _ -> {};

    void accept(JournalRecord record) throws IOException;
}
