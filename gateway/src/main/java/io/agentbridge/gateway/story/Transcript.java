package io.agentbridge.gateway.story;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.ProgressKind;
import io.agentbridge.gateway.wire.BodyReader;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The conversation with one agent as Markdown, written as its events come. */
public final class Transcript {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int MIN_FENCE = 3;

    private final String agentId;
    private final BodyReader bodies;
    private final StringBuilder markdown = new StringBuilder();
    private String lastSaid = "";

    public Transcript(String agentId, BodyReader bodies) {
        this.agentId = agentId;
        this.bodies = bodies;
    }

    /** Of an agent whose first events are no longer there. */
    static Transcript goingOn(Agent agent, BodyReader bodies) {
        Transcript transcript = new Transcript(agent.id(), bodies);
        transcript.heading(agent);
        transcript.note("What came before is no longer in the journal.");
        return transcript;
    }

    /** Adds what an event of the agent says. */
    public void add(Event event) {
        switch (event.fact()) {
            case Fact.AgentCreated created -> heading(created.agent());
            case Fact.AgentFailed failed ->
                note("The agent failed: " + failed.agent().error());
            case Fact.AgentStopped stopped -> note("The agent has stopped.");
            case Fact.CommandStarted started -> prompt(event, started.command());
            case Fact.CommandProgressed progressed -> progress(progressed.kind(), bodies.text(progressed.content()));
            case Fact.CommandEnded ended -> end(ended.command());
            case Fact.ApprovalRequested requested -> asked(requested.approval());
            case Fact.ApprovalResolved resolved -> resolved(resolved.approval());
            default -> {}
        }
    }

    /** How many characters were added since the last {@link #take}. */
    int length() {
        return markdown.length();
    }

    /** What was added since the last call. */
    public String take() {
        String taken = markdown.toString();
        markdown.setLength(0);
        return taken;
    }

    private void heading(Agent agent) {
        markdown.append("# ").append(agent.name()).append("\n\n");
        markdown.append("`")
                .append(agentId)
                .append("`, ")
                .append(agent.type().name().toLowerCase(Locale.ROOT));
        markdown.append(" on ").append(agent.backend());
        if (!agent.model().isEmpty()) {
            markdown.append(", model ").append(agent.model());
        }
        markdown.append(", created ").append(time(agent.createdAtMillis())).append(" UTC\n\n");
    }

    private void prompt(Event event, Command command) {
        lastSaid = "";
        String who =
                switch (command.origin()) {
                    case CLIENT -> command.cause().principal();
                    case TASK -> "task " + command.originId();
                    case MESSAGE -> command.originId();
                };
        markdown.append("## ")
                .append(time(event.timestampMillis()))
                .append(" · ")
                .append(who)
                .append("\n\n");
        bodies.text(command.text())
                .lines()
                .forEach(line -> markdown.append("> ").append(line).append('\n'));
        markdown.append('\n');
    }

    private void progress(ProgressKind kind, String text) {
        switch (kind) {
            case TEXT -> {
                lastSaid = text.strip();
                paragraph(text);
            }
            case THINKING -> folded("Thinking", text);
            case TOOL_USE -> folded("Tool", text);
            case TOOL_RESULT -> folded("Result", text);
            case STATUS -> note(text);
        }
    }

    private void end(Command command) {
        String result = bodies.text(command.result()).strip();
        if (!result.isEmpty() && !result.equals(lastSaid)) {
            paragraph(result);
        }
        if (!command.error().isEmpty()) {
            paragraph("**" + bodies.text(command.error()).strip() + "**");
        }
        String spent = Words.spent(command.usage());
        note(Words.of(command.status()) + " after " + Words.span(command.executionMillis())
                + (spent.isEmpty() ? "" : ", " + spent));
    }

    private void asked(Approval approval) {
        folded("Asks to use " + approval.toolName(), text(approval.input()));
    }

    private void resolved(Approval approval) {
        note(approval.toolName() + " " + Words.of(approval.outcome())
                + (approval.resolvedBy().isEmpty() ? "" : " by " + approval.resolvedBy()));
    }

    private String text(Body body) {
        return bodies.text(body);
    }

    private void paragraph(String text) {
        markdown.append(text.strip()).append("\n\n");
    }

    private void note(String text) {
        markdown.append("*").append(text.strip()).append("*\n\n");
    }

    /** A block that cannot be left from within: its fence is longer than any in the text. */
    private void folded(String title, String text) {
        String fence = "`".repeat(Math.max(MIN_FENCE, longestRun(text) + 1));
        markdown.append("<details><summary>").append(title).append("</summary>\n\n");
        markdown.append(fence).append('\n').append(text.strip()).append('\n').append(fence);
        markdown.append("\n\n</details>\n\n");
    }

    private static int longestRun(String text) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = text.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    private static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }
}
