package io.agentbridge.gateway.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    @Test
    void aReportNamesWhatDiffersInEachEventByItsPlace() {
        Difference difference = new Difference(
                9,
                17,
                1,
                true,
                "{\"type\":\"deadline_reached\"}",
                List.of(
                        "{\"sequence\":17,\"command\":{\"id\":\"c\",\"status\":\"completed\",\"tags\":[1,2]}}",
                        "{\"sequence\":18,\"agent\":{\"id\":\"a\"}}",
                        "{\"sequence\":19}"),
                List.of(
                        "{\"sequence\":17,\"command\":{\"id\":\"c\",\"status\":\"failed\",\"tags\":[1,2],\"error\":\"no\"}}",
                        "{\"sequence\":18,\"agent\":{\"id\":\"a\"}}"),
                List.of("{\"command\":{\"id\":\"c\"}}"),
                1,
                2,
                3);
        assertEquals("""
                record 9, sequence 17, behaviour level 1: decided otherwise
                  input:    {"type":"deadline_reached"}
                  before:   {"command":{"id":"c"}}
                  hash before: 0000000000000001
                  hash after:  0000000000000002 recorded, 0000000000000003 now
                  - {"sequence":17,"command":{"id":"c","status":"completed","tags":[1,2]}}
                  + {"sequence":17,"command":{"id":"c","status":"failed","tags":[1,2],"error":"no"}}
                    command.status: "completed" recorded, "failed" now
                    command.error: nothing recorded, "no" now
                  = {"sequence":18,"agent":{"id":"a"}}
                  - {"sequence":19}
                  + (no event)
                """, difference.report());
    }
}
