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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One agent: a fold over the lines of its output, so that a server that takes it over knows what the one before knew. Callers
 * write to its input at once; all that is reported comes from the thread that follows the output. The lock is never held while
 * the listener is called.
 */
final class ClaudeSession implements AgentSession, OutputHandler {
    private static final System.Logger LOG = System.getLogger(ClaudeSession.class.getName());
    private static final AgentListener NOBODY = new SilentListener();
    private static final byte[] STREAM_EVENT = "{\"type\":\"stream_event\"".getBytes(StandardCharsets.UTF_8);
    private static final String INITIALIZE = "initialize";

    private final AgentSpec spec;
    private final String sessionId;
    private final String version;
    private final ClaudeWatchdog watchdog;
    private final ClaudeMessages messages;
    private final AgentListener listener;
    private final AgentProcess process;
    private final boolean attached;
    /** Sets this server's requests apart from those of the one before. */
    private final String requestPrefix = UUID.randomUUID() + "-";

    private final ReentrantLock lock = new ReentrantLock();
    private Optional<ClaudeTurn> turn = Optional.empty();
    private boolean writable;
    private boolean ready;
    private boolean caughtUp;
    private final List<Runnable> early = new ArrayList<>();
    private boolean stopping;
    private long requests;
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
        if (!spec.inFlight().isEmpty()) {
            turn = Optional.of(ClaudeTurn.inherited(spec.inFlight()));
        }
    }

    @Override
    public void prompt(String promptId, String text) {
        if (!ClaudeArguments.isUuid(promptId)) {
            throw new IllegalArgumentException("A prompt's id is a UUID: " + promptId);
        }
        lock.lock();
        try {
            if (stopping) {
                return;
            }
            String line = ClaudeRequests.prompt(promptId, text);
            if (turn.isPresent()) {
                if (!turn.get().promptId().equals(promptId)) {
                    throw new IllegalStateException(
                            "A prompt is in flight already: " + turn.get().promptId());
                }
                turn.get().offer(line);
            } else {
                turn = Optional.of(ClaudeTurn.of(promptId, line));
            }
            writePrompt();
        } finally {
            lock.unlock();
        }
        process.wake();
    }

    @Override
    public void cancel() {
        lock.lock();
        try {
            turn.ifPresent(current -> {
                current.cancel();
                if (!current.isUnwritten()) {
                    current.markInterrupt(System.nanoTime());
                    interrupt();
                }
            });
        } finally {
            lock.unlock();
        }
        process.wake();
    }

    @Override
    public void answer(String permissionId, ApprovalDecision decision, String message, String updatedInput) {
        lock.lock();
        try {
            Optional<ClaudeMessage.PermissionRequest> asked =
                    turn.flatMap(current -> current.takePermission(permissionId));
            if (asked.isPresent()) {
                send(ClaudeRequests.answer(asked.get(), decision, message, updatedInput));
            } else if (attached && !caughtUp) {
                // The request is in the output that is still being read.
                early.add(() -> answer(permissionId, decision, message, updatedInput));
            }
            watchdog.heard();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void stop(StopMode mode) {
        lock.lock();
        try {
            stopping = true;
        } finally {
            lock.unlock();
        }
        process.stop(mode, this::askToEnd);
    }

    @Override
    public void detach() {
        process.detach();
    }

    @Override
    public void begun() {
        if (!attached) {
            listener.launched(new OutputPosition(spec.position().incarnation(), 0), process.identity());
            lock.lock();
            try {
                send(ClaudeRequests.control(nextRequest(INITIALIZE), INITIALIZE));
                writable = true;
            } finally {
                lock.unlock();
            }
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
        if (attached && !caughtUp) {
            catchUp();
        }
        ClaudeWatchdog.Advice advice;
        lock.lock();
        try {
            advice = watchdog.advise(turn, ready, stopping);
            if (advice == ClaudeWatchdog.Advice.INTERRUPT) {
                interrupt();
            }
        } finally {
            lock.unlock();
        }
        switch (advice) {
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
        boolean promptLost;
        boolean asked;
        lock.lock();
        try {
            // A prompt that is on its way to this session, or came when it was stopping, was not received either.
            promptLost = turn.isEmpty() || !turn.get().isReceived();
            asked = stopping && endReason.isEmpty();
            stopping = true;
            turn = Optional.empty();
        } finally {
            lock.unlock();
        }
        FailureClass failure = asked ? FailureClass.NONE : endFailure;
        String reason = asked ? "" : endReason;
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
                promptLost,
                failure,
                reason);
    }

    private void take(ClaudeMessage message, OutputPosition position, AgentListener to) {
        switch (message) {
            case ClaudeMessage.Other() -> {}
            case ClaudeMessage.Reply reply -> replied(reply, position, to);
            case ClaudeMessage.Receipt receipt -> received(receipt, position, to);
            case ClaudeMessage.Delta(ProgressKind kind, String text) -> {
                Optional<ClaudeTurn> current = current();
                if (current.isPresent()) {
                    to.delta(current.get().promptId(), kind, text);
                }
            }
            case ClaudeMessage.Pieces pieces -> produced(pieces, position, to);
            case ClaudeMessage.PermissionRequest request -> asked(request, position, to);
            case ClaudeMessage.UnknownRequest(String id, String subtype) -> {
                if (to != NOBODY) {
                    send(ClaudeRequests.refuse(id, "Not supported here: " + subtype));
                }
            }
            case ClaudeMessage.RequestWithdrawn(String id) -> {
                if (current().flatMap(current -> current.takePermission(id)).isPresent()) {
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
        if (!reply.requestId().endsWith(INITIALIZE)) {
            return;
        }
        if (!reply.error().isEmpty()) {
            end(FailureClass.INTERNAL, "The agent refused to begin: " + reply.error());
            return;
        }
        boolean first;
        lock.lock();
        try {
            first = !ready;
            ready = true;
            if (reply.requestId().startsWith(requestPrefix)) {
                // The pipe keeps order: what an earlier server had written was read before this answer.
                turn.ifPresent(current -> current.synchronise(System.nanoTime()));
            }
            writePrompt();
        } finally {
            lock.unlock();
        }
        if (first) {
            process.started();
            to.ready(position, sessionId, version);
        }
    }

    private void received(ClaudeMessage.Receipt receipt, OutputPosition position, AgentListener to) {
        boolean delivered = false;
        lock.lock();
        try {
            if (turn.isEmpty() || !turn.get().promptId().equals(receipt.promptId())) {
                return;
            }
            delivered = turn.get().receive();
            if (receipt.state().equals("completed") || receipt.state().equals("cancelled")) {
                turn.get().settle(System.nanoTime());
            }
        } finally {
            lock.unlock();
        }
        if (delivered) {
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
            lock.lock();
            try {
                turn.ifPresent(current -> current.note(piece));
            } finally {
                lock.unlock();
            }
            progress(position, to, piece.kind(), piece.content());
        }
    }

    private void asked(ClaudeMessage.PermissionRequest request, OutputPosition position, AgentListener to) {
        String promptId;
        lock.lock();
        try {
            if (turn.isEmpty()) {
                if (to != NOBODY) {
                    send(ClaudeRequests.deny(
                            request.requestId(), "No prompt is being worked on, so nobody can allow this"));
                }
                return;
            }
            turn.get().ask(request);
            promptId = turn.get().promptId();
        } finally {
            lock.unlock();
        }
        to.permissionAsked(
                position,
                promptId,
                request.requestId(),
                request.toolName(),
                request.input(),
                request.description(),
                ClaudeRequests.list(request.suggestions()));
    }

    private void turnEnded(ClaudeMessage.TurnEnded end, OutputPosition position, AgentListener to) {
        long costMicros = Math.max(0, end.totalCostMicros() - totalCostMicros);
        ClaudeTurn ended;
        lock.lock();
        try {
            if (turn.isEmpty() || !turn.get().isAnsweredBy(end.promptIds())) {
                // A turn that the CLI began by itself: what it cost is counted with the next prompt.
                return;
            }
            totalCostMicros = Math.max(totalCostMicros, end.totalCostMicros());
            ended = turn.get();
            turn = Optional.empty();
        } finally {
            lock.unlock();
        }
        FailureClass failure = end.failure();
        if (failure == FailureClass.INTERNAL && namedFailure != FailureClass.NONE) {
            failure = namedFailure;
        }
        namedFailure = FailureClass.NONE;
        Usage usage = end.usage().plus(new Usage(0, 0, 0, 0, costMicros));
        to.finished(position, ended.promptId(), ended.outcome(end, failure, usage));
    }

    private void progress(OutputPosition position, AgentListener to, ProgressKind kind, String content) {
        Optional<ClaudeTurn> current = current();
        if (current.isPresent()) {
            to.progressed(position, current.get().promptId(), kind, content);
        }
    }

    private void catchUp() {
        lock.lock();
        try {
            caughtUp = true;
            writable = true;
            if (!ready || turn.filter(current -> !current.isReceived()).isPresent()) {
                send(ClaudeRequests.control(nextRequest(INITIALIZE), INITIALIZE));
            }
            early.forEach(Runnable::run);
            early.clear();
            writePrompt();
        } finally {
            lock.unlock();
        }
    }

    private void finish(PromptOutcome outcome) {
        ClaudeTurn ended;
        lock.lock();
        try {
            ended = turn.orElseThrow(() -> new IllegalStateException("No prompt is in flight that could be finished"));
            turn = Optional.empty();
        } finally {
            lock.unlock();
        }
        listener.finished(new OutputPosition(spec.position().incarnation(), readOffset), ended.promptId(), outcome);
    }

    private void end(FailureClass failure, String reason) {
        endFailure = failure;
        endReason = reason;
        stop(StopMode.KILL);
    }

    private boolean askToEnd() {
        lock.lock();
        try {
            if (turn.isPresent()) {
                interrupt();
            }
            send(ClaudeRequests.control(nextRequest("end"), "end_session"));
        } finally {
            lock.unlock();
        }
        return true;
    }

    /** Under the lock. */
    private void writePrompt() {
        if (writable && ready && !stopping) {
            turn.flatMap(ClaudeTurn::takeLine).ifPresent(this::send);
        }
    }

    /** Under the lock. */
    private void interrupt() {
        send(ClaudeRequests.control(nextRequest("interrupt"), "interrupt"));
    }

    private void send(String line) {
        if (!process.send(line)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Agent {0} is gone or does not read its input; a line was dropped",
                    spec.agentId());
        }
    }

    private String nextRequest(String kind) {
        return requestPrefix + requests++ + "-" + kind;
    }

    private Optional<ClaudeTurn> current() {
        lock.lock();
        try {
            return turn;
        } finally {
            lock.unlock();
        }
    }
}
