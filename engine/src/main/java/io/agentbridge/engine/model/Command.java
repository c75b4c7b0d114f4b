package io.agentbridge.engine.model;

/**
 * A prompt for an agent, from its acceptance to its one terminal status.
 *
 * @param id derived from the sequence; also the UUID under which the prompt is given to the agent
 * @param origin why it exists, {@code originId} for which task or from which agent
 * @param text the command as the client put it
 * @param parameters JSON object, or empty
 * @param delivered whether the agent confirmed that it has the prompt
 * @param timeoutMillis the longest time it may execute, the defaults resolved; waiting for approvals does not count
 * @param startedAtMillis when it last started; kept while a command that was given back waits again
 * @param deadlineMillis when it times out, 0 while its clock rests: queued, waiting for an approval, being cancelled
 * @param cancelReason why it is being cancelled, or empty
 * @param error what went wrong, for people, or empty
 * @param failure the class of the error
 * @param executionMillis time in flight once it has ended; before that, the time that counted until its clock last rested
 * @param cause who asked for it
 */
public record Command(
        String id,
        String agentId,
        CommandOrigin origin,
        String originId,
        Body text,
        Body parameters,
        CommandStatus status,
        boolean delivered,
        long timeoutMillis,
        long queuedAtMillis,
        long startedAtMillis,
        long completedAtMillis,
        long deadlineMillis,
        CancelReason cancelReason,
        Body result,
        Body error,
        FailureClass failure,
        long executionMillis,
        Usage usage,
        Cause cause) {}
