package io.agentbridge.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Checks a whole journal without changing it and without a lock; it may be in use. */
public final class JournalVerifier {
    /**
     * What a check found.
     *
     * @param epoch the name of the history and how its last owner left it; empty if there is no such file
     * @param segments how many files
     * @param firstRecord the number of the oldest record that retention has left
     * @param lastRecord the number of the last one, from there on, before which all are in order; of the one before the first if none is
     * @param marks how many of them are marks
     * @param events events in these records
     * @param lastSequence the newest event up to the last of them, 0 for none
     * @param chain the chain including the last of them
     * @param stateHash the state hash that the last of them bears
     * @param timestampMillis the time that the last of them bears
     * @param forcedThrough the highest record number that is known to have been forced
     * @param damage the first place that is not in order; empty if all is. Behind {@code forcedThrough} it may be an
     *     interrupted write: of a crash, or of a writer that is at work
     */
    public record Result(
            Optional<Epoch> epoch,
            int segments,
            long firstRecord,
            long lastRecord,
            long marks,
            long events,
            long lastSequence,
            long chain,
            long stateHash,
            long timestampMillis,
            long forcedThrough,
            Optional<Damage> damage) {
        /** How many records are in order, marks among them. */
        public long records() {
            return lastRecord - firstRecord + 1;
        }

        /** Whether something that was forced is damaged or missing. */
        public boolean isCorrupt() {
            return damage.isPresent() && damage.get().record() <= forcedThrough;
        }
    }

    private JournalVerifier() {}

    /** Reads every record; one that the disk does not give is damaged. Time linear in the journal's bytes. */
    public static Result verify(Path directory) throws IOException {
        return verify(directory, RecordVisitor.NONE);
    }

    /** Reads every record, and tells {@code listener} of each that is in order. */
    public static Result verify(Path directory, RecordListener listener) throws IOException {
        return verify(directory, (bytes, offset, _) -> listener.accept(RecordFormat.decode(bytes, offset)));
    }

    static Result verify(Path directory, RecordVisitor visitor) throws IOException {
        // Read first: a writer at work may seal more while we scan, and never less than this.
        Seal seal = Seal.read(directory);
        Framing framing = JournalFiles.framingOf(directory);
        List<Path> segments = framing.segments(directory);
        JournalScan scan = JournalScan.ofWhatCanBeRead(directory, segments, framing, visitor);
        RecordChain chain = scan.chain();
        return new Result(
                Epoch.read(directory),
                segments.size(),
                scan.firstRecord(),
                chain.number(),
                scan.marks(),
                scan.events(),
                chain.lastSequence(),
                chain.chain(),
                chain.stateHash(),
                chain.timestampMillis(),
                Math.max(scan.forcedThrough(), seal.record()),
                scan.damage().or(() -> scan.missing(directory, seal)));
    }
}
