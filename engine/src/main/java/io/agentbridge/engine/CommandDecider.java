package io.agentbridge.engine;

import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.input.Report;
import io.agentbridge.engine.input.Request;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.AgentStatus;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.CancelReason;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.CommandOrigin;
import io.agentbridge.engine.model.CommandStatus;
import io.agentbridge.engine.model.ErrorType;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.RelayedMessage;
import org.jspecify.annotations.Nullable;

/**
 * Decides about prompts: those of clients, those that are messages, and what agents report of them.
 *
 * <p>Whoever cancels does not decide the end: a command that completes although it was being cancelled has completed.
 */
final class CommandDecider {
    private final Step step;
    private final State state;
    private final Scheduler scheduler;
    private final CommandOutcomes outcomes;

    CommandDecider(Step step, Scheduler scheduler, CommandOutcomes outcomes) {
        this.step = step;
        this.state = step.state();
        this.scheduler = scheduler;
        this.outcomes = outcomes;
    }

    void execute(Request.ExecuteCommand request) {
        AgentDraft agent = recipient(request.cause(), request.agentId());
        if (agent != null) {
            scheduler.accept(
                    agent,
                    CommandOrigin.CLIENT,
                    "",
                    request.text(),
                    request.parameters(),
                    request.timeoutMillis(),
                    request.cause());
        }
    }

    void relay(Request.RelayMessage request) {
        AgentDraft agent = recipient(request.cause(), request.toAgent());
        if (agent == null) {
            return;
        }
        RelayedMessage message = new RelayedMessage(
                Ids.other("message", step.sequenceAhead(1), 0),
                request.kind(),
                request.fromAgent(),
                request.toAgent(),
                request.content(),
                request.messageType(),
                request.metadata(),
                request.details());
        step.emit(request.cause(), new Fact.MessageRelayed(message));
        scheduler.accept(
                agent,
                CommandOrigin.MESSAGE,
                request.fromAgent(),
                request.content(),
                request.details(),
                0,
                request.cause());
    }

    /** The agent, if it can take one more prompt; else the request has been refused. */
    private @Nullable AgentDraft recipient(Cause cause, String agentId) {
        Agent agent = state.findAgent(agentId);
        if (agent == null) {
            step.refuse(cause, ErrorType.COMMAND_ERROR, "No agent " + agentId + " is known.", agentId);
            return null;
        }
        if (!agent.status().acceptsWork()) {
            step.refuse(
                    cause,
                    ErrorType.COMMAND_ERROR,
                    "Agent " + agentId + " takes no work: " + AgentDecider.describe(agent) + " Use another agent.",
                    agentId);
            return null;
        }
        if (agent.status() != AgentStatus.IDLE
                && state.queues().length(agentId) >= state.settings().maxQueuedCommands()) {
            step.refuseOverloaded(
                    cause,
                    "Agent " + agentId + " has " + state.queues().length(agentId)
                            + " commands waiting and takes no more for now.",
                    agentId);
            return null;
        }
        return step.agent(agentId);
    }

    void cancel(Request.CancelCommand request) {
        Command command = state.findCommand(request.commandId());
        if (command == null || command.status().isTerminal()) {
            step.refuse(
                    request.cause(),
                    ErrorType.COMMAND_ERROR,
                    command == null
                            ? "No command " + request.commandId() + " is known."
                            : "Command " + command.id() + " has ended already.",
                    command == null ? "" : command.agentId());
        } else if (command.cancelReason() != CancelReason.NONE) {
            step.refuse(
                    request.cause(),
                    ErrorType.CONFLICT,
                    "Command " + command.id() + " is being cancelled already; its end will be shown.",
                    command.agentId());
        } else {
            outcomes.cancel(command, CancelReason.REQUEST, request.cause());
        }
    }

    /** Its time is over. */
    void timedOut(Command command) {
        outcomes.cancel(command, CancelReason.TIMEOUT, Cause.NONE);
    }

    void delivered(Report.PromptDelivered report, Command command) {
        if (!command.delivered()) {
            CommandDraft draft = new CommandDraft(command);
            draft.delivered = true;
            step.emit(new Fact.CommandDelivered(draft.image(), report.position()));
        }
    }

    void progressed(Report.PromptProgressed report) {
        step.emit(new Fact.CommandProgressed(
                report.commandId(), report.agentId(), report.kind(), report.content(), report.position()));
    }

    void finished(Report.PromptFinished report, Command command) {
        CommandDraft draft = new CommandDraft(command);
        draft.delivered = true;
        draft.result = report.result();
        draft.usage = report.usage();
        if (!report.interrupted() && report.failure() == FailureClass.NONE) {
            outcomes.end(draft, CommandStatus.COMPLETED, FailureClass.NONE, Body.none());
        } else if (command.cancelReason() != CancelReason.NONE) {
            outcomes.endCancelled(draft);
        } else if (report.interrupted()) {
            outcomes.endInterrupted(draft);
        } else {
            outcomes.end(draft, CommandStatus.FAILED, report.failure(), report.error());
        }
        AgentDraft agent = step.agent(command.agentId());
        if (agent.status == AgentStatus.BUSY) {
            agent.status = AgentStatus.IDLE;
            scheduler.dispatch(agent);
        }
    }
}
