package io.agentbridge.agents.claude;

import io.agentbridge.agents.AgentListener.PromptOutcome;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.ProgressKind;
import io.agentbridge.engine.model.Usage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What is known of the prompt in flight. Guarded by its dialogue's lock. Times are of {@link System#nanoTime}. */
final class ClaudeTurn {
    private final String promptId;
    /** Whether an earlier server may have written it. */
    private final boolean inherited;

    private final Map<String, ClaudeMessage.PermissionRequest> permissions = new HashMap<>();
    private final Set<String> runningTools = new HashSet<>();
    private Optional<String> line;
    private boolean written;
    private boolean received;
    private boolean cancelled;
    private boolean silent;
    private OptionalLong synchronisedAt = OptionalLong.empty();
    private OptionalLong settledAt = OptionalLong.empty();
    private OptionalLong firstInterruptAt = OptionalLong.empty();
    private OptionalLong lastInterruptAt = OptionalLong.empty();

    private ClaudeTurn(String promptId, boolean inherited, Optional<String> line) {
        this.promptId = promptId;
        this.inherited = inherited;
        this.line = line;
    }

    /** A prompt that this server writes. */
    static ClaudeTurn of(String promptId, String line) {
        return new ClaudeTurn(promptId, false, Optional.of(line));
    }

    /** A prompt that the server before may have written. */
    static ClaudeTurn inherited(String promptId) {
        return new ClaudeTurn(promptId, true, Optional.empty());
    }

    String promptId() {
        return promptId;
    }

    /** Gives the text of an inherited prompt, to be written if it turns out that it was not. */
    void offer(String promptLine) {
        if (inherited && !received && !written) {
            line = Optional.of(promptLine);
        }
    }

    /** The line to write now; only once. */
    Optional<String> takeLine() {
        if (received || cancelled || (inherited && synchronisedAt.isEmpty())) {
            return Optional.empty();
        }
        Optional<String> taken = line;
        line = Optional.empty();
        written |= taken.isPresent();
        return taken;
    }

    /** Everything that was written before was read; an inherited prompt that was not received now never came. */
    void synchronise(long nanos) {
        if (synchronisedAt.isEmpty()) {
            synchronisedAt = OptionalLong.of(nanos);
        }
    }

    /** When it was found that it never came and nobody has given its text since. */
    OptionalLong missingSince() {
        return inherited && !received && !written ? synchronisedAt : OptionalLong.empty();
    }

    /** The CLI has it. Returns whether that is news. */
    boolean receive() {
        boolean news = !received;
        received = true;
        return news;
    }

    boolean isReceived() {
        return received;
    }

    /** Whether it certainly was not written, by nobody. */
    boolean isUnwritten() {
        return !written && !received && (!inherited || synchronisedAt.isPresent());
    }

    /** The CLI is done with it. */
    void settle(long nanos) {
        settledAt = OptionalLong.of(nanos);
    }

    OptionalLong settledAt() {
        return settledAt;
    }

    /** Wants it to end. */
    void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Its output has stopped coming. */
    void markSilent() {
        silent = true;
    }

    boolean isSilent() {
        return silent;
    }

    void markInterrupt(long nanos) {
        if (firstInterruptAt.isEmpty()) {
            firstInterruptAt = OptionalLong.of(nanos);
        }
        lastInterruptAt = OptionalLong.of(nanos);
    }

    OptionalLong firstInterruptAt() {
        return firstInterruptAt;
    }

    OptionalLong lastInterruptAt() {
        return lastInterruptAt;
    }

    void ask(ClaudeMessage.PermissionRequest request) {
        permissions.put(request.requestId(), request);
    }

    Optional<ClaudeMessage.PermissionRequest> takePermission(String permissionId) {
        return Optional.ofNullable(permissions.remove(permissionId));
    }

    boolean isWaitingForPermission() {
        return !permissions.isEmpty();
    }

    boolean isRunningTool() {
        return !runningTools.isEmpty();
    }

    /** Follows which tools run. A tool's result also shows that its permission was given, by whomever. */
    void note(ClaudeMessage.Piece piece) {
        if (piece.kind() == ProgressKind.TOOL_USE) {
            runningTools.add(piece.toolUseId());
        } else if (piece.kind() == ProgressKind.TOOL_RESULT) {
            runningTools.remove(piece.toolUseId());
            permissions.values().removeIf(asked -> asked.toolUseId().equals(piece.toolUseId()));
        }
    }

    /** Whether a result that names these prompts is this one's. One that names none is, if the CLI has the prompt. */
    boolean isAnsweredBy(List<String> promptIds) {
        return promptIds.isEmpty() ? received : promptIds.contains(promptId);
    }

    /** How it ended, by what the CLI says and by what was done to it. */
    PromptOutcome outcome(ClaudeMessage.TurnEnded end, FailureClass failure, Usage usage) {
        if (end.failure() == FailureClass.NONE) {
            return new PromptOutcome(false, end.result(), FailureClass.NONE, "", usage);
        }
        if (silent) {
            return new PromptOutcome(
                    false,
                    end.result(),
                    FailureClass.SILENCE,
                    "The agent's output stopped, so it was interrupted",
                    usage);
        }
        if (cancelled || end.interrupted()) {
            return new PromptOutcome(true, end.result(), FailureClass.NONE, "", usage);
        }
        return new PromptOutcome(false, end.result(), failure, end.error(), usage);
    }
}
