package io.agentbridge.gateway.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayProofTest {
    private static final boolean LONG = Boolean.getBoolean("agentbridge.long");
    private static final long EVENTS = LONG ? 10_000_000 : 2_000_000;
    private static final int POINTS = 100;

    /** Other collectors, and without the compilers: a replay depends on none of them. */
    private static final List<String> WAYS = List.of("-XX:+UseG1GC", "-XX:+UseZGC", "-XX:+UseSerialGC", "-Xint");

    private static final Pattern COUNTS = Pattern.compile("different=([0-9]+) events=([0-9]+) points=([0-9]+)");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void aReplayFromTheStartAndFromAnySnapshotLeadsToTheRecordedState() throws Exception {
        ReplayProof.write(folder, EVENTS, POINTS);
        check("replay", ReplayProof.replay(folder));
        if (LONG) {
            for (String way : WAYS) {
                check("replay" + way, inProcess(way));
            }
        }
    }

    private static void check(String name, String result) {
        System.out.println("proof: " + name + " " + result + (LONG ? " long" : ""));
        Matcher counts = COUNTS.matcher(result);
        assertTrue(counts.matches(), result);
        assertEquals("0", counts.group(1), result);
        assertTrue(Long.parseLong(counts.group(2)) >= EVENTS, result);
        assertEquals(POINTS, Integer.parseInt(counts.group(3)), result);
    }

    private String inProcess(String way) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--"))
                .forEach(command::add);
        command.addAll(List.of(
                way,
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                ReplayProof.class.getName(),
                folder.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), way + " printed " + printed);
        return printed.strip();
    }
}
