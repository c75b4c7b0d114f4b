package io.agentbridge.gateway.command;

import io.agentbridge.gateway.configuration.DataFolder;
import io.agentbridge.gateway.json.JsonOutput;
import io.agentbridge.journal.BlobVerifier;
import io.agentbridge.journal.Damage;
import io.agentbridge.journal.Epoch;
import io.agentbridge.journal.JournalVerifier;
import io.agentbridge.journal.SnapshotVerifier;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code journal verify}: reads everything and says whether it is what was written. */
@Command(
        name = "verify",
        header = "Read every record, stored text and snapshot, and say whether they are what was written.",
        description = {
            "",
            "Reads only, and may be used beside a running server. A write that is under way, or was when the machine"
                    + " stopped, is no damage.",
            ""
        },
        footer = {"", "Examples:", "  agent-bridge journal verify", "  agent-bridge journal verify --json /srv/bridge"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything that was forced is as it was written",
            "1:the journal cannot be read; standard error says why",
            "2:the command line is wrong",
            "7:a record, a stored text that records name, or a snapshot is damaged or missing"
        })
final class JournalVerifyCommand implements Callable<Integer> {
    private static final int ATTEMPTS = 5;

    @Mixin
    private final FolderArgument folder = new FolderArgument();

    @Mixin
    @SuppressWarnings("UnusedVariable") // Read by picocli.
    private final HelpOption help = new HelpOption();

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    private final PrintStream out;
    private final PrintStream errors;

    JournalVerifyCommand(PrintStream out, PrintStream errors) {
        this.out = out;
        this.errors = errors;
    }

    /**
     * Everything that was found.
     *
     * @param blobs how many stored texts records name
     * @param blobProblems what is wrong with some of these, each with the sequence that names it first
     */
    private record Report(
            JournalVerifier.Result journal,
            long blobs,
            List<String> blobProblems,
            List<SnapshotVerifier.Finding> snapshots) {
        boolean isGood() {
            return !journal.isCorrupt()
                    && blobProblems.isEmpty()
                    && snapshots.stream().allMatch(SnapshotVerifier.Finding::isGood);
        }
    }

    @Override
    public Integer call() {
        return JournalFolder.read(out, errors, () -> {
            Report report = verifyUntilSure(folder.folder());
            if (json) {
                printJson(report);
            } else {
                print(report);
            }
            return report.isGood() ? ExitCode.OK : ExitCode.DAMAGED;
        });
    }

    /** What a server is just writing may look damaged; real damage is there again, at the same place. */
    private static Report verifyUntilSure(DataFolder folder) throws IOException {
        Report report = verify(folder);
        for (int attempt = 1; attempt < ATTEMPTS && report.journal().isCorrupt(); attempt++) {
            Report again = verify(folder);
            if (again.journal().damage().equals(report.journal().damage())) {
                return again;
            }
            report = again;
        }
        return report;
    }

    private static Report verify(DataFolder folder) throws IOException {
        // Before the records: a server at work writes a snapshot only of records that are there.
        SnapshotVerifier snapshots = SnapshotVerifier.of(folder.snapshots());
        Map<String, Long> blobs = new TreeMap<>();
        RecordedBlobs named = new RecordedBlobs();
        JournalVerifier.Result journal = JournalVerifier.verify(folder.journal(), record -> {
            snapshots.record(record.firstSequence(), record.lastSequence(), record.stateHash());
            named.find(record, hash -> blobs.putIfAbsent(hash, record.firstSequence()));
        });
        List<String> problems = new ArrayList<>();
        for (Map.Entry<String, Long> blob : blobs.entrySet()) {
            String problem = BlobVerifier.problem(folder.blobs(), blob.getKey());
            if (!problem.isEmpty()) {
                problems.add(problem + ", named first by the record of sequence " + blob.getValue());
            }
        }
        return new Report(journal, blobs.size(), problems, snapshots.findings());
    }

    private void print(Report report) {
        JournalVerifier.Result journal = report.journal();
        line("segments", journal.segments());
        line("records", journal.records() + " in order" + numbers(journal) + ", " + journal.marks() + " of them marks");
        line("events", journal.events() + ", the newest is sequence " + journal.lastSequence());
        line("chain", hexadecimal(journal.chain()));
        line("state hash", hexadecimal(journal.stateHash()));
        line(
                "epoch",
                journal.epoch()
                        .map(epoch -> epoch.id() + ", durability "
                                + epoch.durability().name().toLowerCase(Locale.ROOT) + ", "
                                + (epoch.closed() ? "closed" : "open"))
                        .orElse("none"));
        line("forced", "through record " + journal.forcedThrough());
        line("texts", report.blobs() + " named, " + report.blobProblems().size() + " damaged or missing");
        line(
                "snapshots",
                report.snapshots().size() + ", "
                        + report.snapshots().stream()
                                .filter(finding -> !finding.isGood())
                                .count()
                        + " of no use");
        journal.damage().ifPresent(damage -> printDamage(journal, damage));
        report.blobProblems().forEach(problem -> out.println("damaged text: " + problem));
        if (!report.blobProblems().isEmpty()) {
            out.println("Restore these files from a backup; any that holds the name holds the text.");
        }
        for (SnapshotVerifier.Finding finding : report.snapshots()) {
            if (!finding.isGood()) {
                out.println("snapshot of no use: " + finding.file() + ": " + finding.problem()
                        + ". Delete it; a start then takes an older one, or reads the journal.");
            }
        }
        out.println(report.isGood() ? "in order" : "DAMAGED");
    }

    /** Which these are, where retention has deleted others. */
    private static String numbers(JournalVerifier.Result journal) {
        return journal.firstRecord() == 1 || journal.records() == 0
                ? ""
                : " (" + journal.firstRecord() + " to " + journal.lastRecord() + ")";
    }

    private void printDamage(JournalVerifier.Result journal, Damage damage) {
        boolean forced = journal.isCorrupt();
        out.println((forced ? "damage" : "unfinished") + " at record " + damage.record() + ", sequence "
                + damage.sequence() + ", byte " + damage.offset() + " of " + damage.segment() + ": " + damage.reason()
                + "; " + damage.recordsBehind() + " whole records stand behind it");
        out.println(
                forced
                        ? "Records up to " + journal.forcedThrough() + " were forced, so a server will not start on"
                                + " this. Copy the folder, look at the disk, and restore a backup; or copy what is good"
                                + " into another folder with: agent-bridge journal salvage DIR --to COPY"
                        : "It lies behind what is known to be forced (record " + journal.forcedThrough()
                                + "): a write that is under way, or was interrupted. Nothing is to be done; the next"
                                + " start sets it aside.");
    }

    private void line(String what, Object value) {
        out.printf(Locale.ROOT, "%-11s %s%n", what, value);
    }

    private void printJson(Report report) {
        JsonOutput to = new JsonOutput();
        JournalVerifier.Result journal = report.journal();
        to.beginObject();
        to.name("in_order");
        to.value(report.isGood());
        number(to, "segments", journal.segments());
        number(to, "records", journal.records());
        number(to, "first_record", journal.firstRecord());
        number(to, "last_record", journal.lastRecord());
        number(to, "marks", journal.marks());
        number(to, "events", journal.events());
        number(to, "last_sequence", journal.lastSequence());
        text(to, "chain", hexadecimal(journal.chain()));
        text(to, "state_hash", hexadecimal(journal.stateHash()));
        if (journal.epoch().isPresent()) {
            Epoch epoch = journal.epoch().get();
            text(to, "epoch", epoch.id());
            text(to, "durability", epoch.durability().name().toLowerCase(Locale.ROOT));
            to.name("closed");
            to.value(epoch.closed());
        }
        if (journal.records() > 0) {
            text(
                    to,
                    "last_time",
                    Instant.ofEpochMilli(journal.timestampMillis()).toString());
        }
        number(to, "forced_through", journal.forcedThrough());
        if (journal.damage().isPresent()) {
            Damage damage = journal.damage().get();
            to.name("damage");
            to.beginObject();
            number(to, "record", damage.record());
            number(to, "sequence", damage.sequence());
            text(to, "file", damage.segment().toString());
            number(to, "offset", damage.offset());
            text(to, "reason", damage.reason());
            number(to, "records_behind", damage.recordsBehind());
            to.name("forced");
            to.value(journal.isCorrupt());
            to.endObject();
        }
        number(to, "blobs", report.blobs());
        to.name("blob_problems");
        to.beginArray();
        report.blobProblems().forEach(to::value);
        to.endArray();
        to.name("snapshots");
        to.beginArray();
        for (SnapshotVerifier.Finding finding : report.snapshots()) {
            to.beginObject();
            text(to, "file", finding.file().toString());
            number(to, "sequence", finding.sequence());
            text(to, "problem", finding.problem());
            to.endObject();
        }
        to.endArray();
        to.endObject();
        byte[] bytes = to.toByteArray();
        out.write(bytes, 0, bytes.length);
        out.write('\n');
    }

    private static void number(JsonOutput to, String name, long value) {
        to.name(name);
        to.value(value);
    }

    private static void text(JsonOutput to, String name, String value) {
        to.name(name);
        to.value(value);
    }

    private static String hexadecimal(long hash) {
        return String.format(Locale.ROOT, "%016x", hash);
    }
}
