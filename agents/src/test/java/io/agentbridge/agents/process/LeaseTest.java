package io.agentbridge.agents.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.agents.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent lives as long as some server renews the lease. */
final class LeaseTest {
    @TempDir
    Path folder;

    @Test
    void an_agent_outlives_its_lease_only_while_a_server_renews_it() throws IOException {
        SupervisorLimits limits = SupervisorLimits.DEFAULT.withLeaseMillis(1_000);
        ProcessSupervisor first = new ProcessSupervisor(folder.resolve("lease"), limits);
        AgentFiles files = new AgentFiles(folder.resolve("agent"), 1);
        first.prepare(files);
        Map<String, String> environment = AgentEnvironment.of(System.getenv(), Set.of(), Map.of(), files);
        AgentProcess process = first.launch(
                new Launch(files, List.of("/usr/bin/tail", "-f", "/dev/null"), folder, environment, Optional.empty()),
                "worker-1");
        process.detach();
        first.close();
        try (ProcessSupervisor second = new ProcessSupervisor(folder.resolve("lease"), limits)) {
            LockSupport.parkNanos(3_000_000_000L);
            assertTrue(second.table().isAlive(process.identity()), "The renewed lease keeps it alive");
        }
        ProcessTable table = new ProcessTable();
        Eventually.holds("the process ends with its lease", () -> !table.isAlive(process.identity()));
        Eventually.holds(
                "its keeper ends too", () -> table.bearing(files.markerPrefix()).isEmpty());
        assertEquals(List.of(), table.bearing(files.markerPrefix()));
    }
}
