package io.agentbridge.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.engine.input.Report;
import io.agentbridge.engine.model.AgentStatus;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.CommandStatus;
import io.agentbridge.engine.model.ErrorType;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.ProcessIdentity;
import io.agentbridge.engine.model.StopMode;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentExamplesTest {
    private final Bench wide = new Bench(Bench.WIDE);

    private final Bench bench = new Bench();

    @Test
    void an_agent_is_answered_at_once_and_starts_in_the_background() {
        String id = bench.create("coding");
        assertEquals(List.of("AgentCreated"), bench.kinds());
        assertEquals("request-1", bench.decision.events().getFirst().cause().requestId());
        assertTrue(id.matches("worker-1795451536-[0-9a-f]{8}"), id);
        assertEquals(id, bench.agent(id).name());
        assertEquals(AgentStatus.INITIALIZING, bench.status(id));
        assertEquals(1, bench.agent(id).incarnation());

        bench.launched(id);
        assertEquals(42, bench.agent(id).process().pid());
        bench.ready(id);
        assertEquals(AgentStatus.IDLE, bench.status(id));
        assertEquals("session-1", bench.agent(id).sessionId());
        assertEquals(1, bench.state().totals().agentsCreated());
    }

    @Test
    void no_more_agents_than_allowed_may_live() {
        for (int i = 0; i < Bench.SMALL.maxAgents(); i++) {
            bench.create();
        }
        bench.tell(new io.agentbridge.engine.input.Request.CreateAgent(
                bench.cause(),
                io.agentbridge.engine.model.AgentType.MANAGER,
                "",
                "echo",
                "",
                List.of(),
                io.agentbridge.engine.model.AgentOptions.DEFAULT));
        assertEquals(ErrorType.OVERLOADED, bench.refusal().type());
    }

    @Test
    void a_report_of_an_earlier_incarnation_changes_nothing() {
        String id = bench.idleAgent();
        bench.exit(id, false, FailureClass.EXIT);
        long hash = bench.state().hash();
        bench.tell(new Report.AgentReady(id, new OutputPosition(1, 99), "old", "old"));
        bench.tell(new Report.AgentExited(id, new OutputPosition(1, 99), false, FailureClass.EXIT, "again"));
        assertEquals(hash, bench.state().hash());
    }

    @Test
    void an_agent_whose_process_ends_is_started_again_in_its_session() {
        String id = bench.idleAgent();
        bench.exit(id, false, FailureClass.EXIT);
        assertEquals(List.of("AgentRestarting"), bench.kinds());
        assertEquals(AgentStatus.INITIALIZING, bench.status(id));
        assertEquals(2, bench.agent(id).incarnation());
        assertEquals(1, bench.agent(id).restarts());
        assertEquals("session-1", bench.agent(id).sessionId());
        assertEquals(0, bench.agent(id).process().pid());
    }

    @Test
    void a_prompt_that_the_agent_certainly_never_had_is_given_again_before_all_others() {
        String id = bench.idleAgent();
        String first = bench.execute(id, "one");
        bench.execute(id, "two");
        bench.exit(id, true, FailureClass.EXIT);
        assertEquals(List.of("CommandRequeued", "AgentRestarting"), bench.kinds());
        assertEquals(2, bench.agent(id).queueLength());

        bench.ready(id);
        assertEquals(first, bench.agent(id).currentCommand());
    }

    @Test
    void a_prompt_that_the_agent_may_have_had_ends_unknown_and_the_queue_goes_on() {
        String id = bench.idleAgent();
        String first = bench.execute(id, "one");
        String second = bench.execute(id, "two");
        bench.exit(id, false, FailureClass.NONE);
        assertEquals(List.of("CommandEnded", "AgentRestarting"), bench.kinds());
        assertEquals(CommandStatus.UNKNOWN, bench.command(first).status());
        assertEquals(FailureClass.EXIT, bench.command(first).failure());

        bench.ready(id);
        assertEquals(second, bench.agent(id).currentCommand());
    }

    @Test
    void a_command_that_was_being_cancelled_ends_cancelled_when_the_process_goes() {
        String id = bench.idleAgent();
        String command = bench.busy(id);
        bench.cancel(command);
        bench.exit(id, true, FailureClass.EXIT);
        assertEquals(CommandStatus.CANCELLED, bench.command(command).status());
    }

    @Test
    void an_agent_that_keeps_dying_fails_and_its_queue_with_it() {
        String id = bench.idleAgent();
        for (int i = 0; i < Bench.SMALL.maxRestarts(); i++) {
            bench.exit(id, false, FailureClass.EXIT);
        }
        String waiting = bench.execute(id, "never");
        bench.exit(id, false, FailureClass.EXIT);
        assertEquals(List.of("AgentFailed", "CommandEnded", "AgentChanged"), bench.kinds());
        assertEquals(AgentStatus.ERROR, bench.status(id));
        assertEquals(CommandStatus.FAILED, bench.command(waiting).status());
        assertEquals("it died", bench.agent(id).error());
        assertEquals(0, bench.agent(id).queueLength());
    }

    @Test
    void an_agent_that_ended_with_its_server_is_started_again_however_often() {
        String id = bench.idleAgent();
        for (int i = 0; i <= Bench.SMALL.maxRestarts(); i++) {
            bench.exit(id, false, FailureClass.NONE);
            assertEquals(AgentStatus.INITIALIZING, bench.status(id));
            bench.ready(id);
        }
        assertEquals(0, bench.agent(id).restarts());
    }

    @Test
    void a_completed_command_forgives_earlier_exits() {
        String id = bench.idleAgent();
        bench.exit(id, false, FailureClass.EXIT);
        bench.ready(id);
        bench.finish(bench.busy(id));
        assertEquals(0, bench.agent(id).restarts());
    }

    @Test
    void an_agent_that_cannot_log_in_is_not_started_again() {
        String id = bench.create();
        bench.exit(id, false, FailureClass.AUTHENTICATION);
        assertEquals(List.of("AgentFailed"), bench.kinds());
    }

    @Test
    void a_stop_is_answered_ends_all_work_and_is_done_when_the_process_is_gone() {
        String id = bench.idleAgent();
        String current = bench.execute(id, "one");
        String waiting = bench.execute(id, "two");
        bench.stop(id, StopMode.GRACEFUL);
        assertEquals(List.of("AgentStopping", "CommandCancelling", "CommandEnded", "AgentChanged"), bench.kinds());
        assertEquals("request-4", bench.decision.events().getFirst().cause().requestId());
        assertEquals(CommandStatus.CANCELLED, bench.command(waiting).status());
        assertEquals(CommandStatus.EXECUTING, bench.command(current).status());

        bench.stop(id, StopMode.GRACEFUL);
        assertEquals(ErrorType.AGENT_ERROR, bench.refusal().type());
        bench.stop(id, StopMode.KILL);
        assertEquals(List.of("AgentStopping"), bench.kinds());
        assertEquals(StopMode.KILL, bench.agent(id).stopMode());

        bench.exit(id, false, FailureClass.EXIT);
        assertEquals(List.of("CommandEnded", "AgentStopped"), bench.kinds());
        assertEquals(Cause.NONE, bench.decision.events().getLast().cause());
        assertEquals(CommandStatus.CANCELLED, bench.command(current).status());
        assertEquals(AgentStatus.STOPPED, bench.status(id));
        assertEquals(OutputPosition.NONE, bench.state().position(id));
    }

    @Test
    void an_agent_in_error_is_stopped_at_once() {
        String id = bench.create();
        bench.exit(id, false, FailureClass.INPUT);
        bench.stop(id, StopMode.GRACEFUL);
        assertEquals(List.of("AgentStopping", "AgentStopped"), bench.kinds());
    }

    @Test
    void what_waits_for_a_stopped_agent_is_ended_in_steps_of_bounded_size() {
        String id = awaited(300, "work");
        for (int i = 0; i < 300; i++) {
            wide.assign("", id);
        }
        wide.stop(id, StopMode.GRACEFUL);
        long ended = ended();
        int steps = 1;
        for (; ended < 600; steps++) {
            assertTrue(wide.engine.nextDeadlineMillis() <= wide.nowMillis);
            wide.pass(0);
            assertTrue(
                    wide.decision.events().size() <= 130,
                    () -> wide.decision.events().size() + " events");
            ended += ended();
        }
        assertEquals(5, steps);
        assertEquals(Long.MAX_VALUE, wide.engine.nextDeadlineMillis());
        assertEquals(0, wide.agent(id).queueLength());
    }

    @Test
    void an_agent_whose_process_ends_before_all_that_waited_is_ended_stops_when_that_is_done() {
        String id = awaited(300, "work");
        for (int i = 0; i < 300; i++) {
            wide.assign("", id);
        }
        wide.stop(id, StopMode.GRACEFUL);
        wide.exit(id, false, FailureClass.NONE);
        assertTrue(wide.decision.events().size() <= 130);
        assertEquals(AgentStatus.STOPPING, wide.status(id));
        int events = 0;
        while (wide.status(id) == AgentStatus.STOPPING) {
            assertTrue(wide.engine.nextDeadlineMillis() <= wide.nowMillis);
            wide.pass(0);
            assertTrue(wide.decision.events().size() <= 130);
            events += wide.decision.events().size();
        }
        assertTrue(events > 300);
        assertEquals("AgentStopped", wide.kinds().getLast());
        assertEquals(0, wide.agent(id).queueLength());
        assertEquals(ProcessIdentity.NONE, wide.agent(id).process());
        assertEquals(Long.MAX_VALUE, wide.engine.nextDeadlineMillis());
    }

    @Test
    void an_agent_that_ended_stops_also_where_clients_withdraw_the_last_that_waits() {
        String id = awaited(300, "work");
        wide.stop(id, StopMode.GRACEFUL);
        wide.exit(id, false, FailureClass.NONE);
        for (Command command : List.copyOf(wide.state().commands())) {
            if (!command.status().isTerminal()) {
                wide.cancel(command.id());
            }
        }
        assertEquals(AgentStatus.STOPPING, wide.status(id));
        wide.pass(0);
        assertEquals(List.of("AgentStopped"), wide.kinds());
    }

    @Test
    void a_step_deals_with_no_more_long_texts_than_fit_into_a_record() {
        String id = awaited(100, "x".repeat(16_000));
        wide.stop(id, StopMode.GRACEFUL);
        int steps = 1;
        for (; wide.engine.nextDeadlineMillis() <= wide.nowMillis; steps++) {
            assertTrue(ended() * 16_000 < 300_000, () -> ended() + " long texts in one step");
            wide.pass(0);
        }
        assertEquals(6, steps);
    }

    /** An agent at work, with commands waiting behind the first. */
    private String awaited(int commands, String text) {
        String id = wide.create();
        for (int i = 0; i < commands; i++) {
            wide.execute(id, text);
        }
        return id;
    }

    private long ended() {
        return wide.kinds().stream()
                .filter(kind -> kind.equals("CommandEnded") || kind.equals("TaskEnded"))
                .count();
    }

    @Test
    void time_never_goes_back() {
        bench.create();
        long newest = bench.nowMillis;
        bench.nowMillis -= 10_000;
        String id = bench.create();
        assertEquals(newest, bench.agent(id).createdAtMillis());
        assertFalse(bench.state().timestampMillis() < newest);
    }
}
