package io.agentbridge.bench;

import io.agentbridge.bench.peer.NioEcho;
import io.agentbridge.bench.peer.VertxEcho;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a server to compare with, until it is killed. */
@Command(name = "peer", description = "Runs an echo server to compare with.", mixinStandardHelpOptions = true)
final class PeerCommand implements Callable<Integer> {
    /** The peers there are. */
    enum Peer {
        nio,
        vertx
    }

    @Parameters(description = "One of ${COMPLETION-CANDIDATES}.")
    private Peer peer = Peer.nio;

    @Option(names = "--port", defaultValue = "0", description = "Port on 127.0.0.1; 0 takes a free one.")
    private int port;

    @Override
    public Integer call() throws Exception {
        switch (peer) {
            case nio -> {
                try (NioEcho echo = new NioEcho(port)) {
                    listening(echo.port());
                    echo.run();
                }
            }
            case vertx -> {
                try (VertxEcho echo = new VertxEcho(port)) {
                    listening(echo.port());
                    Thread.currentThread().join();
                }
            }
        }
        return 0;
    }

    private static void listening(int port) {
        System.out.println("listening on ws://127.0.0.1:" + port);
    }
}
