package io.agentbridge.gateway.wire;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Task;
import io.agentbridge.gateway.json.JsonName;
import io.agentbridge.gateway.json.JsonOutput;
import java.util.List;

/** The frames of what happens to tasks. For one thread. */
final class TaskFrames {
    private static final JsonName ASSIGN_TASK = JsonName.value("assign_task");
    private static final JsonName CANCEL_TASK = JsonName.value("cancel_task");

    private final EventFrame frame;
    private final JsonOutput output;
    private final ObjectWriter objects;

    TaskFrames(EventFrame frame) {
        this.frame = frame;
        this.output = frame.output();
        this.objects = frame.objects();
    }

    List<byte[]> changed(Event event, Task task) {
        return List.of(task(event, MessageType.TASK_UPDATE, task, 0, false));
    }

    List<byte[]> ended(Event event, Task task) {
        return switch (task.status()) {
            case COMPLETED -> ended(event, MessageType.TASK_COMPLETE, task);
            case FAILED -> ended(event, MessageType.TASK_FAILED, task);
            case PENDING, IN_PROGRESS, CANCELLED -> changed(event, task);
        };
    }

    private List<byte[]> ended(Event event, MessageType last, Task task) {
        byte[] update = task(event, MessageType.TASK_UPDATE, task, 0, true);
        return List.of(update, task(event, last, task, 1, false));
    }

    private byte[] task(Event event, MessageType type, Task task, int part, boolean more) {
        frame.begin(event, type, part, more, EventFrame.SYSTEM, task.cause(), Cause.NONE);
        objects.task(Keys.TASK, task);
        return frame.end();
    }

    byte[] answerAssigned(Event event, Task task, Cause requester) {
        frame.begin(event, MessageType.COMMAND_RESULT, EventFrame.SYSTEM, task.cause(), requester);
        boolean assigned = !task.assignedAgent().isEmpty();
        frame.result(ASSIGN_TASK);
        objects.bool(Keys.ASSIGNED, assigned);
        objects.textOrNull(Keys.AGENT_ID, task.assignedAgent());
        objects.text(Keys.TASK_ID, task.id());
        int start = output.size();
        objects.taskFields(task);
        int end = output.size();
        output.name(Keys.TASK);
        output.beginObject();
        output.copyMembers(start, end);
        objects.taskRest(task);
        output.endObject();
        output.name(Keys.RESULT);
        output.beginObject();
        objects.text(Keys.TASK_ID, task.id());
        objects.bool(Keys.ASSIGNED, assigned);
        objects.textOrNull(Keys.AGENT_ID, task.assignedAgent());
        output.endObject();
        return frame.end();
    }

    byte[] answerCancelling(Event event, Task task, Cause requester) {
        frame.begin(event, MessageType.COMMAND_RESULT, EventFrame.SYSTEM, task.cause(), requester);
        frame.result(CANCEL_TASK);
        int start = output.size();
        objects.text(Keys.TASK_ID, task.id());
        objects.textOrNull(Keys.AGENT_ID, task.assignedAgent());
        output.name(Keys.STATUS);
        output.value(EventFrame.CANCELLING);
        frame.copiedObject(Keys.RESULT, start, output.size());
        return frame.end();
    }
}
