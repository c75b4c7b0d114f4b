package io.agentbridge.gateway.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.engine.model.Settings;
import io.agentbridge.gateway.codec.CodecException;
import io.agentbridge.gateway.codec.EventLines;
import io.agentbridge.gateway.codec.SnapshotCodec;
import io.agentbridge.gateway.codec.SnapshotLine;
import io.agentbridge.gateway.command.ExitCode;
import io.agentbridge.gateway.command.ReplayCommand;
import io.agentbridge.journal.CorruptJournalException;
import io.agentbridge.journal.FileJournal;
import io.agentbridge.journal.JournalFiles;
import io.agentbridge.journal.JournalReader;
import io.agentbridge.journal.JournalRecord;
import io.agentbridge.journal.SnapshotStore;
import io.agentbridge.journal.StoredSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Journals that were recorded once, by the program of their time, and must read the same for ever. */
class GoldenJournalTest {
    private static final int CRC_OFFSET = 4;
    private static final int VERSION_OFFSET = 8;
    private static final int LENGTHS_OFFSET = 56;
    private static final int HEADER_BYTES = 72;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    static List<Path> journals() throws IOException, URISyntaxException {
        Path all = Path.of(Objects.requireNonNull(GoldenJournalTest.class.getResource("/golden-journals"))
                .toURI());
        try (Stream<Path> folders = Files.list(all)) {
            List<Path> found = folders.sorted().toList();
            assertTrue(found.stream().anyMatch(path -> path.endsWith("level-" + Settings.DEFAULT.behaviourLevel())));
            return found;
        }
    }

    @ParameterizedTest
    @MethodSource("journals")
    void itsEventsAndItsStateAreAsTheyWere(Path golden) throws IOException {
        EventLines lines = new EventLines();
        List<String> events = new ArrayList<>();
        Replay replay = Replay.fromStart();
        try (JournalReader reader = JournalFiles.readOnly(golden.resolve("journal"), 1)) {
            replay.run(reader, Long.MAX_VALUE, event -> events.add(lines.line(event)));
        }
        assertEquals(Files.readAllLines(golden.resolve(GoldenJournal.EVENTS)), events);
        assertEquals(stateOf(golden), new SnapshotLine(replay.state().snapshot()).text());
    }

    @ParameterizedTest
    @MethodSource("journals")
    void itIsDecidedAlike(Path golden) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, false, StandardCharsets.UTF_8);
        int code = new CommandLine(new ReplayCommand(out, out)).execute("--verify", "--data", golden.toString());
        assertEquals(ExitCode.OK, code, () -> printed.toString(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("journals")
    void itsSnapshotLeadsToTheSameState(Path golden) throws IOException {
        Replay replay =
                Replay.from(new SnapshotCodec().decode(snapshotOf(golden).content()));
        try (JournalReader reader =
                JournalFiles.readOnly(golden.resolve("journal"), replay.state().sequence() + 1)) {
            replay.run(reader);
        }
        assertEquals(stateOf(golden), new SnapshotLine(replay.state().snapshot()).text());
    }

    @ParameterizedTest
    @MethodSource("journals")
    void itCanBeGoneOnWith(Path golden) throws IOException {
        copy(golden);
        try (FileJournal journal = FileJournal.open(GoldenJournal.options(folder))) {
            RecordedRun run = new RecordedRun(journal, 1);
            run.goOnFrom(journal);
            run.steps(100);
            Replay replay = Replay.fromStart();
            replay.run(journal.reader(1));
            assertEquals(run.state().snapshot(), replay.state().snapshot());
        }
    }

    @Test
    void aLaterVersionOfARecordIsRefusedByName() throws Exception {
        copy(journals().getLast());
        Path file = folder.resolve("journal").resolve("journal.abj");
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int length = HEADER_BYTES + bytes.getInt(LENGTHS_OFFSET) + bytes.getInt(LENGTHS_OFFSET + Integer.BYTES);
        bytes.putShort(VERSION_OFFSET, (short) 2);
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), VERSION_OFFSET, length - VERSION_OFFSET);
        bytes.putInt(CRC_OFFSET, (int) crc.getValue());
        Files.write(file, bytes.array());
        String version = "the record has format version 2, this program knows 1";
        try (JournalReader reader = JournalFiles.readOnly(folder.resolve("journal"), 1)) {
            assertContains(version, assertThrows(CorruptJournalException.class, reader::next));
        }
        assertContains(
                version,
                assertThrows(CorruptJournalException.class, () -> FileJournal.open(GoldenJournal.options(folder))));
    }

    @Test
    void aLaterVersionOfABodyIsRefusedByName() throws Exception {
        copy(journals().getLast());
        try (JournalReader reader = JournalFiles.readOnly(folder.resolve("journal"), 1)) {
            ReplayException refusal =
                    assertThrows(ReplayException.class, () -> Replay.fromStart().run(new OneRecord(reader, (byte) 3)));
            assertContains("format version 3, this program reads version 2", refusal);
        }
    }

    @Test
    void aLaterVersionOfASnapshotIsRefusedByName() throws Exception {
        byte[] content = snapshotOf(journals().getLast()).content();
        content[0] = 3;
        CodecException refusal = assertThrows(CodecException.class, () -> new SnapshotCodec().decode(content));
        assertContains("format version 3, this program reads version 2", refusal);
    }

    private static void assertContains(String text, Exception refusal) {
        assertTrue(String.valueOf(refusal.getMessage()).contains(text), refusal.getMessage());
    }

    /** The first record of another reader, its events of another version. */
    private record OneRecord(JournalReader reader, byte version) implements JournalReader {
        @Override
        public Optional<JournalRecord> next() throws IOException {
            Optional<JournalRecord> next = reader.next();
            next.ifPresent(record -> record.events()[0] = version);
            return next;
        }

        @Override
        public void close() {}
    }

    private static StoredSnapshot snapshotOf(Path golden) throws IOException {
        return SnapshotStore.readOnly(golden.resolve("snapshots"), Settings.DEFAULT.behaviourLevel(), report -> {
                    throw new IllegalStateException(report);
                })
                .newestWholeAtOrBelow(Long.MAX_VALUE)
                .orElseThrow();
    }

    private static String stateOf(Path golden) throws IOException {
        return Files.readString(golden.resolve(GoldenJournal.STATE)).strip();
    }

    private void copy(Path golden) throws IOException {
        Path target = Files.createDirectories(folder.resolve("journal"));
        try (Stream<Path> files = Files.list(golden.resolve("journal"))) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName().toString()));
            }
        }
    }
}
