package io.agentbridge.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.ErrorType;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.Retry;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.engine.model.StopMode;
import io.agentbridge.engine.model.TaskStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskExamplesTest {
    private static final List<String> NONE = List.of();

    private final Bench bench = new Bench();
    private final Bench wide = new Bench(Bench.WIDE);

    @Test
    void a_task_for_an_idle_agent_is_answered_and_starts() {
        String agent = bench.idleAgent();
        String task = bench.assign("t1", agent);

        assertEquals(List.of("TaskAssigned", "CommandStarted", "TaskChanged", "AgentChanged"), bench.kinds());
        Fact.TaskAssigned assigned = (Fact.TaskAssigned) bench.facts().getFirst();
        assertEquals(TaskStatus.PENDING, assigned.task().status());
        assertEquals(agent, assigned.task().assignedAgent());
        assertEquals(TaskStatus.IN_PROGRESS, bench.task(task).status());
        assertEquals(1, bench.task(task).attempts());
        assertEquals(task, bench.agent(agent).currentTask());

        bench.finish(bench.task(task).commandId());
        assertEquals(List.of("CommandEnded", "TaskEnded", "AgentChanged"), bench.kinds());
        assertEquals(TaskStatus.COMPLETED, bench.task(task).status());
        assertEquals(1.0, bench.task(task).progress());
        assertEquals(1, bench.agent(agent).metrics().tasksCompleted());
        assertEquals(1, bench.state().totals().tasksCompleted());
    }

    @Test
    void a_task_for_a_busy_agent_is_assigned_and_waits_for_its_turn() {
        String agent = bench.idleAgent();
        String command = bench.busy(agent);
        String task = bench.assign("", agent);
        assertEquals(List.of("TaskAssigned"), bench.kinds());
        assertEquals(agent, bench.task(task).assignedAgent());
        assertTrue(task.startsWith("task-"));

        bench.finish(command);
        assertEquals(TaskStatus.IN_PROGRESS, bench.task(task).status());
    }

    @Test
    void commands_and_tasks_of_one_agent_take_turns_in_the_order_in_which_they_came() {
        String agent = bench.idleAgent();
        String first = bench.busy(agent);
        bench.nowMillis++;
        String task = bench.assign("t", agent);
        bench.nowMillis++;
        String last = bench.execute(agent, "after the task");

        bench.finish(first);
        assertEquals(task, bench.agent(agent).currentTask());
        bench.finish(bench.agent(agent).currentCommand());
        assertEquals(last, bench.agent(agent).currentCommand());
    }

    @Test
    void a_task_for_anyone_goes_to_an_able_idle_agent() {
        bench.idleAgent("review");
        String able = bench.idleAgent("review", "coding");
        String task = bench.assign("t", "", 0, NONE, List.of("coding"), Retry.NONE);
        assertEquals(able, bench.task(task).assignedAgent());
        assertEquals(TaskStatus.IN_PROGRESS, bench.task(task).status());
    }

    @Test
    void a_task_that_no_agent_can_take_yet_is_kept_and_starts_as_soon_as_one_can() {
        String task = bench.assign("t", "", 0, NONE, List.of("coding"), Retry.NONE);
        assertEquals("", bench.task(task).assignedAgent());
        assertTrue(bench.task(task).blockedReason().startsWith("No agent"));

        String agent = bench.idleAgent("coding");
        assertEquals(agent, bench.task(task).assignedAgent());
        assertEquals("", bench.task(task).blockedReason());
        assertEquals(TaskStatus.IN_PROGRESS, bench.task(task).status());
    }

    @Test
    void among_the_tasks_that_wait_the_most_urgent_then_the_oldest_comes_first() {
        String agent = bench.idleAgent();
        String command = bench.busy(agent);
        bench.assign("low", "", 0, NONE, NONE, Retry.NONE);
        bench.assign("high", "", 5, NONE, NONE, Retry.NONE);
        bench.assign("high-later", "", 5, NONE, NONE, Retry.NONE);
        bench.finish(command);
        for (String expected : List.of("high", "high-later", "low")) {
            assertEquals(expected, bench.agent(agent).currentTask());
            bench.finish(bench.agent(agent).currentCommand());
        }
    }

    @Test
    void whichever_agent_is_free_first_takes_a_task_for_anyone() {
        String first = bench.idleAgent();
        String second = bench.idleAgent();
        bench.busy(first);
        String command = bench.busy(second);
        String task = bench.assign("t", "", 0, NONE, NONE, Retry.NONE);
        assertEquals(first, bench.task(task).assignedAgent());
        bench.finish(command);
        assertEquals(second, bench.task(task).assignedAgent());
    }

    @Test
    void a_task_waits_for_those_that_it_depends_on() {
        String agent = bench.idleAgent();
        bench.idleAgent();
        bench.assign("base", agent);
        String task = bench.assign("top", "", 0, List.of("base"), NONE, Retry.NONE);
        assertEquals(List.of("TaskAssigned"), bench.kinds());
        assertEquals(
                "It waits for the tasks that it depends on, then for its turn.",
                bench.task(task).blockedReason());

        bench.finish(bench.task("base").commandId());
        assertEquals(TaskStatus.IN_PROGRESS, bench.task(task).status());
    }

    @Test
    void tasks_that_are_released_together_start_in_steps_of_bounded_size() {
        int agents = fanOut("t");
        int steps = 1;
        for (long begun = started(); begun < agents; steps++) {
            assertTrue(wide.engine.nextDeadlineMillis() <= wide.nowMillis);
            wide.pass(0);
            assertTrue(started() > 0 && started() <= 129, () -> started() + " started in one step");
            begun += started();
        }
        assertEquals(4, steps);
        assertTrue(wide.engine.nextDeadlineMillis() > wide.nowMillis);
    }

    @Test
    void tasks_with_long_instructions_that_are_released_together_fit_into_a_record_each_time() {
        int agents = fanOut("x".repeat(16_000));
        long begun = 0;
        while (begun < agents) {
            assertTrue(started() * 16_000 < 300_000, () -> started() + " long texts in one step");
            begun += started();
            wide.pass(0);
        }
        assertTrue(wide.engine.nextDeadlineMillis() > wide.nowMillis);
    }

    @Test
    void the_others_follow_also_where_the_one_that_holds_their_place_is_cancelled() {
        fanOut("t");
        String first = wide.state().tasks().stream()
                .filter(task -> task.notBeforeMillis() != 0)
                .findFirst()
                .orElseThrow()
                .id();
        wide.cancelTask(first);
        assertTrue(started() > 100, () -> started() + " started");
    }

    /** As many idle agents as tasks, all of which are released in the last step by the end of one. Returns how many. */
    private int fanOut(String description) {
        int count = 400;
        String agent = wide.idleAgent();
        wide.assign("base", agent);
        for (int i = 0; i < count; i++) {
            wide.assign("t" + i, "", 0, List.of("base"), NONE, Retry.NONE, description);
        }
        for (int i = 1; i < count; i++) {
            wide.idleAgent();
        }
        wide.finish(wide.task("base").commandId());
        return count;
    }

    private long started() {
        return wide.kinds().stream()
                .filter(kind -> kind.equals("CommandStarted"))
                .count();
    }

    @Test
    void a_task_that_ended_long_ago_is_remembered_while_another_depends_on_it() {
        Bench tiny = new Bench(new Settings(1, 10, 10, 10, 1, 1 << 20, 60_000, 30_000, 50, 2));
        String agent = tiny.idleAgent();
        tiny.assign("base", agent);
        tiny.finish(tiny.task("base").commandId());
        tiny.busy(agent);
        tiny.assign("top", agent, 0, List.of("base"), NONE, Retry.NONE);
        for (String other : List.of("x", "y", "z")) {
            tiny.assign(other, agent);
            tiny.cancelTask(other);
        }
        tiny.finish(tiny.agent(agent).currentCommand());
        assertEquals("top", tiny.agent(agent).currentTask());
        tiny.finish(tiny.agent(agent).currentCommand());
        assertTrue(tiny.state().task("base").isEmpty());
    }

    @Test
    void a_task_fails_when_one_that_it_depends_on_did_not_complete() {
        String agent = bench.idleAgent();
        bench.assign("base", agent);
        bench.assign("middle", "", 0, List.of("base"), NONE, Retry.NONE);
        bench.assign("top", "", 0, List.of("middle"), NONE, Retry.NONE);
        bench.finish(bench.task("base").commandId(), FailureClass.INTERNAL, false);
        assertEquals(TaskStatus.FAILED, bench.task("base").status());
        assertEquals(TaskStatus.FAILED, bench.task("middle").status());
        assertEquals(TaskStatus.FAILED, bench.task("top").status());

        bench.assign("late", "", 0, List.of("base"), NONE, Retry.NONE);
        assertEquals(List.of("TaskAssigned", "TaskEnded"), bench.kinds());
    }

    @Test
    void a_failed_task_is_tried_again_after_its_pause() {
        String agent = bench.idleAgent();
        String task = bench.assign("t", "", 0, NONE, NONE, new Retry(2, 1_000));
        bench.finish(bench.task(task).commandId(), FailureClass.NETWORK, false);
        assertEquals(List.of("CommandEnded", "TaskChanged", "AgentChanged"), bench.kinds());
        assertEquals(TaskStatus.PENDING, bench.task(task).status());
        assertEquals(bench.nowMillis + 1_000, bench.engine.nextDeadlineMillis());

        bench.pass(1_000);
        assertEquals(2, bench.task(task).attempts());
        assertEquals(task, bench.agent(agent).currentTask());
        bench.finish(bench.task(task).commandId(), FailureClass.NETWORK, false);
        assertEquals(TaskStatus.FAILED, bench.task(task).status());
        assertEquals(1, bench.agent(agent).metrics().tasksFailed());
    }

    @Test
    void an_attempt_whose_outcome_is_unknown_counts_as_failed() {
        String agent = bench.idleAgent();
        String task = bench.assign("t", agent);
        bench.exit(agent, false, FailureClass.EXIT);
        assertEquals(TaskStatus.FAILED, bench.task(task).status());
    }

    @Test
    void a_waiting_task_is_cancelled_at_once() {
        String task = bench.assign("t", "", 0, NONE, NONE, Retry.NONE);
        bench.cancelTask(task);
        assertEquals(List.of("TaskCancelling", "TaskEnded"), bench.kinds());
        assertEquals(TaskStatus.CANCELLED, bench.task(task).status());
        bench.cancelTask(task);
        assertEquals(ErrorType.TASK_ERROR, bench.refusal().type());
    }

    @Test
    void a_running_task_is_cancelled_with_its_command() {
        String agent = bench.idleAgent();
        String task = bench.assign("t", "", 0, NONE, NONE, new Retry(3, 0));
        String command = bench.task(task).commandId();
        bench.cancelTask(task);
        assertEquals(List.of("TaskCancelling", "CommandCancelling"), bench.kinds());
        bench.cancelTask(task);
        assertEquals(ErrorType.CONFLICT, bench.refusal().type());

        bench.finish(command, FailureClass.NONE, true);
        assertEquals(List.of("CommandEnded", "TaskEnded", "AgentChanged"), bench.kinds());
        assertEquals(TaskStatus.CANCELLED, bench.task(task).status());
        assertEquals("", bench.agent(agent).currentTask());
    }

    @Test
    void a_task_for_anyone_survives_the_stop_of_its_agent() {
        String agent = bench.idleAgent();
        String task = bench.assign("t", "", 0, NONE, NONE, Retry.NONE);
        bench.stop(agent, StopMode.KILL);
        bench.exit(agent, false, FailureClass.EXIT);
        assertEquals(TaskStatus.PENDING, bench.task(task).status());
        assertEquals("", bench.task(task).assignedAgent());

        String other = bench.idleAgent();
        assertEquals(other, bench.task(task).assignedAgent());
        assertEquals(TaskStatus.IN_PROGRESS, bench.task(task).status());
    }

    @Test
    void the_tasks_that_a_client_gave_to_a_stopped_agent_are_cancelled() {
        String agent = bench.idleAgent();
        String running = bench.assign("running", agent);
        String waiting = bench.assign("waiting", agent);
        bench.stop(agent, StopMode.GRACEFUL);
        assertEquals(TaskStatus.CANCELLED, bench.task(waiting).status());
        bench.exit(agent, false, FailureClass.EXIT);
        assertEquals(TaskStatus.CANCELLED, bench.task(running).status());
    }

    @Test
    void impossible_tasks_are_refused() {
        bench.assign("t", "nobody");
        assertEquals(ErrorType.TASK_ERROR, bench.refusal().type());
        bench.assign("t", "", 0, List.of("unknown"), NONE, Retry.NONE);
        assertEquals(ErrorType.TASK_ERROR, bench.refusal().type());
        bench.assign("t", "");
        bench.assign("t", "");
        assertEquals(ErrorType.CONFLICT, bench.refusal().type());
        for (int i = 1; i < Bench.SMALL.maxOpenTasks(); i++) {
            bench.assign("", "");
        }
        bench.assign("", "");
        assertEquals(ErrorType.OVERLOADED, bench.refusal().type());
    }
}
