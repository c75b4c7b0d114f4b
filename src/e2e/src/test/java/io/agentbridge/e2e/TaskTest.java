package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.e2e.fixture.Client;
import io.agentbridge.e2e.fixture.Conversation;
import io.agentbridge.e2e.fixture.Echo;
import io.agentbridge.e2e.fixture.Frame;
import io.agentbridge.e2e.fixture.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tasks: assigned, queued, worked on, ended. */
class TaskTest extends Conversation {
    private final String task = "task-" + UUID.randomUUID();

    private Frame assign(Map<String, ?> description, String agent) {
        return alice.call("task:assign", Map.of("task", description, "agent_id", agent));
    }

    @Test
    void anAssignmentIsAnsweredFlatAndNestedAndKeepsTheClientsId() {
        String agent = alice.createAgent();
        Frame answer = assign(Map.of("id", task, "title", "Write", "description", "A page."), agent);
        assertEquals("command:result", answer.type());
        assertEquals("system", answer.text("/source"));
        JsonNode payload = answer.payload();
        assertEquals("assign_task", payload.path("command").stringValue());
        assertTrue(payload.path("success").booleanValue());
        assertTrue(payload.path("assigned").booleanValue());
        assertEquals(agent, payload.path("agent_id").stringValue());
        assertEquals(agent, payload.path("assigned_agent").stringValue());
        assertEquals(task, payload.path("task_id").stringValue());
        assertEquals(task, payload.path("id").stringValue());
        assertEquals("Write", payload.path("title").stringValue());
        assertEquals("A page.", payload.path("description").stringValue());
        assertEquals("pending", payload.path("status").stringValue());
        for (String key : List.of(
                "id", "title", "description", "assigned_agent", "status", "created_at", "progress", "metadata")) {
            assertEquals(payload.at("/task/" + key), payload.path(key), key);
        }
        assertEquals(task, answer.text("/payload/result/task_id"));
        assertEquals(agent, answer.text("/payload/result/agent_id"));
        assertTrue(answer.at("/payload/result/assigned").booleanValue());
    }

    @Test
    void aTaskIsWorkedOnAndCompletedForAllToSee() {
        String agent = alice.createAgent();
        Frame answer = assign(Map.of("id", task, "title", "Write", "description", "A page."), agent);
        for (Client client : List.of(alice, bob)) {
            Frame complete = client.await("task:complete", frame -> isTask(frame, "task:complete"));
            List<Frame> updates = client.frames(frame -> isTask(frame, "task:update"));
            List<String> statuses = updates.stream()
                    .map(frame -> frame.text("/payload/task/status"))
                    .distinct()
                    .toList();
            assertEquals(
                    client == alice
                            ? List.of("in_progress", "completed")
                            : List.of("pending", "in_progress", "completed"),
                    statuses);
            Frame last = updates.getLast();
            assertEquals(last.payload(), complete.payload());
            assertEquals(last.sequence(), complete.sequence());
            assertTrue(last.more());
            assertFalse(complete.more());
            assertEquals(1.0, complete.at("/payload/task/progress").doubleValue());
            assertTrue(complete.at("/payload/task/completed_at").isString());
            assertTrue(complete.at("/payload/task/started_at").isString());
        }
        assertTrue(alice.frames().indexOf(answer)
                < alice.frames()
                        .indexOf(alice.frames(frame -> isTask(frame, "task:update"))
                                .getFirst()));
    }

    private boolean isTask(Frame frame, String type) {
        return frame.type().equals(type) && frame.text("/payload/task/id").equals(task);
    }

    private Frame end() {
        return alice.await(
                "the end of the task",
                frame -> frame.showsTask(task, "completed")
                        || frame.showsTask(task, "failed")
                        || frame.showsTask(task, "cancelled"));
    }

    @Test
    void thePromptHoldsTitleDescriptionAndMetadata() {
        String agent = alice.createAgent();
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("id", task);
        description.put("title", "Write");
        description.put("description", "A page on cursors.");
        description.put("metadata", Map.of("branch", "pages"));
        assign(description, agent);
        String prompt = end().at("/payload/task/result").toString();
        assertTrue(prompt.contains("Task: Write"), prompt);
        assertTrue(prompt.contains("Description:"), prompt);
        assertTrue(prompt.contains("A page on cursors."), prompt);
        assertTrue(prompt.contains("Additional Information:"), prompt);
        assertTrue(prompt.contains("branch: pages"), prompt);
        alice.await("completion", frame -> isTask(frame, "task:complete"));
    }

    @Test
    void whatIsNotSaidHasADefaultAndUnknownKeysAreTolerated() {
        String agent = alice.createAgent();
        Frame answer = assign(
                Map.of("status", "pending", "created_at", "2026-03-01T12:00:00", "progress", 0, "colour", "green"),
                agent);
        assertEquals("Untitled Task", answer.text("/payload/title"));
        assertEquals("", answer.text("/payload/description"));
        assertFalse(answer.text("/payload/id").isEmpty());
        String id = answer.text("/payload/id");
        alice.await(
                "completion",
                frame -> frame.type().equals("task:complete")
                        && frame.text("/payload/task/id").equals(id));
    }

    @Test
    void anUnknownAgentIsATaskError() {
        Frame answer = assign(Map.of("id", task), "worker-1-00000000");
        assertEquals("system:error", answer.type());
        assertEquals("task_error", answer.text("/payload/error_type"));
    }

    @Test
    void aTaskForABusyAgentIsAssignedAndWaits() {
        String agent = alice.createAgent();
        Request busy = alice.prompt(agent, Echo.text("busy").delayMillis(300).prompt());
        Frame answer = assign(Map.of("id", task, "title", "Later"), agent);
        assertTrue(answer.at("/payload/assigned").booleanValue());
        assertEquals(agent, answer.text("/payload/agent_id"));
        Frame done = alice.answer(busy);
        alice.await("completion", frame -> isTask(frame, "task:complete"));
        assertTrue(alice.frames().indexOf(done) < alice.frames().indexOf(end()));
    }

    @Test
    void aTaskThatNoAgentCanTakeWaitsUntilOneCan() {
        String skill = "skill-" + UUID.randomUUID();
        Frame answer = alice.call(
                "task:assign",
                Map.of("task", Map.of("id", task, "title", "Rare", "required_capabilities", List.of(skill))));
        assertEquals("command:result", answer.type());
        assertFalse(answer.at("/payload/assigned").booleanValue());
        assertTrue(answer.at("/payload/success").booleanValue());
        alice.settle();
        assertTrue(alice.frames(frame -> frame.showsTask(task, "in_progress")).isEmpty());
        String able = alice.createAgent(Map.of("capabilities", List.of("other", skill)));
        Frame complete = alice.await("completion", frame -> isTask(frame, "task:complete"));
        assertEquals(able, complete.text("/payload/task/assigned_agent"));
    }

    @Test
    void aTaskWaitsForThoseItDependsOn() {
        String agent = alice.createAgent();
        String skill = "skill-" + UUID.randomUUID();
        String first = "task-" + UUID.randomUUID();
        alice.call("task:assign", Map.of("task", Map.of("id", first, "required_capabilities", List.of(skill))));
        assign(Map.of("id", task, "depends_on", List.of(first)), agent);
        alice.settle();
        assertTrue(alice.frames(frame -> frame.showsTask(task, "in_progress")).isEmpty());
        alice.createAgent(Map.of("capabilities", List.of(skill)));
        alice.await("completion", frame -> isTask(frame, "task:complete"));
        List<String> completed = alice.frames(frame -> frame.type().equals("task:complete")).stream()
                .map(frame -> frame.text("/payload/task/id"))
                .toList();
        assertTrue(completed.indexOf(first) < completed.indexOf(task));
    }

    @Test
    void aTaskWhoseAgentIsStoppedDoesNotStayOpenWithIt() {
        String agent = alice.createAgent();
        Request busy = alice.prompt(agent, Echo.hang().prompt());
        assign(Map.of("id", task, "title", "Never"), agent);
        alice.call("agent:stop", Map.of("agent_id", agent, "mode", "kill"));
        assertTrue(alice.answer(busy).isError());
        alice.await(
                "the task left its agent",
                frame -> frame.showsTask(task, "failed")
                        || frame.showsTask(task, "cancelled")
                        || (frame.showsTask(task, "pending")
                                && !frame.text("/payload/task/assigned_agent").equals(agent)));
        alice.await("the stop", frame -> frame.isAbout("agent:stopped", agent));
    }

    @Test
    void aTaskThatCanNeverBeginFailsForAllToSee() {
        String first = "task-" + UUID.randomUUID();
        alice.call(
                "task:assign", Map.of("task", Map.of("id", first, "required_capabilities", List.of("skill-" + first))));
        alice.call("task:assign", Map.of("task", Map.of("id", task, "depends_on", List.of(first))));
        alice.call("task:cancel", Map.of("task_id", first));
        for (Client client : List.of(alice, bob)) {
            Frame failed = client.await("task:failed", frame -> isTask(frame, "task:failed"));
            assertEquals("failed", failed.text("/payload/task/status"));
            assertFalse(failed.text("/payload/task/error").isEmpty(), failed.toString());
            Frame update = client.frames(frame -> isTask(frame, "task:update")).getLast();
            assertEquals(failed.payload(), update.payload());
            assertEquals(failed.sequence(), update.sequence());
            assertTrue(update.more());
        }
    }

    @Test
    void aWaitingTaskCanBeCancelled() {
        String skill = "skill-" + UUID.randomUUID();
        alice.call("task:assign", Map.of("task", Map.of("id", task, "required_capabilities", List.of(skill))));
        Frame answer = bob.call("task:cancel", Map.of("task_id", task));
        assertEquals("command:result", answer.type());
        alice.await("cancelled", frame -> frame.showsTask(task, "cancelled"));
        alice.settle();
        assertEquals(
                1,
                alice.frames(frame -> frame.showsTask(task, "cancelled")
                                && frame.type().equals("task:update"))
                        .size());
        assertTrue(alice.call("task:cancel", Map.of("task_id", task)).isError(), "it has ended");
    }

    @Test
    void aTaskInAnAgentsQueueCanBeCancelledAndTheAgentGoesOn() {
        String agent = alice.createAgent();
        Request busy = alice.prompt(agent, Echo.text("busy").delayMillis(500).prompt());
        assign(Map.of("id", task, "title", "Never"), agent);
        assertEquals(
                "command:result",
                alice.call("task:cancel", Map.of("task_id", task)).type());
        alice.await("cancelled", frame -> frame.showsTask(task, "cancelled"));
        assertEquals("busy", alice.answer(busy).text("/payload/result"));
        assertEquals("next", alice.execute(agent, "next").text("/payload/result"));
    }

    @Test
    void anUnknownTaskCannotBeCancelled() {
        Frame answer = alice.call("task:cancel", Map.of("task_id", "no-such-task"));
        assertEquals("system:error", answer.type());
        assertEquals("task_error", answer.text("/payload/error_type"));
    }
}
