package io.agentbridge.agents.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.agents.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found in a table that changes while it is read. */
final class ProcessTableTest {
    private static final int HOPS = 200;
    /** Starts itself anew and ends at once, so that no process of it lives for long. The last one says so before it ends. */
    private static final String RELAY = """
            if [ "$2" -gt 0 ]; then
              ( exec sh -c "$1" relay "$1" $(($2 - 1)) "$3" & )
            else
              : >"$3"
            fi
            """;

    @TempDir
    Path folder;

    private final ProcessTable table = new ProcessTable();

    @Test
    void processes_that_replace_each_other_are_found_as_long_as_one_of_them_lives() throws IOException {
        String marker = folder + "#1";
        Path last = folder.resolve("last");
        ProcessBuilder relay =
                new ProcessBuilder("sh", "-c", RELAY, "relay", RELAY, Integer.toString(HOPS), last.toString());
        relay.environment().put(ProcessTable.MARKER, marker);
        Process first = relay.start();
        int looks = 0;
        while (!table.bearing(marker).isEmpty()) {
            looks++;
        }
        assertTrue(Files.exists(last), "the relay ran on when nothing was found of it, after " + looks + " looks");
        assertTrue(looks > 20, "looked only " + looks + " times");
        assertEquals(0, first.exitValue());
    }

    @Test
    void remains_of_a_process_are_no_process() throws IOException, InterruptedException {
        String marker = folder + "#2";
        Path number = folder.resolve("number");
        // The parent becomes a program that never asks how its child ended, so that the child's remains stay.
        ProcessBuilder parent =
                new ProcessBuilder("sh", "-c", "sh -c : & echo $! >\"$0\"; exec sleep 60", number.toString());
        parent.environment().put(ProcessTable.MARKER, marker);
        Process process = parent.start();
        try {
            Eventually.holds("the child ends", () -> isRemains(number));
            assertEquals(List.of(table.identityOf(process.pid()).orElseThrow()), table.bearing(marker));
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertEquals(List.of(), table.bearing(marker));
    }

    private static boolean isRemains(Path number) {
        try {
            String pid = Files.exists(number) ? Files.readString(number).strip() : "";
            return !pid.isEmpty()
                    && Files.readString(Path.of("/proc", pid, "stat")).contains(") Z ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
