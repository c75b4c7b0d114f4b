package io.agentbridge.journal;

import io.agentbridge.journal.Journals.Kind;
import io.agentbridge.journal.Journals.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The process in which calls of the operating system fail: writes a journal, bodies and snapshots once for every n-th call of every
 * kind, and holds what is left each time to what was acknowledged. Its library is {@code src/test/c/fault.c}.
 */
final class FaultProcess {
    private static final Path STEER = Path.of("/agentbridge-fault");
    private static final int STEPS = 60;
    private static final int EARLIER_STEPS = 20;

    private final Kind kind;
    private final Path root;
    private final Path counts;
    private int rounds;

    private FaultProcess(Kind kind, Path root, Path counts) {
        this.kind = kind;
        this.root = root;
        this.counts = counts;
    }

    /** What one run was told. */
    private static final class Told {
        private long acknowledged;
        private long snapshot;
        private String failure = "";
        private final List<Long> bodies = new ArrayList<>();
    }

    /** Kind of journal, folder, file for counts, every how many calls to try, and for each a pair of errno and mode. */
    public static void main(String[] arguments) throws IOException {
        var process = new FaultProcess(Kind.valueOf(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]));
        int stride = Integer.parseInt(arguments[3]);
        for (String call : List.of("write", "force", "open", "rename", "truncate", "read")) {
            int failed = 0;
            int stopped = 0;
            for (int pair = 4; pair < arguments.length; pair += 2) {
                for (int n = 1; ; n += stride) {
                    String what = call + "/" + n + "/" + arguments[pair] + "/" + arguments[pair + 1];
                    Told told = process.round(what);
                    if (process.calls().getOrDefault(call, 0L) < n) {
                        break;
                    }
                    failed++;
                    stopped += told.failure.isEmpty() ? 0 : 1;
                }
            }
            System.out.println("tried " + call + " " + failed + " " + stopped);
        }
        System.out.println("done " + process.rounds);
    }

    private Map<String, Long> calls() throws IOException {
        var calls = new TreeMap<String, Long>();
        String[] words = Files.readString(counts).trim().split(" ", -1);
        for (int i = 0; i + 1 < words.length; i += 2) {
            calls.put(words[i], Long.parseLong(words[i + 1]));
        }
        return calls;
    }

    private static void steer(String command) {
        // The library looks at the name and has the file missing.
        require(!Files.isReadable(STEER), "the folder " + STEER + " must not exist");
        try (var channel = Files.newByteChannel(Path.of(STEER + "/" + command))) {
            throw new IllegalStateException("the library is not loaded: " + channel);
        } catch (IOException expected) {
            // As meant.
        }
    }

    private JournalOptions options(Path folder) {
        return WriterProcess.options(folder.resolve("journal"), Durability.DISK).withSegmentBytes(110_000);
    }

    static byte[] body(long sequence) {
        return ("body of " + sequence + " ").repeat(2_000).getBytes(StandardCharsets.UTF_8);
    }

    static boolean hasBody(long sequence) {
        return sequence % 8 == 0;
    }

    private Told round(String what) throws IOException {
        Path folder = Files.createDirectory(root.resolve("round-" + rounds++));
        try (var journal = kind.open(options(folder))) {
            for (int i = 1; i <= EARLIER_STEPS; i++) {
                WriterProcess.step(i).appendTo(journal);
            }
        }
        var told = new Told();
        told.acknowledged = EARLIER_STEPS;
        steer("arm/" + what + folder);
        try {
            write(folder, told);
        } catch (IOException e) {
            told.failure = String.valueOf(e.getMessage());
        } finally {
            steer("count");
        }
        try {
            check(folder, told);
        } catch (IOException | RuntimeException | Error e) {
            throw new IllegalStateException(kind + " after " + what + " (" + told.failure + "): " + e, e);
        }
        delete(folder);
        return told;
    }

    private void write(Path folder, Told told) throws IOException {
        try (StoredJournal journal = kind.open(options(folder))) {
            BlobStore blobs = BlobStore.open(folder.resolve("blobs"), Durability.DISK, 1 << 20);
            SnapshotStore snapshots = SnapshotStore.open(folder.resolve("snapshots"), 2, _ -> {});
            for (int i = 1; i <= STEPS; i++) {
                try {
                    step(journal, blobs, told);
                } catch (IOException e) {
                    requireClosedForWriting(journal, told);
                    throw e;
                }
                if (i % 20 == 0) {
                    snapshot(snapshots, journal.visibleThrough() == journal.lastRecord() ? told.acknowledged : 0, told);
                }
            }
        }
    }

    /** One step, its body before it; every fifth is forced, every thirtieth sealed. */
    private static void step(StoredJournal journal, BlobStore blobs, Told told) throws IOException {
        long sequence = journal.lastSequence() + 1;
        if (hasBody(sequence)) {
            byte[] body = body(sequence);
            try {
                blobs.put(body, 0, body.length);
                told.bodies.add(sequence);
            } catch (IOException refused) {
                // The request that brings the body is refused; the journal goes on.
            }
        }
        WriterProcess.step(sequence).appendTo(journal);
        if (sequence % 5 == 0) {
            journal.force();
            told.acknowledged = sequence;
        }
        if (sequence % 30 == 0) {
            journal.seal();
        }
    }

    private static void snapshot(SnapshotStore snapshots, long sequence, Told told) {
        try {
            byte[] content = WriterProcess.step(sequence).input();
            snapshots.write(new StoredSnapshot(sequence, sequence, 1, content));
            told.snapshot = sequence;
        } catch (IOException e) {
            // Only makes the next start slower.
        }
    }

    private static void requireClosedForWriting(StoredJournal journal, Told told) throws IOException {
        long visible = journal.visibleThrough();
        for (int i = 0; i < 2; i++) {
            requireRefused(() -> WriterProcess.step(journal.lastSequence() + 1).appendTo(journal));
            requireRefused(journal::force);
            requireRefused(journal::seal);
        }
        require(journal.visibleThrough() == visible, "something was shown after the failure");
        long read = 0;
        try (JournalReader reader = journal.reader(1)) {
            for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                read = next.get().lastSequence();
            }
        } catch (IOException e) {
            // Opening a segment may be the call that fails.
            return;
        }
        require(read >= told.acknowledged, "what was acknowledged can still be read");
    }

    private interface Writing {
        void run() throws IOException;
    }

    private static void requireRefused(Writing writing) {
        try {
            writing.run();
        } catch (IOException expected) {
            return;
        }
        throw new IllegalStateException("a journal that failed took more");
    }

    /** The disk is well again: the next start has to find all that was acknowledged, and to go on. */
    private void check(Path folder, Told told) throws IOException {
        try (StoredJournal journal = kind.open(options(folder))) {
            long last = journal.lastSequence();
            require(last >= told.acknowledged, "lost " + (told.acknowledged - last) + " acknowledged steps");
            requireInOrder(journal, last);
            for (long sequence : told.bodies) {
                byte[] stored = BlobStore.open(folder.resolve("blobs"), Durability.DISK, 1 << 20)
                        .read(new BlobName(body(sequence)).hash());
                require(stored.length == body(sequence).length, "body of " + sequence);
            }
            if (told.snapshot > 0) {
                var reports = new ArrayList<String>();
                long newest = SnapshotStore.open(folder.resolve("snapshots"), 2, reports::add)
                        .newestWholeAtOrBelow(Long.MAX_VALUE)
                        .orElseThrow()
                        .sequence();
                require(newest >= told.snapshot && reports.isEmpty(), "snapshot " + told.snapshot + ": " + reports);
            }
            WriterProcess.step(last + 1).appendTo(journal);
            journal.force();
            requireInOrder(journal, last + 1);
        }
        var result = JournalVerifier.verify(folder.resolve("journal"));
        require(result.damage().isEmpty(), result.toString());
    }

    private static void requireInOrder(StoredJournal journal, long last) throws IOException {
        long sequence = 0;
        for (JournalRecord record : Journals.read(journal.reader(1))) {
            if (!record.isMark()) {
                sequence++;
                Step step = WriterProcess.step(sequence);
                require(record.firstSequence() == sequence, "sequence " + sequence);
                require(Arrays.equals(step.input(), record.input()), "input " + sequence);
                require(Arrays.equals(step.events(), record.events()), "events " + sequence);
            }
        }
        require(sequence == last, "ends at " + sequence + ", not " + last);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException(what);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
