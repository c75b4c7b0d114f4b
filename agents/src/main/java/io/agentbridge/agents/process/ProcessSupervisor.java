package io.agentbridge.agents.process;

import io.agentbridge.engine.model.ProcessIdentity;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Launches the processes of all agents, finds them again and keeps them alive: as long as it renews the lease, their keepers
 * leave them alone. One for a server; thread-safe. Closing it leaves the processes running.
 */
public final class ProcessSupervisor implements Closeable {
    private static final System.Logger LOG = System.getLogger(ProcessSupervisor.class.getName());

    private final SupervisorLimits limits;
    private final ProcessTable table = new ProcessTable();
    private final OutputWatcher watcher = new OutputWatcher();
    private final Launcher launcher;
    private final Semaphore starts;
    private final FileChannel lease;
    private final ScheduledExecutorService heart;

    /**
     * Supervises under a lease file of its own; the file's folder exists.
     *
     * @throws IOException if the lease cannot be written or folders cannot be watched
     */
    public ProcessSupervisor(Path leaseFile, SupervisorLimits limits) throws IOException {
        this.limits = limits;
        this.launcher = new Launcher(leaseFile, limits.leaseMillis());
        this.starts = new Semaphore(limits.concurrentStarts(), true);
        Files.createDirectories(leaseFile.toAbsolutePath().getParent());
        this.lease = FileChannel.open(leaseFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        beat();
        this.heart = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("agent-lease").factory());
        long periodMillis = Math.max(100, limits.leaseMillis() / 10);
        var _ = heart.scheduleAtFixedRate(this::renew, periodMillis, periodMillis, TimeUnit.MILLISECONDS);
    }

    /** The limits it works by. */
    public SupervisorLimits limits() {
        return limits;
    }

    /** The processes of this machine. */
    public ProcessTable table() {
        return table;
    }

    /**
     * Makes place for an incarnation: ends what earlier ones of that agent may have left running, and creates its files.
     *
     * @throws IOException if the files cannot be created
     */
    public void prepare(AgentFiles files) throws IOException {
        end(files);
        files.create();
    }

    /** Ends what an agent's incarnations may have left running, and returns when that is gone. */
    public void end(AgentFiles files) {
        Termination.sweep(table, files.markerPrefix(), limits.terminateGraceMillis());
    }

    /**
     * Launches a process in the place prepared for it. Waits while as many as allowed are starting; {@link AgentProcess#started}
     * lets the next one in.
     *
     * @throws IOException if it cannot be launched; the message says why
     */
    public AgentProcess launch(Launch launch, String name) throws IOException {
        starts.acquireUninterruptibly();
        StartPermit permit = new StartPermit(starts);
        try {
            Process process = launcher.launch(launch);
            ProcessIdentity identity =
                    table.identityOf(process.pid()).orElseGet(() -> new ProcessIdentity(process.pid(), 0, ""));
            return new AgentProcess(
                    this,
                    launch.files(),
                    identity,
                    process,
                    name,
                    permit,
                    launch.inputFile().isEmpty());
        } catch (IOException | RuntimeException e) {
            permit.release();
            throw e;
        }
    }

    /**
     * Takes over a process that an earlier server launched, to be followed from the beginning of its output. Where the process is gone, the
     * output that is left is read all the same, and then its end reported.
     *
     * @throws IOException if its output is gone
     */
    public AgentProcess adopt(AgentFiles files, ProcessIdentity identity, String name) throws IOException {
        if (!Files.isRegularFile(files.output())) {
            throw new IOException("The output of agent " + name + " is gone; it cannot be taken over. Start it again.");
        }
        return new AgentProcess(this, files, identity, null, name, StartPermit.NONE, true);
    }

    OutputWatcher watcher() {
        return watcher;
    }

    /** Stops renewing the lease. The processes live on until it runs out or another server renews it. */
    @Override
    public void close() throws IOException {
        heart.shutdownNow();
        lease.close();
        watcher.close();
    }

    private void renew() {
        try {
            beat();
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The lease of the agents cannot be renewed; they will end when it runs out",
                    e);
        }
    }

    private void beat() throws IOException {
        String beat = String.format(Locale.ROOT, "%020d%n", System.currentTimeMillis());
        lease.write(ByteBuffer.wrap(beat.getBytes(StandardCharsets.US_ASCII)), 0);
    }
}
