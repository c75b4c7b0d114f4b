package io.agentbridge.agents.echo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.agents.AgentBackend;
import io.agentbridge.agents.AgentContractTest;
import io.agentbridge.agents.AgentSession;
import io.agentbridge.agents.Heard.Call;
import io.agentbridge.agents.process.ProcessSupervisor;
import io.agentbridge.engine.model.ApprovalDecision;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.ProgressKind;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The echo and its scripts. */
final class EchoBackendTest extends AgentContractTest {
    private final EchoBackend echo = new EchoBackend("echo", "1.0");

    @Override
    protected void closeBackend() {
        echo.close();
    }

    @Override
    protected AgentBackend backend(ProcessSupervisor processes) {
        return echo;
    }

    @Override
    protected String promptFor(String answer) {
        return answer;
    }

    @Override
    protected String endlessPrompt() {
        return "@echo {\"hang\":true}";
    }

    @Test
    void the_answer_is_streamed_in_as_many_deltas_as_asked_without_cutting_characters() throws IOException {
        AgentSession agent = begin();
        String id = prompt(agent, "@echo {\"text\":\"ab🙂🙂é\",\"chunks\":5,\"delay_ms\":20}\nand more");
        assertEquals("ab🙂🙂é", heard.outcome(id).result());
        List<String> deltas =
                heard.all(Call.Delta.class).stream().map(Call.Delta::text).toList();
        assertEquals(5, deltas.size());
        assertEquals("ab🙂🙂é", String.join("", deltas));
        assertTrue(deltas.stream().noneMatch(delta -> !delta.isEmpty() && Character.isLowSurrogate(delta.charAt(0))));
    }

    @Test
    void progress_comes_before_the_answer() throws IOException {
        String id = prompt(begin(), "@echo {\"progress\":[\"one\",\"two\"],\"text\":\"three\"}");
        assertEquals("three", heard.outcome(id).result());
        assertEquals(
                List.of("one", "two"),
                heard.all(Call.Progressed.class).stream()
                        .map(Call.Progressed::content)
                        .toList());
        assertTrue(heard.all(Call.Progressed.class).stream().allMatch(call -> call.kind() == ProgressKind.TEXT));
    }

    @Test
    void it_fails_with_the_class_asked_for() throws IOException {
        AgentSession agent = begin();
        String id = prompt(agent, "@echo {\"fail\":\"slow down\",\"failure\":\"rate_limit\"}");
        assertEquals(FailureClass.RATE_LIMIT, heard.outcome(id).failure());
        assertEquals("slow down", heard.outcome(id).error());
        assertEquals(
                FailureClass.INTERNAL,
                heard.outcome(prompt(agent, "@echo {\"fail\":\"so\"}")).failure());
    }

    @Test
    void a_permission_is_asked_and_the_answer_tells_the_decision() throws IOException {
        AgentSession agent = begin();
        String ask = "@echo {\"ask\":{\"tool_name\":\"Bash\",\"input\":{\"command\":\"ls\"}}}";
        String first = prompt(agent, ask);
        Call.Asked asked = heard.await(Call.Asked.class);
        assertEquals("{\"command\":\"ls\"}", asked.input());
        agent.answer(asked.permissionId(), ApprovalDecision.ALLOW, "", "");
        assertEquals("allowed", heard.outcome(first).result());
        String second = prompt(agent, ask);
        Call.Asked again = heard.await(Call.Asked.class, call -> call.promptId().equals(second));
        agent.answer(again.permissionId(), ApprovalDecision.DENY, "no", "");
        assertEquals("denied: no", heard.outcome(second).result());
        String third = prompt(agent, ask);
        heard.await(Call.Asked.class, call -> call.promptId().equals(third));
        agent.cancel();
        assertTrue(heard.outcome(third).interrupted());
        assertEquals(1, heard.all(Call.Withdrawn.class).size());
    }

    @Test
    void it_exits_when_its_script_says_so() throws IOException {
        prompt(begin(), "@echo {\"exit\":true}");
        Call.Exited exited = heard.await(Call.Exited.class);
        assertEquals(FailureClass.EXIT, exited.failure());
        assertFalse(exited.promptLost());
    }

    @Test
    void what_is_no_script_fails_as_input() throws IOException {
        AgentSession agent = begin();
        for (String line :
                List.of("@echo", "@echo {", "@echo {} {}", "@echo {\"unknown\":1}", "@echo {\"chunks\":-1}")) {
            assertEquals(FailureClass.INPUT, heard.outcome(prompt(agent, line)).failure(), line);
        }
        assertEquals("@echoes", heard.outcome(prompt(agent, "@echoes")).result());
    }
}
