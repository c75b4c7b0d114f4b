package io.agentbridge.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.agentbridge.client.fixture.GatewayProcess;
import io.agentbridge.client.fixture.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's program, compiled and run as it stands. */
final class ReadmeTest {
    private static final Pattern PROGRAM = Pattern.compile("```java\n(.*?)```\n```text\n(.*?)```", Pattern.DOTALL);

    @Test
    void theExamplePrintsWhatItSays(@TempDir Path folder) throws IOException, InterruptedException {
        Matcher readme = PROGRAM.matcher(Repository.read(Repository.path("clients/java/README.md")));
        assertEquals(true, readme.find(), "there is an example");
        Path source = Files.writeString(folder.resolve("Hello.java"), readme.group(1));
        try (GatewayProcess gateway = new GatewayProcess()) {
            Process program = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--class-path",
                            Repository.path("clients/java/target/classes").toString(),
                            source.toString(),
                            gateway.uri().toString())
                    .redirectErrorStream(true)
                    .start();
            String printed = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(readme.group(2), printed);
            assertEquals(0, program.waitFor());
        }
    }
}
