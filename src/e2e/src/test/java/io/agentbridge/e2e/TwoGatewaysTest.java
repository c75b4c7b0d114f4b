package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.e2e.fixture.Client;
import io.agentbridge.e2e.fixture.GatewayCommand;
import io.agentbridge.e2e.fixture.GatewayProcess;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Gateways beside one another. */
class TwoGatewaysTest {
    @Test
    void twoGatewaysOnTwoFoldersKnowNothingOfOneAnother() {
        try (GatewayProcess first = GatewayProcess.start(GatewayProcess.temporaryData());
                GatewayProcess second = GatewayProcess.start(GatewayProcess.temporaryData());
                Client one = Client.connect(first);
                Client two = Client.connect(second)) {
            assertNotEquals(first.port(), second.port());
            assertNotEquals(one.epoch(), two.epoch());
            String agent = one.createAgent();
            assertEquals("here", one.execute(agent, "here").text("/payload/result"));
            assertTrue(two.execute(agent, "not here").isError());
            assertEquals(
                    0,
                    two.call("system:status", Map.of())
                            .at("/payload/agents/total")
                            .intValue());
        }
    }

    @Test
    void aSecondGatewayOnTheSameFolderIsRefusedAndTheFirstGoesOn() {
        Path data = GatewayProcess.temporaryData();
        try (GatewayProcess first = GatewayProcess.start(data);
                Client client = Client.connect(first)) {
            GatewayCommand second = GatewayCommand.run(
                    "run", "--host", "127.0.0.1", "--port", "0", "--data", data.toString(), "--backend", "echo");
            assertNotEquals(0, second.exitCode());
            assertTrue(second.everything().contains(data.getFileName().toString()), second.everything());
            assertTrue(!second.everything().contains("\tat "), "no stack trace: " + second.everything());
            assertTrue(first.isAlive());
            assertEquals("fine", client.execute(client.createAgent(), "fine").text("/payload/result"));
        }
    }

    @Test
    void aSecondGatewayOnTheSamePortIsRefusedWithAClearMessage() {
        try (GatewayProcess first = GatewayProcess.start(GatewayProcess.temporaryData())) {
            String port = Integer.toString(first.port());
            GatewayCommand second = GatewayCommand.run(
                    "run",
                    "--host",
                    "127.0.0.1",
                    "--port",
                    port,
                    "--data",
                    GatewayProcess.temporaryData().toString(),
                    "--backend",
                    "echo");
            assertNotEquals(0, second.exitCode());
            assertTrue(second.everything().contains(port), second.everything());
            assertTrue(!second.everything().contains("\tat "), "no stack trace: " + second.everything());
        }
    }
}
