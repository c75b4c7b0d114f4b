package io.agentbridge.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Sends {@code command:execute} to agents that each connection created for itself, in turns, and waits for each {@code
 * command:result}. Afterwards it stops them. Every connection asks for the events of its own agents only, as a client with its own agents does.
 */
public final class ExecuteWorkload implements Workload {
    private static final int COMMAND_CHARACTERS = 60;

    private final int agents;
    private final String backend;
    private final String run = UUID.randomUUID().toString().substring(0, 8);

    /** A workload with {@code agents} for each connection, on the backend of that name. */
    public ExecuteWorkload(int agents, String backend) {
        if (agents < 1) {
            throw new IllegalArgumentException("At least one agent is needed: " + agents);
        }
        this.agents = agents;
        this.backend = backend;
    }

    @Override
    public Conversation conversation(int connection) {
        return new ExecuteConversation(String.format(Locale.ROOT, "%s-%04x-4000-8000-", run, connection & 0xffff));
    }

    private final class ExecuteConversation implements Conversation {
        private final String uuidPrefix;
        private final List<String> agentIds = new ArrayList<>();
        private final List<MessageText> requests = new ArrayList<>();
        private boolean ready;

        ExecuteConversation(String uuidPrefix) {
            this.uuidPrefix = uuidPrefix;
        }

        @Override
        public void opened(TextSink sink) {}

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void request(long number, TextSink sink) {
            requests.get((int) (number % requests.size())).putWithUuid(number, sink);
        }

        @Override
        public void message(byte[] bytes, int offset, int length, TextSink sink, Answers answers) {
            if (!ready) {
                setUp(bytes, offset, length, sink, answers);
                return;
            }
            long correlation = Envelope.correlation(bytes, offset, length);
            if (correlation == JsonFields.ABSENT || bytes[JsonFields.start(correlation)] != '"') {
                if (Envelope.isType(bytes, offset, length, Envelope.SYSTEM_ERROR)) {
                    answers.failed(Envelope.quoted(bytes, offset, length));
                }
                return;
            }
            long number = JsonFields.numberInString(bytes, correlation);
            if (Envelope.isType(bytes, offset, length, Envelope.RESULT)) {
                answers.answered(number);
            } else {
                answers.failed(number, Envelope.quoted(bytes, offset, length));
            }
        }

        @Override
        public void finish(TextSink sink) {
            for (int agent = 0; agent < agentIds.size(); agent++) {
                send(stopAgent(agent), sink);
            }
        }

        private void setUp(byte[] bytes, int offset, int length, TextSink sink, Answers answers) {
            long type = JsonFields.find(bytes, offset, offset + length, Envelope.TYPE);
            String correlation = JsonFields.string(bytes, Envelope.correlation(bytes, offset, length));
            if (JsonFields.isString(bytes, type, Envelope.ACK)) {
                for (int agent = 0; agent < agents; agent++) {
                    send(createAgent(agent), sink);
                }
            } else if (correlation.startsWith("create-")) {
                String agentId = agentId(bytes, offset, length);
                if (agentId.isEmpty() || !JsonFields.isString(bytes, type, Envelope.RESULT)) {
                    answers.failed("No agent was created: " + Envelope.quoted(bytes, offset, length));
                    return;
                }
                agentIds.add(agentId);
                requests.add(execute(agentId));
                if (agentIds.size() == agents) {
                    send(subscribe(), sink);
                }
            } else if (correlation.equals("subscribe")) {
                if (!JsonFields.isString(bytes, type, Envelope.SUBSCRIBED)) {
                    answers.failed("The subscription was refused: " + Envelope.quoted(bytes, offset, length));
                }
                ready = true;
            }
        }

        private String createAgent(int agent) {
            return "{\"id\":\"" + uuidPrefix + "ffff" + String.format(Locale.ROOT, "%08x", agent)
                    + "\",\"type\":\"agent:create\",\"timestamp\":\"" + Envelope.TIMESTAMP
                    + "\",\"payload\":{\"agent_type\":\"worker\",\"model\":\"echo\",\"capabilities\":[],\"backend\":\""
                    + backend + "\"},\"correlation_id\":\"create-" + agent + "\"}";
        }

        private String stopAgent(int agent) {
            return "{\"id\":\"" + uuidPrefix + "fffe" + String.format(Locale.ROOT, "%08x", agent)
                    + "\",\"type\":\"agent:stop\",\"timestamp\":\"" + Envelope.TIMESTAMP
                    + "\",\"payload\":{\"agent_id\":\"" + agentIds.get(agent)
                    + "\",\"mode\":\"graceful\"},\"correlation_id\":\"stop-" + agent + "\"}";
        }

        private String subscribe() {
            return "{\"id\":\"subscribe\",\"type\":\"connection:subscribe\",\"timestamp\":\"" + Envelope.TIMESTAMP
                    + "\",\"payload\":{\"from\":\"now\",\"filter\":{\"agents\":[\"" + String.join("\",\"", agentIds)
                    + "\"]}},\"correlation_id\":\"subscribe\"}";
        }

        private MessageText execute(String agentId) {
            return new MessageText(
                    "{\"id\":\"" + uuidPrefix,
                    "\",\"type\":\"command:execute\",\"timestamp\":\"" + Envelope.TIMESTAMP
                            + "\",\"payload\":{\"command\":\"" + "say ".repeat(COMMAND_CHARACTERS / 4)
                            + "\",\"agent_id\":\"" + agentId + "\"},\"correlation_id\":\"",
                    "\"}");
        }

        private static void send(String text, TextSink sink) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            sink.putText(bytes, 0, bytes.length);
        }

        private static String agentId(byte[] bytes, int offset, int length) {
            long payload = JsonFields.find(bytes, offset, offset + length, Envelope.PAYLOAD);
            return payload == JsonFields.ABSENT
                    ? ""
                    : JsonFields.string(
                            bytes,
                            JsonFields.find(
                                    bytes, JsonFields.start(payload), JsonFields.end(payload), Envelope.AGENT_ID));
        }
    }
}
