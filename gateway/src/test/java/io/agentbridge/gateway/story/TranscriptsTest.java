package io.agentbridge.gateway.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.input.Notice;
import io.agentbridge.engine.input.Report;
import io.agentbridge.engine.input.Request;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.AgentOptions;
import io.agentbridge.engine.model.AgentType;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Dialect;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.ProcessIdentity;
import io.agentbridge.engine.model.ProgressKind;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.gateway.replay.RecordedRun;
import io.agentbridge.gateway.wire.BodyReader;
import io.agentbridge.journal.ChronicleJournal;
import io.agentbridge.journal.JournalOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many conversations at once are what each would be alone, and little of them waits. */
class TranscriptsTest {
    private static final int MOST_SAID_CHARS = 200_000;
    /** A stored text stands for one of as many characters as its preview says. */
    private static final BodyReader BODIES = body -> switch (body) {
        case Body.Inline inline -> inline.text();
        case Body.Stored stored -> "z".repeat(Integer.parseInt(stored.preview()));
    };

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private ChronicleJournal journal;

    private final Map<String, StringBuilder> written = new HashMap<>();
    private long writtenChars;
    private long pieces;

    @BeforeEach
    void open() throws IOException {
        journal = ChronicleJournal.open(JournalOptions.in(folder.resolve("journal"))
                .withBlockBytes(1 << 20)
                .withReserveBytes(0));
    }

    @AfterEach
    void close() throws IOException {
        journal.close();
    }

    @Test
    void eachIsWhatItWouldBeAlone() throws IOException {
        RecordedRun run = new RecordedRun(journal, 3);
        run.steps(3_000);
        Transcripts transcripts = new Transcripts(_ -> true, BODIES, this::append);
        for (Event event : run.events()) {
            transcripts.add(event);
        }
        List<String> agents = created(run.events());
        assertEquals(agents.size(), transcripts.finish());
        for (String agent : agents) {
            assertEquals(alone(agent, run.events()), text(agent), agent);
        }
    }

    @Test
    void littleWaitsHoweverManyAgentsSayHoweverMuch() throws IOException {
        List<Event> events = talkOf(300, 3_000);
        Map<String, Transcript> references = new HashMap<>();
        long expectedChars = 0;
        Transcripts transcripts = new Transcripts(_ -> true, BODIES, this::append);
        for (Event event : events) {
            if (event.fact() instanceof Fact.AgentCreated created) {
                String id = created.agent().id();
                references.put(id, new Transcript(id, BODIES));
            }
            for (Map.Entry<String, Transcript> reference : references.entrySet()) {
                if (new Life(Life.Subject.AGENT, reference.getKey()).contains(event)) {
                    int before = reference.getValue().length();
                    reference.getValue().add(event);
                    expectedChars += reference.getValue().length() - before;
                }
            }
            transcripts.add(event);
            assertTrue(expectedChars - writtenChars <= Transcripts.MAX_TOTAL_PENDING_CHARS, "what waits is bounded");
        }
        assertTrue(
                expectedChars > 3L * Transcripts.MAX_TOTAL_PENDING_CHARS,
                "there was much more than may wait: " + expectedChars);
        assertEquals(300, transcripts.finish());
        references.forEach((agent, reference) -> assertEquals(reference.take(), text(agent), agent));
        assertTrue(pieces < expectedChars / 4_096, "pieces are no crumbs: " + pieces);
    }

    @Test
    void anAgentThatIsNotWantedIsNotTold() throws IOException {
        RecordedRun run = new RecordedRun(journal, 4);
        run.steps(200);
        String wanted = created(run.events()).get(1);
        Transcripts transcripts = new Transcripts(wanted::equals, BODIES, this::append);
        for (Event event : run.events()) {
            transcripts.add(event);
        }
        assertEquals(1, transcripts.finish());
        assertEquals(alone(wanted, run.events()), text(wanted));
    }

    @Test
    void anAgentOfBeforeIsIntroducedOnceItIsHeardOfAndSaysWhatIsMissing() throws IOException {
        RecordedRun run = new RecordedRun(journal, 5);
        run.steps(100);
        List<Agent> before = List.copyOf(run.state().agents());
        int from = run.events().size();
        run.steps(100);
        Transcripts transcripts = new Transcripts(_ -> true, BODIES, this::append);
        before.forEach(transcripts::createdEarlier);
        for (Event event : run.events().subList(from, run.events().size())) {
            transcripts.add(event);
        }
        transcripts.finish();
        Agent agent = before.getFirst();
        String markdown = text(agent.id());
        assertTrue(markdown.startsWith("# " + agent.name() + "\n\n`" + agent.id() + "`, worker on echo"), markdown);
        assertTrue(markdown.contains("*What came before is no longer in the journal.*"), markdown);
    }

    /** Each agent gets one prompt; then they speak by turns of chance, from a word to some hundred thousand characters. */
    private List<Event> talkOf(int agents, int steps) throws IOException {
        Random random = new Random(17);
        RecordedRun run = new RecordedRun(journal, 1);
        run.step(new Notice.ServerStarted("1.0", Settings.DEFAULT));
        for (int i = 0; i < agents; i++) {
            run.step(new Request.CreateAgent(
                    cause(), AgentType.WORKER, "", "echo", "", List.of("code"), AgentOptions.DEFAULT));
        }
        List<String> ids = created(run.events());
        OutputPosition position =
                new OutputPosition(run.state().agents().iterator().next().incarnation(), 1);
        for (String id : ids) {
            run.step(new Report.AgentLaunched(id, position, new ProcessIdentity(7, 8, "boot")));
            run.step(new Report.AgentReady(id, position, "session", "1.0"));
            run.step(new Request.ExecuteCommand(cause(), id, Body.of("talk"), Body.none(), 0));
        }
        List<Agent> talking = List.copyOf(run.state().agents());
        for (int i = 0; i < steps; i++) {
            Agent agent = talking.get(random.nextInt(talking.size()));
            int chars = random.nextInt(10) == 0 ? random.nextInt(MOST_SAID_CHARS) : random.nextInt(2_000);
            run.step(new Report.PromptProgressed(
                    agent.id(),
                    new OutputPosition(agent.incarnation(), i + 2L),
                    agent.currentCommand(),
                    ProgressKind.TEXT,
                    new Body.Stored("0".repeat(64), chars, Integer.toString(chars))));
        }
        return run.events();
    }

    private static Cause cause() {
        return new Cause("ada", "client-1", "", "", Dialect.STANDARD, 0, -1);
    }

    private static List<String> created(List<Event> events) {
        List<String> agents = new ArrayList<>();
        for (Event event : events) {
            if (event.fact() instanceof Fact.AgentCreated created) {
                agents.add(created.agent().id());
            }
        }
        return agents;
    }

    private static String alone(String agent, List<Event> events) {
        Life life = new Life(Life.Subject.AGENT, agent);
        Transcript transcript = new Transcript(agent, BODIES);
        events.stream().filter(life::contains).forEach(transcript::add);
        return transcript.take();
    }

    private void append(String agent, String markdown) {
        written.computeIfAbsent(agent, _ -> new StringBuilder()).append(markdown);
        writtenChars += markdown.length();
        pieces++;
    }

    private String text(String agent) {
        return written.getOrDefault(agent, new StringBuilder()).toString();
    }
}
