package io.agentbridge.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.input.Input;
import io.agentbridge.engine.input.Notice;
import io.agentbridge.engine.input.Report;
import io.agentbridge.engine.input.Request;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.AgentStatus;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.engine.model.StopMode;
import io.agentbridge.engine.model.Task;
import io.agentbridge.engine.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import org.junit.jupiter.api.Test;

/** What holds of every run, whatever the engine is told. */
class EnginePropertiesTest {
    private static final long START_MILLIS = 1_795_451_536_000L;

    /** An engine whose steps have bounds that such small runs reach. */
    private static Engine engine(State state, Settings settings) {
        return new Engine(
                state,
                settings.idempotencyWindow() % 3 == 0 ? 128 : 1 + settings.maxOpenTasks() % 4,
                settings.maxQueuedCommands() % 2 == 0 ? 256 << 10 : 20);
    }

    private record Told(Input input, long timestampMillis) {}

    /** Runs the moves against an engine and calls {@code after} behind each step. */
    private static final class Run {
        final Engine engine;
        final Decision decision = new Decision();
        final Auditor auditor = new Auditor();
        final List<Told> told = new ArrayList<>();
        final List<Event> log = new ArrayList<>();
        long nowMillis = START_MILLIS;

        Run(Settings settings) {
            engine = engine(new State(), settings);
            tell(new Notice.ServerStarted("1.0", settings));
        }

        Run(Settings settings, List<Long> seeds) {
            this(settings);
            seeds.forEach(this::move);
        }

        void move(long seed) {
            Moves.Move move = new Moves(engine.state()).next(seed);
            nowMillis += move.elapsedMillis();
            tell(move.input());
        }

        void tell(Input input) {
            long before = engine.state().hash();
            told.add(new Told(input, nowMillis));
            engine.step(input, nowMillis, decision);
            log.addAll(decision.events());
            if (input instanceof Request request && !decision.events().isEmpty()) {
                auditor.accepted(request.cause());
            }
            decision.events().forEach(auditor::see);
            if (decision.events().isEmpty()) {
                assertEquals(before, engine.state().hash(), "an input that makes no event leaves the state");
            } else {
                assertEquals(Reply.none(), decision.reply(), "events are the answer");
            }
            auditor.check(engine.state());
        }

        /** Lets everything come to its end: agents answer, time passes, agents stop. */
        void drain() {
            for (int round = 0; !auditor.unended().isEmpty(); round++) {
                assertTrue(round < 10_000, () -> "these never end: " + auditor.unended());
                for (Agent agent : List.copyOf(engine.state().agents())) {
                    drain(agent, round);
                }
                if (round > 50) {
                    for (Task task : List.copyOf(engine.state().tasks())) {
                        tell(new Request.CancelTask(Cause.NONE, task.id()));
                    }
                }
                nowMillis += 10_000;
                tell(new Notice.DeadlineReached());
            }
        }

        private void drain(Agent agent, int round) {
            OutputPosition position = new OutputPosition(agent.incarnation(), 1_000_000);
            if (agent.status() == AgentStatus.INITIALIZING) {
                tell(new Report.AgentReady(agent.id(), position, "session", "1"));
            }
            if (!agent.currentCommand().isEmpty()) {
                tell(new Report.PromptFinished(
                        agent.id(),
                        position,
                        agent.currentCommand(),
                        false,
                        Body.none(),
                        FailureClass.NONE,
                        Body.none(),
                        Usage.NONE));
            }
            if (round > 50 && agent.status() != AgentStatus.STOPPED) {
                tell(new Request.StopAgent(Cause.NONE, agent.id(), StopMode.GRACEFUL, ""));
                tell(new Report.AgentExited(agent.id(), position, false, FailureClass.NONE, ""));
            }
        }
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void everything_ends_exactly_once(@ForAll("limits") Settings limits, @ForAll("moves") List<Long> moves) {
        Run run = new Run(limits, moves);
        run.drain();
        assertEquals(Set.of(), run.auditor.unended());
        assertEquals(Set.of(), run.auditor.unanswered());
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void the_same_inputs_make_the_same_events(@ForAll("limits") Settings limits, @ForAll("moves") List<Long> moves) {
        Run run = new Run(limits, moves);
        Engine other = engine(new State(), limits);
        Decision decision = new Decision();
        List<Event> log = new ArrayList<>();
        for (Told told : run.told) {
            other.step(told.input(), told.timestampMillis(), decision);
            log.addAll(decision.events());
        }
        assertEquals(run.log, log);
        assertEquals(run.engine.state().hash(), other.state().hash());
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void the_events_alone_make_the_same_state(@ForAll("limits") Settings limits, @ForAll("moves") List<Long> moves) {
        Run run = new Run(limits, moves);
        State replica = new State();
        run.log.forEach(replica::apply);
        assertEquals(run.engine.state().snapshot(), replica.snapshot());
        assertEquals(run.engine.state().hash(), replica.hash());
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void a_restored_snapshot_goes_on_alike(
            @ForAll("limits") Settings limits, @ForAll("moves") List<Long> before, @ForAll("moves") List<Long> after) {
        Run run = new Run(limits, before);
        Snapshot snapshot = run.engine.state().snapshot();
        State restored = State.restore(snapshot);
        assertEquals(snapshot.hash(), restored.hash());
        assertEquals(snapshot, restored.snapshot());

        Engine other = engine(restored, limits);
        Decision decision = new Decision();
        for (long seed : after) {
            assertEquals(run.engine.nextDeadlineMillis(), other.nextDeadlineMillis());
            run.move(seed);
            Told told = run.told.getLast();
            other.step(told.input(), told.timestampMillis(), decision);
            assertEquals(run.decision.events(), decision.events());
            assertEquals(run.decision.reply(), decision.reply());
            assertEquals(run.engine.state().hash(), other.state().hash());
        }
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void a_light_snapshot_goes_on_to_show_the_same(
            @ForAll("limits") Settings limits, @ForAll("moves") List<Long> before, @ForAll("moves") List<Long> after) {
        Run run = new Run(limits, before);
        State light = State.restore(run.engine.state().lightSnapshot());
        assertEquals(run.engine.state().lightSnapshot(), light.snapshot());
        int seen = run.log.size();
        after.forEach(run::move);
        run.log.subList(seen, run.log.size()).forEach(light::apply);
        assertEquals(run.engine.state().lightSnapshot(), light.snapshot());
        assertEquals(run.engine.state().lightSnapshot().hash(), light.hash());
        assertThrows(IllegalArgumentException.class, () -> engine(light, limits));
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void a_deadline_that_was_dealt_with_is_not_due_any_more(
            @ForAll("limits") Settings limits, @ForAll("moves") List<Long> moves) {
        Run run = new Run(limits, moves);
        run.nowMillis = Math.max(run.nowMillis, run.engine.state().timestampMillis()) + 7_000;
        for (int i = 0; i < 200 && run.engine.nextDeadlineMillis() <= run.nowMillis; i++) {
            run.tell(new Notice.DeadlineReached());
            assertTrue(run.decision.events().size() > 0, "a deadline that is due makes events");
        }
        assertTrue(run.engine.nextDeadlineMillis() > run.nowMillis);
    }

    @Test
    void the_moves_reach_every_fact_and_every_kind_of_reply() {
        Map<String, Integer> seen = new TreeMap<>();
        for (int run = 1; run <= 200; run++) {
            Run moving = new Run(new Settings(1, 5, 4, 10, run % 20, 100_000, 3_000, 2_000, 30, run % 4));
            for (int i = 0; i < 200; i++) {
                moving.move(Hash.mix(run * 1_000L + i));
                seen.merge(reply(moving.decision.reply()), 1, Integer::sum);
            }
            for (Event event : moving.log) {
                seen.merge(event.fact().getClass().getSimpleName(), 1, Integer::sum);
            }
        }
        for (Class<?> fact : Fact.class.getPermittedSubclasses()) {
            assertTrue(seen.getOrDefault(fact.getSimpleName(), 0) > 20, () -> fact + " is seldom reached: " + seen);
        }
        for (String reply : List.of(
                "Joined",
                "Repeated",
                "AGENT_ERROR",
                "COMMAND_ERROR",
                "TASK_ERROR",
                "OVERLOADED",
                "CONFLICT",
                "TOO_OLD")) {
            assertTrue(seen.getOrDefault(reply, 0) > 20, () -> reply + " is seldom reached: " + seen);
        }
    }

    private static String reply(Reply reply) {
        return reply instanceof Reply.Refused refused
                ? refused.type().name()
                : reply.getClass().getSimpleName();
    }

    @Provide
    Arbitrary<List<Long>> moves() {
        return Arbitraries.longs()
                .withDistribution(RandomDistribution.uniform())
                .withoutEdgeCases()
                .list()
                .ofMaxSize(200)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    @Provide
    Arbitrary<Settings> limits() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 6),
                        Arbitraries.integers().between(0, 6),
                        Arbitraries.integers().between(1, 12),
                        Arbitraries.integers().between(0, 30),
                        Arbitraries.of(0L, 200L, 1_000L, 1_000_000L),
                        Arbitraries.integers().between(0, 40),
                        Arbitraries.integers().between(0, 3))
                .as((agents, queue, tasks, ended, bytes, window, restarts) ->
                        new Settings(1, agents, queue, tasks, ended, bytes, 3_000, 2_000, window, restarts));
    }
}
