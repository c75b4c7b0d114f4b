package io.agentbridge.agents.exec;

import io.agentbridge.agents.AgentListener;
import io.agentbridge.agents.AgentListener.PromptOutcome;
import io.agentbridge.agents.process.AgentProcess;
import io.agentbridge.agents.process.OutputHandler;
import io.agentbridge.agents.process.ProcessExit;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.ProgressKind;
import io.agentbridge.engine.model.StopMode;
import io.agentbridge.engine.model.Usage;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/** One run of the command: its output as it comes, and how it ends. */
final class ExecRun implements OutputHandler {
    private static final long PATIENCE_MILLIS = 1_000;
    private static final byte[] LINE_FEED = {'\n'};

    private final String promptId;
    private final ExecConfiguration configuration;
    private final AgentListener listener;
    private final ExecOutput output;
    private final CompletableFuture<ProcessExit> end = new CompletableFuture<>();
    private final long begunAt = System.nanoTime();

    private final ReentrantLock lock = new ReentrantLock();
    private Optional<AgentProcess> process = Optional.empty();
    private Optional<StopMode> cancelled = Optional.empty();
    private volatile boolean timedOut;

    ExecRun(String promptId, ExecConfiguration configuration, AgentListener listener) {
        this.promptId = promptId;
        this.configuration = configuration;
        this.listener = listener;
        this.output = new ExecOutput(configuration.maxOutputBytes());
    }

    String promptId() {
        return promptId;
    }

    /** Ends the process, also one that is yet to be launched. */
    void cancel(StopMode mode) {
        lock.lock();
        try {
            cancelled = Optional.of(mode);
            process.ifPresent(running -> stop(running, mode));
        } finally {
            lock.unlock();
        }
    }

    /** Follows the process until it is gone. */
    PromptOutcome outcomeOf(AgentProcess launched) {
        lock.lock();
        try {
            process = Optional.of(launched);
            cancelled.ifPresent(mode -> stop(launched, mode));
        } finally {
            lock.unlock();
        }
        launched.started();
        launched.follow(this);
        ProcessExit exit = end.join();
        if (output.hasOverflowed()) {
            return failed(
                    FailureClass.LIMIT, "The command wrote more than " + configuration.maxOutputBytes() + " bytes");
        }
        if (timedOut) {
            return failed(
                    FailureClass.TIMEOUT, "The command took longer than " + configuration.timeoutMillis() + " ms");
        }
        if (wasCancelled()) {
            return new PromptOutcome(true, output.text(), FailureClass.NONE, "", Usage.NONE);
        }
        if (exit.code() != 0) {
            String errors = exit.errors().isEmpty() ? "" : ": " + exit.errors();
            return failed(FailureClass.EXIT, "The command ended with code " + exit.code() + errors);
        }
        return new PromptOutcome(false, output.text(), FailureClass.NONE, "", Usage.NONE);
    }

    @Override
    public void begun() {
        // It takes its prompt by itself.
    }

    @Override
    public void line(long endOffset, byte[] line) {
        if (output.add(line) && output.add(LINE_FEED)) {
            listener.delta(promptId, ProgressKind.TEXT, new String(line, StandardCharsets.UTF_8) + "\n");
        } else {
            process.ifPresent(running -> stop(running, StopMode.KILL));
        }
    }

    @Override
    public void skipped(long endOffset, long bytes) {
        output.overflow();
        process.ifPresent(running -> stop(running, StopMode.KILL));
    }

    @Override
    public long idle() {
        long limitMillis = configuration.timeoutMillis();
        if (limitMillis == 0) {
            return PATIENCE_MILLIS;
        }
        long leftMillis = limitMillis - (System.nanoTime() - begunAt) / 1_000_000;
        if (leftMillis <= 0) {
            timedOut = true;
            process.ifPresent(running -> stop(running, StopMode.GRACEFUL));
            return PATIENCE_MILLIS;
        }
        return Math.min(leftMillis, PATIENCE_MILLIS);
    }

    @Override
    public void ended(long endOffset, ProcessExit exit) {
        end.complete(exit);
    }

    private boolean wasCancelled() {
        lock.lock();
        try {
            return cancelled.isPresent();
        } finally {
            lock.unlock();
        }
    }

    private PromptOutcome failed(FailureClass failure, String error) {
        return new PromptOutcome(false, output.text(), failure, error, Usage.NONE);
    }

    private static void stop(AgentProcess running, StopMode mode) {
        running.stop(mode, () -> false);
    }
}
