package io.agentbridge.bench.gate;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server as a process of its own, which says on its output where it listens. */
public final class ServerProcess implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening on (ws://[0-9.]+:[0-9]+)");
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
    private static final int MAX_OUTPUT_LINES = 40;

    private final Process process;
    private final Deque<String> output = new ArrayDeque<>();
    private final CompletableFuture<URI> listening = new CompletableFuture<>();
    private final URI uri;
    private final Duration startTime;

    /**
     * Starts the command and waits until its port accepts.
     *
     * @throws IOException if it ends or stays silent instead; the message holds the end of its output
     */
    public ServerProcess(List<String> command) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread.ofVirtual().start(this::readOutput);
        try {
            uri = listening.get(START_PATIENCE.toSeconds(), TimeUnit.SECONDS);
            SocketChannel.open(new InetSocketAddress(uri.getHost(), uri.getPort()))
                    .close();
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new IOException(
                    "The server did not come to listen: " + String.join(" ", command) + "\nIts output ended with:\n"
                            + outputText(),
                    e);
        }
        startTime = Duration.ofNanos(System.nanoTime() - begin);
    }

    private void readOutput() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                remember(line);
                Matcher matcher = LISTENING.matcher(line);
                if (matcher.find()) {
                    listening.complete(URI.create(matcher.group(1)));
                }
            }
            listening.completeExceptionally(new IOException("The process ended"));
        } catch (IOException e) {
            listening.completeExceptionally(e);
        }
    }

    private synchronized void remember(String line) {
        output.addLast(line);
        if (output.size() > MAX_OUTPUT_LINES) {
            output.removeFirst();
        }
    }

    /** The end of what it wrote. */
    public synchronized String outputText() {
        return String.join("\n", output);
    }

    /** Where it listens. */
    public URI uri() {
        return uri;
    }

    /** From the start of the process until the port accepted. */
    public Duration startTime() {
        return startTime;
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** The processor time it has used, in the system's resolution (on Linux ticks of 10 ms). */
    public Duration cpuTime() {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("This system does not tell a process's processor time"));
    }

    /** Asks it to end, and ends it if it does not. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
