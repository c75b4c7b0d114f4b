package io.agentbridge.bench.gate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.HdrHistogram.Histogram;

/** What this disk asks for one small durable write: the floor under every figure at durability disk. */
final class RawForce {
    private static final int RECORD_BYTES = 300;
    private static final int COUNT = 300;

    private RawForce() {}

    /** The median of appending 300 bytes to a file in {@code folder} and forcing it, in microseconds. */
    static double medianMicros(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "force", ".bin");
        Histogram nanos = new Histogram(3);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
            ByteBuffer record = ByteBuffer.allocateDirect(RECORD_BYTES);
            for (int count = 0; count < COUNT; count++) {
                long begin = System.nanoTime();
                channel.write(record.clear());
                channel.force(false);
                nanos.recordValue(System.nanoTime() - begin);
            }
        } finally {
            Files.delete(file);
        }
        return nanos.getValueAtPercentile(50) / 1e3;
    }
}
