package io.agentbridge.gateway.wire;

import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Dialect;
import io.agentbridge.engine.model.ErrorType;
import io.agentbridge.engine.model.MessageKind;
import io.agentbridge.gateway.json.JsonException;
import io.agentbridge.gateway.json.JsonKind;
import io.agentbridge.gateway.json.JsonScanner;
import io.agentbridge.gateway.json.JsonSlices;
import java.util.Set;

/** Makes of a client's message what it asks for; one for each connection, used by its I/O thread alone. */
public final class MessageDecoder {
    private static final int MAX_ECHO_BYTES = 1_024;
    private static final int MAX_BUNDLE_MILLIS = 1_000;
    private static final int MAX_PAGE = 1_000;
    private static final int DEFAULT_PAGE = 100;
    private static final EnumNames<Direction> DIRECTIONS = new EnumNames<>(Direction.values());
    private static final String CREATE_AGENT = "create_agent";
    private static final String LIST_AGENTS = "list_agents";

    private final ClientIdentity client;
    private final WireLimits limits;
    private final JsonScanner scanner;
    private final RequestDecoder requests;
    private final ContentHash contentHash = new ContentHash();
    private final Members envelope = new Members();
    private final Members payload = new Members();
    private final Members filter = new Members();

    /** @param bodies takes the texts of any size */
    public MessageDecoder(ClientIdentity client, BackendChoice backends, BodyStore bodies, WireLimits limits) {
        this.client = client;
        this.limits = limits;
        this.scanner = new JsonScanner(limits.maxDepth());
        this.requests = new RequestDecoder(backends, bodies, limits);
    }

    /** What the message says. Never throws on any bytes; nothing of {@code data} is kept. O(length). */
    public Inbound decode(byte[] data, int offset, int length) {
        try {
            scanner.validate(data, offset, length);
        } catch (JsonException e) {
            return new Inbound.Malformed(
                    ErrorType.JSON_ERROR, "the message is not JSON: " + e.reason(), "", Dialect.STANDARD, "");
        }
        try {
            return decodeValid(data, JsonSlices.skipSpace(data, offset), offset + length);
        } finally {
            envelope.clear();
            payload.clear();
            filter.clear();
            requests.clear();
        }
    }

    private Inbound decodeValid(byte[] data, int start, int end) {
        if (JsonSlices.kind(data, start) != JsonKind.OBJECT) {
            return malformed("the message must be a JSON object", "");
        }
        try {
            envelope.read(data, start, end, "");
        } catch (InvalidMessageException e) {
            return malformed(e.reason(), "");
        }
        if (!envelope.has("type") && envelope.has("command")) {
            return decodeLegacy(data);
        }
        try {
            return decodeStandard(data);
        } catch (InvalidMessageException e) {
            return malformed(e.reason(), answerId());
        }
    }

    private Inbound decodeStandard(byte[] data) throws InvalidMessageException {
        String id = envelope.required("id", limits.maxIdChars());
        String type = envelope.required("type", limits.maxNameChars());
        if (!Timestamps.isValid(envelope.required("timestamp", limits.maxNameChars()))) {
            throw new InvalidMessageException("timestamp must be an ISO 8601 date and time");
        }
        if (!envelope.readObject("payload", payload)) {
            throw new InvalidMessageException("payload is missing");
        }
        envelope.string("source", limits.maxNameChars(), "");
        envelope.string("target", limits.maxNameChars(), "");
        String correlationId = envelope.string("correlation_id", limits.maxIdChars(), "");
        Dialect dialect = isCreateCommand(type) ? Dialect.COMMAND : Dialect.STANDARD;
        Correlation correlation = new Correlation(id, correlationId, dialect);
        return switch (type) {
            case "connection:ping" ->
                new Inbound.Ping(
                        id,
                        correlationId,
                        payload.scalar("client_id", MAX_ECHO_BYTES),
                        payload.scalar("timestamp", MAX_ECHO_BYTES));
            case "connection:pong" -> new Inbound.Pong();
            case "connection:subscribe" -> subscribe(correlation);
            case "system:status" -> new Inbound.StatusQuery(correlation);
            case "system:history" -> history(correlation);
            case "system:state" -> new Inbound.StateQuery(correlation, requiredSequence("at"));
            case "agent:heartbeat" ->
                new Inbound.Heartbeat(correlation, payload.required("agent_id", limits.maxIdChars()));
            default -> request(type, cause(data, correlation, type, "payload"));
        };
    }

    private Inbound request(String type, Cause cause) throws InvalidMessageException {
        return new Inbound.Engine(
                switch (type) {
                    case "agent:create" -> requests.createAgent(cause, payload);
                    case "agent:stop" -> requests.stopAgent(cause, payload);
                    case "agent:message" -> requests.relayMessage(cause, MessageKind.MESSAGE, payload);
                    case "agent:coordination" -> requests.relayMessage(cause, MessageKind.COORDINATION, payload);
                    case "agent:handoff" -> requests.relayMessage(cause, MessageKind.HANDOFF, payload);
                    case "command:execute" -> {
                        if (cause.dialect() == Dialect.COMMAND) {
                            payload.readObject("data", payload);
                            yield requests.createAgentByRole(cause, payload);
                        }
                        yield requests.executeCommand(cause, payload);
                    }
                    case "command:cancel" -> requests.cancelCommand(cause, payload);
                    case "task:assign" -> requests.assignTask(cause, payload);
                    case "task:cancel" -> requests.cancelTask(cause, payload);
                    case "approval:respond" -> requests.respondApproval(cause, payload);
                    case "system:metric" -> requests.reportMetric(cause, payload);
                    default -> throw new InvalidMessageException("unknown message type '" + type + "'");
                });
    }

    /** Whether a command is the second dialect's way to create an agent. */
    private boolean isCreateCommand(String type) throws InvalidMessageException {
        return type.equals("command:execute")
                && !payload.has("agent_id")
                && payload.is("data", JsonKind.OBJECT)
                && payload.is("command", JsonKind.STRING)
                && payload.requiredText("command").equals(CREATE_AGENT);
    }

    private Inbound decodeLegacy(byte[] data) {
        String command = "";
        try {
            command = envelope.required("command", limits.maxNameChars());
            Correlation correlation =
                    new Correlation(envelope.required("message_id", limits.maxIdChars()), "", Dialect.LEGACY);
            boolean hasData = envelope.readObject("data", payload);
            return switch (command) {
                case CREATE_AGENT -> {
                    if (!hasData) {
                        throw new InvalidMessageException("data is missing");
                    }
                    yield new Inbound.Engine(
                            requests.createAgentByRole(cause(data, correlation, command, "data"), payload));
                }
                case LIST_AGENTS -> new Inbound.AgentsQuery(correlation);
                default ->
                    throw new InvalidMessageException(
                            "unknown command '" + command + "'; known are " + CREATE_AGENT + " and " + LIST_AGENTS);
            };
        } catch (InvalidMessageException e) {
            return new Inbound.Malformed(
                    ErrorType.VALIDATION_ERROR, e.reason(), idOrEmpty("message_id"), Dialect.LEGACY, command);
        }
    }

    private Cause cause(byte[] data, Correlation correlation, String type, String contentKey)
            throws InvalidMessageException {
        int content = envelope.object().find(contentKey);
        long hash = ContentHash.isUuid(correlation.requestId())
                ? contentHash.of(
                        type,
                        data,
                        envelope.object().start(content),
                        envelope.object().end(content))
                : 0;
        return new Cause(
                client.principal(),
                client.clientId(),
                correlation.requestId(),
                correlation.correlationId(),
                correlation.dialect(),
                hash,
                envelope.wholeNumber("first_sent_at", 0, Members.LARGEST_NUMBER, -1));
    }

    private Inbound subscribe(Correlation correlation) throws InvalidMessageException {
        StartingPoint from;
        if (payload.is("from", JsonKind.STRING)) {
            from = switch (payload.requiredText("from")) {
                case "now" -> new StartingPoint.Now();
                case "snapshot" -> new StartingPoint.FromSnapshot();
                default ->
                    throw new InvalidMessageException("payload.from must be \"now\", \"snapshot\" or a sequence");
            };
        } else {
            from = new StartingPoint.After(requiredSequence("from"));
        }
        String epoch = payload.string("epoch", limits.maxIdChars(), "");
        int bundleMillis = (int) payload.wholeNumber("bundle_millis", 0, MAX_BUNDLE_MILLIS, 0);
        return new Inbound.Subscribe(correlation, epoch, from, decodeFilter(), bundleMillis);
    }

    private Inbound history(Correlation correlation) throws InvalidMessageException {
        return new Inbound.History(
                correlation,
                new HistoryQuery(
                        payload.wholeNumber("from", 0, Members.LARGEST_NUMBER, 0),
                        payload.wholeNumber("to", 0, Members.LARGEST_NUMBER, Long.MAX_VALUE),
                        time("since", Long.MIN_VALUE),
                        time("until", Long.MAX_VALUE),
                        decodeFilter(),
                        payload.string("text", limits.maxNameChars(), ""),
                        (int) payload.wholeNumber("limit", 1, MAX_PAGE, DEFAULT_PAGE),
                        payload.constant("direction", DIRECTIONS, Direction.FORWARD) == Direction.BACKWARD));
    }

    private enum Direction {
        FORWARD,
        BACKWARD
    }

    /** A date and time as milliseconds. */
    private long time(String name, long absent) throws InvalidMessageException {
        String text = payload.string(name, limits.maxNameChars(), "");
        if (text.isEmpty()) {
            return absent;
        }
        return Timestamps.parse(text)
                .orElseThrow(
                        () -> new InvalidMessageException("payload." + name + " must be an ISO 8601 date and time"));
    }

    private long requiredSequence(String name) throws InvalidMessageException {
        if (!payload.has(name)) {
            throw new InvalidMessageException("payload." + name + " is missing");
        }
        return payload.wholeNumber(name, 0, Members.LARGEST_NUMBER, 0);
    }

    private Filter decodeFilter() throws InvalidMessageException {
        if (!payload.readObject("filter", filter)) {
            return Filter.ALL;
        }
        return new Filter(
                criterion("agents"),
                criterion("tasks"),
                criterion("commands"),
                criterion("types"),
                criterion("principals"));
    }

    private Set<String> criterion(String name) throws InvalidMessageException {
        return Set.copyOf(filter.strings(name, limits.maxListItems(), limits.maxIdChars()));
    }

    private static Inbound malformed(String message, String correlationId) {
        return new Inbound.Malformed(ErrorType.VALIDATION_ERROR, message, correlationId, Dialect.STANDARD, "");
    }

    /** What an error about this message is to bear, as far as the message can be read. */
    private String answerId() {
        String correlationId = idOrEmpty("correlation_id");
        return correlationId.isEmpty() ? idOrEmpty("id") : correlationId;
    }

    private String idOrEmpty(String name) {
        try {
            return envelope.is(name, JsonKind.STRING) ? envelope.string(name, limits.maxIdChars(), "") : "";
        } catch (InvalidMessageException e) {
            return "";
        }
    }
}
