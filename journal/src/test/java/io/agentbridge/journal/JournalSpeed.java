package io.agentbridge.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Measures a journal in an empty directory: latency of an append at level OS, events per second with group commit, records per
 * second read back. Not a gate. Arguments: directory, records.
 */
final class JournalSpeed {
    private static final int INPUT_BYTES = 150;
    private static final int EVENTS_BYTES = 150;

    private JournalSpeed() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        int records = Integer.parseInt(arguments[1]);
        for (Journals.Kind kind : Journals.Kind.values()) {
            for (int round = 1; round <= 3; round++) {
                Path path = Files.createTempDirectory(directory, kind.name());
                measure(kind, path, records, round);
            }
        }
    }

    private static void measure(Journals.Kind kind, Path path, int records, int round) throws IOException {
        byte[] input = new byte[INPUT_BYTES];
        byte[] events = new byte[EVENTS_BYTES];
        Arrays.fill(input, (byte) 'i');
        Arrays.fill(events, (byte) 'e');
        var options = JournalOptions.in(path.resolve("os"));
        long[] nanos = new long[records];
        try (var journal = kind.open(options.withDurability(Durability.OS))) {
            for (int i = 0; i < records; i++) {
                long start = System.nanoTime();
                journal.append(i + 1, 1, i, i, input, INPUT_BYTES, events, EVENTS_BYTES);
                nanos[i] = System.nanoTime() - start;
            }
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%s round %d: append at OS p50 %d ns, p99 %d ns, p99.9 %d ns%n",
                kind, round, nanos[records / 2], nanos[(int) (records * 0.99)], nanos[(int) (records * 0.999)]);
        for (int batch : new int[] {1, 32, 256}) {
            int count = batch == 1 ? records / 100 : records;
            try (var journal = kind.open(JournalOptions.in(path.resolve("disk" + batch)))) {
                long start = System.nanoTime();
                for (int i = 0; i < count; i++) {
                    journal.append(i + 1, 1, i, i, input, INPUT_BYTES, events, EVENTS_BYTES);
                    if ((i + 1) % batch == 0) {
                        journal.force();
                    }
                }
                journal.force();
                System.out.printf(
                        "%s round %d: forced each %d: %,.0f events/s%n",
                        kind, round, batch, count / ((System.nanoTime() - start) / 1e9));
            }
        }
        long start = System.nanoTime();
        long read = 0;
        try (var reader = JournalFiles.readOnly(path.resolve("os"), 1)) {
            while (reader.next().isPresent()) {
                read++;
            }
        }
        System.out.printf(
                "%s round %d: read back %,.0f records/s%n", kind, round, read / ((System.nanoTime() - start) / 1e9));
    }
}
