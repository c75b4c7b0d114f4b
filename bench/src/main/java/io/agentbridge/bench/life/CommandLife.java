package io.agentbridge.bench.life;

import io.agentbridge.engine.Decision;
import io.agentbridge.engine.Engine;
import io.agentbridge.engine.State;
import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.input.Input;
import io.agentbridge.engine.input.Notice;
import io.agentbridge.engine.input.Report;
import io.agentbridge.engine.input.Request;
import io.agentbridge.engine.model.AgentOptions;
import io.agentbridge.engine.model.AgentType;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Dialect;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.ProcessIdentity;
import io.agentbridge.engine.model.Retry;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.engine.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Takes an engine down the product's main road: commands for idle agents, accepted and finished one after the other. Steps come in
 * turns: a request, then the report that ends it.
 */
public final class CommandLife {
    /** Steps that a command takes. */
    public static final int STEPS = 2;

    private static final int REQUEST_IDS = 1 << 18;
    private static final long CONTENT_HASH = 0x5eedL;

    private final Engine engine = new Engine(new State());
    private final Decision decision = new Decision();
    private final List<String> agentIds = new ArrayList<>();
    private final List<String> requestIds = new ArrayList<>();
    private final Body text = Body.of("say ".repeat(15));
    private final Body result = Body.of("said ".repeat(12));
    private final Consumer<CommandLife> afterStep;
    private Input input;
    private long timestampMillis = 1_750_000_000_000L;
    private long commands;
    private String commandInFlight = "";

    public CommandLife(int agents) {
        this(agents, step -> {});
    }

    /** A life that shows itself after each step, from the first one on. */
    public CommandLife(int agents, Consumer<CommandLife> afterStep) {
        this(agents, 0, afterStep);
    }

    /** Likewise, beside tasks that wait for an agent that nobody is. */
    public CommandLife(int agents, int tasks, Consumer<CommandLife> afterStep) {
        this.afterStep = afterStep;
        for (int at = 0; at < REQUEST_IDS; at++) {
            requestIds.add(new UUID(0x4000, at).toString());
        }
        input = new Notice.ServerStarted("bench", Settings.DEFAULT);
        take(input);
        for (int agent = 0; agent < agents; agent++) {
            agentIds.add(idleAgent(agent));
        }
        for (int task = 0; task < tasks; task++) {
            assignWaitingTask(task);
        }
    }

    private String idleAgent(int agent) {
        take(new Request.CreateAgent(
                cause("agent-" + agent),
                AgentType.WORKER,
                "",
                "echo",
                "echo",
                List.of("coding"),
                AgentOptions.DEFAULT));
        String id = fact(Fact.AgentCreated.class).agent().id();
        OutputPosition begin = new OutputPosition(1, 0);
        take(new Report.AgentLaunched(id, begin, new ProcessIdentity(4_711 + agent, 1, "boot")));
        take(new Report.AgentReady(id, begin, "session", "1"));
        return id;
    }

    private void assignWaitingTask(int task) {
        take(new Request.AssignTask(
                cause("task-" + task),
                "",
                "",
                "Task " + task,
                Body.of("do it ".repeat(10) + task),
                Body.none(),
                Body.none(),
                task % 10,
                List.of(),
                List.of("gardening"),
                0,
                Retry.NONE));
    }

    /** Takes the next step. */
    public void step() {
        String agent = agentIds.get((int) (commands % agentIds.size()));
        if (commandInFlight.isEmpty()) {
            take(new Request.ExecuteCommand(
                    cause(requestIds.get((int) (commands & (REQUEST_IDS - 1)))), agent, text, Body.none(), 0));
            commandInFlight = fact(Fact.CommandStarted.class).command().id();
        } else {
            take(new Report.PromptFinished(
                    agent,
                    new OutputPosition(1, commands + 1),
                    commandInFlight,
                    false,
                    result,
                    FailureClass.NONE,
                    Body.none(),
                    Usage.NONE));
            commandInFlight = "";
            commands++;
        }
    }

    /** The input of the newest step. */
    public Input input() {
        return input;
    }

    /** Its events; a view that the next step overwrites. */
    public List<Event> events() {
        return decision.events();
    }

    /** Its time. */
    public long timestampMillis() {
        return timestampMillis;
    }

    /** The state that the engine is in. */
    public State state() {
        return engine.state();
    }

    /** The fact of that kind in the newest step; a step without it means that the main road is another. */
    public <F extends Fact> F fact(Class<F> kind) {
        // A plain loop: this runs between the steps that are measured.
        List<Event> events = decision.events();
        for (int at = 0; at < events.size(); at++) {
            Fact fact = events.get(at).fact();
            if (kind.isInstance(fact)) {
                return kind.cast(fact);
            }
        }
        throw new IllegalStateException(
                input + " led to no " + kind.getSimpleName() + " but to " + events + " " + decision.reply());
    }

    private void take(Input next) {
        input = next;
        timestampMillis++;
        engine.step(next, timestampMillis, decision);
        afterStep.accept(this);
    }

    private static Cause cause(String requestId) {
        return new Cause("user", "client", requestId, "7", Dialect.STANDARD, CONTENT_HASH, -1);
    }
}
