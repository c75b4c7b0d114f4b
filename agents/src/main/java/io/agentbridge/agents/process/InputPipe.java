package io.agentbridge.agents.process;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes to a process's named pipe off the caller's thread: a pipe holds 64 KiB and then blocks its writer. What waits is
 * bounded. The pipe is opened for reading too, so that opening never blocks and no write meets a closed pipe.
 */
final class InputPipe implements Closeable {
    /** A pipe is there within milliseconds, or its process has trouble and need not be looked for so often. */
    private static final long MAX_OPEN_PAUSE_MILLIS = 50;

    private final Path pipe;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean closed;
    private final Thread writer;

    /** For a pipe that appears when its process holds it open. */
    InputPipe(Path pipe, String name, long maxBytes) {
        this.pipe = pipe;
        this.maxBytes = maxBytes;
        this.writer = Thread.ofPlatform().daemon().name("agent-input-" + name).unstarted(this::write);
        writer.start();
    }

    /** Queues a line, to which the line feed is added here. Returns false if the queue is full or the process gone. */
    boolean offer(byte[] line) {
        lock.lock();
        try {
            if (closed || (waitingBytes > 0 && waitingBytes + line.length > maxBytes)) {
                return false;
            }
            waiting.add(line);
            waitingBytes += line.length;
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Drops what waits and ends the writer, also out of a blocked write. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            changed.signal();
        } finally {
            lock.unlock();
        }
        writer.interrupt();
    }

    private void write() {
        try (FileChannel channel = open()) {
            for (byte[] line = next(); line.length > 0; line = next()) {
                // One write for line and line feed: up to 4 KiB it is atomic, so a crash here cannot tear a short line.
                ByteBuffer bytes = ByteBuffer.allocate(line.length + 1)
                        .put(line)
                        .put((byte) '\n')
                        .flip();
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                written(line.length);
            }
        } catch (IOException | InterruptedException e) {
            // The process is gone or the server lets go of it; who follows the process reports that.
            close();
        }
    }

    private FileChannel open() throws IOException, InterruptedException {
        for (long pauseMillis = 1;
                !Files.exists(pipe);
                pauseMillis = Math.min(2 * pauseMillis, MAX_OPEN_PAUSE_MILLIS)) {
            Thread.sleep(pauseMillis);
        }
        return FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private byte[] next() throws InterruptedException {
        lock.lock();
        try {
            while (!closed && waiting.isEmpty()) {
                changed.await();
            }
            return closed ? new byte[0] : waiting.remove();
        } finally {
            lock.unlock();
        }
    }

    private void written(int bytes) {
        lock.lock();
        try {
            waitingBytes -= bytes;
        } finally {
            lock.unlock();
        }
    }
}
