package io.agentbridge.gateway.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.input.Request;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Retry;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.gateway.codec.SnapshotCodec;
import io.agentbridge.gateway.replay.RecordedRun;
import io.agentbridge.journal.Blob;
import io.agentbridge.journal.BlobStore;
import io.agentbridge.journal.ChronicleJournal;
import io.agentbridge.journal.Durability;
import io.agentbridge.journal.JournalFiles;
import io.agentbridge.journal.JournalOptions;
import io.agentbridge.journal.JournalReader;
import io.agentbridge.journal.SnapshotStore;
import io.agentbridge.journal.StoredSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class JournalCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private Path folder = Path.of("unset");
    private Path blob = Path.of("unset");
    private List<Event> events = List.of();
    private int eventsBeforeTheLongText;
    private ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private ByteArrayOutputStream complained = new ByteArrayOutputStream();

    @BeforeEach
    void record() throws IOException {
        folder = directory.resolve("data");
        byte[] text = "a long text".repeat(2_000).getBytes(StandardCharsets.UTF_8);
        Blob stored = BlobStore.open(folder.resolve("blobs"), Durability.DISK, 1 << 20)
                .put(text, 0, text.length);
        blob = folder.resolve("blobs")
                .resolve(stored.hash().substring(0, 2))
                .resolve(stored.hash().substring(2));
        try (ChronicleJournal journal = ChronicleJournal.open(JournalOptions.in(folder.resolve("journal"))
                .withBlockBytes(1 << 20)
                .withReserveBytes(0))) {
            RecordedRun run = new RecordedRun(journal, 7);
            run.steps(200);
            StoredSnapshot snapshot = new StoredSnapshot(
                    run.state().sequence(),
                    run.state().hash(),
                    Settings.DEFAULT.behaviourLevel(),
                    new SnapshotCodec().encode(run.state().snapshot()));
            SnapshotStore.open(folder.resolve("snapshots"), 3, _ -> {}).write(snapshot);
            eventsBeforeTheLongText = run.events().size();
            run.step(new Request.AssignTask(
                    Cause.NONE,
                    "",
                    "",
                    "long",
                    new Body.Stored(stored.hash(), text.length, "a long text"),
                    Body.none(),
                    Body.none(),
                    0,
                    List.of(),
                    List.of(),
                    0,
                    new Retry(1, 0)));
            journal.force();
            events = List.copyOf(run.events());
        }
    }

    private int run(String... arguments) {
        printed = new ByteArrayOutputStream();
        complained = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, false, StandardCharsets.UTF_8);
        PrintStream errors = new PrintStream(complained, true, StandardCharsets.UTF_8);
        int code = CommandLines.prepare(JournalCommand.of(out, errors), List.of(), Map.of())
                .setErr(new PrintWriter(errors, true, StandardCharsets.UTF_8))
                .execute(arguments);
        out.flush();
        return code;
    }

    private String out() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private String errors() {
        return complained.toString(StandardCharsets.UTF_8);
    }

    private Path segment() throws IOException {
        try (var files = Files.list(folder.resolve("journal"))) {
            return files.filter(file -> file.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void harm(Path file, String before) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(before);
        assertTrue(at >= 0, "it is there");
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void aSoundFolderIsInOrder() {
        assertEquals(ExitCode.OK, run("verify", folder.toString()), out() + errors());
        assertTrue(out().contains("events      " + events.size() + ", the newest is sequence "), out());
        assertTrue(out().contains("texts       1 named, 0 damaged or missing"), out());
        assertTrue(out().contains("snapshots   1, 0 of no use"), out());
        assertTrue(out().endsWith("in order\n"), out());
        assertEquals(ExitCode.OK, run("verify", "--json", "--data", folder.toString()));
        assertTrue(out().startsWith("{\"in_order\":true,\"segments\":1,"), out());
        assertTrue(out().contains("\"closed\":true"), out());
    }

    @Test
    void itMayBeUsedBesideAWriter() throws IOException {
        try (ChronicleJournal journal = ChronicleJournal.open(JournalOptions.in(folder.resolve("journal"))
                .withBlockBytes(1 << 20)
                .withReserveBytes(0))) {
            byte[] body = {1};
            journal.append(journal.lastSequence() + 1, 1, 0, 0, body, 1, body, 1);
            assertEquals(ExitCode.OK, run("verify", folder.toString()), out());
            assertTrue(out().contains(", open"), out());
            assertEquals(ExitCode.OK, run("seal", folder.toString()), errors());
            journal.append(journal.lastSequence() + 1, 1, 0, 0, body, 1, body, 1);
        }
        assertEquals(ExitCode.OK, run("check", folder.toString(), lineOfBefore()), out());
    }

    private String lineOfBefore() {
        return out().strip();
    }

    @Test
    void damageIsNamedByRecordSequenceAndByteAndWhatToDo() throws IOException {
        harm(segment(), "client-1");
        assertEquals(ExitCode.DAMAGED, run("verify", folder.toString()));
        assertTrue(
                out().lines()
                        .anyMatch(line -> line.matches("damage at record \\d+, sequence \\d+, byte \\d+ of \\S+\\.cq4:"
                                + " the record's checksum does not fit its bytes; \\d+ whole records stand behind it")),
                out());
        assertTrue(out().contains("journal salvage DIR --to COPY"), out());
        assertTrue(out().endsWith("DAMAGED\n"), out());
        assertEquals(ExitCode.DAMAGED, run("verify", "--json", folder.toString()));
        assertTrue(out().contains("\"in_order\":false"), out());
        assertTrue(out().contains("\"forced\":true"), out());
        assertEquals(ExitCode.FAILURE, run("seal", folder.toString()));
        assertTrue(errors().contains("would vouch for that"), errors());
    }

    @Test
    void aStoredTextThatIsGoneAndASnapshotThatIsDamagedAreNamed() throws IOException {
        Path snapshot;
        try (var files = Files.list(folder.resolve("snapshots"))) {
            snapshot = files.findFirst().orElseThrow();
        }
        harm(snapshot, "agent");
        assertEquals(ExitCode.DAMAGED, run("verify", folder.toString()));
        assertTrue(out().contains("snapshot of no use: " + snapshot), out());
        Files.delete(snapshot);
        Files.delete(blob);
        assertEquals(ExitCode.DAMAGED, run("verify", folder.toString()));
        assertTrue(
                out().contains("damaged text: " + blob + " is missing, named first by the record of sequence "), out());
    }

    @Test
    void whatIsGoodIsSalvagedAndIsInOrder() throws IOException {
        String copy = directory.resolve("copy").toString();
        harm(segment(), "a long text");
        assertEquals(ExitCode.DAMAGED, run("salvage", folder.toString(), "--to", copy), errors());
        assertTrue(out().contains(" 1 of them without a trace, 1 put aside"), out());
        assertTrue(out().contains("1 stored texts, 1 snapshots"), out());
        assertEquals(ExitCode.OK, run("verify", copy), out());
        assertTrue(out().contains("events      " + eventsBeforeTheLongText + ", "), out());
        try (JournalReader reader = JournalFiles.readOnly(Path.of(copy, "journal"), 1)) {
            assertEquals(1, reader.next().orElseThrow().number());
        }
        assertEquals(ExitCode.FAILURE, run("salvage", folder.toString(), "--to", copy));
        assertTrue(errors().contains("is not empty"), errors());
        assertEquals(
                ExitCode.USAGE,
                run("salvage", folder.toString(), "--to", folder.resolve("in").toString()));
        assertEquals(ExitCode.USAGE, run("salvage", folder.toString()));
    }

    @Test
    void aServersFolderGoesOnBehindTheDamage() throws IOException {
        String state = replayed(folder, "--state");
        harm(segment(), "worker-");
        assertEquals(
                ExitCode.DAMAGED,
                run(
                        "salvage",
                        folder.toString(),
                        "--to",
                        directory.resolve("past").toString()),
                errors());
        assertTrue(out().contains("behind     a snapshot of the state at sequence " + eventsBeforeTheLongText), out());
        Path copy = directory.resolve("next");
        assertEquals(
                ExitCode.DAMAGED, run("salvage", folder.toString(), "--to", copy.toString(), "--newest"), errors());
        assertTrue(out().startsWith("copied     the state at sequence " + eventsBeforeTheLongText + ", and "), out());
        assertEquals(ExitCode.OK, run("verify", copy.toString()), out());
        assertEquals(state, replayed(copy, "--state"));
        assertTrue(replayed(copy, "--verify").endsWith("decided alike\n"));
    }

    private static String replayed(Path data, String way) {
        var printed = new ByteArrayOutputStream();
        var out = new PrintStream(printed, false, StandardCharsets.UTF_8);
        int code = new CommandLine(new ReplayCommand(out, out)).execute("--data", data.toString(), way);
        out.flush();
        String text = printed.toString(StandardCharsets.UTF_8);
        assertEquals(ExitCode.OK, code, text);
        return text;
    }

    @Test
    void aCheckpointIsOneLineAndConfirmsOnlyItsOwnHistory() throws IOException {
        assertEquals(ExitCode.OK, run("seal", folder.toString()), errors());
        String line = out().strip();
        assertEquals(1, out().lines().count());
        assertEquals(ExitCode.OK, run("check", folder.toString(), line), out());
        assertEquals(ExitCode.OK, run("check", "--data", folder.toString(), line), out());
        String other = line.replaceFirst("sha256=.", "sha256=" + (line.contains("sha256=0") ? '1' : '0'));
        assertEquals(ExitCode.DAMAGED, run("check", folder.toString(), other));
        assertTrue(out().contains("NOT what they were"), out());
        assertEquals(ExitCode.USAGE, run("check", folder.toString(), "no checkpoint"));
        assertEquals(ExitCode.FAILURE, run("check", directory.resolve("nothing").toString(), line));
        harm(segment(), "client-1");
        assertEquals(ExitCode.DAMAGED, run("check", folder.toString(), line));
        assertTrue(out().contains("NOT all there"), out());
    }

    @Test
    void aCheckpointOlderThanWhatRetentionLeftCannotBeConfirmedAndANewerOneCan() throws IOException {
        Path retained = directory.resolve("retained");
        JournalOptions options = JournalOptions.in(retained.resolve("journal"))
                .withBlockBytes(1 << 18)
                .withSegmentBytes(20_000)
                .withReserveBytes(0);
        byte[] bytes = "what was asked and came of it ".repeat(30).getBytes(StandardCharsets.UTF_8);
        String older;
        long base;
        try (var journal = ChronicleJournal.open(options)) {
            journal.append(1, 1, 1, 1, bytes, bytes.length, bytes, bytes.length);
            journal.seal();
            assertEquals(ExitCode.OK, run("seal", retained.toString()), errors());
            older = out().strip();
            while (journal.droppable().size() < 4) {
                journal.append(journal.lastSequence() + 1, 1, 1, 1, bytes, bytes.length, bytes, bytes.length);
            }
            journal.dropThrough(journal.droppable().getLast());
            base = journal.firstSequence() - 1;
        }
        assertEquals(ExitCode.DELETED, run("check", retained.toString(), older));
        assertTrue(
                out().contains("cannot be confirmed: deleted; the base was recorded at sequence " + base + "."), out());
        assertEquals(ExitCode.OK, run("seal", retained.toString()), errors());
        String newer = out().strip();
        assertTrue(newer.contains(",from=1,"), newer);
        assertEquals(ExitCode.OK, run("check", retained.toString(), newer), out());
    }

    @Test
    void everyCommandExplainsItself() {
        assertEquals(ExitCode.USAGE, run());
        for (String command : List.of("verify", "salvage", "seal", "check")) {
            StringWriter help = new StringWriter();
            CommandLine line = JournalCommand.of(System.out, System.err).setOut(new PrintWriter(help));
            assertEquals(0, line.execute(command, "--help"));
            assertTrue(help.toString().contains("Examples:"), help.toString());
            assertTrue(help.toString().contains("Exit codes:"), help.toString());
        }
    }
}
