package io.agentbridge.journal;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.concurrent.Executor;
import net.openhft.chronicle.bytes.MappedBytesStore;
import net.openhft.chronicle.core.io.ReferenceOwner;

/**
 * Has the pages of mapped memory be there before records are written to them ({@code MADV_POPULATE_WRITE} of {@code madvise(2)}, Linux 5.14),
 * so that an append does not wait for the system to find one. No byte is changed by it. For the appending thread; the system is asked on
 * another.
 *
 * <p>Only for a journal that is not forced: a force would write each page once while it is empty and once more when it is full.
 */
final class PagesAhead implements ReferenceOwner {
    private static final System.Logger LOG = System.getLogger(PagesAhead.class.getName());
    private static final int PAGE_BYTES = 4096;
    /** Filled in a millisecond by the fastest writer; what a system that writes back in between writes in vain. */
    private static final int WINDOW_BYTES = 1 << 20;

    private static final int POPULATE_WRITE = 23;

    private final Executor thread;
    /** The part of the segment that is written to. */
    private Optional<Window> current = Optional.empty();

    private volatile boolean usable = true;
    // Of the thread.
    private Optional<MethodHandle> madvise = Optional.empty();

    /** How far the pages of one mapping are there. */
    private static final class Window {
        private final MappedBytesStore mapping;
        private volatile long through;
        private volatile boolean asked;

        Window(MappedBytesStore mapping, long from) {
            this.mapping = mapping;
            this.through = from;
        }
    }

    PagesAhead(Executor thread) {
        this.thread = thread;
    }

    /** Records go through {@code mapping} to {@code end} now; pages are to be had as far as blocks are held, {@code blocksThrough}. */
    @SuppressWarnings("ReferenceEquality") // Equal are two that hold the same bytes.
    void wroteTo(MappedBytesStore mapping, long end, long blocksThrough) {
        if (!usable) {
            return;
        }
        if (current.isEmpty() || current.get().mapping != mapping) {
            current = Optional.of(new Window(mapping, end));
        }
        Window window = current.get();
        if (!window.asked && window.through - end < WINDOW_BYTES / 2) {
            long mapped = mapping.start() + mapping.capacity();
            long to = Math.min(end + WINDOW_BYTES, Math.min(blocksThrough, mapped)) / PAGE_BYTES * PAGE_BYTES;
            long from = Math.max(window.through, end) / PAGE_BYTES * PAGE_BYTES;
            if (from < to) {
                window.asked = true;
                thread.execute(() -> populate(window, from, to));
            }
        }
    }

    private void populate(Window window, long from, long to) {
        // Else the appender is done with it, and it is not memory any more.
        if (!window.mapping.tryReserve(this)) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            if (madvise.isEmpty()) {
                madvise = SystemCalls.onLinux(PagesAhead::link);
            }
            MemorySegment errno = arena.allocate(SystemCalls.ERRNO);
            long address = window.mapping.addressForRead(from);
            if (madvise.isEmpty() || (int) madvise.get().invokeExact(errno, address, to - from, POPULATE_WRITE) != 0) {
                giveUp(madvise.isEmpty() ? "this system has no such call" : "error " + SystemCalls.number(errno));
            }
            window.through = to;
        } catch (RuntimeException e) {
            giveUp(e.toString());
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("A call of the system throws nothing", e);
        } finally {
            window.asked = false;
            window.mapping.release(this);
        }
    }

    private static MethodHandle link() {
        return SystemCalls.link(
                "madvise",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
    }

    private void giveUp(String reason) {
        usable = false;
        LOG.log(
                System.Logger.Level.INFO,
                "the journal's pages are not had ahead: " + reason + ". Appends wait for each; nothing else changes");
    }
}
