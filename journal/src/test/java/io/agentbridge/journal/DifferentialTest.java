package io.agentbridge.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.agentbridge.journal.Journals.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;

/** The same appends to both kinds of journal, and Chronicle's own tailer against our reader. */
class DifferentialTest {
    private static final int BLOCK_BYTES = 1 << 18;

    /** What one does with a journal. */
    sealed interface Action {
        record Append(Step step) implements Action {}

        record Force() implements Action {}

        record Seal() implements Action {}

        record Reopen() implements Action {}
    }

    @Provide
    Arbitrary<List<Action>> actions() {
        int limit =
                JournalOptions.in(Path.of("unused")).withBlockBytes(BLOCK_BYTES).maxBodyBytes();
        Arbitrary<Integer> length = Arbitraries.frequencyOf(
                Tuple.of(20, Arbitraries.integers().between(0, 600)),
                Tuple.of(2, Arbitraries.integers().between(0, limit / 2)),
                Tuple.of(1, Arbitraries.integers().between(limit - 8, limit + 8)));
        Arbitrary<Action> append = Combinators.combine(
                        length, length, Arbitraries.integers().between(0, 5), Arbitraries.longs())
                .as((input, events, count, seed) ->
                        new Action.Append(new Step(count, seed, ~seed, bytes(seed, input), bytes(seed + 1, events))));
        return Arbitraries.frequencyOf(
                        Tuple.of(30, append),
                        Tuple.of(5, Arbitraries.just(new Action.Force())),
                        Tuple.of(2, Arbitraries.just(new Action.Seal())),
                        Tuple.of(1, Arbitraries.just(new Action.Reopen())))
                .list()
                .ofMinSize(1)
                .ofMaxSize(120);
    }

    private static byte[] bytes(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Property(tries = 25)
    void bothKindsOfJournalAndChroniclesTailerGiveTheSameRecords(@ForAll("actions") List<Action> actions)
            throws IOException {
        Path directory = Files.createTempDirectory("differential");
        try {
            var options = JournalOptions.in(directory.resolve("chronicle"))
                    .withBlockBytes(BLOCK_BYTES)
                    .withSegmentBytes(200_000)
                    .withReserveBytes(0);
            var plainOptions = JournalOptions.in(directory.resolve("file"))
                    .withBlockBytes(BLOCK_BYTES)
                    .withReserveBytes(0);
            StoredJournal chronicle = ChronicleJournal.open(options);
            StoredJournal plain = FileJournal.open(plainOptions);
            for (Action action : actions) {
                switch (action) {
                    case Action.Append(Step step) -> appendToBoth(step, chronicle, plain);
                    case Action.Force() -> {
                        chronicle.force();
                        plain.force();
                    }
                    case Action.Seal() -> {
                        chronicle.seal();
                        plain.seal();
                    }
                    case Action.Reopen() -> {
                        chronicle.close();
                        plain.close();
                        chronicle = ChronicleJournal.open(options);
                        plain = FileJournal.open(plainOptions);
                    }
                }
                assertEquals(plain.lastRecord(), chronicle.lastRecord());
                assertEquals(plain.lastSequence(), chronicle.lastSequence());
                assertEquals(plain.visibleThrough(), chronicle.visibleThrough());
            }
            chronicle.close();
            plain.close();
            List<byte[]> expected = raw(options.directory(), Framing.CHRONICLE);
            assertSame(expected, raw(plainOptions.directory(), Framing.PLAIN));
            assertSame(expected, tailed(options.directory()));
        } finally {
            for (Path part : List.of(directory.resolve("chronicle"), directory.resolve("file"))) {
                Images.delete(part);
            }
            Files.delete(directory);
        }
    }

    private static void appendToBoth(Step step, Journal chronicle, Journal plain) throws IOException {
        long body = (long) step.input().length + step.events().length;
        if (body == 0 || body > BLOCK_BYTES / 4 - 256) {
            assertThrows(IllegalArgumentException.class, () -> step.appendTo(chronicle));
            assertThrows(IllegalArgumentException.class, () -> step.appendTo(plain));
        } else {
            step.appendTo(chronicle);
            step.appendTo(plain);
        }
    }

    private static void assertSame(List<byte[]> expected, List<byte[]> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), actual.get(i), "record " + (i + 1));
        }
    }

    private static List<byte[]> raw(Path directory, Framing framing) throws IOException {
        var records = new ArrayList<byte[]>();
        for (Path segment : framing.segments(directory)) {
            try (var reader = new SegmentReader(segment, framing, 0)) {
                while (reader.next() == SegmentReader.Found.RECORD) {
                    records.add(Arrays.copyOfRange(
                            reader.bytes(), reader.recordOffset(), reader.recordOffset() + reader.recordLength()));
                }
            }
        }
        return records;
    }

    /** What a program finds that knows Chronicle Queue and nothing of us. */
    private static List<byte[]> tailed(Path directory) {
        var records = new ArrayList<byte[]>();
        try (var queue = SingleChronicleQueueBuilder.binary(directory)
                        .rollCycle(RollCycles.FAST_HOURLY)
                        .blockSize(BLOCK_BYTES)
                        .readOnly(true)
                        .build();
                var tailer = queue.createTailer()) {
            while (true) {
                try (var document = tailer.readingDocument()) {
                    if (!document.isPresent()) {
                        return records;
                    }
                    records.add(Objects.requireNonNull(document.wire()).bytes().toByteArray());
                }
            }
        }
    }
}
