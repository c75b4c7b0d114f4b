package io.agentbridge.agents.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.agents.AgentBackend;
import io.agentbridge.agents.AgentContractTest;
import io.agentbridge.agents.AgentSession;
import io.agentbridge.agents.BackendCatalog;
import io.agentbridge.agents.Heard;
import io.agentbridge.agents.process.ProcessSupervisor;
import io.agentbridge.engine.model.FailureClass;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A command that is a shell: its prompts are programs. */
final class ExecBackendTest extends AgentContractTest {
    private Map<String, String> environment = Map.of("GIVEN", "yes");

    @Override
    protected AgentBackend backend(ProcessSupervisor processes) {
        return new ExecBackend(configuration(List.of("/bin/sh", "-s", "{workspace}")), processes);
    }

    @Override
    protected void closeBackend() {
        // It has nothing of its own.
    }

    private ExecConfiguration configuration(List<String> command) {
        return new ExecConfiguration("shell", command, Set.of(), environment, 3_000, 100_000);
    }

    @Override
    protected String promptFor(String answer) {
        return "echo '" + answer + "'";
    }

    @Override
    protected String endlessPrompt() {
        return "trap '' TERM; tail -f /dev/null";
    }

    @Test
    void output_is_kept_as_it_is_with_empty_lines_and_without_a_last_line_feed() throws IOException {
        String id = prompt(begin(), "printf 'é\\n\\n  two'");
        assertEquals("é\n\n  two", heard.outcome(id).result());
    }

    @Test
    void the_command_sees_only_the_environment_it_is_given_and_works_in_the_workspace() throws IOException {
        AgentSession agent = begin();
        String id = prompt(agent, "echo \"$GIVEN ${JAVA_HOME-none} $(pwd) $1\"");
        String workspace = folder.resolve("workspace").toString();
        assertEquals(
                "yes none " + workspace + " " + workspace, heard.outcome(id).result());
    }

    @Test
    void another_exit_code_than_zero_is_a_failure_with_what_it_said() throws IOException {
        String id = prompt(begin(), "echo wrong >&2; exit 3");
        assertEquals(FailureClass.EXIT, heard.outcome(id).failure());
        assertEquals("The command ended with code 3: wrong", heard.outcome(id).error());
    }

    @Test
    void a_command_that_cannot_be_launched_in_any_way_is_a_failure_and_the_agent_takes_the_next() throws IOException {
        environment = Map.of("GIVEN", "no \0 character");
        AgentSession agent = begin();
        for (int i = 0; i < 2; i++) {
            String id = prompt(agent, "echo never");
            assertEquals(FailureClass.INTERNAL, heard.outcome(id).failure());
        }
    }

    @Test
    void nobody_waits_for_a_pipe_to_a_command_that_reads_a_file() throws IOException {
        String id = prompt(begin(), "echo begun; tail -f /dev/null");
        heard.await(Heard.Call.Delta.class);
        assertFalse(Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("agent-input-")));
        assertEquals(FailureClass.TIMEOUT, heard.outcome(id).failure());
    }

    @Test
    void a_command_that_takes_too_long_is_ended() throws IOException {
        assertEquals(
                FailureClass.TIMEOUT,
                heard.outcome(prompt(begin(), "tail -f /dev/null")).failure());
    }

    @Test
    void a_command_that_writes_too_much_is_ended() throws IOException {
        assertEquals(FailureClass.LIMIT, heard.outcome(prompt(begin(), "yes")).failure());
    }

    @Test
    void only_known_placeholders_are_taken_and_never_as_the_program() {
        assertThrows(IllegalArgumentException.class, () -> configuration(List.of("tool", "{prompt}")));
        assertThrows(IllegalArgumentException.class, () -> configuration(List.of("{model}")));
        assertTrue(configuration(List.of("tool", "{model}")).command().contains("{model}"));
    }

    @Test
    void what_an_earlier_server_left_running_ends_with_it() throws IOException {
        leaveRunning();
        assertEquals("The agent ended with the server that ran it.", refusesToTakeOver(this::backend));
    }

    @Test
    void what_was_left_running_is_ended_also_where_its_backend_is_gone() throws IOException {
        leaveRunning();
        String refusal = refusesToTakeOver(processes -> {
            try (BackendCatalog catalog = BackendCatalog.find(List.of(), List.of(), "", "", "1", processes)) {
                assertEquals(List.of("echo"), catalog.names());
                return catalog.backend("shell");
            }
        });
        assertEquals(
                "The agent was ended. Its backend 'shell' is not configured on this server; there are echo.", refusal);
    }

    private void leaveRunning() throws IOException {
        prompt(begin(), "echo begun; tail -f /dev/null");
        heard.await(Heard.Call.Delta.class);
        assertFalse(running().isEmpty());
    }
}
