package io.agentbridge.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Measures a journal in an empty directory: latency of an append at level OS, and of an append with its force, both with their outliers;
 * events per second with group commit; records per second read back. Not a gate. Arguments: directory, records.
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

    private static void print(Journals.Kind kind, int round, String what, long[] nanos) {
        Arrays.sort(nanos);
        System.out.printf("%s round %d: %s", kind, round, what);
        for (double percent : new double[] {50, 99, 99.9, 99.99, 100}) {
            int place = Math.min(nanos.length - 1, (int) (nanos.length * percent / 100));
            System.out.printf(", p%s %,.1f us", percent, nanos[place] / 1e3);
        }
        System.out.println();
    }

    private static void measure(Journals.Kind kind, Path path, int records, int round) throws IOException {
        byte[] input = new byte[INPUT_BYTES];
        byte[] events = new byte[EVENTS_BYTES];
        Arrays.fill(input, (byte) 'i');
        Arrays.fill(events, (byte) 'e');
        var options = JournalOptions.in(path.resolve("os")).withBlocksAheadAfterMillis(0);
        long[] nanos = new long[records];
        try (var journal = kind.open(options.withDurability(Durability.OS))) {
            for (int i = 0; i < records; i++) {
                long start = System.nanoTime();
                journal.append(i + 1, 1, i, i, input, INPUT_BYTES, events, EVENTS_BYTES);
                nanos[i] = System.nanoTime() - start;
            }
        }
        print(kind, round, "append at OS", nanos);
        nanos = new long[records / 50];
        try (var journal = kind.open(JournalOptions.in(path.resolve("disk")))) {
            for (int i = 0; i < nanos.length; i++) {
                long start = System.nanoTime();
                journal.append(i + 1, 1, i, i, input, INPUT_BYTES, events, EVENTS_BYTES);
                journal.force();
                nanos[i] = System.nanoTime() - start;
            }
        }
        print(kind, round, "append and force", nanos);
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
