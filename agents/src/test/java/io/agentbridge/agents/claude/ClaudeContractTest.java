package io.agentbridge.agents.claude;

import io.agentbridge.agents.AgentBackend;
import io.agentbridge.agents.AgentContractTest;
import io.agentbridge.agents.process.ProcessSupervisor;
import java.io.IOException;
import java.nio.file.Files;

/** The real CLI keeps the contract. */
final class ClaudeContractTest extends AgentContractTest {
    private final FakeMessagesApi api;

    ClaudeContractTest() throws IOException {
        RealClaude.binary();
        api = new FakeMessagesApi();
    }

    @Override
    protected void closeBackend() {
        api.close();
    }

    @Override
    protected AgentBackend backend(ProcessSupervisor processes) throws IOException {
        return RealClaude.backend(
                RealClaude.configuration(api.url(), Files.createDirectories(folder.resolve("home")), 0), processes);
    }

    @Override
    protected String promptFor(String answer) {
        return "@model {\"steps\":[{\"text\":\"" + answer + "\"}]}";
    }

    @Override
    protected String endlessPrompt() {
        return "@model {\"steps\":[{\"text\":\"without end \",\"repeat\":100,\"delay_ms\":2000}]}";
    }
}
