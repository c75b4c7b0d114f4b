package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.e2e.fixture.GatewayCommand;
import io.agentbridge.e2e.fixture.GatewayProcess;
import io.agentbridge.e2e.fixture.Program;
import io.agentbridge.e2e.fixture.Repository;
import io.agentbridge.e2e.fixture.SharedGateway;
import java.nio.file.Files;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients in other languages on other people's WebSocket libraries. */
@ExtendWith(SharedGateway.class)
class IndependentClientsTest {
    private static final String INSTALL = "Run scripts/install-test-tools.";

    @Test
    void aNodeClientOnWs(GatewayProcess gateway) {
        Program.require(
                Program.succeeds("node", "--version")
                        && Files.isDirectory(Repository.path("src/e2e/clients/node/node_modules/ws")),
                "node with ws. " + INSTALL);
        assertConverses(Program.run(
                "node", Repository.path("src/e2e/clients/node/client.js").toString(), gateway.uri() + "/"));
    }

    @Test
    void aPythonClientOnWebsockets(GatewayProcess gateway) {
        Optional<String> python = Stream.of("python3", "/usr/bin/python3")
                .filter(program -> Program.succeeds(program, "-c", "import websockets"))
                .findFirst();
        Program.require(python.isPresent(), "python3 with websockets. " + INSTALL);
        assertConverses(Program.run(
                python.orElseThrow(),
                Repository.path("src/e2e/clients/python/client.py").toString(),
                gateway.uri() + "/"));
    }

    private static void assertConverses(GatewayCommand run) {
        assertEquals(0, run.exitCode(), run.everything());
        assertTrue(run.output().endsWith("created, executed, asked\n"), run.everything());
    }
}
