package io.agentbridge.journal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    /** Those of which no record has been shown yet, by their sequences. */
    private final Map<Long, List<Head>> open = new HashMap<>();

    private final List<Finding> good = new ArrayList<>();
    private long firstSequence;
    private long lastSequence;

    private record Head(Path file, long stateHash) {}

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
            open.computeIfAbsent(snapshot.sequence(), _ -> new ArrayList<>()).add(new Head(file, snapshot.stateHash()));
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
        return open.getOrDefault(sequence, List.of()).stream()
                .filter(head -> head.stateHash() == stateHash)
                .map(Head::file)
                .filter(SnapshotStore::isWhole)
                .findFirst();
    }

    /**
     * Takes note of a record by its first and its last sequence and the state hash that it bears; to be called for all, in order.
     */
    public void record(long recordFirstSequence, long recordLastSequence, long stateHash) {
        firstSequence = firstSequence == 0 ? recordFirstSequence : firstSequence;
        lastSequence = recordLastSequence;
        List<Head> heads = open.getOrDefault(recordLastSequence, List.of());
        for (Head head : List.copyOf(heads)) {
            if (head.stateHash() == stateHash) {
                heads.remove(head);
                good.add(new Finding(head.file(), recordLastSequence, ""));
            }
        }
    }

    /** What is to be said of each snapshot, in the order of their sequences. */
    public List<Finding> findings() {
        var all = new ArrayList<>(damaged);
        all.addAll(good);
        open.forEach((sequence, heads) ->
                heads.forEach(head -> all.add(new Finding(head.file(), sequence, problem(sequence)))));
        all.sort((a, b) -> Long.compare(a.sequence(), b.sequence()));
        return all;
    }

    private String problem(long sequence) {
        if (sequence > lastSequence) {
            return "it is ahead of the journal, which ends at sequence " + lastSequence;
        }
        // Of a record that the journal has no more, nothing is known.
        return sequence < firstSequence ? "" : "its state hash is not that of the journal at its sequence";
    }
}
