package io.agentbridge.journal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Holds the snapshots of a folder to the records of the journal beside it: whole, and of a state that the journal had. To be shown
 * every record, then asked. Changes nothing. Not thread-safe.
 */
public final class SnapshotVerifier {
    /**
     * What is to be said of a snapshot.
     *
     * @param problem why it is of no use; empty if nothing speaks against it
     */
    public record Finding(Path file, long sequence, String problem) {
        public boolean isGood() {
            return problem.isEmpty();
        }
    }

    private final List<Finding> damaged = new ArrayList<>();
    private final Map<Path, Head> open = new TreeMap<>();
    private final List<Finding> good = new ArrayList<>();
    private long firstSequence;
    private long lastSequence;

    private record Head(long sequence, long stateHash) {}

    private SnapshotVerifier() {}

    /** Reads the snapshots of {@code directory}, which need not exist. */
    public static SnapshotVerifier of(Path directory) throws IOException {
        var verifier = new SnapshotVerifier();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.sorted().toList()) {
                    if (SnapshotStore.sequenceOf(file) >= 0) {
                        verifier.add(file);
                    }
                }
            }
        }
        return verifier;
    }

    private void add(Path file) throws IOException {
        try {
            StoredSnapshot snapshot = SnapshotStore.read(file);
            open.put(file, new Head(snapshot.sequence(), snapshot.stateHash()));
        } catch (NoSuchFileException e) {
            // A server at work has just made room for another.
        } catch (AccessDeniedException e) {
            throw e;
        } catch (CorruptJournalException e) {
            damaged.add(new Finding(file, SnapshotStore.sequenceOf(file), String.valueOf(e.getMessage())));
        } catch (IOException e) {
            damaged.add(new Finding(file, SnapshotStore.sequenceOf(file), "it cannot be read: " + e.getMessage()));
        }
    }

    /** A snapshot of this state from which a start can go on, among those that no record shown has borne yet. */
    Optional<Path> of(long sequence, long stateHash) {
        return open.entrySet().stream()
                .filter(entry -> entry.getValue().equals(new Head(sequence, stateHash)))
                .map(Map.Entry::getKey)
                .filter(SnapshotStore::isWhole)
                .findFirst();
    }

    /**
     * Takes note of a record by its first and its last sequence and the state hash that it bears; to be called for all, in order.
     */
    public void record(long recordFirstSequence, long recordLastSequence, long stateHash) {
        firstSequence = firstSequence == 0 ? recordFirstSequence : firstSequence;
        lastSequence = recordLastSequence;
        open.entrySet().removeIf(entry -> {
            boolean fits = entry.getValue().sequence() == recordLastSequence
                    && entry.getValue().stateHash() == stateHash;
            if (fits) {
                good.add(new Finding(entry.getKey(), recordLastSequence, ""));
            }
            return fits;
        });
    }

    /** What is to be said of each snapshot, in the order of their sequences. */
    public List<Finding> findings() {
        var all = new ArrayList<>(damaged);
        all.addAll(good);
        open.forEach((file, head) -> all.add(new Finding(file, head.sequence(), problem(head))));
        all.sort((a, b) -> Long.compare(a.sequence(), b.sequence()));
        return all;
    }

    private String problem(Head head) {
        if (head.sequence() > lastSequence) {
            return "it is ahead of the journal, which ends at sequence " + lastSequence;
        }
        // Of a record that the journal has no more, nothing is known.
        return head.sequence() < firstSequence ? "" : "its state hash is not that of the journal at its sequence";
    }
}
