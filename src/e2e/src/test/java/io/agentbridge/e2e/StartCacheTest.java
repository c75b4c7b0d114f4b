package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.e2e.fixture.Client;
import io.agentbridge.e2e.fixture.GatewayProcess;
import io.agentbridge.e2e.fixture.Program;
import io.agentbridge.e2e.fixture.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A start cache serves the jar and the JDK it was made of, and never keeps a server from starting. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StartCacheTest {
    private static final long MAKING_MINUTES = 5;
    private static final String JAVA = System.getProperty("java.home");
    private static final String MAIN = "io.agentbridge.gateway.Main";

    private Path folder;
    private Path cache;

    @BeforeAll
    void makeTheCache(@TempDir Path temporary) throws IOException, InterruptedException {
        folder = temporary;
        cache = folder.resolve("gateway.aot");
        Path output = folder.resolve("output");
        ProcessBuilder making = new ProcessBuilder(
                        Repository.path("src/dist/start-cache").toString(),
                        Repository.gatewayJar().toString(),
                        cache.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        making.environment().put("JAVA_HOME", JAVA);
        Process process = making.start();
        assertTrue(process.waitFor(MAKING_MINUTES, TimeUnit.MINUTES), "it is still at it");
        assertEquals(0, process.exitValue(), Files.readString(output));
    }

    @Test
    void aServerStartsFromTheCacheOfItsJar() throws IOException {
        assertEquals("shared objects file", sourceOfMain(cache), "the cache was passed over");
    }

    @Test
    void theCacheOfAnotherJarIsPassedOver() throws IOException {
        Path other = Files.copy(Repository.gatewayJar(), folder.resolve("other.jar"));
        Path cacheOfOther = folder.resolve("other.aot");
        String java = Path.of(JAVA, "bin", "java").toString();
        var made = Program.run(java, "-XX:AOTCacheOutput=" + cacheOfOther, "-jar", other.toString(), "--version");
        assertEquals(0, made.exitCode(), made.everything());
        assertTrue(Files.size(cacheOfOther) > 0, made.everything());

        assertEquals("file:" + Repository.gatewayJar(), sourceOfMain(cacheOfOther));
    }

    @Test
    void aCacheThatIsCutOffIsPassedOver() throws IOException {
        Path half = folder.resolve("half.aot");
        byte[] whole = Files.readAllBytes(cache);
        Files.write(half, Arrays.copyOf(whole, whole.length / 2));

        assertEquals("file:" + Repository.gatewayJar(), sourceOfMain(half));
    }

    @Test
    void aCacheThatIsMissingIsPassedOver() throws IOException {
        assertEquals("file:" + Repository.gatewayJar(), sourceOfMain(folder.resolve("missing.aot")));
    }

    /** Starts a server with a cache and has it answer. @return what the JVM says of where the program's class came from */
    private String sourceOfMain(Path usedCache) throws IOException {
        Path loaded = Files.createTempFile(folder, "loaded", ".txt");
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("JDK_JAVA_OPTIONS", "-XX:AOTCache=" + usedCache + " -Xlog:class+load:file=" + loaded);
        try (GatewayProcess gateway = GatewayProcess.start(GatewayProcess.temporaryData(), environment);
                Client client = Client.connect(gateway)) {
            client.execute(client.createAgent(), "hello");
            assertEquals(143, gateway.terminate());
        }
        String before = MAIN + " source: ";
        try (var lines = Files.lines(loaded)) {
            String line = lines.filter(each -> each.contains(" " + before))
                    .findFirst()
                    .orElseThrow();
            return line.substring(line.indexOf(before) + before.length()).strip();
        }
    }
}
