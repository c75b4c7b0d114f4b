package io.agentbridge.gateway;

import io.agentbridge.agents.BackendCatalog;
import io.agentbridge.agents.BackendFinding;
import io.agentbridge.agents.process.ProcessSupervisor;
import io.agentbridge.agents.process.SupervisorLimits;
import io.agentbridge.engine.Snapshot;
import io.agentbridge.engine.State;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.gateway.codec.CodecException;
import io.agentbridge.gateway.codec.SnapshotCodec;
import io.agentbridge.gateway.configuration.Configuration;
import io.agentbridge.gateway.http.HttpOptions;
import io.agentbridge.gateway.http.HttpServer;
import io.agentbridge.gateway.pipeline.Threading;
import io.agentbridge.gateway.replay.Replay;
import io.agentbridge.gateway.retention.Retention;
import io.agentbridge.gateway.security.AuthMode;
import io.agentbridge.gateway.security.Authenticator;
import io.agentbridge.gateway.security.PeerIdentity;
import io.agentbridge.gateway.security.TokenFile;
import io.agentbridge.gateway.session.DiskSpace;
import io.agentbridge.gateway.websocket.WebSocketLimits;
import io.agentbridge.gateway.wire.BackendChoice;
import io.agentbridge.gateway.wire.ServerIdentity;
import io.agentbridge.gateway.wire.WireLimits;
import io.agentbridge.journal.BlobStore;
import io.agentbridge.journal.ChronicleJournal;
import io.agentbridge.journal.CorruptJournalException;
import io.agentbridge.journal.JournalOptions;
import io.agentbridge.journal.JournalReader;
import io.agentbridge.journal.Scrub;
import io.agentbridge.journal.SnapshotStore;
import io.agentbridge.journal.StoredSnapshot;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/** A configured server from its data folder to its door: recovers, wires the {@link Gateway}, and listens. */
public final class Server implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Server.class.getName());
    private static final int SNAPSHOTS_KEPT = 3;
    private static final int MAX_BLOB_BYTES = 256 << 20;
    /** Twice what the journal keeps in reserve, so that agents can end what they are at. */
    private static final long MIN_FREE_BYTES = 192L << 20;

    private static final long SNAPSHOT_EVERY_EVENTS = 100_000;
    private static final long PING_EVERY_MILLIS = 30_000;
    private static final long PING_GRACE_MILLIS = 10_000;

    private final Closer opened = new Closer();

    private final Configuration configuration;
    private final String version;
    private final List<String> description = new ArrayList<>();

    private Server(Configuration configuration, String version) {
        this.configuration = configuration;
        this.version = version;
    }

    /**
     * Starts a server; when this returns it listens.
     *
     * @param failed told when the server cannot go on; it takes no requests any more, and is to be closed after a while
     * @throws IOException if it cannot start; the message says why and what to do, and nothing is left open
     */
    public static Server start(Configuration configuration, String version, Consumer<Throwable> failed)
            throws IOException {
        Server server = new Server(configuration, version);
        try {
            server.open(failed);
            return server;
        } catch (IOException | RuntimeException | Error refused) {
            try {
                server.close();
            } catch (IOException disordered) {
                refused.addSuppressed(disordered);
            }
            throw refused;
        }
    }

    private void open(Consumer<Throwable> failed) throws IOException {
        Optional<SSLContext> tls = Optional.empty();
        if (configuration.tls().isPresent()) {
            tls = Optional.of(configuration.tls().get().context());
        }
        Path root = configuration.data().root();
        makeDataFolder(root);
        JournalOptions kept =
                JournalOptions.in(configuration.data().journal()).withDurability(configuration.durability());
        ChronicleJournal journal = ChronicleJournal.open(kept);
        opened.keep(journal);
        SnapshotStore snapshots = SnapshotStore.open(
                configuration.data().snapshots(),
                SNAPSHOTS_KEPT,
                Settings.DEFAULT.behaviourLevel(),
                report -> LOG.log(System.Logger.Level.WARNING, report));
        // Of another history only what it begins with can be believed.
        snapshots.deleteAfter(journal.recovery().epochChanged() ? journal.firstSequence() - 1 : journal.lastSequence());
        Optional<StoredSnapshot> snapshot = snapshots.newestWholeAtOrBelow(journal.lastSequence());
        State state = recover(journal, snapshot);
        BlobStore blobs = BlobStore.open(
                configuration.data().blobs(),
                configuration.durability(),
                MAX_BLOB_BYTES,
                () -> Math.max(System.currentTimeMillis(), journal.lastTimestampMillis()),
                kept.reserveBytes());

        Files.createDirectories(configuration.data().agents());
        ProcessSupervisor supervisor = opened.keep(
                new ProcessSupervisor(configuration.data().agents().resolve("lease"), SupervisorLimits.DEFAULT));
        BackendCatalog catalog = opened.keep(BackendSettings.catalog(configuration, version, supervisor));
        Gateway gateway = opened.keep(new Gateway(
                new GatewayOptions(
                        configuration.limits().ringSlots(),
                        threading(),
                        configuration.limits().tailBytes(),
                        SNAPSHOT_EVERY_EVENTS,
                        PING_EVERY_MILLIS,
                        PING_GRACE_MILLIS,
                        configuration.settings()),
                new ServerIdentity(
                        "agent-bridge",
                        version,
                        journal.epoch(),
                        configuration.durability().name().toLowerCase(Locale.ROOT),
                        catalog.names(),
                        wireLimits()),
                state,
                journal,
                snapshots,
                snapshot.map(StoredSnapshot::sequence).orElse(0L),
                blobs,
                new BackendChoice(catalog.defaultBackend().name(), catalog.names()),
                catalog::backend,
                configuration.data().agents(),
                (tool, input) -> configuration.approvals().ruling(tool),
                new DiskSpace(configuration.data().root(), MIN_FREE_BYTES),
                Clock.systemUTC(),
                failed));
        opened.letGo(journal);
        opened.keep(new Retention(
                        configuration.retention(), journal, snapshots, blobs, gateway::consumed, Clock.systemUTC()))
                .start();
        HttpServer http = listen(gateway, tls);
        describe(http, journal, catalog, gateway);
        scrub(gateway, journal.recovery().lastRecord());
    }

    /** Reads, when everybody is served already, what the start has not read of the journal. */
    private void scrub(Gateway gateway, long throughRecord) {
        Path folder = configuration.data().journal();
        Thread.ofPlatform().name("scrub").daemon().start(() -> {
            try {
                Scrub.run(folder, throughRecord);
            } catch (CorruptJournalException damaged) {
                gateway.fail(damaged);
            } catch (IOException | RuntimeException | Error unread) {
                LOG.log(System.Logger.Level.WARNING, "the journal could not be read through after the start", unread);
            }
        });
    }

    private static void makeDataFolder(Path root) throws IOException {
        try {
            Files.createDirectories(
                    root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException taken) {
            throw new IOException("the data folder " + root + " is no folder; name another by --data", taken);
        } catch (AccessDeniedException denied) {
            throw new IOException(
                    "the data folder " + root + " cannot be made, " + denied.getFile()
                            + " may not be written; change its owner or permissions, or name another by --data",
                    denied);
        }
        if (!Files.isWritable(root)) {
            throw new IOException("the data folder " + root
                    + " may not be written; change its owner or permissions, or name another by --data");
        }
    }

    private static State recover(ChronicleJournal journal, Optional<StoredSnapshot> snapshot) throws IOException {
        Replay replay = snapshot.isPresent() ? Replay.from(decode(snapshot.get())) : Replay.fromStart();
        if (replay.state().sequence() < journal.firstSequence() - 1) {
            throw new IOException("The journal begins at sequence " + journal.firstSequence()
                    + ", and there is no whole snapshot from which a start could go on; restore the folder"
                    + " snapshots from a backup");
        }
        try (JournalReader reader = journal.reader(replay.state().sequence() + 1)) {
            replay.run(reader);
        }
        if (replay.state().sequence() != journal.lastSequence()) {
            throw new IOException("The journal ends at sequence " + journal.lastSequence() + " but could be read to "
                    + replay.state().sequence() + " only; run: agent-bridge replay --verify");
        }
        return replay.state();
    }

    private static Snapshot decode(StoredSnapshot stored) throws IOException {
        try {
            return new SnapshotCodec().decode(stored.content());
        } catch (CodecException e) {
            throw new IOException(
                    "The snapshot at sequence " + stored.sequence() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private HttpServer listen(Gateway gateway, Optional<SSLContext> tls) throws IOException {
        ExecutorService handshakes = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("handshakes").daemon().factory());
        opened.keep(handshakes::shutdownNow);
        TokenFile token = TokenFile.openOrCreate(configuration.data().token());
        AuthMode mode = configuration.authentication();
        WebSocketLimits sockets = WebSocketLimits.DEFAULT;
        HttpOptions options = new HttpOptions(
                configuration.host(),
                configuration.port(),
                configuration.allowedHosts(),
                configuration.allowedOrigins(),
                configuration.limits().maxConnections() + 64,
                configuration.limits().maxConnections(),
                new WebSocketLimits(
                        wireLimits().maxMessageBytes(),
                        sockets.maxFragments(),
                        sockets.maxFramesPerEvent(),
                        sockets.maxControlBytes(),
                        sockets.closeTimeoutMillis()),
                configuration.compression(),
                tls,
                version);
        return opened.keep(HttpServer.start(
                options,
                new Authenticator(mode, token, new PeerIdentity(handshakes)),
                gateway.sessions(),
                gateway::isReady));
    }

    private Threading threading() {
        return switch (configuration.waiting()) {
            case AUTO -> Threading.forCores(Runtime.getRuntime().availableProcessors());
            case BLOCKING -> new Threading(false, Threading.Waiting.BLOCKING);
            case YIELDING -> new Threading(false, Threading.Waiting.YIELDING);
        };
    }

    private WireLimits wireLimits() {
        WireLimits limits = WireLimits.DEFAULT;
        return new WireLimits(
                Math.toIntExact(configuration.limits().maxMessageBytes()),
                limits.maxDepth(),
                limits.maxIdChars(),
                limits.maxNameChars(),
                limits.maxListItems());
    }

    private void describe(HttpServer http, ChronicleJournal journal, BackendCatalog catalog, Gateway gateway) {
        InetAddress address = http.address().getAddress();
        // Java calls any address by its IPv6 name, also where 0.0.0.0 was asked for.
        String host = address.isAnyLocalAddress() ? configuration.host() : address.getHostAddress();
        String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
        String scheme = configuration.tls().isPresent() ? "wss://" : "ws://";
        description.add("agent-bridge " + version + " listening on " + scheme + shown + ":"
                + http.address().getPort());
        description.add("journal   " + configuration.data().journal() + ", last sequence " + gateway.sequence()
                + ", durability " + configuration.durability().name().toLowerCase(Locale.ROOT));
        description.add("recovery  " + journal.recovery().message());
        for (BackendFinding finding : catalog.findings()) {
            boolean isDefault = finding.name().equals(catalog.defaultBackend().name());
            description.add("backend   " + finding.name() + (isDefault ? " (default)" : "") + ": "
                    + (finding.backend().isPresent() ? "" : "not found, ") + finding.explanation());
        }
        if (configuration.authentication() == AuthMode.TOKEN) {
            description.add("access    by token; print it with: agent-bridge token --data "
                    + configuration.data().root());
        }
    }

    /** What to tell the user who started it, a line each. */
    public List<String> description() {
        return List.copyOf(description);
    }

    /** Stops listening, ends the agents, and seals the journal. Idempotent. */
    @Override
    public synchronized void close() throws IOException {
        try {
            opened.close();
        } catch (IOException failed) {
            throw new IOException("the server did not stop in order: " + failed.getMessage(), failed);
        }
    }
}
