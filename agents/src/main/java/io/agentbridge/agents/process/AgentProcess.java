package io.agentbridge.agents.process;

import io.agentbridge.engine.model.ProcessIdentity;
import io.agentbridge.engine.model.StopMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One process being followed: its output goes to its role from one thread, its input is queued, its end is seen to. All
 * methods return at once and may be called from any thread.
 */
public final class AgentProcess {
    private static final System.Logger LOG = System.getLogger(AgentProcess.class.getName());
    /** How often to look whether the process lives, where the kernel does not tell: output is announced. */
    private static final long LOOK_MILLIS = 250;

    private static final int SHOWN_ERROR_BYTES = 4 * 1024;

    private final ProcessSupervisor supervisor;
    private final AgentFiles files;
    private final ProcessIdentity identity;
    private final Optional<Process> child;
    private final String name;
    private final StartPermit permit;
    private final OutputTail tail;
    private final Optional<InputPipe> input;
    private final Termination termination;
    private final Semaphore wakes = new Semaphore(0);
    private volatile boolean detached;

    AgentProcess(
            ProcessSupervisor supervisor,
            AgentFiles files,
            ProcessIdentity identity,
            @Nullable Process child,
            String name,
            StartPermit permit,
            boolean hasPipe)
            throws IOException {
        this.supervisor = supervisor;
        this.files = files;
        this.identity = identity;
        this.child = Optional.ofNullable(child);
        this.name = name;
        this.permit = permit;
        SupervisorLimits limits = supervisor.limits();
        this.tail = new OutputTail(files.output(), limits.maxLineBytes());
        this.input = hasPipe
                ? Optional.of(new InputPipe(files.input(), name, limits.maxQueuedInputBytes()))
                : Optional.empty();
        this.termination = new Termination(supervisor.table(), identity, limits);
    }

    /** Begins to follow the output; once. */
    public void follow(OutputHandler handler) {
        child.ifPresent(process -> {
            var _ = process.onExit().thenRun(this::wake);
        });
        Thread.ofVirtual().name("agent-" + name).start(() -> run(handler));
    }

    /** Which process it is. */
    public ProcessIdentity identity() {
        return identity;
    }

    /** Queues a line for its input. Returns false if too much waits there, or the process is gone or reads a file. */
    public boolean send(String line) {
        return input.isPresent() && input.get().offer(line.getBytes(StandardCharsets.UTF_8));
    }

    /** It has started: the next one may. */
    public void started() {
        permit.release();
    }

    /** Has {@link OutputHandler#idle} called soon. */
    public void wake() {
        wakes.release();
    }

    /**
     * Ends it and all that it started.
     *
     * @param askToEnd asks it through its input, at once; returns false if there is no such way, so that it is signalled now
     */
    public void stop(StopMode mode, BooleanSupplier askToEnd) {
        termination.begin(mode, name, askToEnd);
    }

    /** Stops following; the process lives on. */
    public void detach() {
        detached = true;
        input.ifPresent(InputPipe::close);
        wake();
    }

    private void run(OutputHandler handler) {
        OutputWatcher.Watch watch = () -> {};
        try {
            watch = supervisor.watcher().watch(files.folder(), this::wake);
            read(handler);
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "Agent " + name + " cannot be followed any more and is ended", e);
            termination.begin(StopMode.KILL, name, () -> false);
            handler.ended(
                    tail.endOffset(),
                    new ProcessExit(ProcessExit.UNKNOWN_CODE, "Its output cannot be read: " + e.getMessage()));
        } finally {
            watch.close();
            input.ifPresent(InputPipe::close);
            permit.release();
            close(tail);
        }
    }

    private void read(OutputHandler handler) throws IOException {
        handler.begun();
        while (!detached) {
            wakes.drainPermits();
            // Asked before reading: what a dead process wrote is all there.
            boolean gone = !isAlive();
            if (tail.read(handler) > 0) {
                continue;
            }
            if (gone) {
                end(handler);
                return;
            }
            boundErrors();
            pause(Math.clamp(handler.idle(), 1, LOOK_MILLIS));
        }
    }

    private void pause(long millis) {
        try {
            var _ = wakes.tryAcquire(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("The follower of an agent is interrupted by nobody", e);
        }
    }

    private boolean isAlive() {
        return child.map(Process::isAlive).orElseGet(() -> supervisor.table().isAlive(identity));
    }

    private void end(OutputHandler handler) throws IOException {
        Termination.sweep(
                supervisor.table(), files.markerPrefix(), supervisor.limits().terminateGraceMillis());
        // Its children may have written after it.
        int count;
        do {
            count = tail.read(handler);
        } while (count > 0);
        tail.finish(handler);
        int code = child.map(Process::exitValue).orElse(ProcessExit.UNKNOWN_CODE);
        handler.ended(tail.endOffset(), new ProcessExit(code, lastErrors()));
    }

    private String lastErrors() throws IOException {
        try (FileChannel errors = FileChannel.open(files.errors(), StandardOpenOption.READ)) {
            ByteBuffer end = ByteBuffer.allocate(SHOWN_ERROR_BYTES);
            errors.read(end, Math.max(0, errors.size() - SHOWN_ERROR_BYTES));
            return new String(end.array(), 0, end.position(), StandardCharsets.UTF_8).strip();
        }
    }

    /** The process appends, so that emptying the file under it is safe. */
    private void boundErrors() throws IOException {
        try (FileChannel errors = FileChannel.open(files.errors(), StandardOpenOption.WRITE)) {
            if (errors.size() > supervisor.limits().maxErrorBytes()) {
                errors.truncate(0);
            }
        }
    }

    private void close(OutputTail output) {
        try {
            output.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "The output of agent " + name + " cannot be closed", e);
        }
    }
}
