package io.agentbridge.agents.claude;

import io.agentbridge.agents.AgentListener;
import io.agentbridge.agents.AgentListener.PromptOutcome;
import io.agentbridge.agents.AgentSession;
import io.agentbridge.agents.AgentSpec;
import io.agentbridge.agents.json.JsonFormatException;
import io.agentbridge.agents.process.AgentProcess;
import io.agentbridge.agents.process.OutputHandler;
import io.agentbridge.agents.process.ProcessExit;
import io.agentbridge.engine.model.ApprovalDecision;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.ProgressKind;
import io.agentbridge.engine.model.StopMode;
import io.agentbridge.engine.model.Usage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * One agent: a fold over the lines of its output, so that a server that takes it over knows what the one before knew. Callers
 * write to its input at once; all that is reported comes from the thread that follows the output.
 */
final class ClaudeSession implements AgentSession, OutputHandler {
    private static final System.Logger LOG = System.getLogger(ClaudeSession.class.getName());
    private static final AgentListener NOBODY = new SilentListener();
    private static final byte[] STREAM_EVENT = "{\"type\":\"stream_event\"".getBytes(StandardCharsets.UTF_8);

    private final AgentSpec spec;
    private final String sessionId;
    private final String version;
    private final ClaudeWatchdog watchdog;
    private final ClaudeMessages messages;
    private final AgentListener listener;
    private final AgentProcess process;
    private final boolean attached;
    private final ClaudeDialogue dialogue;

    // All below belongs to the thread that follows the output.
    private long totalCostMicros;
    private FailureClass namedFailure = FailureClass.NONE;
    private long readOffset;
    private FailureClass endFailure = FailureClass.NONE;
    private String endReason = "";

    ClaudeSession(
            AgentSpec spec,
            String sessionId,
            String version,
            ClaudeConfiguration configuration,
            ClaudeMessages messages,
            AgentListener listener,
            AgentProcess process,
            boolean attached) {
        this.spec = spec;
        this.sessionId = sessionId;
        this.version = version;
        this.watchdog = new ClaudeWatchdog(configuration);
        this.messages = messages;
        this.listener = listener;
        this.process = process;
        this.attached = attached;
        // The CLI counts over all processes of a session.
        this.totalCostMicros = spec.spentMicros();
        this.dialogue = new ClaudeDialogue(spec.agentId(), process, watchdog, spec.inFlight(), attached);
    }

    @Override
    public void prompt(String promptId, String text) {
        if (!ClaudeArguments.isUuid(promptId)) {
            throw new IllegalArgumentException("A prompt's id is a UUID: " + promptId);
        }
        dialogue.prompt(promptId, text);
        process.wake();
    }

    @Override
    public void cancel() {
        dialogue.cancel();
        process.wake();
    }

    @Override
    public void answer(String permissionId, ApprovalDecision decision, String message, String updatedInput) {
        dialogue.answer(permissionId, decision, message, updatedInput);
    }

    @Override
    public void stop(StopMode mode) {
        dialogue.stop();
        process.stop(mode, dialogue::askToEnd);
    }

    @Override
    public void detach() {
        process.detach();
    }

    @Override
    public void begun() {
        if (!attached) {
            listener.launched(new OutputPosition(spec.position().incarnation(), 0), process.identity());
            dialogue.begin();
        }
    }

    @Override
    public void line(long endOffset, byte[] line) {
        watchdog.heard();
        readOffset = endOffset;
        if (line.length == 0) {
            return;
        }
        boolean past = attached && endOffset <= spec.position().endOffset();
        if (past && Arrays.mismatch(line, STREAM_EVENT) == STREAM_EVENT.length) {
            return;
        }
        AgentListener to = past ? NOBODY : listener;
        OutputPosition position = new OutputPosition(spec.position().incarnation(), endOffset);
        try {
            take(messages.decode(line), position, to);
        } catch (JsonFormatException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Agent {0} wrote a line that is skipped: {1}",
                    spec.agentId(),
                    e.getMessage());
        }
    }

    @Override
    public void skipped(long endOffset, long bytes) {
        watchdog.heard();
        LOG.log(
                System.Logger.Level.WARNING,
                "Agent {0} wrote a line of {1} bytes that is skipped",
                spec.agentId(),
                bytes);
        if (!attached || endOffset > spec.position().endOffset()) {
            progress(
                    new OutputPosition(spec.position().incarnation(), endOffset),
                    listener,
                    ProgressKind.STATUS,
                    "A line of output was skipped: it has " + bytes + " bytes, more than is taken");
        }
    }

    @Override
    public long idle() {
        dialogue.catchUp();
        switch (dialogue.advise()) {
            case WAIT, INTERRUPT -> {}
            case GIVE_UP_PROMPT -> finish(new PromptOutcome(true, "", FailureClass.NONE, "", Usage.NONE));
            case RESULT_LOST ->
                finish(new PromptOutcome(
                        false, "", FailureClass.INTERNAL, "The agent ended the prompt without a result", Usage.NONE));
            case NOT_DELIVERED ->
                end(FailureClass.EXIT, "The prompt did not reach the agent before the server stopped");
            case NOT_READY -> end(FailureClass.TIMEOUT, "The agent did not become ready in time");
            case UNRESPONSIVE -> end(FailureClass.SILENCE, "The agent did not react to an interrupt");
        }
        return watchdog.patienceMillis();
    }

    @Override
    public void ended(long endOffset, ProcessExit exit) {
        ClaudeDialogue.Last last = dialogue.close();
        boolean asked = last.stopped() && endReason.isEmpty();
        FailureClass failure = asked ? FailureClass.NONE : endFailure;
        String reason = asked ? AgentListener.ENDED_ON_REQUEST : endReason;
        if (!asked && reason.isEmpty()) {
            failure = FailureClass.EXIT;
            reason = "The agent's process ended"
                    + (exit.code() == ProcessExit.UNKNOWN_CODE ? "" : " with code " + exit.code())
                    + (exit.errors().isEmpty() ? "" : ": " + exit.errors());
        }
        listener.exited(
                new OutputPosition(
                        spec.position().incarnation(),
                        Math.max(endOffset, spec.position().endOffset())),
                last.promptLost(),
                failure,
                reason);
    }

    private void take(ClaudeMessage message, OutputPosition position, AgentListener to) {
        switch (message) {
            case ClaudeMessage.Other() -> {}
            case ClaudeMessage.Reply reply -> replied(reply, position, to);
            case ClaudeMessage.Receipt receipt -> received(receipt, position, to);
            case ClaudeMessage.Delta(ProgressKind kind, String text) -> {
                Optional<String> promptId = dialogue.promptId();
                if (promptId.isPresent()) {
                    to.delta(promptId.get(), kind, text);
                }
            }
            case ClaudeMessage.Pieces pieces -> produced(pieces, position, to);
            case ClaudeMessage.PermissionRequest request -> asked(request, position, to);
            case ClaudeMessage.UnknownRequest(String id, String subtype) -> {
                if (to != NOBODY) {
                    dialogue.refuse(id, "Not supported here: " + subtype);
                }
            }
            case ClaudeMessage.RequestWithdrawn(String id) -> {
                if (dialogue.withdrawn(id)) {
                    to.permissionWithdrawn(position, id);
                }
            }
            case ClaudeMessage.Retrying(String status) -> progress(position, to, ProgressKind.STATUS, status);
            case ClaudeMessage.TurnEnded end -> turnEnded(end, position, to);
        }
    }

    private void replied(ClaudeMessage.Reply reply, OutputPosition position, AgentListener to) {
        if (!reply.error().isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "Agent {0} refused a request: {1}", spec.agentId(), reply.error());
        }
        if (!dialogue.isGreeting(reply.requestId())) {
            return;
        }
        if (!reply.error().isEmpty()) {
            end(FailureClass.INTERNAL, "The agent refused to begin: " + reply.error());
            return;
        }
        if (dialogue.greeted(reply.requestId())) {
            process.started();
            to.ready(position, sessionId, version);
        }
    }

    private void received(ClaudeMessage.Receipt receipt, OutputPosition position, AgentListener to) {
        if (dialogue.received(receipt)) {
            to.delivered(position, receipt.promptId());
        }
    }

    private void produced(ClaudeMessage.Pieces pieces, OutputPosition position, AgentListener to) {
        if (pieces.failure() != FailureClass.NONE) {
            // Made up by the CLI; the result tells the same.
            namedFailure = pieces.failure();
            return;
        }
        for (ClaudeMessage.Piece piece : pieces.pieces()) {
            dialogue.note(piece);
            progress(position, to, piece.kind(), piece.content());
        }
    }

    private void asked(ClaudeMessage.PermissionRequest request, OutputPosition position, AgentListener to) {
        Optional<String> promptId = dialogue.asked(request);
        if (promptId.isEmpty()) {
            if (to != NOBODY) {
                dialogue.deny(request.requestId(), "No prompt is being worked on, so nobody can allow this");
            }
            return;
        }
        to.permissionAsked(
                position,
                promptId.get(),
                request.requestId(),
                request.toolName(),
                request.input(),
                request.description(),
                ClaudeRequests.list(request.suggestions()));
    }

    private void turnEnded(ClaudeMessage.TurnEnded end, OutputPosition position, AgentListener to) {
        Optional<ClaudeTurn> ended = dialogue.answered(end);
        if (ended.isEmpty()) {
            // A turn that the CLI began by itself: what it cost is counted with the next prompt.
            return;
        }
        long costMicros = Math.max(0, end.totalCostMicros() - totalCostMicros);
        totalCostMicros = Math.max(totalCostMicros, end.totalCostMicros());
        FailureClass failure = end.failure();
        if (failure == FailureClass.INTERNAL && namedFailure != FailureClass.NONE) {
            failure = namedFailure;
        }
        namedFailure = FailureClass.NONE;
        Usage usage = end.usage().plus(new Usage(0, 0, 0, 0, costMicros));
        to.finished(position, ended.get().promptId(), ended.get().outcome(end, failure, usage));
    }

    private void progress(OutputPosition position, AgentListener to, ProgressKind kind, String content) {
        Optional<String> promptId = dialogue.promptId();
        if (promptId.isPresent()) {
            to.progressed(position, promptId.get(), kind, content);
        }
    }

    private void finish(PromptOutcome outcome) {
        ClaudeTurn ended = dialogue.giveUp();
        listener.finished(new OutputPosition(spec.position().incarnation(), readOffset), ended.promptId(), outcome);
    }

    private void end(FailureClass failure, String reason) {
        endFailure = failure;
        endReason = reason;
        stop(StopMode.KILL);
    }
}
