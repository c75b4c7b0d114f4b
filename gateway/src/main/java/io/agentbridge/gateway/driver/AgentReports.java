package io.agentbridge.gateway.driver;

import io.agentbridge.agents.AgentListener;
import io.agentbridge.engine.input.Report;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.ProcessIdentity;
import io.agentbridge.engine.model.ProgressKind;
import io.agentbridge.gateway.pipeline.Ephemeral;
import io.agentbridge.gateway.pipeline.Pipeline;
import io.agentbridge.gateway.wire.BodyStore;
import io.agentbridge.journal.JournalFullException;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.LockSupport;

/**
 * Turns what one agent does into inputs. Runs on the agent's thread, which waits when the ring is full and so holds the agent's
 * output back.
 */
final class AgentReports implements AgentListener {
    private static final long LOOK_FOR_SPACE_NANOS = 100_000_000;

    /** What one stage call encodes: longer pieces would hold up everybody. */
    private static final int MAX_DELTA_CHARS = 16 << 10;

    private final String agentId;
    private final Pipeline pipeline;
    private final BodyStore bodies;
    private final Rulings rulings;
    private final Runnable gone;

    /** @param gone told after the exit was reported */
    AgentReports(String agentId, Pipeline pipeline, BodyStore bodies, Rulings rulings, Runnable gone) {
        this.agentId = agentId;
        this.pipeline = pipeline;
        this.bodies = bodies;
        this.rulings = rulings;
        this.gone = gone;
    }

    @Override
    public void launched(OutputPosition position, ProcessIdentity process) {
        pipeline.publish(new Report.AgentLaunched(agentId, position, process));
    }

    @Override
    public void ready(OutputPosition position, String sessionId, String version) {
        pipeline.publish(new Report.AgentReady(agentId, position, sessionId, version));
    }

    @Override
    public void delivered(OutputPosition position, String promptId) {
        pipeline.publish(new Report.PromptDelivered(agentId, position, promptId));
    }

    @Override
    public void delta(String promptId, ProgressKind kind, String text) {
        for (int start = 0; start < text.length(); ) {
            int end = pieceEnd(text, start);
            pipeline.show(new Ephemeral.Delta(agentId, promptId, kind, text.substring(start, end)));
            start = end;
        }
    }

    /** Never between the halves of a character. */
    private static int pieceEnd(String text, int start) {
        int end = start + MAX_DELTA_CHARS;
        if (end >= text.length()) {
            return text.length();
        }
        return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }

    @Override
    public void progressed(OutputPosition position, String promptId, ProgressKind kind, String content) {
        pipeline.publish(new Report.PromptProgressed(agentId, position, promptId, kind, keep(content)));
    }

    @Override
    public void finished(OutputPosition position, String promptId, PromptOutcome outcome) {
        pipeline.publish(new Report.PromptFinished(
                agentId,
                position,
                promptId,
                outcome.interrupted(),
                keep(outcome.result()),
                outcome.failure(),
                keep(outcome.error()),
                outcome.usage()));
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
        Body kept = keep(input);
        pipeline.publish(new Report.PermissionAsked(
                agentId,
                position,
                promptId,
                permissionId,
                toolName,
                kept,
                description,
                keep(suggestions),
                rulings.ruling(toolName, input)));
    }

    @Override
    public void permissionWithdrawn(OutputPosition position, String permissionId) {
        pipeline.publish(new Report.PermissionWithdrawn(agentId, position, permissionId));
    }

    /** Keeps a text, and waits while the disk is full: the agent's output then waits, too, and nothing of it is lost. */
    private Body keep(String text) {
        while (true) {
            try {
                return bodies.keep(text);
            } catch (UncheckedIOException failure) {
                if (!(failure.getCause() instanceof JournalFullException) || pipeline.isEnding()) {
                    throw failure;
                }
                LockSupport.parkNanos(this, LOOK_FOR_SPACE_NANOS);
            }
        }
    }

    @Override
    public void exited(OutputPosition position, boolean promptLost, FailureClass failure, String error) {
        pipeline.publish(new Report.AgentExited(agentId, position, promptLost, failure, error));
        gone.run();
    }
}
