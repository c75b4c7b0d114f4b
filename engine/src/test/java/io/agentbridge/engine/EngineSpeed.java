package io.agentbridge.engine;

import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.input.Notice;
import io.agentbridge.engine.input.Report;
import io.agentbridge.engine.input.Request;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.AgentOptions;
import io.agentbridge.engine.model.AgentType;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Dialect;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.engine.model.Usage;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

/** Prints what a step costs: pairs of a command and its completion, spread over some agents. A quick look, not a benchmark. */
final class EngineSpeed {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int AGENTS = 8;
    private static final int ROUNDS = 8;
    private static final int PAIRS = 500_000;
    private static final long NOW_MILLIS = 1_795_451_536_000L;

    private final Engine engine = new Engine(new State());
    private final Decision decision = new Decision();
    private final List<String> agents = new ArrayList<>();

    private EngineSpeed() {
        engine.step(new Notice.ServerStarted("1", Settings.DEFAULT), NOW_MILLIS, decision);
        for (int i = 0; i < AGENTS; i++) {
            engine.step(
                    new Request.CreateAgent(
                            Cause.NONE, AgentType.WORKER, "", "echo", "m", List.of("coding"), AgentOptions.DEFAULT),
                    NOW_MILLIS,
                    decision);
            Agent agent = ((Fact.AgentCreated) decision.events().getFirst().fact()).agent();
            engine.step(
                    new Report.AgentReady(agent.id(), new OutputPosition(1, 1), "session", "1"), NOW_MILLIS, decision);
            agents.add(agent.id());
        }
    }

    private void pair(int i, Body text, Cause cause) {
        String agent = agents.get(i % AGENTS);
        engine.step(new Request.ExecuteCommand(cause, agent, text, Body.none(), 0), NOW_MILLIS + i / 1000, decision);
        String command = ((Fact.CommandStarted) decision.events().getFirst().fact())
                .command()
                .id();
        engine.step(
                new Report.PromptFinished(
                        agent,
                        new OutputPosition(1, i),
                        command,
                        false,
                        text,
                        FailureClass.NONE,
                        Body.none(),
                        Usage.NONE),
                NOW_MILLIS + i / 1000,
                decision);
        engine.nextDeadlineMillis();
    }

    /** Runs the look. */
    public static void main(String[] arguments) {
        for (int round = 0; round < ROUNDS; round++) {
            boolean keys = round % 2 == 1;
            EngineSpeed speed = new EngineSpeed();
            Cause[] causes = new Cause[PAIRS];
            for (int i = 0; i < PAIRS; i++) {
                causes[i] = new Cause(
                        "alice",
                        "9d3c1a52-client",
                        Ids.command("r", i),
                        Ids.command("c", i),
                        Dialect.STANDARD,
                        keys ? i + 1 : 0,
                        -1);
            }
            Body text = Body.of("Please look at the build and say in two sentences why it fails. ".repeat(3));
            long start = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < PAIRS; i++) {
                speed.pair(i, text, causes[i]);
            }
            long nanos = THREADS.getCurrentThreadCpuTime() - start;
            System.out.printf(
                    "%d steps, %s: %d ns of processor time a step, %d events, hash %016x%n",
                    2 * PAIRS,
                    keys ? "idempotency keys" : "no keys",
                    nanos / (2 * PAIRS),
                    speed.engine.state().sequence(),
                    speed.engine.state().hash());
        }
    }
}
