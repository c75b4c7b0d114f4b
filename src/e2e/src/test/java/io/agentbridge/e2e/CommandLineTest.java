package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.e2e.fixture.Client;
import io.agentbridge.e2e.fixture.GatewayCommand;
import io.agentbridge.e2e.fixture.GatewayProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line: help everywhere, exit codes that scripts can rely on, and the tools on a journal just written. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandLineTest {
    private static final Pattern COMMAND = Pattern.compile("(?m)^ {2}([a-z][a-z-]*)\\b");

    private final Path data = GatewayProcess.temporaryData();
    private long newest;

    @BeforeAll
    void writeAJournal() {
        try (GatewayProcess gateway = GatewayProcess.start(data);
                Client client = Client.connect(gateway)) {
            String agent = client.createAgent();
            client.execute(agent, "written");
            client.call("task:assign", Map.of("task", Map.of("title", "Write"), "agent_id", agent));
            client.await("completion", frame -> frame.type().equals("task:complete"));
            client.settle();
            newest = client.complete();
            gateway.terminate();
        }
    }

    private static List<String> commands() {
        GatewayCommand help = GatewayCommand.run("--help");
        assertEquals(0, help.exitCode(), help.everything());
        List<String> commands = new ArrayList<>();
        String list = help.output().substring(help.output().indexOf("Commands:"));
        Matcher matcher = COMMAND.matcher(list);
        while (matcher.find()) {
            commands.add(matcher.group(1));
        }
        return commands;
    }

    @Test
    void everyCommandExplainsItself() {
        List<String> commands = commands();
        assertTrue(commands.containsAll(List.of("run", "replay", "tail", "doctor", "token")), commands.toString());
        for (String command : commands) {
            GatewayCommand help = GatewayCommand.run(command, "--help");
            assertEquals(0, help.exitCode(), command + ": " + help.everything());
            assertTrue(help.output().contains("Usage:"), command + ": " + help.everything());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "replay", "tail", "export", "stats", "doctor", "token"})
    void aWrongOptionIsExitCode2(String command) {
        GatewayCommand run = GatewayCommand.run(command, "--no-such-option");
        assertEquals(2, run.exitCode(), run.everything());
        assertTrue(run.errors().contains("--no-such-option"), run.everything());
        assertFalse(run.everything().contains("\tat "), run.everything());
    }

    @Test
    void anUnknownCommandIsExitCode2() {
        assertEquals(2, GatewayCommand.run("fly").exitCode());
    }

    @Test
    void aJournalJustWrittenVerifies() {
        GatewayCommand run = GatewayCommand.run("replay", "--verify", "--data", data.toString());
        assertEquals(0, run.exitCode(), run.everything());
    }

    @Test
    void aJournalCanBeReplayedUpToAnySequence() {
        GatewayCommand early = GatewayCommand.run("replay", "--to", "2", "--data", data.toString());
        GatewayCommand late = GatewayCommand.run("replay", "--to", Long.toString(newest), "--data", data.toString());
        assertEquals(0, early.exitCode(), early.everything());
        assertEquals(0, late.exitCode(), late.everything());
        assertNotEquals(early.output(), late.output());
    }

    @Test
    void aJournalThatIsNotThereIsAnError() {
        GatewayCommand run = GatewayCommand.run(
                "replay", "--verify", "--data", GatewayProcess.temporaryData().toString());
        assertNotEquals(0, run.exitCode(), run.everything());
        assertFalse(run.everything().contains("\tat "), run.everything());
    }

    @Test
    void theDoctorExaminesThisMachine() {
        GatewayCommand run = GatewayCommand.run("doctor", "--data", data.toString());
        assertTrue(List.of(0, 1).contains(run.exitCode()), run.everything());
        assertFalse(run.output().isBlank());
        assertFalse(run.everything().contains("\tat "), run.everything());
    }
}
