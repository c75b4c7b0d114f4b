package io.agentbridge.journal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Gives a file blocks of the file system before anything is written to them, and takes unused ones back, by the calls of Linux that Java
 * has no method for ({@code fallocate(2)}, {@code ftruncate(2)}). Neither changes a byte or the length of the file. Thread-safe.
 */
final class FileBlocks {
    /** What came of asking for blocks. */
    enum Outcome {
        DONE,
        /** The disk, or a quota, has not as many left. */
        NO_SPACE,
        /** This file system has no such thing. */
        UNSUPPORTED
    }

    private static final int O_RDWR = 2;
    private static final int O_CLOEXEC = 0x80000;
    private static final int KEEP_SIZE = 1;
    private static final int PUNCH_HOLE = 2;

    private static final int ENOENT = 2;
    private static final int EINTR = 4;
    private static final int ENOSPC = 28;
    private static final int ENOSYS = 38;
    private static final int EOPNOTSUPP = 95;
    private static final int EDQUOT = 122;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private final MethodHandle open;
    private final MethodHandle close;
    private final MethodHandle fallocate;
    private final MethodHandle ftruncate;

    private FileBlocks(MethodHandle open, MethodHandle close, MethodHandle fallocate, MethodHandle ftruncate) {
        this.open = open;
        this.close = close;
        this.fallocate = fallocate;
        this.ftruncate = ftruncate;
    }

    /** The calls, if this is Linux and the program may make them. */
    static Optional<FileBlocks> ofSystem() {
        return SystemCalls.onLinux(() -> new FileBlocks(
                SystemCalls.link(
                        "open",
                        FunctionDescriptor.of(INT, ValueLayout.ADDRESS, INT),
                        Linker.Option.firstVariadicArg(2)),
                SystemCalls.link("close", FunctionDescriptor.of(INT, INT)),
                SystemCalls.link("fallocate", FunctionDescriptor.of(INT, INT, INT, LONG, LONG)),
                SystemCalls.link("ftruncate", FunctionDescriptor.of(INT, INT, LONG))));
    }

    /** Has every byte from {@code from} to {@code to} stand in a block of the disk; those that are there stay as they are. */
    Outcome allocate(Path file, long from, long to) throws IOException {
        return with(file, (descriptor, errno) -> {
            while ((int) fallocate.invokeExact(errno, descriptor, KEEP_SIZE, from, to - from) != 0) {
                switch (SystemCalls.number(errno)) {
                    case EINTR -> {}
                    case ENOSPC, EDQUOT -> {
                        return Outcome.NO_SPACE;
                    }
                    case EOPNOTSUPP, ENOSYS -> {
                        return Outcome.UNSUPPORTED;
                    }
                    default -> throw failed("give blocks to", file, errno);
                }
            }
            return Outcome.DONE;
        });
    }

    /** Gives back the blocks behind {@code from}, also those behind the end of the file. What stood there reads as zeros. */
    void release(Path file, long from) throws IOException {
        long size = Files.size(file);
        with(file, (descriptor, errno) -> {
            // One call reaches what is within the length of the file, the other what is behind it.
            if (from < size
                    && (int) fallocate.invokeExact(errno, descriptor, KEEP_SIZE | PUNCH_HOLE, from, size - from) != 0) {
                throw failed("take blocks from", file, errno);
            }
            if ((int) ftruncate.invokeExact(errno, descriptor, size) != 0) {
                throw failed("take blocks from the end of", file, errno);
            }
            return Outcome.DONE;
        });
    }

    private interface Call {
        @SuppressWarnings("IllegalThrows") // What a method handle throws.
        Outcome on(int descriptor, MemorySegment errno) throws Throwable;
    }

    private Outcome with(Path file, Call call) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(SystemCalls.ERRNO);
            MemorySegment path = arena.allocateFrom(file.toAbsolutePath().toString());
            int descriptor = (int) open.invokeExact(errno, path, O_RDWR | O_CLOEXEC);
            if (descriptor < 0) {
                throw failed("open", file, errno);
            }
            try {
                return call.on(descriptor, errno);
            } finally {
                int _ = (int) close.invokeExact(errno, descriptor);
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("A call of the system throws nothing", e);
        }
    }

    private static IOException failed(String what, Path file, MemorySegment errno) {
        int number = SystemCalls.number(errno);
        return number == ENOENT
                ? new FileNotFoundException(file + " is gone")
                : new IOException("Could not " + what + " " + file + ": error " + number + " of the system");
    }
}
