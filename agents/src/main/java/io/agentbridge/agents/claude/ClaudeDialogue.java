package io.agentbridge.agents.claude;

import io.agentbridge.agents.process.AgentProcess;
import io.agentbridge.engine.model.ApprovalDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is under way between the server and one CLI: the prompt in flight, when it may be written, what the CLI has asked for. Thread-safe.
 * It knows no listener, so none is ever called under its lock.
 */
final class ClaudeDialogue {
    private static final System.Logger LOG = System.getLogger(ClaudeDialogue.class.getName());
    private static final String INITIALIZE = "initialize";

    private final String agentId;
    private final AgentProcess process;
    private final ClaudeWatchdog watchdog;
    /** Sets this server's requests apart from those of the one before. */
    private final String requestPrefix = UUID.randomUUID() + "-";

    private final ReentrantLock lock = new ReentrantLock();
    private Optional<ClaudeTurn> turn;
    private boolean writable;
    private boolean ready;
    private boolean caughtUp;
    private final List<Runnable> early = new ArrayList<>();
    private boolean stopping;
    private long requests;

    /** How it stood when the process ended. */
    record Last(boolean promptLost, boolean stopped) {}

    /**
     * @param inFlight the prompt that an earlier server may have written, or empty
     * @param attached whether the process worked for an earlier server, whose part of the output is still to be read
     */
    ClaudeDialogue(String agentId, AgentProcess process, ClaudeWatchdog watchdog, String inFlight, boolean attached) {
        this.agentId = agentId;
        this.process = process;
        this.watchdog = watchdog;
        this.turn = inFlight.isEmpty() ? Optional.empty() : Optional.of(ClaudeTurn.inherited(inFlight));
        this.caughtUp = !attached;
    }

    /** Greets a process that has just begun. */
    void begin() {
        lock.lock();
        try {
            send(control(INITIALIZE, INITIALIZE));
            writable = true;
        } finally {
            lock.unlock();
        }
    }

    /** What there was of output has been read: from now on the CLI is spoken to. Once; later calls do nothing. */
    void catchUp() {
        lock.lock();
        try {
            if (caughtUp) {
                return;
            }
            caughtUp = true;
            writable = true;
            if (!ready || turn.filter(current -> !current.isReceived()).isPresent()) {
                send(control(INITIALIZE, INITIALIZE));
            }
            early.forEach(Runnable::run);
            early.clear();
            writePrompt();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives a prompt, or the text of the one that an earlier server may have written.
     *
     * @throws IllegalStateException if another is in flight
     */
    void prompt(String promptId, String text) {
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
    }

    /** Wants the prompt in flight to end. */
    void cancel() {
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
    }

    /** Answers what the CLI asked for, now or as soon as the question has been read. */
    void answer(String permissionId, ApprovalDecision decision, String message, String updatedInput) {
        lock.lock();
        try {
            Optional<ClaudeMessage.PermissionRequest> asked =
                    turn.flatMap(current -> current.takePermission(permissionId));
            if (asked.isPresent()) {
                send(ClaudeRequests.answer(asked.get(), decision, message, updatedInput));
            } else if (!caughtUp) {
                // The request is in the output that is still being read.
                early.add(() -> answer(permissionId, decision, message, updatedInput));
            }
            watchdog.heard();
        } finally {
            lock.unlock();
        }
    }

    /** No prompt is written from now on. */
    void stop() {
        lock.lock();
        try {
            stopping = true;
        } finally {
            lock.unlock();
        }
    }

    /** Asks the CLI to end. Returns true: there is such a way. */
    boolean askToEnd() {
        lock.lock();
        try {
            if (turn.isPresent()) {
                interrupt();
            }
            send(control("end", "end_session"));
        } finally {
            lock.unlock();
        }
        return true;
    }

    /** Whether the answer to a request with this id means that the CLI is ready. */
    boolean isGreeting(String requestId) {
        return requestId.endsWith(INITIALIZE);
    }

    /** The CLI has answered the greeting with this id. Returns whether it was the first. */
    boolean greeted(String requestId) {
        lock.lock();
        try {
            boolean first = !ready;
            ready = true;
            if (requestId.startsWith(requestPrefix)) {
                // The pipe keeps order: what an earlier server had written was read before this answer.
                turn.ifPresent(current -> current.synchronise(System.nanoTime()));
            }
            writePrompt();
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the CLI's receipt of a prompt. Returns whether it tells that the prompt has arrived. */
    boolean received(ClaudeMessage.Receipt receipt) {
        lock.lock();
        try {
            if (turn.isEmpty() || !turn.get().promptId().equals(receipt.promptId())) {
                return false;
            }
            boolean delivered = turn.get().receive();
            if (receipt.state().equals("completed") || receipt.state().equals("cancelled")) {
                turn.get().settle(System.nanoTime());
            }
            return delivered;
        } finally {
            lock.unlock();
        }
    }

    /** Follows which tools run. */
    void note(ClaudeMessage.Piece piece) {
        lock.lock();
        try {
            turn.ifPresent(current -> current.note(piece));
        } finally {
            lock.unlock();
        }
    }

    /** Keeps what the CLI asks for until it is answered. Returns the prompt that it needs it for, or empty if there is none. */
    Optional<String> asked(ClaudeMessage.PermissionRequest request) {
        lock.lock();
        try {
            turn.ifPresent(current -> current.ask(request));
            return turn.map(ClaudeTurn::promptId);
        } finally {
            lock.unlock();
        }
    }

    /** The CLI takes back what it asked for. Returns whether it was still to be answered. */
    boolean withdrawn(String permissionId) {
        lock.lock();
        try {
            return turn.flatMap(current -> current.takePermission(permissionId)).isPresent();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the turn that a result is for; empty if it is for one that the CLI began by itself. */
    Optional<ClaudeTurn> answered(ClaudeMessage.TurnEnded end) {
        lock.lock();
        try {
            Optional<ClaudeTurn> ended = turn.filter(current -> current.isAnsweredBy(end.promptIds()));
            if (ended.isPresent()) {
                turn = Optional.empty();
            }
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the turn without a result. */
    ClaudeTurn giveUp() {
        lock.lock();
        try {
            ClaudeTurn given =
                    turn.orElseThrow(() -> new IllegalStateException("No prompt is in flight that could be finished"));
            turn = Optional.empty();
            return given;
        } finally {
            lock.unlock();
        }
    }

    /** The prompt in flight. */
    Optional<String> promptId() {
        lock.lock();
        try {
            return turn.map(ClaudeTurn::promptId);
        } finally {
            lock.unlock();
        }
    }

    /** What waiting has come to; an interrupt has been sent. */
    ClaudeWatchdog.Advice advise() {
        lock.lock();
        try {
            ClaudeWatchdog.Advice advice = watchdog.advise(turn, ready, stopping);
            if (advice == ClaudeWatchdog.Advice.INTERRUPT) {
                interrupt();
            }
            return advice;
        } finally {
            lock.unlock();
        }
    }

    /** The process is gone. */
    Last close() {
        lock.lock();
        try {
            // A prompt that is on its way to this session, or came when it was stopping, was not received either.
            Last last = new Last(turn.isEmpty() || !turn.get().isReceived(), stopping);
            stopping = true;
            turn = Optional.empty();
            return last;
        } finally {
            lock.unlock();
        }
    }

    /** Denies what the CLI asks for and nobody can allow. */
    void deny(String permissionId, String reason) {
        send(ClaudeRequests.deny(permissionId, reason));
    }

    /** Refuses what is not offered here. */
    void refuse(String requestId, String reason) {
        send(ClaudeRequests.refuse(requestId, reason));
    }

    /** Under the lock. */
    private void writePrompt() {
        if (writable && ready && !stopping) {
            turn.flatMap(ClaudeTurn::takeLine).ifPresent(this::send);
        }
    }

    /** Under the lock. */
    private void interrupt() {
        send(control("interrupt", "interrupt"));
    }

    /** Under the lock. */
    private String control(String kind, String subtype) {
        return ClaudeRequests.control(requestPrefix + requests++ + "-" + kind, subtype);
    }

    private void send(String line) {
        if (!process.send(line)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Agent {0} is gone or does not read its input; a line was dropped",
                    agentId);
        }
    }
}
