package io.agentbridge.agents.claude;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.agents.AgentListener;
import io.agentbridge.agents.AgentSession;
import io.agentbridge.agents.AgentSpec;
import io.agentbridge.agents.Eventually;
import io.agentbridge.agents.Heard;
import io.agentbridge.agents.Heard.Call;
import io.agentbridge.agents.process.ProcessSupervisor;
import io.agentbridge.engine.model.ApprovalDecision;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.ProgressKind;
import io.agentbridge.engine.model.StopMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real CLI against a scripted model. */
final class ClaudeBackendTest {
    @TempDir
    Path folder;

    private FakeMessagesApi api;
    private ProcessSupervisor supervisor;
    private final Heard heard = new Heard();
    private Optional<AgentSession> session = Optional.empty();

    @BeforeEach
    void start() throws IOException {
        RealClaude.binary();
        api = new FakeMessagesApi();
        supervisor = RealClaude.supervisor(folder);
    }

    @AfterEach
    void end() throws IOException {
        if (session.isPresent()) {
            session.get().stop(StopMode.KILL);
            heard.await(Call.Exited.class);
        }
        supervisor.close();
        api.close();
        assertFalse(heard.overlapped());
    }

    private AgentSession begin(String permissionMode, long silenceMillis) throws IOException {
        AgentSpec spec = RealClaude.spec(folder, permissionMode);
        Path home = Files.createDirectories(folder.resolve("home"));
        AgentSession begun = RealClaude.backend(RealClaude.configuration(api.url(), home, silenceMillis), supervisor)
                .start(spec, heard);
        session = Optional.of(begun);
        return begun;
    }

    private static String prompt(AgentSession session, String text) {
        String id = UUID.randomUUID().toString();
        session.prompt(id, text);
        return id;
    }

    @Test
    void it_starts_takes_prompts_streams_and_answers() throws IOException {
        AgentSession session = begin("", 0);
        Call.Launched launched = heard.await(Call.Launched.class);
        assertTrue(supervisor.table().isAlive(launched.process()));
        Call.Ready ready = heard.await(Call.Ready.class);
        assertEquals("2.1.330", ready.version());

        for (String text : new String[] {"first", "second é🙂 \u2028 \"quoted\"", "third\nof two lines"}) {
            String id = prompt(session, text);
            assertEquals("echo: " + text, heard.outcome(id).result());
            assertEquals(FailureClass.NONE, heard.outcome(id).failure());
            assertEquals(100, heard.outcome(id).usage().inputTokens());
            assertTrue(heard.outcome(id).usage().costMicros() > 0);
            heard.await(Call.Delivered.class, call -> call.promptId().equals(id));
            String streamed = heard.all(Call.Delta.class).stream()
                    .filter(delta -> delta.promptId().equals(id))
                    .map(Call.Delta::text)
                    .collect(Collectors.joining());
            assertEquals("echo: " + text, streamed);
        }
        session.stop(StopMode.GRACEFUL);
        Call.Exited exited = heard.await(Call.Exited.class);
        assertEquals(FailureClass.NONE, exited.failure());
        assertFalse(supervisor.table().isAlive(launched.process()));
    }

    @Test
    void failures_of_the_model_are_told_by_class_and_the_agent_lives_on() throws IOException {
        AgentSession session = begin("", 0);
        Map<Integer, FailureClass> classes = Map.of(
                400, FailureClass.INPUT,
                401, FailureClass.AUTHENTICATION,
                429, FailureClass.RATE_LIMIT,
                529, FailureClass.OVERLOADED);
        classes.forEach((status, expected) -> {
            String id = prompt(session, "@model {\"steps\":[{\"status\":" + status + "}]}");
            AgentListener.PromptOutcome outcome = heard.outcome(id);
            assertEquals(expected, outcome.failure(), outcome::toString);
            assertFalse(outcome.error().isEmpty());
            assertFalse(outcome.interrupted());
        });
        assertEquals("echo: on", heard.outcome(prompt(session, "on")).result());
    }

    @Test
    void an_answer_that_stalls_ends_as_silence_and_the_agent_lives_on() throws IOException {
        AgentSession session = begin("", 1_500);
        String id = prompt(session, "@model {\"steps\":[{\"stall\":true}]}");
        assertEquals(FailureClass.SILENCE, heard.outcome(id).failure());
        assertEquals("echo: on", heard.outcome(prompt(session, "on")).result());
    }

    @Test
    void cancel_interrupts_the_prompt_and_the_agent_lives_on() throws IOException {
        AgentSession session = begin("", 0);
        String id =
                prompt(session, "@model {\"steps\":[{\"text\":\"a long answer \",\"repeat\":200,\"delay_ms\":200}]}");
        heard.await(Call.Delta.class);
        session.cancel();
        assertTrue(heard.outcome(id).interrupted());
        assertEquals(FailureClass.NONE, heard.outcome(id).failure());
        assertEquals("echo: on", heard.outcome(prompt(session, "on")).result());
    }

    @Test
    void a_cancel_right_after_the_prompt_is_not_lost() throws IOException {
        AgentSession session = begin("", 0);
        heard.await(Call.Ready.class);
        String id =
                prompt(session, "@model {\"steps\":[{\"text\":\"a long answer \",\"repeat\":200,\"delay_ms\":500}]}");
        session.cancel();
        assertTrue(heard.outcome(id).interrupted());
    }

    @Test
    void a_killed_process_is_an_exit_with_the_prompt_known_as_received() throws IOException {
        AgentSession session = begin("", 0);
        String id = prompt(session, "@model {\"steps\":[{\"stall\":true}]}");
        heard.await(Call.Delivered.class);
        supervisor.table().kill(heard.await(Call.Launched.class).process());
        Call.Exited exited = heard.await(Call.Exited.class);
        assertEquals(FailureClass.EXIT, exited.failure());
        assertFalse(exited.promptLost());
        assertTrue(heard.all(Call.Finished.class).isEmpty(), id);
    }

    @Test
    void stopping_gracefully_with_a_tool_running_leaves_nothing_behind() throws IOException {
        stopWithRunningTool(StopMode.GRACEFUL);
    }

    @Test
    void killing_with_a_tool_running_leaves_nothing_behind() throws IOException {
        stopWithRunningTool(StopMode.KILL);
    }

    private void stopWithRunningTool(StopMode mode) throws IOException {
        AgentSession session = begin("", 0);
        Path begun = folder.resolve("workspace/begun");
        // The second one detaches itself as far as it can.
        String command = "touch begun; setsid tail -f /dev/null & tail -f /dev/null";
        prompt(session, "@model {\"steps\":[{\"tool\":\"Bash\",\"input\":{\"command\":\"" + command + "\"}}]}");
        Call.Asked asked = heard.await(Call.Asked.class);
        session.answer(asked.permissionId(), ApprovalDecision.ALLOW, "", "");
        Eventually.holds("the tool runs", () -> Files.exists(begun));
        String marker = folder.resolve("agent").toAbsolutePath() + "#";
        assertTrue(supervisor.table().bearing(marker).size() > 3);
        session.stop(mode);
        assertEquals(FailureClass.NONE, heard.await(Call.Exited.class).failure());
        assertEquals(List.of(), supervisor.table().bearing(marker));
    }

    @Test
    void permissions_are_asked_allowed_denied_and_withdrawn() throws IOException {
        AgentSession session = begin("manual", 0);
        Path made = folder.resolve("workspace/made");

        String denied = prompt(session, tool("touch made"));
        Call.Asked first = heard.await(Call.Asked.class);
        assertEquals("Bash", first.toolName());
        assertTrue(first.input().contains("\"command\":\"touch made\""), first.input());
        assertEquals(denied, first.promptId());
        session.answer(first.permissionId(), ApprovalDecision.DENY, "not today", "");
        assertEquals("done", heard.outcome(denied).result());
        assertTrue(result(denied).contains("not today"), result(denied));
        assertFalse(Files.exists(made));

        String changed = prompt(session, tool("touch made"));
        Call.Asked second =
                heard.await(Call.Asked.class, call -> call.promptId().equals(changed));
        session.answer(second.permissionId(), ApprovalDecision.ALLOW, "", "{\"command\":\"touch made-otherwise\"}");
        assertEquals("done", heard.outcome(changed).result());
        assertTrue(Files.exists(folder.resolve("workspace/made-otherwise")));

        String withdrawn = prompt(session, tool("touch made"));
        Call.Asked third = heard.await(Call.Asked.class, call -> call.promptId().equals(withdrawn));
        session.cancel();
        assertTrue(heard.outcome(withdrawn).interrupted());
        assertEquals(third.permissionId(), heard.await(Call.Withdrawn.class).permissionId());

        String allowed = prompt(session, tool("touch made"));
        Call.Asked fourth =
                heard.await(Call.Asked.class, call -> call.promptId().equals(allowed));
        session.answer(fourth.permissionId(), ApprovalDecision.ALLOW_SESSION, "", "");
        assertEquals("done", heard.outcome(allowed).result());
        assertTrue(Files.exists(made));
        String remembered = prompt(session, tool("touch made"));
        assertEquals("done", heard.outcome(remembered).result());
        assertEquals(4, heard.all(Call.Asked.class).size());
    }

    private static String tool(String command) {
        return "@model {\"steps\":[{\"tool\":\"Bash\",\"input\":{\"command\":\"" + command
                + "\"}},{\"text\":\"done\"}]}";
    }

    private String result(String promptId) {
        return heard.all(Call.Progressed.class).stream()
                .filter(call -> call.promptId().equals(promptId) && call.kind() == ProgressKind.TOOL_RESULT)
                .map(Call.Progressed::content)
                .collect(Collectors.joining());
    }
}
