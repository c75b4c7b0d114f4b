package io.agentbridge.agents.claude;

import java.util.Optional;
import java.util.OptionalLong;

/** Says when waiting has been long enough. {@link #heard} from any thread, the rest under the dialogue's lock. */
final class ClaudeWatchdog {
    /** What is to be done now. */
    enum Advice {
        WAIT,
        INTERRUPT,
        /** It is cancelled and was never written. */
        GIVE_UP_PROMPT,
        /** The CLI is done with it but gave no result. */
        RESULT_LOST,
        /** The server before never wrote it, and nobody gives it again. */
        NOT_DELIVERED,
        NOT_READY,
        /** It goes on although it was interrupted. */
        UNRESPONSIVE
    }

    private static final long MILLI = 1_000_000;
    /** How long what must follow at once may take. */
    private static final long FOLLOW_UP_MILLIS = 2_000;
    /** How often an interrupt is repeated: one that comes before the turn has begun is lost. */
    private static final long INTERRUPT_PERIOD_MILLIS = 500;

    private static final long PATIENCE_MILLIS = 250;

    private final ClaudeConfiguration limits;
    private final long begunAt = System.nanoTime();
    private volatile long heardAt = begunAt;

    ClaudeWatchdog(ClaudeConfiguration limits) {
        this.limits = limits;
    }

    /** The agent, or somebody it waited for, has given a sign of life. */
    void heard() {
        heardAt = System.nanoTime();
    }

    /** After how long to ask again at the latest. */
    long patienceMillis() {
        return PATIENCE_MILLIS;
    }

    /** What is to be done; an interrupt is taken as done. */
    Advice advise(Optional<ClaudeTurn> turn, boolean ready, boolean stopping) {
        long now = System.nanoTime();
        if (stopping) {
            return Advice.WAIT;
        }
        if (turn.isPresent() && turn.get().isCancelled() && turn.get().isUnwritten()) {
            return Advice.GIVE_UP_PROMPT;
        }
        if (!ready) {
            return now - begunAt > limits.startMillis() * MILLI ? Advice.NOT_READY : Advice.WAIT;
        }
        return turn.map(current -> advise(current, now)).orElse(Advice.WAIT);
    }

    private Advice advise(ClaudeTurn turn, long now) {
        if (isOver(turn.settledAt(), FOLLOW_UP_MILLIS, now)) {
            return Advice.RESULT_LOST;
        }
        if (isOver(turn.missingSince(), FOLLOW_UP_MILLIS, now)) {
            return Advice.NOT_DELIVERED;
        }
        if (!turn.isCancelled() && !turn.isSilent() && isSilentTooLong(turn, now)) {
            turn.markSilent();
        }
        if (!turn.isCancelled() && !turn.isSilent()) {
            return Advice.WAIT;
        }
        if (isOver(turn.firstInterruptAt(), limits.cancelMillis(), now)) {
            return Advice.UNRESPONSIVE;
        }
        if (turn.lastInterruptAt().isEmpty() || isOver(turn.lastInterruptAt(), INTERRUPT_PERIOD_MILLIS, now)) {
            turn.markInterrupt(now);
            return Advice.INTERRUPT;
        }
        return Advice.WAIT;
    }

    private boolean isSilentTooLong(ClaudeTurn turn, long now) {
        // People may take their time; how long is not for the agent's backend to say.
        if (turn.isWaitingForPermission()) {
            return false;
        }
        long limitMillis = turn.isRunningTool() ? limits.toolSilenceMillis() : limits.silenceMillis();
        return limitMillis > 0 && now - heardAt > limitMillis * MILLI;
    }

    private static boolean isOver(OptionalLong since, long millis, long now) {
        return since.isPresent() && now - since.getAsLong() > millis * MILLI;
    }
}
