package io.agentbridge.engine;

import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.input.Report;
import io.agentbridge.engine.input.Request;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.AgentMetrics;
import io.agentbridge.engine.model.AgentStatus;
import io.agentbridge.engine.model.AgentType;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.CancelReason;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.CommandStatus;
import io.agentbridge.engine.model.ErrorType;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.ProcessIdentity;
import io.agentbridge.engine.model.StopMode;
import io.agentbridge.engine.model.TaskStatus;
import io.agentbridge.engine.model.Usage;
import org.jspecify.annotations.Nullable;

/** Decides about agents: their creation, their start and restart, their failure and their end. */
final class AgentDecider {
    private final Step step;
    private final State state;
    private final Scheduler scheduler;
    private final CommandOutcomes commands;
    private final TaskOutcomes tasks;

    AgentDecider(Step step, Scheduler scheduler, CommandOutcomes commands, TaskOutcomes tasks) {
        this.step = step;
        this.state = step.state();
        this.scheduler = scheduler;
        this.commands = commands;
        this.tasks = tasks;
    }

    void create(Request.CreateAgent request) {
        if (state.livingAgents() >= state.settings().maxAgents()) {
            step.refuseOverloaded(
                    request.cause(),
                    "There are " + state.livingAgents() + " agents, and no more are allowed. Stop one first.",
                    "");
            return;
        }
        String id = freshId(request.type());
        Agent agent = new Agent(
                id,
                request.type(),
                request.name().isEmpty() ? id : request.name(),
                request.backend(),
                request.model(),
                request.capabilities(),
                request.options(),
                AgentStatus.INITIALIZING,
                step.nowMillis(),
                step.nowMillis(),
                "",
                "",
                0,
                1,
                0,
                "",
                "",
                ProcessIdentity.NONE,
                StopMode.GRACEFUL,
                AgentMetrics.NONE,
                Usage.NONE,
                "",
                request.cause());
        step.emit(request.cause(), new Fact.AgentCreated(agent));
    }

    private String freshId(AgentType type) {
        String id = Ids.agent(type, step.nowMillis(), step.sequenceAhead(1), 0);
        for (int salt = 1; state.findAgent(id) != null; salt++) {
            id = Ids.agent(type, step.nowMillis(), step.sequenceAhead(1), salt);
        }
        return id;
    }

    void launched(Report.AgentLaunched report) {
        AgentDraft agent = step.agent(report.agentId());
        if (agent.process.equals(report.process())) {
            return;
        }
        agent.process = report.process();
        step.emit(new Fact.AgentLaunched(step.take(agent), report.position()));
    }

    void ready(Report.AgentReady report) {
        AgentDraft agent = step.agent(report.agentId());
        if (!agent.status.acceptsWork()) {
            return;
        }
        agent.sessionId = report.sessionId();
        agent.backendVersion = report.backendVersion();
        if (agent.status == AgentStatus.INITIALIZING) {
            agent.status = AgentStatus.IDLE;
            step.settle();
            scheduler.dispatch(step.agent(report.agentId()));
        }
    }

    void exited(Report.AgentExited report) {
        AgentDraft agent = step.agent(report.agentId());
        if (agent.status == AgentStatus.STOPPING) {
            stopped(agent, report);
        } else if (isRestartable(agent, report.failure())) {
            restart(agent, report);
        } else {
            fail(agent, report);
        }
    }

    private boolean isRestartable(AgentDraft agent, FailureClass failure) {
        boolean hopeless = agent.status == AgentStatus.INITIALIZING
                && (failure == FailureClass.AUTHENTICATION || failure == FailureClass.INPUT);
        // An exit that is no failure, such as the end of the server that ran it, says nothing against the agent.
        return failure == FailureClass.NONE
                || (!hopeless && agent.restarts < state.settings().maxRestarts());
    }

    private void stopped(AgentDraft agent, Report.AgentExited report) {
        Command current = current(agent);
        if (current != null) {
            commands.endCancelled(new CommandDraft(current));
        }
        agent.process = ProcessIdentity.ENDED;
        windDown(report.agentId());
    }

    private void restart(AgentDraft agent, Report.AgentExited report) {
        agent.status = AgentStatus.INITIALIZING;
        Command current = current(agent);
        if (current != null && report.promptLost() && current.cancelReason() == CancelReason.NONE) {
            commands.giveBack(current);
        } else if (current != null) {
            endLost(current, report);
        }
        agent.incarnation++;
        if (report.failure() != FailureClass.NONE) {
            agent.restarts++;
        }
        agent.process = ProcessIdentity.NONE;
        step.emit(new Fact.AgentRestarting(step.take(agent), report.position()));
    }

    private void fail(AgentDraft agent, Report.AgentExited report) {
        agent.status = AgentStatus.ERROR;
        agent.error = report.error().isEmpty() ? "Its process ended." : report.error();
        agent.process = ProcessIdentity.NONE;
        Command current = current(agent);
        if (current != null) {
            endLost(current, report);
        }
        step.emit(new Fact.AgentFailed(step.take(agent), report.position()));
        windDown(report.agentId());
    }

    /**
     * Ends what waits for an agent that takes no more work, as much as the step may. One that is being stopped and whose process has ended
     * has stopped when nothing waits for it any more.
     */
    void windDown(String agentId) {
        AgentDraft agent = step.agent(agentId);
        if (agent.status == AgentStatus.ERROR) {
            String reason = "Its agent failed: " + agent.error;
            commands.endQueued(agentId, CancelReason.NONE, CommandStatus.FAILED, FailureClass.EXIT, reason);
            tasks.agentGone(agentId, TaskStatus.FAILED, reason);
        } else {
            String reason = "Its agent was stopped.";
            commands.endQueued(agentId, CancelReason.STOP, CommandStatus.CANCELLED, FailureClass.NONE, reason);
            tasks.agentGone(agentId, TaskStatus.CANCELLED, reason);
        }
        if (agent.process.equals(ProcessIdentity.ENDED) && !state.isAwaited(agentId)) {
            agent.status = AgentStatus.STOPPED;
            agent.process = ProcessIdentity.NONE;
            step.emit(new Fact.AgentStopped(step.take(agent), step.position(agentId)));
        }
    }

    /** Ends the command that was in flight when the process went: nobody can tell what came of it, unless it never arrived. */
    private void endLost(Command command, Report.AgentExited report) {
        if (command.cancelReason() != CancelReason.NONE) {
            commands.endCancelled(new CommandDraft(command));
        } else {
            commands.end(
                    command,
                    report.promptLost() ? CommandStatus.FAILED : CommandStatus.UNKNOWN,
                    failure(report),
                    Body.of(report.error()));
        }
    }

    private static FailureClass failure(Report.AgentExited report) {
        return report.failure() == FailureClass.NONE ? FailureClass.EXIT : report.failure();
    }

    private @Nullable Command current(AgentDraft agent) {
        return agent.currentCommand.isEmpty() ? null : state.findCommand(agent.currentCommand);
    }

    void stop(Request.StopAgent request) {
        Agent agent = state.findAgent(request.agentId());
        if (agent == null) {
            refuse(request.cause(), "No agent " + request.agentId() + " is known.", request.agentId());
            return;
        }
        boolean harder = agent.status() == AgentStatus.STOPPING
                && agent.stopMode() == StopMode.GRACEFUL
                && request.mode() == StopMode.KILL;
        boolean ends = agent.status() == AgentStatus.STOPPED || (agent.status() == AgentStatus.STOPPING && !harder);
        if (ends) {
            refuse(request.cause(), "Agent " + agent.id() + " cannot be stopped again: " + describe(agent), agent.id());
            return;
        }
        AgentDraft draft = step.agent(agent.id());
        draft.status = AgentStatus.STOPPING;
        draft.stopMode = request.mode();
        step.emit(request.cause(), new Fact.AgentStopping(step.take(draft), request.reason()));
        if (!harder) {
            windUp(agent);
        }
    }

    private void windUp(Agent agent) {
        Command current = agent.currentCommand().isEmpty() ? null : state.findCommand(agent.currentCommand());
        if (current != null && current.cancelReason() == CancelReason.NONE) {
            commands.cancel(current, CancelReason.STOP, Cause.NONE);
        }
        if (agent.status() == AgentStatus.ERROR) {
            step.agent(agent.id()).process = ProcessIdentity.ENDED;
        }
        windDown(agent.id());
    }

    private void refuse(Cause cause, String message, String agentId) {
        step.refuse(cause, ErrorType.AGENT_ERROR, message, agentId);
    }

    /** A sentence about the agent's status. */
    static String describe(Agent agent) {
        return switch (agent.status()) {
            case INITIALIZING -> "it is starting.";
            case IDLE -> "it is idle.";
            case BUSY -> "it is busy.";
            case ERROR -> "it failed (" + agent.error() + ").";
            case STOPPING -> "it is being stopped.";
            case STOPPED -> "it has stopped.";
        };
    }
}
