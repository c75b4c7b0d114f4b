package io.agentbridge.agents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.agents.Heard.Call;
import io.agentbridge.agents.process.ProcessSupervisor;
import io.agentbridge.agents.process.SupervisorLimits;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.ProcessIdentity;
import io.agentbridge.engine.model.StopMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every backend keeps to. */
public abstract class AgentContractTest {
    @TempDir
    protected Path folder;

    protected final Heard heard = new Heard();
    private ProcessSupervisor supervisor;
    private Optional<AgentSession> session = Optional.empty();

    /** The backend. */
    protected abstract AgentBackend backend(ProcessSupervisor processes) throws IOException;

    /** Closes what the backend needed, after all agents have ended. */
    protected abstract void closeBackend();

    /** A prompt whose answer is this text. */
    protected abstract String promptFor(String answer);

    /** A prompt that takes longer than any test. */
    protected abstract String endlessPrompt();

    @BeforeEach
    final void supervise() throws IOException {
        supervisor =
                new ProcessSupervisor(folder.resolve("lease"), SupervisorLimits.DEFAULT.withGraceMillis(2_000, 2_000));
    }

    @AfterEach
    final void end() throws IOException {
        if (session.isEmpty()) {
            supervisor.close();
            closeBackend();
            return;
        }
        session.get().stop(StopMode.KILL);
        heard.await(Call.Exited.class);
        assertInstanceOf(Call.Exited.class, heard.calls().getLast());
        assertEquals(1, heard.all(Call.Exited.class).size());
        assertFalse(heard.overlapped());
        assertEquals(List.of(), running());
        supervisor.close();
        closeBackend();
    }

    /** Starts an agent. */
    protected final AgentSession begin() throws IOException {
        return begin("");
    }

    /** Starts an agent with instructions beyond its own. */
    protected final AgentSession begin(String appendSystemPrompt) throws IOException {
        AgentSession begun = backend(supervisor).start(spec(appendSystemPrompt), heard);
        session = Optional.of(begun);
        return begun;
    }

    /** Why a backend does not take the agent over, which then is running no more. */
    protected final String refusesToTakeOver(Function<ProcessSupervisor, AgentBackend> by) {
        AgentBackend backend = by.apply(supervisor);
        IOException refused = assertThrows(IOException.class, () -> backend.attach(spec(""), new Heard()));
        assertEquals(List.of(), running());
        return String.valueOf(refused.getMessage());
    }

    /** The processes of the agent. */
    protected final List<ProcessIdentity> running() {
        return supervisor.table().bearing(folder.resolve("agent").toAbsolutePath() + "#");
    }

    /** Gives it a prompt. */
    protected static String prompt(AgentSession to, String text) {
        String id = UUID.randomUUID().toString();
        to.prompt(id, text);
        return id;
    }

    private AgentSpec spec(String appendSystemPrompt) throws IOException {
        Path workspace = Files.createDirectories(folder.resolve("workspace"));
        return new AgentSpec(
                "worker-1",
                "",
                "",
                folder.resolve("agent"),
                workspace,
                appendSystemPrompt,
                0,
                0,
                "",
                0,
                new OutputPosition(3, 0),
                ProcessIdentity.NONE,
                "");
    }

    @Test
    final void launched_comes_first_then_ready_under_the_incarnation_that_was_given() throws IOException {
        begin();
        heard.await(Call.Ready.class);
        Call.Launched launched =
                assertInstanceOf(Call.Launched.class, heard.calls().getFirst());
        assertEquals(new OutputPosition(3, 0), launched.position());
        assertInstanceOf(Call.Ready.class, heard.calls().get(1));
    }

    @Test
    final void each_prompt_is_finished_once_in_order_at_growing_positions() throws IOException {
        AgentSession agent = begin();
        long endOffset = 0;
        for (int i = 0; i < 3; i++) {
            String id = prompt(agent, promptFor("answer " + i));
            assertEquals("answer " + i, heard.outcome(id).result());
            assertEquals(FailureClass.NONE, heard.outcome(id).failure());
            OutputPosition position = heard.all(Call.Finished.class).getLast().position();
            assertEquals(3, position.incarnation());
            assertTrue(position.endOffset() >= endOffset);
            endOffset = position.endOffset();
        }
        assertEquals(3, heard.all(Call.Finished.class).size());
    }

    @Test
    final void a_prompt_given_before_it_is_ready_is_not_lost() throws IOException {
        AgentSession agent = begin();
        assertEquals("early", heard.outcome(prompt(agent, promptFor("early"))).result());
    }

    @Test
    final void cancel_ends_the_prompt_as_interrupted_and_the_agent_lives_on() throws IOException {
        AgentSession agent = begin();
        heard.await(Call.Ready.class);
        String id = prompt(agent, endlessPrompt());
        agent.cancel();
        assertTrue(heard.outcome(id).interrupted());
        assertEquals("on", heard.outcome(prompt(agent, promptFor("on"))).result());
    }

    @Test
    final void cancel_without_a_prompt_does_nothing() throws IOException {
        AgentSession agent = begin();
        heard.await(Call.Ready.class);
        agent.cancel();
        assertEquals("on", heard.outcome(prompt(agent, promptFor("on"))).result());
    }

    @Test
    final void stop_ends_it_whatever_it_does_and_may_be_said_twice() throws IOException {
        AgentSession agent = begin();
        heard.await(Call.Ready.class);
        prompt(agent, endlessPrompt());
        agent.stop(StopMode.GRACEFUL);
        agent.stop(StopMode.KILL);
        agent.stop(StopMode.GRACEFUL);
        Call.Exited exited = heard.await(Call.Exited.class);
        assertEquals(FailureClass.NONE, exited.failure());
        assertTrue(
                !heard.all(Call.Finished.class).isEmpty() || !exited.error().isEmpty(),
                "either the prompt has an end of its own, or the exit says what became of it");
    }

    @Test
    final void calls_after_the_exit_do_nothing() throws IOException {
        AgentSession agent = begin();
        heard.await(Call.Ready.class);
        agent.stop(StopMode.GRACEFUL);
        heard.await(Call.Exited.class);
        prompt(agent, promptFor("late"));
        agent.cancel();
        agent.detach();
        assertTrue(heard.all(Call.Finished.class).isEmpty());
    }
}
