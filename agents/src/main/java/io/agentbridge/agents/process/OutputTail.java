package io.agentbridge.agents.process;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Follows a growing file line by line. Bytes are split at line feeds and whole lines handed out, so that no character is ever
 * cut. A line over the limit is skipped and reported; memory stays within that limit. Used by one thread at a time.
 */
final class OutputTail implements Closeable {
    private static final int CHUNK_BYTES = 64 * 1024;

    private final FileChannel channel;
    private final int maxLineBytes;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    private byte[] partial = new byte[0];
    private int partialBytes;
    private long skippedBytes;
    private long offset;

    /** Follows the file from its beginning. */
    OutputTail(Path file, int maxLineBytes) throws IOException {
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
        this.maxLineBytes = maxLineBytes;
    }

    /** Hands out the lines of at most one chunk. Returns the bytes read, 0 if there are no more for now. */
    int read(OutputHandler handler) throws IOException {
        chunk.clear();
        int count = channel.read(chunk, offset);
        if (count <= 0) {
            return 0;
        }
        byte[] bytes = chunk.array();
        int begin = 0;
        for (int i = 0; i < count; i++) {
            if (bytes[i] == '\n') {
                take(bytes, begin, i);
                complete(offset + i + 1, handler);
                begin = i + 1;
            }
        }
        take(bytes, begin, count);
        offset += count;
        return count;
    }

    /** Hands out what is left at the end without a line feed: no more will come. */
    void finish(OutputHandler handler) {
        if (unfinishedBytes() > 0) {
            complete(offset, handler);
        }
    }

    /** Bytes at the end that are no complete line. */
    long unfinishedBytes() {
        return partialBytes + skippedBytes;
    }

    /** The end of the last complete line. */
    long endOffset() {
        return offset - unfinishedBytes();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void take(byte[] bytes, int begin, int end) {
        int length = end - begin;
        if (length == 0) {
            return;
        }
        if (skippedBytes > 0 || partialBytes + (long) length > maxLineBytes) {
            skippedBytes += partialBytes + length;
            partial = new byte[0];
            partialBytes = 0;
            return;
        }
        if (partial.length < partialBytes + length) {
            long wanted = Math.max(partialBytes + (long) length, 2L * partial.length);
            partial = Arrays.copyOf(partial, (int) Math.min(maxLineBytes, wanted));
        }
        System.arraycopy(bytes, begin, partial, partialBytes, length);
        partialBytes += length;
    }

    private void complete(long endOffset, OutputHandler handler) {
        boolean whole = partial.length == partialBytes;
        byte[] line = whole ? partial : Arrays.copyOf(partial, partialBytes);
        long skipped = skippedBytes;
        if (whole || partial.length > CHUNK_BYTES) {
            partial = new byte[0];
        }
        partialBytes = 0;
        skippedBytes = 0;
        if (skipped > 0) {
            handler.skipped(endOffset, skipped);
        } else {
            handler.line(endOffset, line);
        }
    }
}
