package io.agentbridge.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the execute workload says to a gateway, and what it takes for an answer. */
class ExecuteWorkloadTest implements Conversation.TextSink, Conversation.Answers {
    private final Conversation conversation = new ExecuteWorkload(2, "echo").conversation(7);
    private final List<String> sent = new ArrayList<>();
    private final List<Long> answered = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    @Override
    public void putText(byte[] bytes, int offset, int length) {
        sent.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public void answered(long number) {
        answered.add(number);
    }

    @Override
    public void failed(long number, String reason) {
        failures.add(number + " " + reason);
    }

    @Override
    public void failed(String reason) {
        failures.add(reason);
    }

    private void receive(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        conversation.message(bytes, 0, bytes.length, this, this);
    }

    @BeforeEach
    void setUp() {
        conversation.opened(this);
        receive("{\"id\":\"a\",\"type\":\"connection:ack\",\"timestamp\":\"t\",\"payload\":{\"client_id\":\"c\"}}");
        assertEquals(2, sent.size());
        for (int agent = 0; agent < 2; agent++) {
            assertTrue(sent.get(agent).contains("\"type\":\"agent:create\""));
            receive(
                    "{\"type\":\"command:result\",\"payload\":{\"result\":{\"agent_id\":\"decoy\"},\"agent_id\":\"worker-"
                            + agent + "\"},\"correlation_id\":\"create-" + agent + "\"}");
        }
        assertFalse(conversation.isReady());
        assertTrue(sent.get(2).contains("\"agents\":[\"worker-0\",\"worker-1\"]"), sent.get(2));
        receive("{\"type\":\"connection:subscribed\",\"payload\":{},\"correlation_id\":\"subscribe\"}");
        assertTrue(conversation.isReady());
        assertEquals(List.of(), failures);
        sent.clear();
    }

    @Test
    void commandsGoToTheAgentsInTurnsUnderIdsOfTheirOwn() {
        conversation.request(0, this);
        conversation.request(1, this);
        conversation.request(255, this);
        assertTrue(sent.get(0).contains("\"agent_id\":\"worker-0\""));
        assertTrue(sent.get(1).contains("\"agent_id\":\"worker-1\""));
        assertTrue(sent.get(2).endsWith("\"correlation_id\":\"255\"}"), sent.get(2));
        assertTrue(sent.get(2).matches("\\{\"id\":\"[0-9a-f]{8}-0007-4000-8000-0000000000ff\",.*"), () -> sent.get(2));
    }

    @Test
    void onlyTheFrameWithTheCorrelationIdAnswers() {
        receive(
                "{\"type\":\"command:progress\",\"payload\":{\"request_correlation_id\":\"3\"},\"correlation_id\":null}");
        receive("{\"type\":\"agent:status\",\"payload\":{},\"cause\":{\"correlation_id\":\"3\"}}");
        receive(
                "{\"type\":\"command:result\",\"payload\":{},\"correlation_id\":null,\"cause\":{\"correlation_id\":\"9\"}}");
        assertEquals(List.of(), answered);
        receive("{\"type\":\"command:result\",\"cause\":{\"correlation_id\":\"9\"},\"correlation_id\" : \"3\" }");
        assertEquals(List.of(3L), answered);
        assertEquals(List.of(), failures);
    }

    @Test
    void anErrorThatAnswersIsAFailureOfItsRequest() {
        receive("{\"type\":\"command:error\",\"payload\":{\"error_type\":\"command_error\"},\"correlation_id\":\"4\"}");
        assertEquals(List.of(), answered);
        assertEquals(1, failures.size());
        assertTrue(failures.getFirst().startsWith("4 {"));
    }

    @Test
    void anErrorWithoutARequestIsAFailureToo() {
        receive("{\"type\":\"system:error\",\"payload\":{\"error_type\":\"json_error\"},\"correlation_id\":null}");
        assertEquals(1, failures.size());
    }
}
