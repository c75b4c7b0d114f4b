package io.agentbridge.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Takes checkpoints of journals and compares journals with them. Changes nothing, takes no lock; a writer may be at work. */
public final class Checkpoints {
    /** What became of a history. */
    public sealed interface Outcome {
        /** Every record up to the checkpoint is the same, byte for byte. */
        record Same() implements Outcome {}

        /** There is a record of that number, but something at or before it was changed, removed, inserted or moved. */
        record Other(String reason) implements Outcome {}

        /** Records that it covers were deleted by retention, and what is kept of them does not tell whether they were the same. */
        record Deleted(String reason) implements Outcome {}

        /** The records do not go that far, or not in order. */
        record Missing(String reason) implements Outcome {}
    }

    /** Retention deletes once a minute at most. */
    private static final int MAX_TRIES = 3;

    private Checkpoints() {}

    /**
     * A checkpoint of all that is known to be forced; of all there is if the journal was closed in order. Reads the journal twice.
     *
     * @throws CorruptJournalException if something that was forced is damaged
     * @throws IOException if nothing is known to be forced, or the journal cannot be read
     */
    public static Checkpoint take(Path directory) throws IOException {
        JournalVerifier.Result result = JournalVerifier.verify(directory);
        if (result.isCorrupt()) {
            throw new CorruptJournalException("The journal is damaged at "
                    + result.damage().map(Damage::describe).orElse("") + ". A checkpoint would vouch for that.");
        }
        long last = Math.min(result.forcedThrough(), result.lastRecord());
        return at(directory, last)
                .orElseThrow(() -> new IOException("Nothing in " + directory
                        + " is known to be forced yet; stop the server, or wait for the next seal"));
    }

    /** Whether the journal still holds exactly the history that the checkpoint was taken of. Time linear in its bytes. */
    public static Outcome check(Path directory, Checkpoint checkpoint) throws IOException {
        Base base = Base.read(directory);
        if (checkpoint.record() < base.firstRecord() - 1) {
            return new Outcome.Deleted("the base was recorded at sequence " + base.previousSequence());
        }
        if (checkpoint.from() < base.digestedFrom() && base.firstRecord() > 1) {
            return new Outcome.Deleted(
                    "the base was recorded at sequence " + base.previousSequence() + ", and what stood before record "
                            + base.digestedFrom() + " was deleted without keeping its digest");
        }
        Optional<Checkpoint> found = at(directory, checkpoint.record());
        if (found.isEmpty()) {
            JournalVerifier.Result result = JournalVerifier.verify(directory);
            return new Outcome.Missing("the records are in order only up to " + result.lastRecord()
                    + result.damage()
                            .map(damage -> ", then damaged at " + damage.describe())
                            .orElse(", where the journal ends"));
        }
        if (found.get().from() != checkpoint.from()) {
            return new Outcome.Missing(
                    "the journal begins at record " + found.get().from() + " now, the checkpoint at record "
                            + checkpoint.from() + ", so that its digest cannot be made again");
        }
        if (!found.get().digest().equals(checkpoint.digest())) {
            return new Outcome.Other("the records up to " + checkpoint.record() + " have the digest "
                    + found.get().digest() + " now");
        }
        boolean alike = found.get().sequence() == checkpoint.sequence()
                && found.get().timestampMillis() == checkpoint.timestampMillis();
        return alike
                ? new Outcome.Same()
                : new Outcome.Other("the records are the same, but the checkpoint itself was changed: record "
                        + checkpoint.record() + " ends at sequence "
                        + found.get().sequence());
    }

    /** What a checkpoint of that record would say; empty if the records in order do not reach it. */
    static Optional<Checkpoint> at(Path directory, long number) throws IOException {
        for (int i = 0; i < MAX_TRIES; i++) {
            Base base = Base.read(directory);
            var prefix = new Prefix(number, Epoch.read(directory).map(Epoch::id).orElse("0"), base);
            Framing framing = JournalFiles.framingOf(directory);
            JournalScan.of(directory, framing.segments(directory), framing, new SparseIndex(), prefix);
            if (base.equals(Base.read(directory))) {
                return prefix.checkpoint;
            }
        }
        throw new IOException("Retention deletes from " + directory + " faster than it is read; try again");
    }

    /** Digests the records up to one: those that were deleted by what the base says of them. */
    private static final class Prefix implements RecordVisitor {
        private final long last;
        private final String epoch;
        private final long first;
        private final HistoryDigest digest;
        private Optional<Checkpoint> checkpoint = Optional.empty();

        Prefix(long last, String epoch, Base base) {
            this.last = last;
            this.epoch = epoch;
            this.first = base.digestedFrom();
            this.digest = new HistoryDigest(base.digest());
            if (last >= first && last == base.firstRecord() - 1) {
                note(base.previousSequence(), base.previousTimestampMillis());
            }
        }

        @Override
        public void visit(byte[] bytes, int offset, int length) {
            long number = RecordFormat.number(bytes, offset);
            if (number <= last) {
                digest.add(bytes, offset, length);
            }
            if (number == last) {
                note(
                        RecordFormat.firstSequence(bytes, offset) + RecordFormat.eventCount(bytes, offset) - 1,
                        RecordFormat.timestampMillis(bytes, offset));
            }
        }

        private void note(long sequence, long timestampMillis) {
            checkpoint = Optional.of(new Checkpoint(epoch, first, last, sequence, timestampMillis, digest.text()));
        }
    }
}
