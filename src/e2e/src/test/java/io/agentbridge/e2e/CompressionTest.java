package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.e2e.fixture.GatewayCommand;
import io.agentbridge.e2e.fixture.GatewayProcess;
import io.agentbridge.e2e.fixture.Program;
import io.agentbridge.e2e.fixture.Repository;
import io.agentbridge.e2e.fixture.SharedGateway;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** permessage-deflate with other people's libraries at the other end: what each of them compresses, the other understands. */
@ExtendWith(SharedGateway.class)
class CompressionTest {
    private static final String INSTALL = "Run scripts/install-test-tools.";

    @Test
    void wsOffersItInAllWays(GatewayProcess gateway) {
        List<String> agreed = node(gateway);
        assertEquals(6, agreed.size(), agreed.toString());
        long plain = bytes(agreed.getLast());
        assertTrue(agreed.getLast().startsWith("nothing "), "a window that cannot be had: " + agreed);
        for (String line : agreed.subList(0, 5)) {
            assertTrue(line.startsWith("permessage-deflate"), agreed.toString());
            assertTrue(bytes(line) < plain * 3 / 5, "it pays: " + agreed);
        }
    }

    @Test
    void whereItIsOffNothingIsCompressed() {
        try (GatewayProcess gateway = GatewayProcess.start(GatewayProcess.temporaryData(), "--compression", "off")) {
            List<String> agreed = node(gateway);
            assertTrue(agreed.stream().allMatch(line -> line.startsWith("nothing ")), agreed.toString());
        }
    }

    private static List<String> node(GatewayProcess gateway) {
        Program.require(
                Program.succeeds("node", "--version")
                        && Files.isDirectory(Repository.path("src/e2e/clients/node/node_modules/ws")),
                "node with ws. " + INSTALL);
        GatewayCommand run = Program.run(
                "node", Repository.path("src/e2e/clients/node/compression.js").toString(), gateway.uri() + "/");
        assertEquals(0, run.exitCode(), run.everything());
        return run.output().lines().toList();
    }

    private static long bytes(String line) {
        String[] words = line.split(" ", -1);
        return Long.parseLong(words[words.length - 2]);
    }

    @Test
    void websocketsOffersItInAllWays(GatewayProcess gateway) {
        String python = "/usr/bin/python3";
        Program.require(Program.succeeds(python, "-c", "import websockets"), "python3 with websockets. " + INSTALL);
        GatewayCommand run = Program.run(
                python, Repository.path("src/e2e/clients/python/compression.py").toString(), gateway.uri() + "/");
        assertEquals(0, run.exitCode(), run.everything());
        assertEquals("permessage-deflate\n".repeat(4), run.output());
    }
}
