package io.agentbridge.gateway.story;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.input.Notice;
import io.agentbridge.engine.input.Report;
import io.agentbridge.engine.input.Request;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.AgentOptions;
import io.agentbridge.engine.model.AgentType;
import io.agentbridge.engine.model.ApprovalDecision;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Dialect;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.ProcessIdentity;
import io.agentbridge.engine.model.ProgressKind;
import io.agentbridge.engine.model.Retry;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.engine.model.Usage;
import io.agentbridge.gateway.replay.RecordedRun;
import io.agentbridge.gateway.wire.BodyReader;
import io.agentbridge.journal.ChronicleJournal;
import io.agentbridge.journal.JournalOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people are told of an hour in which a reviewer is created, asks for a permission, and is given a task. */
class StoryTest {
    private static final BodyReader BODIES = body -> ((Body.Inline) body).text();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private ChronicleJournal journal;

    @SuppressWarnings("NullAway.Init")
    private RecordedRun run;

    private long offset;
    private int requests;

    @BeforeEach
    void happen() throws IOException {
        journal = ChronicleJournal.open(JournalOptions.in(folder.resolve("journal"))
                .withBlockBytes(1 << 20)
                .withReserveBytes(0));
        run = new RecordedRun(journal, 1);
        run.step(new Notice.ServerStarted("1.0", Settings.DEFAULT));
        run.step(new Request.CreateAgent(
                ada(), AgentType.WORKER, "reviewer", "claude", "opus", List.of("review"), AgentOptions.DEFAULT));
        String id = agent().id();
        run.step(new Report.AgentLaunched(id, position(), new ProcessIdentity(4711, 8, "boot")));
        run.step(new Report.AgentReady(id, position(), "session", "2.1"));
        run.step(new Request.ExecuteCommand(ada(), id, Body.of("Look at refund.ts\nand its tests."), Body.none(), 0));
        String command = agent().currentCommand();
        run.step(new Report.PromptDelivered(id, position(), command));
        run.step(new Request.ExecuteCommand(ada(), id, Body.of("And then?"), Body.none(), 0));
        run.step(new Report.PermissionAsked(
                id,
                position(),
                command,
                "p1",
                "Bash",
                Body.of("{\"command\":\"npm test\"}"),
                "Run the tests",
                Body.none(),
                ApprovalDecision.NONE));
        run.step(new Request.RespondApproval(
                ada(),
                run.state().approvals().iterator().next().id(),
                ApprovalDecision.ALLOW,
                Body.none(),
                Body.none()));
        run.step(new Report.PromptProgressed(id, position(), command, ProgressKind.TEXT, Body.of("Two findings.")));
        run.step(finished(command, FailureClass.NONE, "Two findings.", ""));
        run.step(finished(agent().currentCommand(), FailureClass.RATE_LIMIT, "", "Try later."));
        run.step(new Request.AssignTask(
                ada(),
                "T1",
                "",
                "Round cents",
                Body.of("Half to even."),
                Body.none(),
                Body.none(),
                1,
                List.of(),
                List.of("review"),
                0,
                new Retry(2, 500)));
    }

    @AfterEach
    void close() throws IOException {
        journal.close();
    }

    @Test
    void theLifeOfAnAgent() {
        assertEquals("""
                2026-09-21, times in UTC
                14:13:20.000        #2  it was created by ada: "reviewer", worker on claude, model opus, able to do review
                14:13:20.000        #3  it runs as process 4711
                14:13:20.000        #4  it is idle
                14:13:20.000        #5  command b6bf613d is given to it, asked by ada: Look at refund.ts
                                        and its tests.
                14:13:20.000        #7  command b6bf613d has arrived
                14:13:20.000        #8  command d56b1fbb waits for it, asked by ada: And then?
                14:13:20.000       #10  it asks to use Bash: {"command":"npm test"}
                14:13:20.000       #12  the use of Bash was allowed by ada after 0 ms
                14:13:20.000       #13  command b6bf613d goes on
                14:13:20.000       #14  it says: Two findings.
                14:13:20.000       #15  command b6bf613d completed after 0 ms, 1200 tokens in, 34 out, $0.0056
                14:13:20.000       #16  command d56b1fbb is given to it, asked by ada
                14:13:20.000       #18  command d56b1fbb failed after 0 ms (rate limit), 1200 tokens in, 34 out, $0.0056: Try later.
                14:13:20.000       #19  it is idle
                14:13:20.000       #20  task T1 "Round cents" was assigned by ada to it
                                        needs review
                14:13:20.000       #21  command d633b184 is given to it, for task T1: Round cents
                14:13:20.000       #22  task T1 "Round cents" is in progress, with it

                It is busy with command d633b184. Commands ended: 2, failed: 1. Tasks completed: 0, failed: 0. Spent: 2400 tokens in, 68 out, $0.0112.
                """, story(Life.Subject.AGENT, agent().id(), false));
    }

    @Test
    void everyEventOfTheLifeOfAnAgent() {
        assertEquals("""
                2026-09-21, times in UTC
                14:13:20.000        #2  it was created by ada: "reviewer", worker on claude, model opus, able to do review
                14:13:20.000        #3  it runs as process 4711
                14:13:20.000        #4  it is idle
                14:13:20.000        #5  command b6bf613d is given to it, asked by ada: Look at refund.ts
                                        and its tests.
                14:13:20.000        #6  it is busy with command b6bf613d
                14:13:20.000        #7  command b6bf613d has arrived
                14:13:20.000        #8  command d56b1fbb waits for it, asked by ada: And then?
                14:13:20.000        #9  it is busy with command b6bf613d, 1 waiting
                14:13:20.000       #10  it asks to use Bash: {"command":"npm test"}
                14:13:20.000       #11  command b6bf613d is waiting for an approval
                14:13:20.000       #12  the use of Bash was allowed by ada after 0 ms
                14:13:20.000       #13  command b6bf613d goes on
                14:13:20.000       #14  it says: Two findings.
                14:13:20.000       #15  command b6bf613d completed after 0 ms, 1200 tokens in, 34 out, $0.0056
                14:13:20.000       #16  command d56b1fbb is given to it, asked by ada
                14:13:20.000       #17  it is busy with command d56b1fbb
                14:13:20.000       #18  command d56b1fbb failed after 0 ms (rate limit), 1200 tokens in, 34 out, $0.0056: Try later.
                14:13:20.000       #19  it is idle
                14:13:20.000       #20  task T1 "Round cents" was assigned by ada to it
                                        needs review
                14:13:20.000       #21  command d633b184 is given to it, for task T1: Round cents
                14:13:20.000       #22  task T1 "Round cents" is in progress, with it
                14:13:20.000       #23  it is busy with task T1 with command d633b184

                It is busy with command d633b184. Commands ended: 2, failed: 1. Tasks completed: 0, failed: 0. Spent: 2400 tokens in, 68 out, $0.0112.
                """, story(Life.Subject.AGENT, agent().id(), true));
    }

    @Test
    void theLifeOfATaskThatWaits() {
        assertEquals("""
                2026-09-21, times in UTC
                14:13:20.000       #20  it was assigned by ada to "reviewer" (worker-1790000000-cb9dd892): Round cents
                                        Half to even.
                                        needs review
                14:13:20.000       #21  command d633b184 is given to "reviewer" (worker-1790000000-cb9dd892): Round cents
                14:13:20.000       #22  it is in progress, with "reviewer" (worker-1790000000-cb9dd892)

                It is still in progress.
                """, story(Life.Subject.TASK, "T1", false));
    }

    @Test
    void whatWouldCommandATerminalIsNotTold() {
        assertEquals(
                "red, a title, a bell\ufffd and a line\nmore",
                Words.printable("\u001b[31mred\u001b[0m, \u001b]0;own\u0007a title, a bell\u0007 and a line\r\nmore"));
    }

    private String story(Life.Subject subject, String id, boolean whole) {
        Story story = new Story(new Life(subject, id), BODIES, whole);
        StringBuilder told = new StringBuilder();
        for (Event event : run.events()) {
            told.append(story.told(event));
        }
        return told + story.end();
    }

    private Agent agent() {
        return run.state().agents().iterator().next();
    }

    private OutputPosition position() {
        return new OutputPosition(1, ++offset);
    }

    private Cause ada() {
        return new Cause("ada", "client-1", "request-" + ++requests, "", Dialect.STANDARD, requests, -1);
    }

    private Report.PromptFinished finished(String command, FailureClass failure, String result, String error) {
        return new Report.PromptFinished(
                agent().id(),
                position(),
                command,
                false,
                Body.of(result),
                failure,
                Body.of(error),
                new Usage(1200, 34, 0, 0, 5_600));
    }
}
