package io.agentbridge.agents.echo;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.agents.AgentBackend;
import io.agentbridge.agents.AgentContractTest;
import io.agentbridge.agents.AgentSession;
import io.agentbridge.agents.Heard.Call;
import io.agentbridge.agents.process.ProcessSupervisor;
import io.agentbridge.engine.model.ApprovalDecision;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.ProgressKind;
import io.agentbridge.engine.model.Usage;
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
    void tools_are_used_one_after_the_other_before_the_answer() throws IOException {
        String id = prompt(begin(), """
                @echo {"thinking":"hm","text":"done","tools":[\
                {"name":"Bash","input":{"command":"ls"},"output":"a.txt","delay_ms":10},\
                {"name":"Read","output":"no such file","failed":true}]}""");
        assertEquals("done", heard.outcome(id).result());
        assertEquals(
                List.of(
                        ProgressKind.THINKING,
                        ProgressKind.TOOL_USE,
                        ProgressKind.TOOL_RESULT,
                        ProgressKind.TOOL_USE,
                        ProgressKind.TOOL_RESULT),
                heard.all(Call.Progressed.class).stream()
                        .map(Call.Progressed::kind)
                        .toList());
        List<String> said = heard.all(Call.Progressed.class).stream()
                .map(Call.Progressed::content)
                .toList();
        assertEquals("{\"id\":\"" + id + "-0\",\"name\":\"Bash\",\"input\":{\"command\":\"ls\"}}", said.get(1));
        assertEquals("{\"tool_use_id\":\"" + id + "-0\",\"content\":\"a.txt\",\"is_error\":false}", said.get(2));
        assertEquals("{\"tool_use_id\":\"" + id + "-1\",\"content\":\"no such file\",\"is_error\":true}", said.get(4));
    }

    @Test
    void a_tool_in_use_is_cancelled_with_its_prompt() throws IOException {
        AgentSession agent = begin();
        String id = prompt(agent, "@echo {\"tools\":[{\"name\":\"Bash\",\"delay_ms\":60000}]}");
        heard.await(Call.Progressed.class);
        agent.cancel();
        assertTrue(heard.outcome(id).interrupted());
        assertEquals("next", heard.outcome(prompt(agent, "next")).result());
        assertEquals(1, heard.all(Call.Progressed.class).size());
    }

    @Test
    void what_it_is_said_to_have_used_is_told_with_the_answer() throws IOException {
        String id = prompt(begin(), "@echo {\"usage\":{\"input_tokens\":1200,\"output_tokens\":80,\"cost_usd\":0.25}}");
        assertEquals(new Usage(1_200, 80, 0, 0, 250_000), heard.outcome(id).usage());
    }

    @Test
    void instructions_can_have_the_scripts_so_that_prompts_look_like_prompts() throws IOException {
        AgentSession agent = begin("""
                @echo {"parts":[{"when":"notes","text":"None."},{"when":"deploy","fail":"The door is locked."}]}
                and more""");
        assertEquals("None.", heard.outcome(prompt(agent, "Write the notes")).result());
        assertEquals(
                "The door is locked.",
                heard.outcome(prompt(agent, "Now deploy it")).error());
        assertEquals(
                "own",
                heard.outcome(prompt(agent, "@echo {\"text\":\"own\"}\nnotes")).result());
        assertEquals(
                "Something else", heard.outcome(prompt(agent, "Something else")).result());
    }

    @Test
    void instructions_that_are_no_script_do_not_start_an_agent() {
        for (String line : List.of("@echo {", "@echo {\"text\":\"a\"}", "@echo {\"parts\":[{\"if\":\"a\"}]}")) {
            IOException refused = assertThrows(IOException.class, () -> begin(line), line);
            assertTrue(String.valueOf(refused.getMessage()).contains("is no script"), line);
        }
        assertDoesNotThrow(() -> begin("Be kind."));
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
        String fourth = prompt(agent, "@echo {\"ask\":{\"tool_name\":\"Bash\",\"then\":\"It is done.\"}}");
        Call.Asked last = heard.await(Call.Asked.class, call -> call.promptId().equals(fourth));
        agent.answer(last.permissionId(), ApprovalDecision.ALLOW_SESSION, "", "");
        assertEquals("It is done.", heard.outcome(fourth).result());
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

    @Test
    void its_agents_end_with_their_server() throws IOException {
        begin();
        assertEquals("The agent ended with the server that ran it.", refusesToTakeOver(this::backend));
    }
}
