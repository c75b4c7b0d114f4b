package io.agentbridge.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.AgentStatus;
import io.agentbridge.engine.model.CancelReason;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.CommandStatus;
import io.agentbridge.engine.model.ErrorType;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.engine.model.StopMode;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CommandExamplesTest {
    private final Bench bench = new Bench();

    @Test
    void a_command_for_an_idle_agent_starts_at_once() {
        String agent = bench.idleAgent();
        String command = bench.execute(agent, "hello");

        assertEquals(List.of("CommandStarted", "AgentChanged"), bench.kinds());
        assertEquals(CommandStatus.EXECUTING, bench.command(command).status());
        assertEquals(bench.nowMillis, bench.command(command).startedAtMillis());
        assertEquals(bench.nowMillis, bench.command(command).queuedAtMillis());
        assertEquals(AgentStatus.BUSY, bench.status(agent));
        assertEquals(command, bench.agent(agent).currentCommand());
    }

    @Test
    void a_command_for_a_busy_agent_waits_and_starts_when_the_one_before_it_ended() {
        String agent = bench.idleAgent();
        String first = bench.execute(agent, "one");
        String second = bench.execute(agent, "two");

        assertEquals(List.of("CommandQueued", "AgentChanged"), bench.kinds());
        assertEquals(1, bench.agent(agent).queueLength());

        bench.finish(first);

        assertEquals(List.of("CommandEnded", "CommandStarted", "AgentChanged"), bench.kinds());
        assertEquals(CommandStatus.EXECUTING, bench.command(second).status());
        assertEquals(second, bench.agent(agent).currentCommand());
        assertEquals(0, bench.agent(agent).queueLength());
    }

    @Test
    void a_command_for_an_agent_that_is_starting_waits_until_it_is_ready() {
        String agent = bench.create();
        String command = bench.execute(agent, "hello");
        assertEquals(CommandStatus.QUEUED, bench.command(command).status());

        bench.launched(agent);
        assertEquals(List.of("AgentLaunched"), bench.kinds());
        bench.ready(agent);
        assertEquals(List.of("AgentChanged", "CommandStarted", "AgentChanged"), bench.kinds());
    }

    @Test
    void the_end_of_a_command_answers_the_request_for_it() {
        String agent = bench.idleAgent();
        Cause cause = bench.cause();
        String command = bench.execute(cause, agent, "hello", 0);
        bench.decision.events().forEach(event -> assertEquals(Cause.NONE, event.cause()));

        bench.nowMillis += 250;
        bench.finish(command);

        assertEquals(cause, bench.decision.events().getFirst().cause());
        assertEquals(CommandStatus.COMPLETED, bench.command(command).status());
        assertEquals(250, bench.command(command).executionMillis());
        assertEquals(5, bench.agent(agent).usage().costMicros());
        assertEquals(1, bench.agent(agent).metrics().commandsEnded());
        assertEquals(1, bench.state().totals().commandsEnded());
    }

    @Test
    void command_ids_are_uuids_of_version_8_and_differ() {
        String agent = bench.idleAgent();
        UUID first = UUID.fromString(bench.execute(agent, "one"));
        UUID second = UUID.fromString(bench.execute(agent, "one"));

        assertEquals(8, first.version());
        assertEquals(2, first.variant());
        assertNotEquals(first, second);
    }

    @Test
    void a_command_for_an_unknown_or_stopped_agent_is_refused_and_changes_nothing() {
        long hash = bench.state().hash();
        bench.execute("nobody", "hello");
        assertEquals(ErrorType.COMMAND_ERROR, bench.refusal().type());
        assertEquals("nobody", bench.refusal().agentId());
        assertEquals(hash, bench.state().hash());

        String agent = bench.idleAgent();
        bench.stop(agent, StopMode.GRACEFUL);
        bench.execute(agent, "hello");
        assertEquals(ErrorType.COMMAND_ERROR, bench.refusal().type());
    }

    @Test
    void a_full_queue_refuses_with_a_time_to_try_again() {
        String agent = bench.idleAgent();
        for (int i = 0; i < 1 + Bench.SMALL.maxQueuedCommands(); i++) {
            assertNotEquals("", bench.execute(agent, "hello"));
        }
        bench.execute(agent, "one too many");
        assertEquals(ErrorType.OVERLOADED, bench.refusal().type());
        assertTrue(bench.refusal().retryAfterMillis() > 0);
    }

    @Test
    void delivery_is_told_once_and_progress_moves_the_output_position() {
        String agent = bench.idleAgent();
        String command = bench.execute(agent, "hello");
        bench.deliver(command);
        assertEquals(List.of("CommandDelivered"), bench.kinds());
        assertTrue(bench.command(command).delivered());
        bench.deliver(command);
        assertEquals(List.of(), bench.kinds());

        long before = bench.state().position(agent).endOffset();
        bench.progress(command, "thinking");
        assertEquals(List.of("CommandProgressed"), bench.kinds());
        assertEquals(before + 10, bench.state().position(agent).endOffset());
    }

    @Test
    void a_report_about_a_command_that_is_not_in_flight_changes_nothing() {
        String agent = bench.idleAgent();
        String first = bench.execute(agent, "one");
        String second = bench.execute(agent, "two");
        long hash = bench.state().hash();
        bench.finish(second);
        bench.progress(second, "text");
        assertEquals(hash, bench.state().hash());

        bench.finish(first);
        hash = bench.state().hash();
        bench.finish(first);
        assertEquals(hash, bench.state().hash());
    }

    @Test
    void a_queued_command_that_is_cancelled_ends_at_once() {
        String agent = bench.idleAgent();
        bench.busy(agent);
        String waiting = bench.execute(agent, "two");
        bench.cancel(waiting);

        assertEquals(List.of("CommandCancelling", "CommandEnded", "AgentChanged"), bench.kinds());
        assertEquals("request-4", bench.decision.events().get(0).cause().requestId());
        assertEquals("request-3", bench.decision.events().get(1).cause().requestId());
        assertEquals(CommandStatus.CANCELLED, bench.command(waiting).status());
        assertEquals(0, bench.agent(agent).queueLength());
    }

    @Test
    void a_command_in_flight_that_is_cancelled_ends_when_the_agent_says_so() {
        String agent = bench.idleAgent();
        String command = bench.busy(agent);
        bench.cancel(command);
        assertEquals(List.of("CommandCancelling"), bench.kinds());
        assertEquals(CancelReason.REQUEST, bench.cancelReason(command));

        bench.cancel(command);
        assertEquals(ErrorType.CONFLICT, bench.refusal().type());

        bench.finish(command, FailureClass.NONE, true);
        assertEquals(List.of("CommandEnded", "AgentChanged"), bench.kinds());
        assertEquals(CommandStatus.CANCELLED, bench.command(command).status());

        bench.cancel(command);
        assertEquals(ErrorType.COMMAND_ERROR, bench.refusal().type());
    }

    @Test
    void a_command_that_completes_although_it_was_being_cancelled_has_completed() {
        String command = bench.busy(bench.idleAgent());
        bench.cancel(command);
        bench.finish(command);
        assertEquals(CommandStatus.COMPLETED, bench.command(command).status());
    }

    @Test
    void a_command_that_takes_too_long_is_interrupted_and_has_failed() {
        String agent = bench.idleAgent();
        String command = bench.execute(bench.cause(), agent, "slow", 5_000);
        assertEquals(bench.nowMillis + 5_000, bench.engine.nextDeadlineMillis());

        assertEquals(List.of(), bench.pass(4_999));
        assertEquals(List.of("CommandCancelling"), bench.pass(1));
        assertEquals(CancelReason.TIMEOUT, bench.cancelReason(command));
        assertEquals(Long.MAX_VALUE, bench.engine.nextDeadlineMillis());

        bench.finish(command, FailureClass.NONE, true);
        assertEquals(CommandStatus.FAILED, bench.command(command).status());
        assertEquals(FailureClass.TIMEOUT, bench.command(command).failure());
    }

    @Test
    void a_command_that_was_cut_short_without_being_cancelled_has_failed() {
        String agent = bench.idleAgent();
        String command = bench.busy(agent);
        bench.finish(command, FailureClass.NONE, true);
        assertEquals(CommandStatus.FAILED, bench.command(command).status());
        assertEquals(FailureClass.INTERRUPTED, bench.command(command).failure());
        assertEquals(AgentStatus.IDLE, bench.status(agent));
    }

    @Test
    void a_failed_prompt_fails_its_command_and_the_agent_goes_on() {
        String agent = bench.idleAgent();
        String command = bench.busy(agent);
        bench.finish(command, FailureClass.RATE_LIMIT, false);
        assertEquals(CommandStatus.FAILED, bench.command(command).status());
        assertEquals(FailureClass.RATE_LIMIT, bench.command(command).failure());
        assertEquals(AgentStatus.IDLE, bench.status(agent));
        assertEquals(1, bench.agent(agent).metrics().commandsFailed());
    }

    @Test
    void a_message_is_shown_and_becomes_a_prompt_of_its_target() {
        String agent = bench.idleAgent();
        bench.message(agent);
        assertEquals(List.of("MessageRelayed", "CommandStarted", "AgentChanged"), bench.kinds());
        Fact.MessageRelayed relayed = (Fact.MessageRelayed) bench.facts().get(0);
        Fact.CommandStarted started = (Fact.CommandStarted) bench.facts().get(1);
        assertEquals(relayed.message().fromAgent(), started.command().originId());
        assertEquals(relayed.message().content(), started.command().text());
        assertEquals(relayed.message().details(), started.command().parameters());

        bench.finish(started.command().id());
        assertEquals(Cause.NONE, bench.decision.events().getFirst().cause());

        bench.message("nobody");
        assertEquals(ErrorType.COMMAND_ERROR, bench.refusal().type());
    }

    @Test
    void a_metric_is_shown_to_everybody() {
        bench.metric();
        assertEquals(List.of("MetricReported"), bench.kinds());
        assertEquals("alice", bench.decision.events().getFirst().cause().principal());
    }

    @Test
    void ended_commands_beyond_the_limit_are_forgotten_oldest_first() {
        Bench tiny = new Bench(new Settings(1, 10, 10, 10, 2, 1 << 20, 60_000, 30_000, 50, 2));
        String agent = tiny.idleAgent();
        String first = tiny.execute(agent, "1");
        tiny.finish(first);
        String second = tiny.execute(agent, "2");
        tiny.finish(second);
        String third = tiny.execute(agent, "3");
        tiny.finish(third);
        assertTrue(tiny.state().command(first).isEmpty());
        assertTrue(tiny.state().command(second).isPresent());
        assertTrue(tiny.state().command(third).isPresent());
    }

    @Test
    void ended_commands_are_forgotten_when_all_bodies_together_grow_too_large() {
        Bench tiny = new Bench(new Settings(1, 10, 10, 10, 100, 30, 60_000, 30_000, 50, 2));
        String agent = tiny.idleAgent();
        String first = tiny.execute(agent, "12345678901234567890");
        tiny.finish(first);
        assertTrue(tiny.state().command(first).isPresent());
        tiny.execute(agent, "1234567890");
        assertTrue(tiny.state().command(first).isEmpty());
    }
}
