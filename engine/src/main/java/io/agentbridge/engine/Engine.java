package io.agentbridge.engine;

import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.input.Input;
import io.agentbridge.engine.input.Notice;
import io.agentbridge.engine.input.Report;
import io.agentbridge.engine.input.Request;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.AgentStatus;
import io.agentbridge.engine.model.Command;
import org.jspecify.annotations.Nullable;

/**
 * Decides what follows from an input, and applies it to the state. Deterministic; used by one thread.
 *
 * <p>What follows depends on the state, the input and the step's time alone. An input that makes no event leaves the state as it
 * was.
 */
public final class Engine {
    /**
     * How many of many alike one step deals with, such as the commands that wait for an agent that is stopped: a step is one record of
     * the journal, and its size is bounded. What is left is due at once, as a deadline that has passed.
     */
    private static final int MAX_ENDINGS_PER_STEP = 128;

    /** Bodies in a step's events beyond which it deals with no more, as {@code Settings.maxStateBytes} counts them. */
    private static final long MAX_BYTES_PER_STEP = 256 << 10;

    private final State state;
    private final Step step;
    private final Idempotency idempotency;
    private final AgentDecider agents;
    private final CommandDecider commands;
    private final TaskDecider tasks;
    private final ApprovalDecider approvals;
    private final DeadlineDecider deadlines;

    /** An engine that goes on from {@code state}, which it owns from now on. */
    public Engine(State state) {
        this(state, MAX_ENDINGS_PER_STEP, MAX_BYTES_PER_STEP);
    }

    /** As the other, with other bounds on what a step may deal with at a time. */
    Engine(State state, int maxEndingsPerStep, long maxBytesPerStep) {
        if (state.isLight()) {
            throw new IllegalArgumentException("a light state does not know what was asked already");
        }
        this.state = state;
        step = new Step(state, maxEndingsPerStep, maxBytesPerStep);
        idempotency = new Idempotency(step);
        Scheduler scheduler = new Scheduler(step);
        ApprovalOutcomes approvalOutcomes = new ApprovalOutcomes(step);
        TaskOutcomes taskOutcomes = new TaskOutcomes(step, scheduler);
        CommandOutcomes commandOutcomes = new CommandOutcomes(step, taskOutcomes, approvalOutcomes);
        agents = new AgentDecider(step, scheduler, commandOutcomes, taskOutcomes);
        commands = new CommandDecider(step, scheduler, commandOutcomes);
        tasks = new TaskDecider(step, scheduler, taskOutcomes, commandOutcomes);
        approvals = new ApprovalDecider(step, approvalOutcomes);
        deadlines = new DeadlineDecider(step, agents, commands, taskOutcomes, approvals);
    }

    /**
     * Takes one step.
     *
     * @param timestampMillis the step's time; a time before that of the newest event counts as that one
     * @param decision receives what was decided
     * @throws IllegalStateException if the engine contradicts itself; the state must not be used any more
     */
    public void step(Input input, long timestampMillis, Decision decision) {
        step.begin(timestampMillis, decision);
        switch (input) {
            case Request request -> decide(request);
            case Report report -> decide(report);
            case Notice.ServerStarted notice -> step.emit(new Fact.ServerStarted(notice.version(), notice.settings()));
            case Notice.DeadlineReached _ -> deadlines.reached();
        }
        step.settle();
    }

    private void decide(Request request) {
        if (!idempotency.admit(request.cause())) {
            return;
        }
        switch (request) {
            case Request.CreateAgent r -> agents.create(r);
            case Request.StopAgent r -> agents.stop(r);
            case Request.ExecuteCommand r -> commands.execute(r);
            case Request.CancelCommand r -> commands.cancel(r);
            case Request.AssignTask r -> tasks.assign(r);
            case Request.CancelTask r -> tasks.cancel(r);
            case Request.RelayMessage r -> commands.relay(r);
            case Request.RespondApproval r -> approvals.respond(r);
            case Request.ReportMetric r -> step.emit(r.cause(), new Fact.MetricReported(r.metric()));
        }
    }

    private void decide(Report report) {
        Agent agent = state.findAgent(report.agentId());
        if (agent == null
                || agent.incarnation() != report.position().incarnation()
                || agent.status() == AgentStatus.ERROR
                || agent.status() == AgentStatus.STOPPED) {
            return;
        }
        step.observed(report.agentId(), report.position());
        switch (report) {
            case Report.AgentLaunched r -> agents.launched(r);
            case Report.AgentReady r -> agents.ready(r);
            case Report.AgentExited r -> agents.exited(r);
            case Report.PromptDelivered r -> {
                Command command = inFlight(agent, r.commandId());
                if (command != null) {
                    commands.delivered(r, command);
                }
            }
            case Report.PromptProgressed r -> {
                if (inFlight(agent, r.commandId()) != null) {
                    commands.progressed(r);
                }
            }
            case Report.PromptFinished r -> {
                Command command = inFlight(agent, r.commandId());
                if (command != null) {
                    commands.finished(r, command);
                }
            }
            case Report.PermissionAsked r -> {
                Command command = inFlight(agent, r.commandId());
                if (command != null) {
                    approvals.asked(r, command);
                }
            }
            case Report.PermissionWithdrawn r -> approvals.withdrawn(r, agent.currentCommand());
        }
    }

    private @Nullable Command inFlight(Agent agent, String commandId) {
        return agent.currentCommand().equals(commandId) ? state.findCommand(commandId) : null;
    }

    /**
     * When the next deadline is due, {@link Long#MAX_VALUE} for never; a {@code DeadlineReached} is wanted then, and again until what
     * is returned lies ahead. O(log n).
     */
    public long nextDeadlineMillis() {
        return state.deadlines().nextMillis();
    }

    public State state() {
        return state;
    }
}
