package io.agentbridge.client.error;

import java.time.Duration;

/** No answer in time. The request may have been carried out; sent again under the same id it is carried out once. */
public final class RequestTimeoutException extends AgentBridgeException {
    private final String requestId;

    /** For a request of that type. */
    public RequestTimeoutException(String type, String requestId, Duration timeout) {
        super(type + " was not answered within " + timeout.toMillis() + " ms (request " + requestId + ")");
        this.requestId = requestId;
    }

    /** The id of the request. */
    public String requestId() {
        return requestId;
    }
}
