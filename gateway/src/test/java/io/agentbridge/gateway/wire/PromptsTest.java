package io.agentbridge.gateway.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.agentbridge.engine.State;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.CommandOrigin;
import io.agentbridge.engine.model.CommandStatus;
import io.agentbridge.engine.model.TaskStatus;
import org.junit.jupiter.api.Test;

class PromptsTest {
    private final Prompts prompts = new Prompts(body -> "stored text");

    @Test
    void a_command_is_its_text_and_a_line_for_each_parameter() {
        assertEquals(
                "Say \"hello\"\n\nParameters:\ndepth: 2",
                prompts.of(Samples.command(CommandStatus.QUEUED), new State()));
    }

    @Test
    void a_task_is_its_title_description_and_metadata() {
        assertEquals(
                "Task: Write the tests\n\nDescription:\nAll of them.\n\nAdditional Information:\nfile: A.java\nlines: 12",
                prompts.of(Samples.task(TaskStatus.PENDING, "")));
    }

    @Test
    void a_message_names_its_sender_and_what_its_kind_adds() {
        Command command =
                Samples.command(CommandStatus.QUEUED, CommandOrigin.MESSAGE, Body.of("Please review."), Body.none());
        assertEquals(
                "Message from " + command.originId() + ":\n\nPlease review.\n\nDetails:\ndepth: 2",
                prompts.of(command, new State()));
    }

    @Test
    void a_stored_text_is_read() {
        Body stored = new Body.Stored("hash", 20_000, "st");
        Command command = Samples.command(CommandStatus.QUEUED, CommandOrigin.CLIENT, stored, Body.none());
        assertEquals("stored text\n\nParameters:\ndepth: 2", prompts.of(command, new State()));
    }
}
