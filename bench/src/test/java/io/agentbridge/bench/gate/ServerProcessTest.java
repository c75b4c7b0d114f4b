package io.agentbridge.bench.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.bench.load.EchoWorkload;
import io.agentbridge.bench.load.LoadGenerator;
import io.agentbridge.bench.load.LoadPlan;
import io.agentbridge.bench.load.LoadReport;
import io.agentbridge.bench.load.Pace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
    @Test
    void aPeerRunsAsAProcessOfItsOwnAndIsLoaded(@TempDir Path folder) throws Exception {
        Path jar = Files.createFile(folder.resolve("gateway.jar"));
        ServerProcess server = new Launcher(jar, folder).nioEcho();
        try (server) {
            LoadReport report = LoadGenerator.run(new LoadPlan(
                    server.uri(),
                    2,
                    new EchoWorkload(300),
                    new Pace.ClosedLoop(2),
                    Duration.ZERO,
                    Duration.ofMillis(200),
                    LoadPlan.DEFAULT_PATIENCE));
            assertEquals(0, report.failures(), report.reasons()::toString);
            assertTrue(report.answered() > 0);
            assertTrue(server.startTime().isPositive());
            assertTrue(server.cpuTime().isPositive());
        }
        assertFalse(server.isAlive());
    }

    @Test
    void aServerThatEndsInsteadIsNamedWithItsOutput() {
        IOException thrown = assertThrows(
                IOException.class, () -> new ServerProcess(List.of("sh", "-c", "echo no port is free; exit 3")));
        assertTrue(String.valueOf(thrown.getMessage()).contains("no port is free"), thrown.getMessage());
    }

    @Test
    void aGatewayThatWasNotBuiltIsNamed(@TempDir Path folder) {
        assertThrows(IOException.class, () -> new Launcher(folder.resolve("gateway.jar"), folder));
    }

    @Test
    void aRawForceTakesTimeAndLeavesNothing(@TempDir Path folder) throws Exception {
        assertTrue(RawForce.medianMicros(folder) > 0);
        assertEquals(0, folder.toFile().list().length);
    }
}
