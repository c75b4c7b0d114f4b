package io.agentbridge.agents.claude;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.agents.AgentSession;
import io.agentbridge.agents.AgentSpec;
import io.agentbridge.agents.Eventually;
import io.agentbridge.agents.Heard;
import io.agentbridge.agents.Heard.Call;
import io.agentbridge.agents.process.ProcessSupervisor;
import io.agentbridge.engine.model.ApprovalDecision;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.ProcessIdentity;
import io.agentbridge.engine.model.StopMode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server is killed while its agent works; another one takes the agent over. */
final class ClaudeTakeOverTest {
    @TempDir
    Path folder;

    private final String promptId = UUID.randomUUID().toString();
    private final Heard heard = new Heard();
    private final List<String> told = new ArrayList<>();
    private FakeMessagesApi api;
    private ProcessSupervisor supervisor;

    @BeforeEach
    void start() throws IOException {
        RealClaude.binary();
        api = new FakeMessagesApi();
        supervisor = RealClaude.supervisor(folder);
    }

    @AfterEach
    void end() throws IOException {
        supervisor
                .table()
                .bearing(folder.resolve("agent").toAbsolutePath() + "#")
                .forEach(supervisor.table()::kill);
        supervisor.close();
        api.close();
    }

    /** Runs a server until it tells of something, and kills it. Returns what was launched. */
    private ProcessIdentity killServerAfter(String call, String prompt) throws IOException, InterruptedException {
        Process host = HostProgram.start(folder, api.url(), promptId, prompt);
        try (BufferedReader reader = host.inputReader()) {
            String line = reader.readLine();
            while (line != null) {
                told.add(line);
                if (line.startsWith(call)) {
                    break;
                }
                line = reader.readLine();
            }
            assertTrue(line != null, () -> "The server ended: " + told);
            host.destroyForcibly().waitFor();
        }
        List<String> launched = List.of(told.getFirst().split(" ", -1));
        return new ProcessIdentity(Long.parseLong(launched.get(2)), Long.parseLong(launched.get(3)), launched.get(4));
    }

    private OutputPosition position() {
        return new OutputPosition(
                1, Long.parseLong(List.of(told.getLast().split(" ", -1)).get(1)));
    }

    private AgentSession attach(OutputPosition position, ProcessIdentity process, String inFlight) throws IOException {
        Path home = folder.resolve("home");
        AgentSpec spec = RealClaude.takeOver(RealClaude.spec(folder, ""), position, process, inFlight);
        return RealClaude.backend(RealClaude.configuration(api.url(), home, 0), supervisor)
                .attach(spec, heard);
    }

    private String steps(int tools) throws IOException {
        Path notes = Files.writeString(
                Files.createDirectories(folder.resolve("workspace")).resolve("notes"), "to be read");
        StringBuilder steps = new StringBuilder("@model {\"steps\":[");
        IntStream.rangeClosed(1, tools).forEach(i -> steps.append("{\"text\":\"step ")
                .append(i)
                .append("\",\"delay_ms\":150,\"tool\":\"Read\",\"input\":{\"file_path\":\"" + notes + "\"}},"));
        return steps.append("{\"text\":\"the end\"}]}").toString();
    }

    @Test
    void the_output_is_complete_in_order_and_once_across_the_kill() throws Exception {
        ProcessIdentity process = killServerAfter("progressed", steps(6));
        assertTrue(supervisor.table().isAlive(process));
        AgentSession session = attach(position(), process, promptId);
        assertEquals("the end", heard.outcome(promptId).result());

        List<String> texts = new ArrayList<>();
        told.stream()
                .filter(line -> line.startsWith("progressed"))
                .map(line -> line.replaceFirst("progressed \\d+ ", ""))
                .forEach(texts::add);
        heard.all(Call.Progressed.class).forEach(call -> texts.add(call.content()));
        List<String> expected = new ArrayList<>(
                IntStream.rangeClosed(1, 6).mapToObj(i -> "step " + i).toList());
        expected.add("the end");
        assertEquals(
                expected, texts.stream().filter(text -> !text.startsWith("{")).toList());
        assertEquals(
                6,
                texts.stream().filter(text -> text.contains("\"tool_use_id\"")).count());
        assertTrue(heard.all(Call.Launched.class).isEmpty());
        assertTrue(heard.all(Call.Ready.class).isEmpty());

        String next = UUID.randomUUID().toString();
        session.prompt(next, "and on");
        assertEquals("echo: and on", heard.outcome(next).result());
        session.stop(StopMode.GRACEFUL);
        assertEquals(FailureClass.NONE, heard.await(Call.Exited.class).failure());
        assertFalse(supervisor.table().isAlive(process));
    }

    @Test
    void what_was_written_while_nobody_listened_comes_before_the_exit_of_a_process_that_is_gone() throws Exception {
        ProcessIdentity process = killServerAfter("delivered", steps(1));
        OutputPosition position = position();
        Path output = folder.resolve("agent/output-1");
        Eventually.holds("the prompt ends", () -> contains(output, "\"result_index\""));
        supervisor.table().kill(process);
        attach(position, process, promptId);
        assertEquals("the end", heard.outcome(promptId).result());
        assertEquals(FailureClass.EXIT, heard.await(Call.Exited.class).failure());
        assertEquals(heard.calls().getLast(), heard.await(Call.Exited.class));
    }

    @Test
    void a_permission_asked_of_the_server_before_can_be_answered_by_the_next() throws Exception {
        ProcessIdentity process = killServerAfter(
                "asked",
                "@model {\"steps\":[{\"tool\":\"Bash\",\"input\":{\"command\":\"setsid true; touch made\"}},{\"text\":\"done\"}]}");
        String permissionId = List.of(told.getLast().split(" ", -1)).get(2);
        AgentSession session = attach(position(), process, promptId);
        session.answer(permissionId, ApprovalDecision.ALLOW, "", "");
        assertEquals("done", heard.outcome(promptId).result());
        assertTrue(Files.exists(folder.resolve("workspace/made")));
        session.stop(StopMode.KILL);
        heard.await(Call.Exited.class);
    }

    @Test
    void another_process_under_the_same_number_is_not_taken_for_the_agent() throws Exception {
        ProcessIdentity process = killServerAfter("ready", "hello");
        supervisor.table().kill(process);
        Process foreign = new ProcessBuilder("/bin/sleep", "300").start();
        ProcessIdentity mistaken = new ProcessIdentity(foreign.pid(), process.startTime(), process.bootId());
        AgentSession session = attach(position(), mistaken, "");
        assertEquals(FailureClass.EXIT, heard.await(Call.Exited.class).failure());
        session.stop(StopMode.KILL);
        assertTrue(foreign.isAlive());
        foreign.destroyForcibly().waitFor();
    }

    @Test
    void a_prompt_that_never_reached_the_agent_is_lost_unless_it_is_given_again() throws Exception {
        ProcessIdentity process = killServerAfter("ready", "hello");
        String missing = UUID.randomUUID().toString();
        AgentSession session = attach(position(), process, missing);
        session.prompt(missing, "once more");
        assertEquals("echo: once more", heard.outcome(missing).result());
        session.detach();
        assertTrue(supervisor.table().isAlive(process));

        Heard second = new Heard();
        String never = UUID.randomUUID().toString();
        OutputPosition position = heard.all(Call.Finished.class).getLast().position();
        AgentSpec spec = RealClaude.takeOver(RealClaude.spec(folder, ""), position, process, never);
        RealClaude.backend(RealClaude.configuration(api.url(), folder.resolve("home"), 0), supervisor)
                .attach(spec, second);
        assertTrue(second.await(Call.Exited.class).promptLost());
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
