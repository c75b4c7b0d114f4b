package io.agentbridge.agents.process;

import io.agentbridge.engine.model.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The kernel's table of processes. A number alone never stands for a process here: numbers are used again, so the start time
 * and the boot go with it. On Linux from {@code /proc}; elsewhere from the JDK, without markers.
 */
public final class ProcessTable {
    /** Environment variable that marks everything an agent starts. */
    public static final String MARKER = "AGENT_BRIDGE_PROCESS";

    private static final Path PROC = Path.of("/proc");
    /** Place of the start time in {@code /proc/PID/stat}, counted after the command's name, which may hold anything. */
    private static final int START_TIME = 22 - 3;

    private final boolean linux = Files.isReadable(PROC.resolve("self/stat"));
    private final String bootId = readBootId();

    /** The identity of a running process; empty if there is none of that number, or only its remains. */
    public Optional<ProcessIdentity> identityOf(long pid) {
        if (pid <= 0) {
            return Optional.empty();
        }
        if (!linux) {
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .flatMap(handle -> handle.info().startInstant())
                    .map(Instant::toEpochMilli)
                    .map(started -> new ProcessIdentity(pid, started, bootId));
        }
        String stat;
        try {
            stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return Optional.empty();
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        boolean remains = fields[0].equals("Z") || fields[0].equals("X");
        return remains
                ? Optional.empty()
                : Optional.of(new ProcessIdentity(pid, Long.parseLong(fields[START_TIME]), bootId));
    }

    /** Whether exactly this process runs. */
    public boolean isAlive(ProcessIdentity process) {
        return identityOf(process.pid()).filter(process::equals).isPresent();
    }

    /** The process and all that descend from it now. */
    public List<ProcessIdentity> family(ProcessIdentity process) {
        List<ProcessIdentity> family = new ArrayList<>();
        if (isAlive(process)) {
            family.add(process);
            ProcessHandle.of(process.pid()).stream()
                    .flatMap(ProcessHandle::descendants)
                    .forEach(descendant -> identityOf(descendant.pid()).ifPresent(family::add));
        }
        return family;
    }

    /** All processes whose environment bears a marker that begins so, however far they have detached themselves. */
    public List<ProcessIdentity> bearing(String markerPrefix) {
        if (!linux) {
            return List.of();
        }
        byte[] wanted = (MARKER + "=" + markerPrefix).getBytes(StandardCharsets.UTF_8);
        List<ProcessIdentity> bearers = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : all) {
                if (bears(entry, wanted)) {
                    identityOf(Long.parseLong(entry.getFileName().toString())).ifPresent(bearers::add);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("/proc cannot be listed", e);
        }
        return bearers;
    }

    /** Asks the process to end; nothing happens if it is gone. */
    public void terminate(ProcessIdentity process) {
        if (isAlive(process)) {
            ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroy);
        }
    }

    /** Ends the process at once; nothing happens if it is gone. */
    public void kill(ProcessIdentity process) {
        if (isAlive(process)) {
            ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private static boolean bears(Path entry, byte[] wanted) {
        byte[] environment;
        try {
            environment = Files.readAllBytes(entry.resolve("environ"));
        } catch (IOException e) {
            // Ended meanwhile, or somebody else's: neither is ours.
            return false;
        }
        for (int i = 0; i + wanted.length <= environment.length; i++) {
            if ((i == 0 || environment[i - 1] == 0)
                    && Arrays.equals(environment, i, i + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }

    private static String readBootId() {
        try {
            return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            // Not Linux: the start time is a wall clock's there and says enough.
            return "";
        }
    }
}
