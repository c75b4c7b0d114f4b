package io.agentbridge.gateway.command;

import io.agentbridge.engine.Snapshot;
import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.gateway.body.Bodies;
import io.agentbridge.gateway.body.ShownBodies;
import io.agentbridge.gateway.codec.CodecException;
import io.agentbridge.gateway.codec.SnapshotCodec;
import io.agentbridge.gateway.configuration.DataFolder;
import io.agentbridge.gateway.log.JournalEvents;
import io.agentbridge.gateway.replay.RecordedEvents;
import io.agentbridge.gateway.wire.BodyReader;
import io.agentbridge.journal.BlobStore;
import io.agentbridge.journal.JournalFiles;
import io.agentbridge.journal.JournalReader;
import io.agentbridge.journal.NotRetainedException;
import io.agentbridge.journal.SnapshotStore;
import io.agentbridge.journal.StoredSnapshot;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.NotDirectoryException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What commands read of a data folder, whether or not a server is at work on it. */
final class JournalFolder {
    private static final Pattern AGENT_ID = Pattern.compile("[a-z]+-[0-9]+-[0-9a-f]{8}");

    private final DataFolder folder;

    JournalFolder(DataFolder folder) {
        this.folder = folder;
    }

    /** The events, to be read from any of them on. */
    JournalEvents events() throws IOException {
        return new JournalEvents(JournalFiles.records(folder.journal()));
    }

    /** The records from a sequence on, or from {@link JournalFiles#OLDEST}. */
    JournalReader records(long fromSequence) throws IOException {
        return JournalFiles.readOnly(folder.journal(), fromSequence);
    }

    /**
     * Where the events stand that a filter asks for by sequence and time, as of now. Reads little: the logarithm of the journal's length,
     * and its end.
     *
     * @throws NotRetainedException if it asks for a first event that is not there any more
     */
    EventRange range(EventFilter asked) throws IOException {
        JournalEvents events = events();
        long first = firstOf(asked, events.oldestSequence());
        long last = Math.min(asked.to(), JournalFiles.lastSequence(folder.journal()));
        if (asked.sinceMillis() != Long.MIN_VALUE) {
            first = events.firstAtOrAfter(asked.sinceMillis(), first, last + 1);
        }
        if (asked.untilMillis() != Long.MAX_VALUE) {
            last = events.firstAtOrAfter(asked.untilMillis() + 1, first, last + 1) - 1;
        }
        return new EventRange(first, last);
    }

    /** The same, but without looking for the end of a journal that is wanted to its end. */
    EventRange rangeToTheEnd(EventFilter asked) throws IOException {
        return asked.hasEnds()
                ? range(asked)
                : new EventRange(firstOf(asked, events().oldestSequence()), Long.MAX_VALUE);
    }

    private static long firstOf(EventFilter asked, long oldest) throws NotRetainedException {
        if (asked.from() != Long.MIN_VALUE && asked.from() < oldest) {
            throw new NotRetainedException(asked.from(), oldest);
        }
        return Math.max(asked.from(), oldest);
    }

    /** Every event from a sequence on that there is now, read ahead. */
    RecordedEvents recordedEvents(long fromSequence) throws IOException {
        return new RecordedEvents(JournalFiles.readOnly(folder.journal(), fromSequence), fromSequence - 1);
    }

    /** The agents that there were before the oldest event that is retained. */
    List<Agent> agentsBefore(Consumer<String> problems) throws IOException {
        long first = JournalFiles.firstSequence(folder.journal());
        return first == 1
                ? List.of()
                : snapshot(first - 1, problems).map(Snapshot::agents).orElse(List.of());
    }

    /**
     * The ids of all agents that ever had a name. Reads the newest snapshot and what came after it; an agent that ended so long ago that the
     * server has forgotten it is not found.
     */
    Set<String> agentsNamed(String name, Consumer<String> problems) throws IOException {
        Optional<Snapshot> known = snapshot(Long.MAX_VALUE, problems);
        Set<String> ids = new LinkedHashSet<>();
        known.map(Snapshot::agents).orElse(List.of()).stream()
                .filter(agent -> agent.name().equals(name))
                .forEach(agent -> ids.add(agent.id()));
        try (RecordedEvents later = recordedEvents(known.map(Snapshot::sequence).orElse(JournalFiles.OLDEST - 1) + 1)) {
            for (Event event = later.next(); event != null; event = later.next()) {
                if (event.fact() instanceof Fact.AgentCreated created
                        && created.agent().name().equals(name)) {
                    ids.add(created.agent().id());
                }
            }
        }
        return ids;
    }

    /** What is asked for, with the ids of agents instead of their names. */
    EventFilter byId(EventFilter asked, Consumer<String> problems) throws IOException {
        Set<String> ids = new LinkedHashSet<>();
        for (String agent : asked.subjects().agents()) {
            Set<String> named = AGENT_ID.matcher(agent).matches() ? Set.of(agent) : agentsNamed(agent, problems);
            ids.addAll(named.isEmpty() ? Set.of(agent) : named);
        }
        return asked.withAgents(ids);
    }

    /**
     * The newest whole snapshot of a sequence or before, or empty if none can be used.
     *
     * @param problems told what is passed over
     */
    Optional<Snapshot> snapshot(long atOrBelow, Consumer<String> problems) throws IOException {
        Optional<StoredSnapshot> stored = SnapshotStore.readOnly(
                        folder.snapshots(), Settings.DEFAULT.behaviourLevel(), problems)
                .newestWholeAtOrBelow(atOrBelow);
        try {
            return stored.map(found -> new SnapshotCodec().decode(found.content()));
        } catch (CodecException e) {
            problems.accept("Passed over the snapshot at sequence "
                    + stored.map(StoredSnapshot::sequence).orElse(0L) + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /** The texts that events refer to, as they are shown. */
    BodyReader bodies() {
        return new ShownBodies(new Bodies(BlobStore.readOnly(folder.blobs())));
    }

    @FunctionalInterface
    interface Reading {
        int run() throws IOException;
    }

    /** Runs what reads, flushes what it printed, and says why it could not read, or write. Returns the exit code. */
    static int read(PrintStream out, PrintStream errors, Reading reading) {
        try {
            return reading.run();
        } catch (NotWrittenException e) {
            errors.println(e.getMessage());
        } catch (NotDirectoryException e) {
            errors.println(
                    "The journal cannot be read: " + e.getMessage() + "; name the server's data folder, see --help");
        } catch (NotRetainedException e) {
            errors.println(e.getMessage() + "; ask from there on");
        } catch (IOException e) {
            errors.println("The journal cannot be read: " + e.getMessage());
        } catch (UncheckedIOException | CodecException e) {
            errors.println("The journal cannot be read: " + e.getMessage());
        } finally {
            out.flush();
        }
        return ExitCode.FAILURE;
    }
}
