package io.agentbridge.agents;

import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.ProcessIdentity;
import io.agentbridge.engine.model.ProgressKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A listener that keeps what it hears and lets tests wait for it. Fails on calls from two threads at a time. */
public final class Heard implements AgentListener {
    private static final long WAIT_MILLIS = 30_000;

    /** One call. */
    public sealed interface Call {
        record Launched(OutputPosition position, ProcessIdentity process) implements Call {}

        record Ready(OutputPosition position, String sessionId, String version) implements Call {}

        record Delivered(OutputPosition position, String promptId) implements Call {}

        record Delta(String promptId, ProgressKind kind, String text) implements Call {}

        record Progressed(OutputPosition position, String promptId, ProgressKind kind, String content)
                implements Call {}

        record Finished(OutputPosition position, String promptId, PromptOutcome outcome) implements Call {}

        record Asked(
                OutputPosition position,
                String promptId,
                String permissionId,
                String toolName,
                String input,
                String description,
                String suggestions)
                implements Call {}

        record Withdrawn(OutputPosition position, String permissionId) implements Call {}

        record Exited(OutputPosition position, boolean promptLost, FailureClass failure, String error)
                implements Call {}
    }

    private final List<Call> calls = new ArrayList<>();
    private final AtomicInteger inside = new AtomicInteger();
    private volatile boolean overlapped;

    /** All calls so far. */
    public synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    /** The calls of a kind so far. */
    public <T extends Call> List<T> all(Class<T> kind) {
        return calls().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Waits for the first call of a kind. */
    public <T extends Call> T await(Class<T> kind) {
        return await(kind, _ -> true);
    }

    /** Waits for the first call of a kind that fits. */
    public synchronized <T extends Call> T await(Class<T> kind, Predicate<T> fits) {
        long deadline = System.nanoTime() + WAIT_MILLIS * 1_000_000;
        while (true) {
            for (Call call : calls) {
                if (kind.isInstance(call) && fits.test(kind.cast(call))) {
                    return kind.cast(call);
                }
            }
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0 || calls.stream().anyMatch(Call.Exited.class::isInstance)) {
                throw new AssertionError("No " + kind.getSimpleName() + " but " + calls);
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Waits for the end of a prompt. */
    public PromptOutcome outcome(String promptId) {
        return await(Call.Finished.class, call -> call.promptId().equals(promptId))
                .outcome();
    }

    /** Whether two threads were inside at a time. */
    public boolean overlapped() {
        return overlapped;
    }

    private void keep(Call call) {
        if (inside.incrementAndGet() != 1) {
            overlapped = true;
        }
        synchronized (this) {
            calls.add(call);
            notifyAll();
        }
        inside.decrementAndGet();
    }

    @Override
    public void launched(OutputPosition position, ProcessIdentity process) {
        keep(new Call.Launched(position, process));
    }

    @Override
    public void ready(OutputPosition position, String sessionId, String version) {
        keep(new Call.Ready(position, sessionId, version));
    }

    @Override
    public void delivered(OutputPosition position, String promptId) {
        keep(new Call.Delivered(position, promptId));
    }

    @Override
    public void delta(String promptId, ProgressKind kind, String text) {
        keep(new Call.Delta(promptId, kind, text));
    }

    @Override
    public void progressed(OutputPosition position, String promptId, ProgressKind kind, String content) {
        keep(new Call.Progressed(position, promptId, kind, content));
    }

    @Override
    public void finished(OutputPosition position, String promptId, PromptOutcome outcome) {
        keep(new Call.Finished(position, promptId, outcome));
    }

    @Override
    public void permissionAsked(
            OutputPosition position,
            String promptId,
            String permissionId,
            String toolName,
            String input,
            String description,
            String suggestions) {
        keep(new Call.Asked(position, promptId, permissionId, toolName, input, description, suggestions));
    }

    @Override
    public void permissionWithdrawn(OutputPosition position, String permissionId) {
        keep(new Call.Withdrawn(position, permissionId));
    }

    @Override
    public void exited(OutputPosition position, boolean promptLost, FailureClass failure, String error) {
        keep(new Call.Exited(position, promptLost, failure, error));
    }
}
