package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.e2e.fixture.Certificate;
import io.agentbridge.e2e.fixture.Client;
import io.agentbridge.e2e.fixture.Frame;
import io.agentbridge.e2e.fixture.GatewayCommand;
import io.agentbridge.e2e.fixture.GatewayProcess;
import io.agentbridge.e2e.fixture.Program;
import io.agentbridge.e2e.fixture.RawConnection;
import io.agentbridge.e2e.fixture.Repository;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS by the server itself, with a certificate made here. */
class TlsTest {
    @TempDir
    private Path folder;

    private static GatewayProcess start(Certificate certificate, String... more) {
        String[] options = new String[more.length + 4];
        options[0] = "--tls-certificate";
        options[1] = certificate.certificate().toString();
        options[2] = "--tls-key";
        options[3] = certificate.key().toString();
        System.arraycopy(more, 0, options, 4, more.length);
        return GatewayProcess.start(GatewayProcess.temporaryData(), options);
    }

    private static String token(GatewayProcess gateway) {
        return GatewayCommand.run("token", "--data", gateway.data().toString())
                .output()
                .strip();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void beyondThisMachineItTalksOverTlsToWhoHasTheToken(String algorithm) throws Exception {
        Certificate certificate = Certificate.make(folder, algorithm);
        try (GatewayProcess gateway = start(certificate, "--host", "0.0.0.0", "--auth", "token")) {
            assertEquals("wss", gateway.uri().getScheme());
            try (Client alice = Client.connect(gateway, certificate.trusting(), token(gateway));
                    Client bob = Client.connect(gateway, certificate.trusting(), token(gateway))) {
                String agent = alice.createAgent();
                String prompt = "ü€𝄞 ".repeat(100_000);
                for (int i = 0; i < 5; i++) {
                    assertEquals(prompt, alice.execute(agent, prompt).text("/payload/result"));
                    assertEquals("short", alice.execute(agent, "short").text("/payload/result"));
                }
                alice.settle();
                bob.settle();
                assertEquals(
                        10,
                        bob.frames(frame -> frame.isAbout("command:result", agent))
                                .size());
                Frame pong = alice.call("connection:ping", Map.of("timestamp", "t"));
                assertEquals("connection:pong", pong.type());
            }
            assertThrows(AssertionError.class, () -> Client.connect(gateway, certificate.trusting(), "wrong"));
            assertEquals(143, gateway.terminate());
        }
    }

    @Test
    void clientsOfOtherLanguagesConnect() throws Exception {
        Program.require(
                Files.isDirectory(Repository.path("src/e2e/clients/node/node_modules/ws")),
                "node with ws. Run scripts/install-test-tools.");
        Program.require(
                Program.succeeds("/usr/bin/python3", "-c", "import websockets"),
                "python3 with websockets. Run scripts/install-test-tools.");
        Certificate certificate = Certificate.make(folder, "EC");
        try (GatewayProcess gateway = start(certificate)) {
            String uri = gateway.uri() + "/";
            GatewayCommand node = Program.run(
                    "env",
                    "NODE_EXTRA_CA_CERTS=" + certificate.certificate(),
                    "node",
                    Repository.path("src/e2e/clients/node/client.js").toString(),
                    uri);
            assertTrue(node.output().endsWith("created, executed, asked\n"), node.everything());
            GatewayCommand python = Program.run(
                    "env",
                    "SSL_CERT_FILE=" + certificate.certificate(),
                    "/usr/bin/python3",
                    Repository.path("src/e2e/clients/python/client.py").toString(),
                    uri);
            assertTrue(python.output().endsWith("created, executed, asked\n"), python.everything());
        }
    }

    @Test
    void onlyTls13IsSpokenAndNothingInClear() throws Exception {
        Certificate certificate = Certificate.make(folder, "EC");
        try (GatewayProcess gateway = start(certificate)) {
            assertEquals("TLSv1.3", handshake(gateway, certificate, "TLSv1.3"));
            assertThrows(SSLException.class, () -> handshake(gateway, certificate, "TLSv1.2"));
            try (RawConnection clear = new RawConnection(gateway)) {
                assertThrows(IOException.class, clear::status);
            }
            assertEquals("TLSv1.3", handshake(gateway, certificate, "TLSv1.3"), "and it goes on");
        }
    }

    private static String handshake(GatewayProcess gateway, Certificate certificate, String version) throws Exception {
        try (SSLSocket socket = (SSLSocket) certificate
                .trusting()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout(20_000);
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();
            return socket.getSession().getProtocol();
        }
    }

    @Test
    void filesThatDoNotDoAreRefusedWithWhatToDo() throws Exception {
        Certificate one = Certificate.make(Files.createDirectory(folder.resolve("one")), "EC");
        Certificate other = Certificate.make(Files.createDirectory(folder.resolve("other")), "EC");
        refuses(one.certificate(), other.key(), "does not belong");
        refuses(one.certificate(), one.certificate(), "openssl pkcs8");
        refuses(one.key(), one.key(), "no X.509 certificate");
        refuses(folder.resolve("none"), one.key(), "there is no file");
        GatewayCommand well = with(one.certificate(), one.key(), "doctor");
        assertEquals(0, well.exitCode(), well.everything());
        Path old = Files.writeString(
                folder.resolve("old"), Files.readString(one.key()).replace("PRIVATE KEY", "RSA PRIVATE KEY"));
        assertTrue(old.toFile().setReadable(false, false) && old.toFile().setReadable(true, true));
        refuses(one.certificate(), old, "holds RSA PRIVATE KEY");
        assertTrue(one.key().toFile().setReadable(true, false));
        refuses(one.certificate(), one.key(), "chmod 600");
    }

    private GatewayCommand with(Path certificate, Path key, String command) {
        return GatewayCommand.run(
                command,
                "--port",
                "0",
                "--backend",
                "echo",
                "--data",
                folder.resolve("data").toString(),
                "--tls-certificate",
                certificate.toString(),
                "--tls-key",
                key.toString());
    }

    private void refuses(Path certificate, Path key, String why) {
        GatewayCommand run = with(certificate, key, "run");
        assertEquals(1, run.exitCode(), run.everything());
        assertTrue(run.errors().contains(why), run.everything());
        GatewayCommand doctor = with(certificate, key, "doctor");
        assertEquals(1, doctor.exitCode(), doctor.everything());
        assertTrue(doctor.everything().contains(why), doctor.everything());
        assertFalse(run.errors().contains("\tat "), run.everything());
    }
}
