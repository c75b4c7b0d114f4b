package io.agentbridge.gateway.wire;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.ErrorType;
import io.agentbridge.gateway.json.JsonName;
import io.agentbridge.gateway.json.JsonOutput;
import java.util.List;

/** The frames of what happens to agents. For one thread. */
final class AgentFrames {
    private static final JsonName CREATE_AGENT = JsonName.value("create_agent");
    private static final JsonName STOP_AGENT = JsonName.value("stop_agent");
    private static final JsonName CREATED = JsonName.value("created");

    private final EventFrame frame;
    private final JsonOutput output;
    private final ObjectWriter objects;
    private final ErrorWriter errors;

    AgentFrames(EventFrame frame) {
        this.frame = frame;
        this.output = frame.output();
        this.objects = frame.objects();
        this.errors = new ErrorWriter(output);
    }

    List<byte[]> changed(Event event, MessageType type, Agent agent) {
        return List.of(changed(event, type, agent, false));
    }

    private byte[] changed(Event event, MessageType type, Agent agent, boolean more) {
        frame.begin(event, type, 0, more, agent.id(), agent.cause(), Cause.NONE);
        objects.agent(Keys.AGENT, agent);
        return frame.end();
    }

    List<byte[]> failed(Event event, Agent agent) {
        byte[] status = changed(event, MessageType.AGENT_STATUS, agent, true);
        frame.begin(event, MessageType.AGENT_ERROR, 1, false, agent.id(), agent.cause(), Cause.NONE);
        errors.begin(ErrorType.AGENT_ERROR, agent.error());
        errors.end();
        objects.text(Keys.AGENT_ID, agent.id());
        return List.of(status, frame.end());
    }

    /** Answers who created it, in the dialect that was used. */
    byte[] answerCreated(Event event, Agent agent, Cause requester) {
        return switch (requester.dialect()) {
            case STANDARD -> {
                frame.begin(event, MessageType.COMMAND_RESULT, EventFrame.SYSTEM, agent.cause(), requester);
                frame.result(CREATE_AGENT);
                int start = output.size();
                objects.agentFields(agent);
                int end = output.size();
                objects.text(Keys.AGENT_ID, agent.id());
                frame.copiedObject(Keys.AGENT_INFO, start, end);
                frame.copiedObject(Keys.AGENT, start, end);
                output.name(Keys.RESULT);
                output.beginObject();
                objects.bool(Keys.SUCCESS, true);
                objects.text(Keys.AGENT_ID, agent.id());
                frame.copiedObject(Keys.AGENT_INFO, start, end);
                output.endObject();
                yield frame.end();
            }
            case COMMAND -> {
                frame.begin(event, MessageType.COMMAND_RESPONSE, EventFrame.SYSTEM, agent.cause(), requester);
                objects.bool(Keys.SUCCESS, true);
                createdResult(agent);
                yield frame.end();
            }
            case LEGACY -> {
                frame.beginLegacy(event, CREATE_AGENT.text(), requester);
                createdResult(agent);
                yield frame.end();
            }
        };
    }

    private void createdResult(Agent agent) {
        output.name(Keys.RESULT);
        output.beginObject();
        objects.text(Keys.AGENT_ID, agent.id());
        objects.agent(Keys.AGENT_INFO, agent);
        output.name(Keys.STATUS);
        output.value(CREATED);
        output.name(Keys.CONFIG);
        output.beginObject();
        output.name(Keys.ROLE);
        output.value(ObjectWriter.AGENT_TYPES.encoded(agent.type()));
        objects.text(Keys.NAME, agent.name());
        objects.text(Keys.MODEL, agent.model());
        output.endObject();
        output.endObject();
    }

    byte[] answerStopping(Event event, Agent agent, Cause requester) {
        frame.begin(event, MessageType.COMMAND_RESULT, EventFrame.SYSTEM, agent.cause(), requester);
        frame.result(STOP_AGENT);
        int start = output.size();
        objects.text(Keys.AGENT_ID, agent.id());
        output.name(Keys.STATUS);
        output.value(ObjectWriter.AGENT_STATUSES.encoded(agent.status()));
        frame.copiedObject(Keys.RESULT, start, output.size());
        return frame.end();
    }

    /** A sign of life, which is not kept. */
    byte[] heartbeat(String agentId, long timestampMillis) {
        frame.beginEphemeral(MessageType.AGENT_HEARTBEAT, agentId, timestampMillis);
        objects.text(Keys.AGENT_ID, agentId);
        objects.instant(Keys.TIMESTAMP, timestampMillis);
        return frame.end();
    }
}
