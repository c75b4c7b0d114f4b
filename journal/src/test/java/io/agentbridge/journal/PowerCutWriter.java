package io.agentbridge.journal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A real process that writes a journal, bodies and snapshots on a disk whose power will be cut, and says what it was told is durable.
 * When the disk is gone it waits for the next folder.
 */
final class PowerCutWriter {
    /** Where a cut may be worth more than anywhere else. */
    enum Stage {
        APPEND,
        ROLL,
        BODY,
        SNAPSHOT
    }

    private static final long SEGMENT_BYTES = 130_000;
    private static final int SNAPSHOT_EVERY = 40;

    private final Process process;
    private final Thread listener;
    private volatile long acknowledged;
    private volatile long snapshot;
    private volatile Stage stage = Stage.APPEND;
    private final AtomicLong stages = new AtomicLong();
    private volatile boolean stopped;
    private volatile String said = "";

    private PowerCutWriter(Process process) {
        this.process = process;
        this.listener = Thread.ofPlatform().start(this::listen);
    }

    static JournalOptions options(Path folder) {
        return WriterProcess.options(folder.resolve("journal"), Durability.DISK).withSegmentBytes(SEGMENT_BYTES);
    }

    static SnapshotStore snapshots(Path folder, List<String> reports) throws IOException {
        return SnapshotStore.open(folder.resolve("snapshots"), 2, reports::add);
    }

    static BlobStore blobs(Path folder) throws IOException {
        return BlobStore.open(folder.resolve("blobs"), Durability.DISK, 1 << 20);
    }

    /** The body of the process: reads lines of a folder and a batch, and writes there until the disk fails. */
    public static void main(String[] arguments) throws IOException {
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            int space = line.indexOf(' ');
            try {
                write(Path.of(line.substring(space + 1)), Integer.parseInt(line.substring(0, space)));
            } catch (IOException | RuntimeException | InternalError e) {
                System.out.println("stopped " + e);
            }
        }
    }

    private static void write(Path folder, int batch) throws IOException {
        try (ChronicleJournal journal = ChronicleJournal.open(options(folder))) {
            BlobStore blobs = blobs(folder);
            SnapshotStore snapshots = snapshots(folder, List.of());
            Path segment = journal.segment();
            while (true) {
                for (int i = 0; i < batch; i++) {
                    long sequence = journal.lastSequence() + 1;
                    if (FaultProcess.hasBody(sequence)) {
                        System.out.println("at " + Stage.BODY);
                        byte[] body = FaultProcess.body(sequence);
                        blobs.put(body, 0, body.length);
                    }
                    WriterProcess.step(sequence).appendTo(journal);
                    if (!journal.segment().equals(segment)) {
                        segment = journal.segment();
                        System.out.println("at " + Stage.ROLL);
                    }
                }
                journal.force();
                long sequence = journal.lastSequence();
                System.out.println("ack " + sequence);
                if (sequence / SNAPSHOT_EVERY > (sequence - batch) / SNAPSHOT_EVERY) {
                    System.out.println("at " + Stage.SNAPSHOT);
                    snapshots.write(new StoredSnapshot(
                            sequence, sequence, 1, WriterProcess.step(sequence).input()));
                    System.out.println("snapshot " + sequence);
                }
            }
        }
    }

    static PowerCutWriter start() throws IOException {
        return new PowerCutWriter(JavaProcess.of(PowerCutWriter.class, List.of())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("ack ")) {
                    acknowledged = Long.parseLong(line.substring(4));
                    stage = Stage.APPEND;
                } else if (line.startsWith("snapshot ")) {
                    snapshot = Long.parseLong(line.substring(9));
                    stage = Stage.APPEND;
                } else if (line.startsWith("at ")) {
                    stage = Stage.valueOf(line.substring(3));
                    stages.incrementAndGet();
                } else if (line.startsWith("stopped ")) {
                    said = line;
                    stopped = true;
                }
            }
        } catch (IOException e) {
            said = "its output cannot be read: " + e;
        }
        stopped = true;
    }

    /** Sends it to work in a folder. */
    void begin(Path folder, int batch) throws IOException {
        acknowledged = 0;
        snapshot = 0;
        stopped = false;
        var commands = process.outputWriter(StandardCharsets.UTF_8);
        commands.write(batch + " " + folder + "\n");
        commands.flush();
    }

    void awaitAcknowledgement() throws InterruptedException {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (acknowledged == 0) {
            if (stopped || System.nanoTime() > giveUp) {
                throw new IllegalStateException("it did not write: " + said);
            }
            Thread.onSpinWait();
        }
    }

    /** Waits until it says that it is there, or for some time. */
    void awaitStage(Stage wanted) {
        long giveUp = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
        long seen = stages.get();
        while (!(stage == wanted && stages.get() != seen) && !stopped && System.nanoTime() < giveUp) {
            Thread.onSpinWait();
        }
    }

    void awaitStop() throws InterruptedException {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!stopped) {
            if (System.nanoTime() > giveUp) {
                throw new IllegalStateException("it writes on without a disk");
            }
            Thread.sleep(1);
        }
    }

    long acknowledged() {
        return acknowledged;
    }

    long snapshot() {
        return snapshot;
    }

    Stage stage() {
        return stage;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL; returns when every line that it wrote has been read. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
        listener.join();
    }
}
