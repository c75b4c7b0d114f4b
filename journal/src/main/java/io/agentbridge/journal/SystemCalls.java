package io.agentbridge.journal;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;

/** Calls of Linux that Java has no method for. */
final class SystemCalls {
    /** Where a call leaves why it failed. */
    static final MemoryLayout ERRNO = Linker.Option.captureStateLayout();

    private SystemCalls() {}

    /** Makes what needs calls; linking them takes a tenth of a second of processor time. */
    @FunctionalInterface
    interface Linking<T> {
        T link();
    }

    /** What was made, if this is Linux and the program may make its calls. */
    static <T> Optional<T> onLinux(Linking<T> linking) {
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).equals("linux")) {
            return Optional.empty();
        }
        try {
            return Optional.of(linking.link());
        } catch (IllegalCallerException | NoSuchElementException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** A call whose first argument is memory for {@link #ERRNO}. */
    @SuppressWarnings("restricted") // The jar's manifest enables native access.
    static MethodHandle link(String name, FunctionDescriptor types, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        var all = Stream.concat(Stream.of(Linker.Option.captureCallState("errno")), Stream.of(options));
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), types, all.toArray(Linker.Option[]::new));
    }

    /** Why the last call that was given {@code errno} failed. */
    static int number(MemorySegment errno) {
        return errno.get(ValueLayout.JAVA_INT, 0);
    }
}
