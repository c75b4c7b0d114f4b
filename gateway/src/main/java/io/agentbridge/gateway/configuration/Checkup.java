package io.agentbridge.gateway.configuration;

import io.agentbridge.gateway.security.TlsFiles;
import io.agentbridge.journal.Damage;
import io.agentbridge.journal.JournalVerifier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks whether a server can run on this machine as it is configured. Changes nothing. */
public final class Checkup {
    private static final int LEAST_JAVA = 25;
    private static final long LEAST_FREE_BYTES = 256L << 20;
    private static final long ENOUGH_FREE_BYTES = 2L << 30;

    private final Configuration configuration;
    private final CliLookup claude;
    private final Map<String, String> environment;

    public Checkup(Configuration configuration, CliLookup claude, Map<String, String> environment) {
        this.configuration = configuration;
        this.claude = claude;
        this.environment = Map.copyOf(environment);
    }

    /** All checks, in the order in which a start would meet them. */
    public List<Check> run() {
        List<Check> checks = new ArrayList<>();
        checks.add(java());
        checks.add(folder());
        checks.add(space());
        checks.add(journal());
        checks.add(port());
        configuration.tls().ifPresent(files -> checks.add(tls(files)));
        checks.add(claude());
        return checks;
    }

    private static Check java() {
        Runtime.Version version = Runtime.version();
        return version.feature() >= LEAST_JAVA
                ? Check.ok("java", version.toString())
                : Check.fail("java", version.toString(), "install Java " + LEAST_JAVA + " or later");
    }

    private Check folder() {
        Path root = configuration.data().root();
        if (!Files.exists(root)) {
            Path existing = existing(root);
            return Files.isWritable(existing)
                    ? Check.ok("data folder", root + " will be made")
                    : Check.fail(
                            "data folder",
                            root + " cannot be made, for " + existing + " is not writable",
                            "name another by --data, or change the permissions");
        }
        if (!Files.isDirectory(root) || !Files.isWritable(root)) {
            return Check.fail(
                    "data folder",
                    root + " is no writable folder",
                    "name another by --data, or change the permissions");
        }
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(root);
            boolean shared = permissions.stream()
                    .anyMatch(permission -> !permission.name().startsWith("OWNER_"));
            return shared
                    ? Check.fail("data folder", root + " is open to other users", "run: chmod 700 " + root)
                    : Check.ok("data folder", root.toString());
        } catch (UnsupportedOperationException e) {
            return Check.warn("data folder", root + " has no Unix permissions", "make sure that only you can read it");
        } catch (IOException e) {
            return Check.fail("data folder", root + " cannot be looked at: " + e.getMessage(), "check the disk");
        }
    }

    private Check space() {
        Path folder = existing(configuration.data().root());
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            String finding = (free >> 20) + " MiB free at " + folder;
            if (free < LEAST_FREE_BYTES) {
                return Check.fail(
                        "disk", finding, "free some space; the server stops taking requests below its reserve");
            }
            return free < ENOUGH_FREE_BYTES
                    ? Check.warn("disk", finding, "free some space, or name another folder by --data")
                    : Check.ok("disk", finding);
        } catch (IOException e) {
            return Check.fail("disk", "free space of " + folder + " is unknown: " + e.getMessage(), "check the disk");
        }
    }

    private Check journal() {
        Path directory = configuration.data().journal();
        if (!Files.isDirectory(directory)) {
            return Check.ok("journal", "none yet");
        }
        try {
            JournalVerifier.Result result = JournalVerifier.verify(directory);
            String finding = result.records() + " records with " + result.events() + " events in " + directory;
            if (result.isCorrupt()) {
                return Check.fail(
                        "journal",
                        finding + ", damaged at "
                                + result.damage().map(Damage::describe).orElse(""),
                        "keep a copy of the data folder, look at the disk, and restore a backup; \"agent-bridge journal"
                                + " verify\" says more");
            }
            return result.damage().isPresent()
                    ? Check.warn(
                            "journal",
                            finding + ", then an unfinished write",
                            "nothing if a server is at work; else the next start sets it aside")
                    : Check.ok("journal", finding);
        } catch (IOException e) {
            return Check.fail("journal", "cannot be read: " + e.getMessage(), "check the permissions and the disk");
        }
    }

    private Check port() {
        String where = configuration.host() + ":" + configuration.port();
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(configuration.host()), configuration.port()));
            return Check.ok("port", where + " is free");
        } catch (IOException e) {
            return Check.fail(
                    "port",
                    where + " cannot be listened at: " + e.getMessage(),
                    "stop what listens there (perhaps a server that is running), or name another by --port");
        }
    }

    private static Check tls(TlsFiles files) {
        try {
            files.context();
            return Check.ok("tls", files.certificate() + " with " + files.key());
        } catch (IOException e) {
            return Check.fail("tls", String.valueOf(e.getMessage()), "correct --tls-certificate and --tls-key");
        }
    }

    private Check claude() {
        boolean needed = configuration.defaultBackend().equals("claude");
        try {
            CliLookup.Cli cli = claude.find(configuration.claude().path(), environment.getOrDefault("PATH", ""));
            return Check.ok("claude", cli.version() + " at " + cli.path());
        } catch (IOException e) {
            String finding = String.valueOf(e.getMessage()).replaceFirst("\\.$", "");
            return needed
                    ? Check.fail("claude", finding, "install Claude Code, set --claude-path, or take another --backend")
                    : Check.warn("claude", finding, "needed only for agents of the claude backend");
        }
    }

    private static Path existing(Path path) {
        Path found = path.toAbsolutePath();
        while (!Files.exists(found)) {
            Path parent = found.getParent();
            if (parent == null) {
                return found;
            }
            found = parent;
        }
        return found;
    }
}
