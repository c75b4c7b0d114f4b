package io.agentbridge.journal;

import java.nio.file.Path;
import java.util.List;

/**
 * What opening a journal for writing found, and all that its owner needs to go on.
 *
 * @param epoch the name of the history, see {@link Epoch}
 * @param epochChanged whether sequences that were shown to somebody may be gone, so that cursors into them mean nothing
 * @param lastRecord the number of the newest record, 0 for none
 * @param lastSequence the sequence of the newest event, 0 for none
 * @param lastChain the chain including the newest record
 * @param lastStateHash the state hash that the newest record bears
 * @param lastTimestampMillis the time that the newest record bears
 * @param cleanStop whether the last owner closed it in order, or there was none
 * @param recordsSetAside whole records that could not be kept because something before them is missing
 * @param bytesSetAside bytes of an unforced tail that were moved to {@code setAside}
 * @param setAside files that hold what was set aside
 * @param message all this in a sentence
 */
public record Recovery(
        String epoch,
        boolean epochChanged,
        long lastRecord,
        long lastSequence,
        long lastChain,
        long lastStateHash,
        long lastTimestampMillis,
        boolean cleanStop,
        long recordsSetAside,
        long bytesSetAside,
        List<Path> setAside,
        String message) {
    public Recovery {
        setAside = List.copyOf(setAside);
    }
}
