package io.agentbridge.gateway.driver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.agents.AgentBackend;
import io.agentbridge.agents.AgentListener;
import io.agentbridge.agents.AgentSession;
import io.agentbridge.agents.AgentSpec;
import io.agentbridge.agents.echo.EchoBackend;
import io.agentbridge.engine.Engine;
import io.agentbridge.engine.State;
import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.input.Request;
import io.agentbridge.engine.model.AgentOptions;
import io.agentbridge.engine.model.AgentType;
import io.agentbridge.engine.model.ApprovalDecision;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.CommandStatus;
import io.agentbridge.engine.model.Dialect;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.gateway.body.Bodies;
import io.agentbridge.gateway.log.JournalEvents;
import io.agentbridge.gateway.log.LogCursor;
import io.agentbridge.gateway.log.LogTail;
import io.agentbridge.gateway.log.TailEntry;
import io.agentbridge.gateway.pipeline.NoReplies;
import io.agentbridge.gateway.pipeline.Pipeline;
import io.agentbridge.gateway.pipeline.Threading;
import io.agentbridge.gateway.wire.EventFrames;
import io.agentbridge.journal.BlobStore;
import io.agentbridge.journal.Durability;
import io.agentbridge.journal.FileJournal;
import io.agentbridge.journal.JournalOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine, a journal and the driver, without clients. */
class AgentDriverTest {
    private static final long WAIT_NANOS = 30_000_000_000L;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final EchoBackend echo = new EchoBackend("echo", "1");
    private final LogTail tail = new LogTail(1 << 10, 1 << 20, 0);
    private int requests;

    @SuppressWarnings("NullAway.Init")
    private FileJournal journal;

    @SuppressWarnings("NullAway.Init")
    private Bodies bodies;

    @SuppressWarnings("NullAway.Init")
    private Pipeline pipeline;

    @SuppressWarnings("NullAway.Init")
    private AgentDriver driver;

    @SuppressWarnings("NullAway.Init")
    private LogCursor seen;

    @BeforeEach
    void open() throws IOException {
        journal = FileJournal.open(JournalOptions.in(folder.resolve("journal")).withReserveBytes(0));
        bodies = new Bodies(BlobStore.open(folder.resolve("blobs"), Durability.OS, 1 << 20));
    }

    @AfterEach
    void close() throws Exception {
        driver.stop();
        pipeline.close();
        seen.close();
        journal.close();
        echo.close();
        assertEquals(List.of(), failures);
    }

    private void begin(AgentBackend backend) {
        JournalEvents history = new JournalEvents(journal);
        seen = new LogCursor(tail, history, 0);
        pipeline = new Pipeline(
                1 << 6,
                new Threading(false, Threading.Waiting.BLOCKING),
                Clock.systemUTC(),
                new Engine(new State()),
                journal,
                tail,
                new EventFrames("epoch", bodies),
                new NoReplies(),
                () -> driver.wake(),
                failures::add);
        driver = new AgentDriver(
                new State(),
                new LogCursor(tail, history, 0),
                pipeline,
                name -> backend,
                folder.resolve("agents"),
                bodies,
                (tool, input) -> ApprovalDecision.NONE,
                pipeline::fail);
        pipeline.start();
        driver.start();
    }

    private Cause cause() {
        return new Cause("alice", "client-1", "request-" + ++requests, "", Dialect.STANDARD, requests, -1);
    }

    private String createAgent(String backend) throws Exception {
        pipeline.publish(new Request.CreateAgent(
                cause(), AgentType.WORKER, "Ada", backend, "", List.of(), AgentOptions.DEFAULT));
        return await(Fact.AgentCreated.class).agent().id();
    }

    private void execute(String agent, Body text) {
        pipeline.publish(new Request.ExecuteCommand(cause(), agent, text, Body.none(), 0));
    }

    private Command ended() throws Exception {
        return await(Fact.CommandEnded.class).command();
    }

    /** The next fact of a kind; what comes before it is passed over. */
    private <T extends Fact> T await(Class<T> kind) throws Exception {
        long giveUp = System.nanoTime() + WAIT_NANOS;
        while (true) {
            Event event = seen.poll();
            if (event != null && kind.isInstance(event.fact())) {
                return kind.cast(event.fact());
            }
            assertTrue(System.nanoTime() < giveUp, "a " + kind.getSimpleName() + " comes; failures: " + failures);
            if (event == null) {
                Thread.sleep(1);
            }
        }
    }

    /** What was shown of an answer while it was made: the longest text of a kind in each ephemeral frame. */
    private List<String> shownDeltas(Pattern kind) {
        List<String> deltas = new ArrayList<>();
        for (long position = tail.oldest(); position <= tail.newest(); position++) {
            TailEntry entry = Objects.requireNonNull(tail.get(position));
            if (entry.event() == null) {
                String frame = UTF_8.decode(
                                Objects.requireNonNull(entry.shared()).duplicate())
                        .toString();
                kind.matcher(frame)
                        .results()
                        .map(MatchResult::group)
                        .max(Comparator.comparingInt(String::length))
                        .ifPresent(deltas::add);
            }
        }
        return deltas;
    }

    /** A text that was stored and whose file is gone since. */
    private Body lost() throws IOException {
        Body stored = bodies.keep("x".repeat(Bodies.MAX_INLINE_CHARS + 1));
        try (Stream<Path> blobs = Files.walk(folder.resolve("blobs"))) {
            for (Path blob : blobs.filter(Files::isRegularFile).toList()) {
                Files.delete(blob);
            }
        }
        return stored;
    }

    @Test
    void a_prompt_that_cannot_be_read_fails_and_its_agent_goes_on_with_the_next() throws Exception {
        begin(echo);
        String agent = createAgent("echo");
        execute(agent, lost());
        execute(agent, Body.of("after"));

        Command unread = ended();
        assertEquals(CommandStatus.FAILED, unread.status());
        assertEquals(FailureClass.INTERNAL, unread.failure());
        assertTrue(
                unread.error().toString().contains("journal verify"),
                unread.error().toString());
        assertEquals(Body.of("after"), ended().result());
    }

    @Test
    void nothing_is_allowed_with_an_input_that_cannot_be_read() throws Exception {
        begin(echo);
        execute(createAgent("echo"), Body.of("@echo {\"ask\":{\"tool_name\":\"Bash\",\"input\":{}}}"));
        String approval = await(Fact.ApprovalRequested.class).approval().id();
        pipeline.publish(new Request.RespondApproval(cause(), approval, ApprovalDecision.ALLOW, Body.none(), lost()));

        String said = ended().result().toString();
        assertTrue(said.contains("denied: What was answered cannot be read any more"), said);
    }

    @Test
    void a_denial_whose_message_cannot_be_read_denies_all_the_same() throws Exception {
        begin(echo);
        execute(createAgent("echo"), Body.of("@echo {\"ask\":{\"tool_name\":\"Bash\",\"input\":{}}}"));
        String approval = await(Fact.ApprovalRequested.class).approval().id();
        pipeline.publish(new Request.RespondApproval(cause(), approval, ApprovalDecision.DENY, lost(), Body.none()));

        String said = ended().result().toString();
        assertTrue(said.contains("denied: What was answered cannot be read any more"), said);
    }

    @Test
    void a_long_delta_is_shown_in_pieces_that_break_no_character() throws Exception {
        begin(echo);
        String text = "x" + "\uD83D\uDE00".repeat(40_000);
        execute(createAgent("echo"), Body.of("@echo {\"text\":\"" + text + "\",\"chunks\":1}"));
        ended();
        List<String> pieces = shownDeltas(Pattern.compile("x?(?:\uD83D\uDE00)+"));
        assertTrue(pieces.size() > 4, pieces.size() + " pieces");
        assertTrue(pieces.stream().allMatch(piece -> piece.length() <= 16 << 10));
        assertTrue(pieces.stream().noneMatch(piece -> Character.isHighSurrogate(piece.charAt(piece.length() - 1))));
        assertEquals(text, String.join("", pieces));
    }

    @Test
    void what_is_not_yet_launched_when_the_end_comes_is_left_to_the_next_server() throws Exception {
        CountDownLatch first = new CountDownLatch(2);
        CountDownLatch slow = new CountDownLatch(1);
        AtomicInteger launches = new AtomicInteger();
        begin(new SlowBackend(echo, () -> {
            launches.incrementAndGet();
            first.countDown();
            slow.await();
        }));
        for (int i = 0; i < 5; i++) {
            createAgent("echo");
        }
        first.await();
        Thread end = new Thread(() -> {
            try {
                driver.stop();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        end.start();
        while (end.getState() == Thread.State.NEW || end.getState() == Thread.State.RUNNABLE) {
            Thread.sleep(1);
        }
        slow.countDown();
        end.join();
        assertEquals(2, launches.get());
    }

    private interface Wait {
        void await() throws InterruptedException;
    }

    /** Its agents take a while to start. */
    private record SlowBackend(AgentBackend agents, Wait beforehand) implements AgentBackend {
        @Override
        public String name() {
            return agents.name();
        }

        @Override
        public AgentSession start(AgentSpec spec, AgentListener listener) throws IOException {
            try {
                beforehand.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return agents.start(spec, listener);
        }

        @Override
        public AgentSession attach(AgentSpec spec, AgentListener listener) throws IOException {
            return agents.attach(spec, listener);
        }
    }
}
