package io.agentbridge.gateway.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerIdentityTest {
    private static final String HEADER =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n";

    @TempDir
    private Path directory;

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    private SocketTable table(String tcp, String tcp6) throws Exception {
        Path four = Files.writeString(directory.resolve("tcp"), HEADER + tcp);
        Path six = Files.writeString(directory.resolve("tcp6"), HEADER + tcp6);
        return new SocketTable(four, six);
    }

    @Test
    void the_peer_of_a_real_loopback_connection_is_this_user() throws Exception {
        PeerIdentity identity = new PeerIdentity(Runnable::run);
        Assumptions.assumeTrue(
                identity.isAvailable() || "true".equals(System.getenv("CI")), "needs Linux's /proc/net/tcp");
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            InetSocketAddress peer = (InetSocketAddress) accepted.getRemoteSocketAddress();
            InetSocketAddress local = (InetSocketAddress) accepted.getLocalSocketAddress();
            assertTrue(identity.isSameUser(peer, local).join());
            assertEquals(client.getLocalPort(), peer.getPort());
            InetSocketAddress other = at("127.0.0.1", peer.getPort() ^ 1);
            assertFalse(identity.isSameUser(other, local).join(), "nobody's port");
            client.shutdownOutput();
            accepted.getInputStream().read();
            assertFalse(identity.isSameUser(peer, local).join(), "only an established socket has an owner for certain");
        }
    }

    @Test
    void the_table_is_read_as_the_kernel_writes_it() throws Exception {
        String four = """
                   0: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 1 1 0
                   1: 0100007F:C351 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1001        0 1 1 0
                   2: 0100007F:C352 0100007F:1F90 06 00000000:00000000 00:00000000 00000000     0        0 0 1 0
                   3: not a line of the table
                """;
        String six = """
                   0: 0000000000000000FFFF00000100007F:C353 0000000000000000FFFF00000100007F:1F90 01 0:0 0:0 0  1003 0 1
                   1: 00000000000000000000000001000000:C354 00000000000000000000000001000000:1F90 01 0:0 0:0 0  1004 0 1
                """;
        SocketTable.Owners owners = table(four, six).read();
        InetSocketAddress server = at("127.0.0.1", 0x1F90);
        assertEquals(OptionalInt.of(1001), owners.ownerOf(at("127.0.0.1", 0xC351), server));
        assertEquals(OptionalInt.empty(), owners.ownerOf(at("127.0.0.1", 0xC350), server), "that is the server's end");
        assertEquals(OptionalInt.empty(), owners.ownerOf(at("127.0.0.1", 0xC352), server), "TIME_WAIT shows user 0");
        assertEquals(OptionalInt.of(1003), owners.ownerOf(at("127.0.0.1", 0xC353), server), "IPv4 in IPv6");
        assertEquals(OptionalInt.of(1004), owners.ownerOf(at("::1", 0xC354), at("::1", 0x1F90)));
    }

    @Test
    void one_read_serves_all_who_asked_before_it() throws Exception {
        Queue<Runnable> tasks = new ArrayDeque<>();
        PeerIdentity identity = new PeerIdentity(
                tasks::add, table("   1: 0100007F:C351 0100007F:1F90 01 0:0 00:0 0  1001        0 1 1 0\n", ""));
        List<CompletableFuture<OptionalInt>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(identity.userIdOf(at("127.0.0.1", 0xC351), at("127.0.0.1", 0x1F90)));
        }
        assertEquals(1, tasks.size());
        tasks.remove().run();
        for (CompletableFuture<OptionalInt> answer : answers) {
            assertEquals(OptionalInt.of(1001), answer.join());
        }
        assertTrue(identity.userIdOf(at("192.0.2.1", 0xC351), at("127.0.0.1", 0x1F90))
                .join()
                .isEmpty());
        assertTrue(tasks.isEmpty(), "a peer elsewhere is not looked up");
    }
}
