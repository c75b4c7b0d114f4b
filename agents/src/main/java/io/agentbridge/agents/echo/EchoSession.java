package io.agentbridge.agents.echo;

import io.agentbridge.agents.AgentListener;
import io.agentbridge.agents.AgentListener.PromptOutcome;
import io.agentbridge.agents.AgentSession;
import io.agentbridge.agents.AgentSpec;
import io.agentbridge.agents.json.JsonFormatException;
import io.agentbridge.agents.json.JsonObject;
import io.agentbridge.agents.json.JsonText;
import io.agentbridge.engine.model.ApprovalDecision;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.ProcessIdentity;
import io.agentbridge.engine.model.ProgressKind;
import io.agentbridge.engine.model.StopMode;
import io.agentbridge.engine.model.Usage;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One echo. A call does its work at once, under the session's lock; only what a script delays runs on its lane. So a plain prompt is
 * answered without a change of thread.
 */
final class EchoSession implements AgentSession {
    private static final System.Logger LOG = System.getLogger(EchoSession.class.getName());

    private final EchoScript.Parts parts;
    private final String version;
    private final String sessionId;
    private final AgentListener listener;
    private final ScheduledExecutorService lane;
    /** It has no output to read again, so only the incarnation counts. */
    private final OutputPosition position;

    private final ReentrantLock lock = new ReentrantLock();
    private Optional<Turn> turn = Optional.empty();
    private boolean exited;

    EchoSession(
            AgentSpec spec,
            EchoScript.Parts parts,
            String version,
            AgentListener listener,
            ScheduledExecutorService lane) {
        this.parts = parts;
        this.version = version;
        this.sessionId = spec.sessionId().isEmpty() ? UUID.randomUUID().toString() : spec.sessionId();
        this.listener = listener;
        this.lane = lane;
        this.position = new OutputPosition(spec.position().incarnation(), 0);
    }

    void begin() {
        run(() -> {
            listener.launched(position, ProcessIdentity.NONE);
            listener.ready(position, sessionId, version);
        });
    }

    @Override
    public void prompt(String promptId, String text) {
        run(() -> take(promptId, text));
    }

    @Override
    public void cancel() {
        run(() -> {
            if (turn.isPresent()) {
                withdraw(turn.get());
                finish(turn.get(), new PromptOutcome(true, "", FailureClass.NONE, "", Usage.NONE));
            }
        });
    }

    @Override
    public void answer(String permissionId, ApprovalDecision decision, String message, String updatedInput) {
        run(() -> {
            if (turn.isEmpty() || !turn.get().permissionId.equals(permissionId)) {
                return;
            }
            boolean allowed = decision == ApprovalDecision.ALLOW || decision == ApprovalDecision.ALLOW_SESSION;
            turn.get().permissionId = "";
            end(turn.get(), allowed ? whenAllowed(turn.get().script, updatedInput) : "denied: " + message);
        });
    }

    private static String whenAllowed(EchoScript script, String updatedInput) {
        String said = script.ask().map(ask -> ask.text("then")).orElse("");
        return said.isEmpty() ? "allowed" + (updatedInput.isEmpty() ? "" : ": " + updatedInput) : said;
    }

    @Override
    public void stop(StopMode mode) {
        run(() -> exit(FailureClass.NONE, AgentListener.ENDED_ON_REQUEST));
    }

    @Override
    public void detach() {
        run(() -> {
            // It cannot outlive its server. Nobody listens any more, so there is nobody to tell.
            exited = true;
            turn = Optional.empty();
        });
    }

    private void run(Runnable task) {
        lock.lock();
        try {
            if (!exited) {
                guarded(task);
            }
        } finally {
            lock.unlock();
        }
    }

    private void later(Runnable task, long delayMillis) {
        try {
            var _ = lane.schedule(() -> run(task), delayMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The backend is closed: that is a call after the exit.
            return;
        }
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            // The executor would keep it to itself.
            LOG.log(System.Logger.Level.ERROR, "An echo agent failed and ends", e);
            exit(FailureClass.INTERNAL, "The agent failed");
        }
    }

    private void take(String promptId, String text) {
        if (turn.isPresent()) {
            throw new IllegalStateException("A prompt is in flight already: " + turn.get().promptId);
        }
        try {
            Optional<EchoScript> script =
                    EchoScript.isScripted(text) ? Optional.of(EchoScript.of(text)) : parts.at(text);
            if (script.isEmpty()) {
                listener.finished(
                        position, promptId, new PromptOutcome(false, text, FailureClass.NONE, "", Usage.NONE));
                return;
            }
            Turn begun = new Turn(promptId, script.get());
            turn = Optional.of(begun);
            play(begun);
        } catch (JsonFormatException e) {
            String error = "The @echo line is no script. " + e.getMessage();
            listener.finished(position, promptId, new PromptOutcome(false, "", FailureClass.INPUT, error, Usage.NONE));
        }
    }

    private void play(Turn begun) {
        EchoScript script = begun.script;
        if (!script.thinking().isEmpty()) {
            listener.progressed(position, begun.promptId, ProgressKind.THINKING, script.thinking());
        }
        for (String piece : script.progress()) {
            listener.progressed(position, begun.promptId, ProgressKind.TEXT, piece);
        }
        use(begun, 0);
    }

    /** Uses the tool of that number and those after it, then goes on to the answer. */
    private void use(Turn begun, int number) {
        if (turn.isEmpty() || turn.get() != begun) {
            return;
        }
        if (number == begun.script.tools().size()) {
            conclude(begun);
            return;
        }
        EchoScript.Tool tool = begun.script.tools().get(number);
        String id = begun.promptId + "-" + number;
        listener.progressed(position, begun.promptId, ProgressKind.TOOL_USE, call(id, tool));
        later(
                () -> {
                    if (turn.isPresent() && turn.get() == begun) {
                        listener.progressed(position, begun.promptId, ProgressKind.TOOL_RESULT, result(id, tool));
                        use(begun, number + 1);
                    }
                },
                tool.delayMillis());
    }

    private static String call(String id, EchoScript.Tool tool) {
        return new JsonText()
                .open()
                .member("id", id)
                .member("name", tool.name())
                .member("input", tool.input())
                .close()
                .toString();
    }

    private static String result(String id, EchoScript.Tool tool) {
        return new JsonText()
                .open()
                .member("tool_use_id", id)
                .member("content", tool.output())
                .member("is_error", tool.failed())
                .close()
                .toString();
    }

    private void conclude(Turn begun) {
        EchoScript script = begun.script;
        if (script.ask().isPresent()) {
            ask(begun, script.ask().get());
        } else if (!script.hang()) {
            say(begun, 0);
        }
    }

    private void ask(Turn begun, JsonObject ask) {
        begun.permissionId = UUID.randomUUID().toString();
        listener.permissionAsked(
                position,
                begun.promptId,
                begun.permissionId,
                ask.text("tool_name"),
                JsonText.of(ask.object("input")),
                ask.text("description"),
                JsonText.of(ask.objects("suggestions")));
    }

    /** Says the chunk of that number and plans the next, or ends. */
    private void say(Turn begun, int chunk) {
        if (turn.isEmpty() || turn.get() != begun) {
            return;
        }
        EchoScript script = begun.script;
        int pauses = Math.max(1, script.chunks());
        if (chunk > 0 && script.chunks() > 0) {
            String text = script.text();
            int from = boundary(text, (long) text.length() * (chunk - 1) / script.chunks());
            int to = boundary(text, (long) text.length() * chunk / script.chunks());
            listener.delta(begun.promptId, ProgressKind.TEXT, text.substring(from, to));
        }
        if (chunk == pauses) {
            end(begun, script.text());
            return;
        }
        long delayMillis = script.delayMillis() * (chunk + 1) / pauses - script.delayMillis() * chunk / pauses;
        later(() -> say(begun, chunk + 1), delayMillis);
    }

    private void end(Turn ended, String result) {
        EchoScript script = ended.script;
        if (script.exit()) {
            exit(FailureClass.EXIT, script.error().isEmpty() ? "The agent exited, as its script says" : script.error());
        } else if (!script.error().isEmpty()) {
            finish(ended, new PromptOutcome(false, "", script.failure(), script.error(), script.usage()));
        } else {
            finish(ended, new PromptOutcome(false, result, FailureClass.NONE, "", script.usage()));
        }
    }

    private void finish(Turn ended, PromptOutcome outcome) {
        turn = Optional.empty();
        listener.finished(position, ended.promptId, outcome);
    }

    private void withdraw(Turn asking) {
        if (!asking.permissionId.isEmpty()) {
            listener.permissionWithdrawn(position, asking.permissionId);
        }
    }

    private void exit(FailureClass failure, String error) {
        exited = true;
        turn = Optional.empty();
        listener.exited(position, false, failure, error);
    }

    /** The place itself, or the next that does not cut a character in two. */
    private static int boundary(String text, long place) {
        int at = (int) place;
        return at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at)) ? at + 1 : at;
    }

    /** A scripted prompt in flight. */
    private static final class Turn {
        private final String promptId;
        private final EchoScript script;
        private String permissionId = "";

        private Turn(String promptId, EchoScript script) {
            this.promptId = promptId;
            this.script = script;
        }
    }
}
