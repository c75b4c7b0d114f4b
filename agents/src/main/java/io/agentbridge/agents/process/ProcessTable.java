package io.agentbridge.agents.process;

import io.agentbridge.engine.model.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
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
    /** Places in {@code /proc/PID/stat} (proc_pid_stat(5)), counted after the command's name, which may hold anything. */
    private static final int FLAGS = 9 - 3;

    private static final int START_TIME = 22 - 3;
    /** {@code PF_KTHREAD} among the flags. */
    private static final long KERNEL_THREAD = 0x0020_0000;

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
        return statOf(pid).map(fields -> new ProcessIdentity(pid, Long.parseLong(fields.get(START_TIME)), bootId));
    }

    /** Whether it is a thread of the kernel's own, which no program runs in. */
    boolean isOfKernel(long pid) {
        return statOf(pid)
                .filter(fields -> (Long.parseLong(fields.get(FLAGS)) & KERNEL_THREAD) != 0)
                .isPresent();
    }

    /** What the kernel says of a process, from its state on; empty if it has ended. */
    private static Optional<List<String>> statOf(long pid) {
        String stat;
        try {
            stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return Optional.empty();
        }
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
        boolean remains = fields.getFirst().equals("Z") || fields.getFirst().equals("X");
        return remains ? Optional.empty() : Optional.of(fields);
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
        return linux ? new MarkerSearch(this, markerPrefix).bearers() : List.of();
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

    private static String readBootId() {
        try {
            return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            // Not Linux: the start time is a wall clock's there and says enough.
            return "";
        }
    }
}
