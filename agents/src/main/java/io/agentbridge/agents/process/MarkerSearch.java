package io.agentbridge.agents.process;

import io.agentbridge.engine.model.ProcessIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One search of {@code /proc} for the processes that bear a marker. The table changes while it is read: a process that was
 * listed may have handed over to a child that was not, and ended; one that is just becoming another program shows no
 * environment. So nothing found counts only after a look in which every process showed what it is. Used by one thread, once.
 */
final class MarkerSearch {
    /** More looks than processes end in succession, on a machine that does anything else. */
    private static final int MAX_LOOKS = 20;

    private static final Path PROC = Path.of("/proc");

    private final ProcessTable table;
    private final byte[] wanted;
    /** Grows with the largest environment, which the kernel bounds. */
    private ByteBuffer buffer = ByteBuffer.allocate(256 << 10);
    /** Numbers of processes that had ended when looked at: what they had handed over, the next look lists. */
    private final Set<Long> remains = new HashSet<>();
    /** Numbers of processes that had arguments but no environment. */
    private final Set<Long> bare = new HashSet<>();

    MarkerSearch(ProcessTable table, String markerPrefix) {
        this.table = table;
        this.wanted = (ProcessTable.MARKER + "=" + markerPrefix).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * All bearers that a look found. Empty if there is none, or where processes ended under each of {@value #MAX_LOOKS} looks. A look
     * takes milliseconds for some hundred processes.
     */
    List<ProcessIdentity> bearers() {
        List<ProcessIdentity> bearers = new ArrayList<>();
        boolean settled = false;
        for (int looks = 0; looks < MAX_LOOKS && bearers.isEmpty() && !settled; looks++) {
            settled = look(bearers);
        }
        return bearers;
    }

    private boolean look(List<ProcessIdentity> bearers) {
        boolean settled = true;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : all) {
                settled &= showsItself(entry, Long.parseLong(entry.getFileName().toString()), bearers);
            }
        } catch (IOException e) {
            throw new IllegalStateException("/proc cannot be listed", e);
        }
        return settled;
    }

    private boolean showsItself(Path entry, long pid, List<ProcessIdentity> bearers) {
        int environment;
        boolean bears;
        int arguments;
        try {
            environment = read(entry.resolve("environ"));
            bears = bears(environment);
            if (environment > 0 && !bears) {
                return true;
            }
            arguments = read(entry.resolve("cmdline"));
        } catch (AccessDeniedException e) {
            // Somebody else's, so not ours.
            return true;
        } catch (IOException e) {
            return !remains.add(pid);
        }
        Optional<ProcessIdentity> process = table.identityOf(pid);
        if (process.isEmpty()) {
            return !remains.add(pid);
        }
        if (bears) {
            return bearers.add(process.get());
        }
        // A program that has begun has arguments; its environment is empty once if it was opened before that.
        return table.isOfKernel(pid) || (arguments > 0 && !bare.add(pid));
    }

    /** Reads into the buffer. What one call takes belongs together; between two the process may have changed. */
    private int read(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            buffer.clear();
            while (channel.read(buffer) > 0 && !buffer.hasRemaining()) {
                buffer = ByteBuffer.allocate(2 * buffer.capacity());
                channel.position(0);
            }
            return buffer.position();
        }
    }

    private boolean bears(int length) {
        byte[] environment = buffer.array();
        for (int i = 0; i + wanted.length <= length; i++) {
            if ((i == 0 || environment[i - 1] == 0)
                    && Arrays.equals(environment, i, i + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }
}
