package io.agentbridge.gateway.wire;

import io.agentbridge.engine.State;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.Task;
import io.agentbridge.gateway.json.JsonException;
import io.agentbridge.gateway.json.JsonKind;
import io.agentbridge.gateway.json.JsonObject;
import io.agentbridge.gateway.json.JsonScanner;
import io.agentbridge.gateway.json.JsonSlices;
import java.nio.charset.StandardCharsets;

/** What an agent is given to read. For one thread; not for the hot path, because it may read stored bodies. */
public final class Prompts {
    private static final int MAX_DEPTH = 1_024;

    private final BodyReader bodies;
    private final JsonScanner scanner = new JsonScanner(MAX_DEPTH);

    public Prompts(BodyReader bodies) {
        this.bodies = bodies;
    }

    /** The prompt of a command, whatever its origin; {@code state} knows the task of a task's command. */
    public String of(Command command, State state) {
        return switch (command.origin()) {
            case CLIENT -> of(command);
            case MESSAGE -> message(command);
            case TASK -> state.task(command.originId()).map(this::of).orElseGet(() -> of(command));
        };
    }

    /** The prompt of a client's command: its text, and its parameters if there are any. */
    public String of(Command command) {
        StringBuilder prompt = new StringBuilder(text(command.text()));
        block(prompt, "Parameters:", command.parameters());
        return prompt.toString();
    }

    /** The prompt of a task. */
    public String of(Task task) {
        StringBuilder prompt = new StringBuilder("Task: ")
                .append(task.title())
                .append("\n\nDescription:\n")
                .append(text(task.description()));
        block(prompt, "Additional Information:", task.metadata());
        return prompt.toString();
    }

    /** The prompt of a message: who it is from, what it says, and the details of its kind. */
    private String message(Command command) {
        StringBuilder prompt = new StringBuilder("Message from ")
                .append(command.originId())
                .append(":\n\n")
                .append(text(command.text()));
        block(prompt, "Details:", command.parameters());
        return prompt.toString();
    }

    /** A blank line, a title and a line for each member of an object; nothing if it has none. */
    private void block(StringBuilder prompt, String title, Body object) {
        String text = text(object);
        if (text.isEmpty() || text.equals("{}")) {
            return;
        }
        prompt.append("\n\n").append(title);
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        // No object has more members than bytes, so that none is refused for its number.
        JsonObject members = new JsonObject(data.length);
        try {
            scanner.validate(data, 0, data.length);
            members.read(data, 0, data.length);
        } catch (JsonException e) {
            throw new IllegalStateException("a kept object is not JSON: " + e.reason(), e);
        }
        for (int member = 0; member < members.size(); member++) {
            prompt.append('\n').append(members.name(member)).append(": ");
            if (members.kind(member) == JsonKind.STRING) {
                prompt.append(JsonSlices.string(data, members.start(member), members.end(member)));
            } else {
                prompt.append(JsonSlices.compact(data, members.start(member), members.end(member)));
            }
        }
    }

    private String text(Body body) {
        return switch (body) {
            case Body.Inline inline -> inline.text();
            case Body.Stored stored -> bodies.text(stored);
        };
    }
}
