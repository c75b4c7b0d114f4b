package io.agentbridge.journal;

import io.agentbridge.journal.Journals.Step;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real process that appends to a journal and says what it was told is durable, until it is killed or fails. */
final class WriterProcess implements AutoCloseable {
    private final Process process;
    private final Thread listener;
    private volatile long acknowledged;
    private volatile boolean open;
    private volatile String failure = "";

    private WriterProcess(Process process) {
        this.process = process;
        this.listener = Thread.ofPlatform().start(this::listen);
    }

    /** The body of the process: directory, level, batch. Every step has one event, so its sequence tells which one it is. */
    public static void main(String[] arguments) throws IOException {
        JournalOptions options = options(Path.of(arguments[0]), Durability.valueOf(arguments[1]));
        int batch = Integer.parseInt(arguments[2]);
        try (var journal = ChronicleJournal.open(options)) {
            System.out.println("open " + journal.recovery().message());
            while (true) {
                for (int i = 0; i < batch; i++) {
                    step(journal.lastSequence() + 1).appendTo(journal);
                }
                journal.force();
                System.out.println(journal.lastSequence());
            }
        } catch (IOException e) {
            System.out.println("failed " + e.getMessage());
            throw e;
        }
    }

    static JournalOptions options(Path directory, Durability durability) {
        return JournalOptions.in(directory)
                .withDurability(durability)
                .withBlockBytes(1 << 18)
                .withSegmentBytes(1_500_000)
                .withReserveBytes(0)
                .withBlocksAheadAfterMillis(0);
    }

    static Step step(long sequence) {
        return Step.text(("step " + sequence + " ").repeat((int) (1 + sequence % 40)), 1);
    }

    static WriterProcess start(Path directory, Durability durability, int batch) throws IOException {
        return new WriterProcess(JavaProcess.of(
                        WriterProcess.class, List.of(directory.toString(), durability.name(), Integer.toString(batch)))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("open ")) {
                    open = true;
                } else if (line.startsWith("failed ")) {
                    failure = line;
                } else if (!line.isEmpty() && line.chars().allMatch(Character::isDigit)) {
                    acknowledged = Long.parseLong(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the first acknowledgement. */
    void awaitWriting() throws InterruptedException {
        while (acknowledged == 0 && process.isAlive()) {
            Thread.sleep(1);
        }
        if (acknowledged == 0) {
            listener.join();
        }
        if (acknowledged == 0) {
            throw new IllegalStateException("The writer did not write; opened: " + open + "; " + failure);
        }
    }

    /** SIGKILL; returns when every line that it wrote has been read. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitEnd();
    }

    void awaitEnd() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The writer goes on and on");
        }
        listener.join();
    }

    /** The last sequence that it was told is durable. */
    long acknowledged() {
        return acknowledged;
    }

    String failure() {
        return failure;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
