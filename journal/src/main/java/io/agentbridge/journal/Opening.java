package io.agentbridge.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings a directory into a state in which a writer may go on: takes the lock, scans what no index file covers, refuses damage to what was
 * forced, and then only changes something: clears away what retention left, sets an unforced tail aside.
 *
 * @param lock held for as long as the journal is open
 * @param epoch as it stands on disk now, open
 * @param base where the journal begins
 * @param scan over everything that is kept
 * @param index places in what is kept
 * @param forcedThrough the highest record known to be on disk
 * @param finished the segments that the writer does not go on in, oldest first
 * @param resume where in the newest segment the writer may go on; empty if it must begin another
 */
record Opening(
        DirectoryLock lock,
        Epoch epoch,
        Base base,
        JournalScan scan,
        SparseIndex index,
        long forcedThrough,
        List<SegmentSummary> finished,
        Optional<JournalScan.Tail> resume,
        Recovery recovery) {

    static Opening of(JournalOptions options, Framing framing) throws IOException {
        Disk.makeDirectory(options.directory());
        DirectoryLock lock = DirectoryLock.take(options.directory());
        boolean done = false;
        try {
            Opening opening = recover(options, framing, lock);
            done = true;
            return opening;
        } finally {
            if (!done) {
                lock.close();
            }
        }
    }

    private static Opening recover(JournalOptions options, Framing framing, DirectoryLock lock) throws IOException {
        Path directory = options.directory();
        Seal seal = Seal.read(directory);
        Optional<Epoch> before = Epoch.read(directory);
        Base base = Base.read(directory);
        List<Path> retained = base.retained(framing.segments(directory));
        boolean cleanStop = before.map(Epoch::closed).orElse(retained.isEmpty());
        Optional<Path> halfBorn = cleanStop ? Optional.empty() : halfBorn(retained, framing);
        List<Path> segments = retained.subList(0, retained.size() - (halfBorn.isPresent() ? 1 : 0));

        var index = new SparseIndex();
        boolean suspect = Scrub.isSuspect(directory);
        var scan = suspect
                ? JournalScan.of(directory, segments, framing, index)
                : JournalScan.bounded(directory, segments, framing, index);
        refuseDamageToForced(directory, scan, seal);
        // Nothing is changed before: who is refused finds everything as it was.
        if (suspect) {
            Scrub.acquit(directory);
        }
        Retained.clear(directory, framing, base);
        var setAside = new SetAside(framing);
        if (halfBorn.isPresent()) {
            setAside.moveAway(halfBorn.get());
        }

        String boot = Epoch.currentBoot();
        boolean changed = epochChanges(before, scan, boot);
        Epoch epoch = before.isEmpty() || changed
                ? Epoch.begin(options.durability(), boot)
                : before.get().opened(options.durability(), boot);
        // Before anything is cut: a crash in between must not leave the old name on a shorter history.
        epoch.write(directory);

        long recordsSetAside = scan.damage().map(Damage::recordsBehind).orElse(0L);
        Optional<JournalScan.Tail> resume = Optional.empty();
        if (scan.tail().isPresent()) {
            JournalScan.Tail tail = scan.tail().get();
            if (scan.damage().isPresent()) {
                setAside.cut(tail, segments.subList(segments.indexOf(tail.segment()) + 1, segments.size()));
            } else if (cleanStop || framing == Framing.PLAIN) {
                resume = tail.isBlank() ? scan.tail() : Optional.empty();
            }
            // After a crash Chronicle's own positions may be ahead of the records that survived, so it gets another
            // segment.
            if (resume.isEmpty() && scan.damage().isEmpty() && tail.hasRecords()) {
                setAside.end(tail);
            }
            if (options.durability() == Durability.DISK
                    && !cleanStop
                    && scan.chain().number() > 0) {
                sealWhatIsKept(directory, framing, scan.chain());
            }
        }
        for (SegmentIndex covered : scan.unindexed()) {
            covered.write(directory);
        }
        boolean onDisk = cleanStop || options.durability() == Durability.DISK;
        long forcedThrough = onDisk ? scan.chain().number() : Math.max(scan.forcedThrough(), seal.record());
        var recovery = describe(epoch, before.isPresent() && changed, base, scan, cleanStop, recordsSetAside, setAside);
        return new Opening(
                lock, epoch, base, scan, index, forcedThrough, finished(scan, resume.isPresent()), resume, recovery);
    }

    private static void sealWhatIsKept(Path directory, Framing framing, RecordChain chain) throws IOException {
        List<Path> kept = framing.segments(directory);
        // None may be left of a journal whose older segments were deleted.
        if (!kept.isEmpty()) {
            Disk.force(kept.getLast());
        }
        new Seal(chain.number(), chain.chain()).write(directory);
    }

    private static List<SegmentSummary> finished(JournalScan scan, boolean resumed) {
        var finished = new ArrayList<SegmentSummary>();
        scan.finished().forEach(segment -> finished.add(segment.summary()));
        if (!resumed) {
            scan.newest()
                    .ifPresent(
                            segment -> finished.add(segment.index(scan.chain()).summary()));
        }
        return finished;
    }

    /** A process that dies while Chronicle makes a segment leaves one that the next start would wait for. */
    private static Optional<Path> halfBorn(List<Path> segments, Framing framing) throws IOException {
        if (framing != Framing.CHRONICLE || segments.isEmpty()) {
            return Optional.empty();
        }
        try (var reader = new SegmentReader(segments.getLast(), framing, 0)) {
            return reader.findRecord(0) >= 0 ? Optional.empty() : Optional.of(segments.getLast());
        }
    }

    private static void refuseDamageToForced(Path directory, JournalScan scan, Seal seal) throws IOException {
        long forced = Math.max(scan.forcedThrough(), seal.record());
        String remedy =
                ". Nothing was changed. Keep a copy of " + directory + ", look at the disk, and restore a backup, or"
                        + " copy what is good into another folder by \"agent-bridge journal salvage\".";
        Optional<Damage> damage = scan.damage().or(() -> scan.missing(directory, seal));
        if (damage.isPresent() && damage.get().record() <= forced) {
            throw new CorruptJournalException("The journal is damaged at "
                    + damage.get().describe() + ". Records up to " + forced
                    + " were forced to the disk, so this is no interrupted write; "
                    + damage.get().recordsBehind() + " whole records stand behind it" + remedy);
        }
    }

    private static boolean epochChanges(Optional<Epoch> before, JournalScan scan, String boot) {
        if (before.isEmpty()) {
            return scan.chain().number() > 0;
        }
        Epoch epoch = before.get();
        if (epoch.closed() && scan.damage().isEmpty()) {
            return false;
        }
        boolean restarted = boot.isEmpty() || !boot.equals(epoch.boot());
        boolean moreThanAnInterruptedWrite = scan.damage().isPresent()
                && !(scan.tail().orElseThrow().isIncomplete()
                        && scan.damage().get().recordsBehind() == 0);
        return switch (epoch.durability()) {
            case OS -> restarted || moreThanAnInterruptedWrite;
            // Torn by a power cut was never forced, so never shown. Torn without one: who knows what it hit.
            case DISK -> moreThanAnInterruptedWrite && !restarted;
        };
    }

    private static Recovery describe(
            Epoch epoch,
            boolean epochChanged,
            Base base,
            JournalScan scan,
            boolean cleanStop,
            long recordsSetAside,
            SetAside setAside) {
        RecordChain chain = scan.chain();
        var message = new StringBuilder((chain.number() - base.firstRecord() + 1) + " records, "
                + (chain.lastSequence() - base.previousSequence()) + " events");
        message.append(cleanStop ? ", stopped in order" : ", not stopped in order");
        scan.damage().ifPresent(damage -> message.append("; set aside an unforced tail at ")
                .append(damage.describe())
                .append("; ")
                .append(recordsSetAside)
                .append(" whole records behind it"));
        if (!setAside.files().isEmpty()) {
            message.append("; ")
                    .append(setAside.bytes())
                    .append(" bytes are in ")
                    .append(setAside.files());
        }
        if (epochChanged) {
            message.append("; a new epoch began, cursors from before are void");
        }
        return new Recovery(
                epoch.id(),
                epochChanged,
                chain.number(),
                chain.lastSequence(),
                chain.chain(),
                chain.stateHash(),
                chain.timestampMillis(),
                cleanStop,
                recordsSetAside,
                setAside.bytes(),
                setAside.files(),
                message.toString());
    }
}
