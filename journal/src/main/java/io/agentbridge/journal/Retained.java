package io.agentbridge.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The segments that a journal still has, and how the oldest are given up. Thread-safe.
 *
 * <p>The base is written, durably, before the first file goes and after what stands behind it is durable, and files go from the oldest on: a crash at any place leaves
 * a journal that begins at the old base or at the other one, and files in front of it that the next start clears away.
 */
final class Retained {
    private final Path directory;
    private final Framing framing;
    private final SparseIndex index;
    private final List<SegmentSummary> finished;
    private String newest;
    private volatile Base base;
    /** Held while segments are dropped, which takes long; {@code this} only for moments, for the appending thread asks for it. */
    private final Object dropping = new Object();

    /**
     * @param finished the segments that nothing is written to any more, oldest first
     * @param newest the name of the one that is written to, empty if none is yet
     */
    Retained(
            Path directory,
            Framing framing,
            SparseIndex index,
            Base base,
            List<SegmentSummary> finished,
            String newest) {
        this.directory = directory;
        this.framing = framing;
        this.index = index;
        this.base = base;
        this.finished = finished;
        this.newest = newest;
    }

    /** Deletes what stands in front of the base, oldest first. */
    static void clear(Path directory, Framing framing, Base base) throws IOException {
        boolean deleted = false;
        for (Path segment : framing.segments(directory)) {
            if (base.isBehind(segment.getFileName().toString())) {
                Files.delete(segment);
                deleted = true;
            }
        }
        for (Path file : SegmentIndex.filesIn(directory, framing)) {
            if (base.isBehind(file.getFileName().toString())) {
                Files.delete(file);
                deleted = true;
            }
        }
        if (deleted) {
            Disk.force(directory);
        }
    }

    Base base() {
        return base;
    }

    /** The writer has gone on from {@code previous}, of which nothing is left to be written, to another segment. */
    synchronized void begin(String segment, List<SegmentSummary> previous) {
        finished.addAll(previous);
        newest = segment;
    }

    /** The segments that may be dropped, oldest first: all but the newest. */
    synchronized List<SegmentSummary> droppable() {
        return List.copyOf(
                newest.isEmpty() && !finished.isEmpty() ? finished.subList(0, finished.size() - 1) : finished);
    }

    /**
     * Has the journal begin behind {@code last}, and deletes everything up to it. Reads all that once more: what is deleted must be in
     * order, and enters the digest that the base carries on.
     */
    void dropThrough(SegmentSummary last) throws IOException {
        synchronized (dropping) {
            Base after = Base.behind(last, nameBehind(last), base.digestedFrom(), digestThrough(last));
            // What is to be the oldest may not be forced yet, and a power cut must not leave a base with nothing behind
            // it.
            Disk.force(directory.resolve(after.segment()));
            Disk.force(directory);
            after.write(directory);
            base = after;
            index.removeBefore(after.firstRecord());
            synchronized (this) {
                finished.subList(0, finished.indexOf(last) + 1).clear();
            }
            clear(directory, framing, after);
        }
    }

    private synchronized String nameBehind(SegmentSummary last) {
        int position = finished.indexOf(last);
        boolean isNewest = position == finished.size() - 1 && newest.isEmpty();
        if (position < 0 || isNewest) {
            throw new IllegalArgumentException(
                    "The segment " + last.name() + " of " + directory + " is not one that may be dropped");
        }
        return position + 1 < finished.size() ? finished.get(position + 1).name() : newest;
    }

    private String digestThrough(SegmentSummary last) throws IOException {
        var digest = new HistoryDigest(base.digest());
        List<Path> segments = base.retained(framing.segments(directory)).stream()
                .filter(path -> path.getFileName().toString().compareTo(last.name()) <= 0)
                .toList();
        JournalScan scan = JournalScan.of(directory, segments, framing, new SparseIndex(), digest::add);
        RecordChain chain = scan.chain();
        if (scan.damage().isPresent() || chain.number() != last.lastRecord() || chain.chain() != last.lastChain()) {
            throw new CorruptJournalException(
                    "The segments up to " + last.name() + " are not deleted, for they are damaged at "
                            + scan.damage().map(Damage::describe).orElse("record " + chain.number())
                            + ". Keep a copy of " + directory + ", look at the disk, and restore a backup.");
        }
        return digest.text();
    }
}
