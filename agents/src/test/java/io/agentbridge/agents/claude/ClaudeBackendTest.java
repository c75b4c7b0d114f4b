package io.agentbridge.agents.claude;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.agents.AgentSession;
import io.agentbridge.agents.AgentSpec;
import io.agentbridge.agents.Heard;
import io.agentbridge.agents.Heard.Call;
import io.agentbridge.agents.process.ProcessSupervisor;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.StopMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        AgentSession begun = RealClaude.backend(RealClaude.configuration(api, home, silenceMillis), supervisor)
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
}
