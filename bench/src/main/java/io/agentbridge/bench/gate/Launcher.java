package io.agentbridge.bench.gate;

import io.agentbridge.bench.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Knows how each server is started; all run on this JVM's Java with its default settings. */
public final class Launcher {
    private final Path gatewayJar;
    private final Path folder;
    private int started;

    /** Starts gateways from that jar, each with a data folder of its own under {@code folder}. */
    public Launcher(Path gatewayJar, Path folder) throws IOException {
        if (!Files.isRegularFile(gatewayJar)) {
            throw new IOException("There is no " + gatewayJar + "; scripts/bench builds it");
        }
        this.gatewayJar = gatewayJar;
        this.folder = folder;
    }

    /** The bare echo to compare latencies with. */
    public ServerProcess nioEcho() throws IOException, InterruptedException {
        return peer("nio");
    }

    /** The echo of a well-known framework to compare throughput with. */
    public ServerProcess vertxEcho() throws IOException, InterruptedException {
        return peer("vertx");
    }

    private static ServerProcess peer(String name) throws IOException, InterruptedException {
        return new ServerProcess(
                List.of(java(), "-cp", System.getProperty("java.class.path"), Main.class.getName(), "peer", name));
    }

    /** The gateway with an empty journal. */
    public ServerProcess gateway(GatewayDurability durability) throws IOException, InterruptedException {
        String level = durability.name().toLowerCase(Locale.ROOT);
        // The gateway makes it: it takes no data folder that others may look into.
        Path data = folder.resolve(level + "-" + ++started);
        return new ServerProcess(List.of(
                java(),
                "-jar",
                gatewayJar.toString(),
                "run",
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--data",
                data.toString(),
                "--backend",
                "echo",
                "--auth",
                "local",
                "--durability",
                level));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
